/** Shops, orders and leads agents to try things on. */
import { accountIdOf, type Company, company, person, type Reply, type RequestOptions, signedIn, type TestApp } from './app.ts'

export interface AgentOf {
  readonly id: string
  readonly email: string
  readonly name: string
  readonly session: RequestOptions
}

/** The answer's body; the test fails if it is a refusal. */
export async function ok(asked: Promise<Reply>): Promise<any> {
  const { status, body } = await asked
  if (status >= 300) throw new Error(`${status} ${JSON.stringify(body).slice(0, 500)}`)
  return body
}

/** A leads agent who has signed in, with these options. */
export async function agentOf(app: TestApp, name: string, options: object = {}): Promise<AgentOf> {
  const { email } = await person(app, 'leads-agent', { name, email: `agent.${crypto.randomUUID()}@example.com` })
  const id = await accountIdOf(app, email)
  if (Object.keys(options).length > 0) await ok(app.patch(`/api/v1/accounts/${id}`, { agent: options }))
  return { id, email, name, session: await signedIn(app, { email }) }
}

export const ITEMS = [{ name: 'Solar kit', sku: 'SK-1', quantity: 2, price: '19.90' }]

export interface Shop extends Company {
  readonly shop: string
  /** Have the shop tell of an order of somebody called `who`; the order as it is then. */
  order(who: string, number: string, more?: object): Promise<any>
  emailOf(who: string): string
  /** The id of somebody who has ordered. */
  idOf(who: string): Promise<string>
}

/** A company with a shop whose orders come in, and a call center with dispositions of both kinds. */
export async function shopOf(app: TestApp): Promise<Shop> {
  const made = await company(app)
  const shop = `shop-${made.tag}`
  await ok(app.post('/api/v1/shops', { slug: shop, name: 'Sun Shop' }))
  const dispositions = [
    { kind: 'sales', name: `Not interested ${made.tag}` },
    { kind: 'sales', name: `Too expensive ${made.tag}` },
    { kind: 'service', name: `Question answered ${made.tag}` },
  ]
  await ok(app.post('/api/v1/import', { callCenters: [{ slug: `center-${made.tag}`, name: 'North', dispositions }] }))
  const emailOf = (who: string) => `${who.toLowerCase()}.${made.tag}@example.com`
  const order = async (who: string, number: string, more: object = {}) => {
    const told = { status: 'partial', currency: 'USD', items: ITEMS, placedAt: '2027-02-28T12:00:00Z', ...more }
    await ok(app.post('/api/v1/orders', { shop, orders: [{ number, customer: { name: `${who} Buyer`, email: emailOf(who) }, ...told }] }))
    const { items } = await ok(app.get(`/api/v1/orders?shop=${shop}&limit=1000`))
    return items.find((one: any) => one.number === number)
  }
  const idOf = async (who: string) => (await ok(app.get(`/api/v1/customers/${emailOf(who)}`))).id
  return { ...made, shop, order, emailOf, idOf }
}
