/**
 * How long managers and leads agents wait with 100,000 orders, beside the look-up of one customer by key on the same kept-alive connection. On
 * PostgreSQL, if TEST_DATABASE_URL names a server.
 */
import { openPostgres } from '../server/db/database.ts'
import { fillLarge, largeSetup } from '../test/db/large.ts'
import { agentEmail, fillOrders, LEADS, ORDERS } from '../test/db/large-orders.ts'
import { freshDatabase } from '../test/support/postgres.ts'
import { inTurn, number, timed } from './measure.ts'
import { type Server, startServer } from './server.ts'

const ROUNDS = process.argv.includes('--quick') ? 30 : 150
const BATCH = 1000

async function measure({ ask }: Server): Promise<void> {
  const get = async (path: string) => JSON.parse((await ask('GET', `/api/v1/${path}`)).text)
  const [customer] = (await get('customers?limit=1')).items
  const { nextCursor } = await get(`orders?limit=${BATCH}`)
  const paths: readonly (readonly [string, string])[] = [
    ['one customer, by key', `customers/${customer.id}`],
    ['Order Details: a page of 50 with the leads agents', `orders?limit=50&showLeadsAgent=true&cursor=${nextCursor}`],
    ['the first page, with the totals of all', 'orders?limit=50&showLeadsAgent=true'],
    ['partial ones, with totals', 'orders?limit=50&showLeadsAgent=true&status=partial'],
    ['of one leads agent, with totals', `orders?limit=50&showLeadsAgent=true&leadsAgent=${agentEmail(3)}`],
    ['by the number of an order', 'orders?limit=50&search=L-100123'],
    [`a page of ${BATCH.toLocaleString('en')}`, `orders?limit=${BATCH}&showLeadsAgent=true&cursor=${nextCursor}`],
    [`Leads Agent Report of somebody with ${LEADS} leads`, `leads/report?agent=${agentEmail(3)}`],
    ['who can be assigned', 'leads/candidates'],
  ]
  const [base = Number.NaN, ...others] = await inTurn(
    paths.map(
      ([, path]) =>
        () =>
          ask('GET', `/api/v1/${path}`),
    ),
    ROUNDS,
  )
  console.log('| question | answered in | ratio |\n|---|---:|---:|')
  console.log(`| ${paths[0]?.[0]} | ${number(base)} ms | 1 × |`)
  others.forEach((ms, i) => {
    console.log(`| ${paths[i + 1]?.[0]} | ${number(ms)} ms | ${number(ms / base)} × |`)
  })
  const orders = (await get(`orders?leadsAgent=none&status=partial&limit=${BATCH}`)).items.map(({ id }: { id: string }) => id)
  const assign = (agent: number) => ask('POST', '/api/v1/leads/many', JSON.stringify({ agent: agentEmail(agent), orders }))
  const took = [await timed(() => assign(1)), await timed(() => assign(2)), await timed(() => assign(2))]
  console.log(`\nA batch of ${BATCH.toLocaleString('en')} orders, whose customers are nobody's, another's, and the agent's own:`)
  console.log(`${took.map((ms) => `${number(ms)} ms (${number(ms / base)} ×)`).join(', ')}.`)
}

if (process.env.TEST_DATABASE_URL) {
  const { url, drop } = await freshDatabase(`bench_orders_${process.pid}`)
  try {
    const first = await startServer({ url })
    await first.ask('POST', '/api/v1/import', JSON.stringify(largeSetup))
    await first.stop()
    const opened = await openPostgres(url, 1)
    await fillLarge(opened.db, new Date())
    await fillOrders(opened.db, new Date())
    await opened.close()
    console.log(`\n${ORDERS.toLocaleString('en')} orders on PostgreSQL; medians of ${ROUNDS}:\n`)
    const server = await startServer({ url })
    await measure(server)
    await server.stop()
  } finally {
    await drop()
  }
} else console.log('\nThe orders were left out: TEST_DATABASE_URL is not set.')
