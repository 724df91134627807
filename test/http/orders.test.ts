/** Orders: how they come in, what may become of them, and what is never kept with them. */
import { createHmac } from 'node:crypto'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { accountIdOf, NOW, person, signedIn, startApp, type TestApp } from '../support/app.ts'
import { agentOf, ITEMS, ok, type Shop, shopOf } from '../support/leads.ts'

let app: TestApp
let shop: Shop
beforeAll(async () => {
  app = await startApp()
})
beforeEach(async () => {
  app.at(NOW)
  shop = await shopOf(app)
})

const orderOf = (who: string, number: string, more: object = {}) => ({
  ...{ number, status: 'partial', currency: 'USD', items: ITEMS, placedAt: '2027-02-28T12:00:00Z' },
  customer: { name: `${who} Buyer`, email: shop.emailOf(who) },
  ...more,
})
const tell = (...orders: object[]) => app.post('/api/v1/orders', { shop: shop.shop, orders })
const listed = async (query = '') => (await ok(app.get(`/api/v1/orders?shop=${shop.shop}${query}`))).items
const enter = (body: object) => app.post('/api/v1/order-entry', { status: 'partial', currency: 'USD', items: ITEMS, ...body })

test('an order is known by its shop’s number: told again it changes nothing, told anew it changes', async () => {
  expect((await tell(orderOf('Ada', 'A-1'))).body).toEqual({ created: 1, updated: 0, unchanged: 0 })
  expect((await tell(orderOf('Ada', 'A-1'))).body).toEqual({ created: 0, updated: 0, unchanged: 1 })
  expect((await tell(orderOf('Ada', 'A-1', { status: 'complete', total: '45.00' }), orderOf('Bob', 'B-1'))).body).toEqual({
    ...{ created: 1, updated: 1, unchanged: 0 },
  })
  const [ada] = (await listed()).filter(({ number }: any) => number === 'A-1')
  expect(ada).toMatchObject({ status: 'complete', total: '45.00', customer: { email: shop.emailOf('Ada') } })
  const { log } = await ok(app.get(`/api/v1/customers/${shop.emailOf('Ada')}/profile`))
  expect(log.map(({ facts }: any) => facts.status)).toEqual(['complete', 'partial'])
})

test('older news changes nothing, whatever order it comes in, also when newer news said the same', async () => {
  const at = (time: string, status: string) => orderOf('Ada', 'A-1', { status, changedAt: `2027-02-28T${time}:00Z` })
  await ok(tell(at('10:00', 'partial')))
  await ok(tell(at('10:30', 'partial')))
  expect((await tell(at('10:10', 'declined'))).body.unchanged).toBe(1)
  await ok(tell(at('11:00', 'complete')))
  await ok(tell(at('10:45', 'partial')))
  expect((await listed())[0].status).toBe('complete')
})

test('a note of the staff does not keep out what the shop says of a moment before', async () => {
  await ok(tell(orderOf('Ada', 'A-1', { changedAt: '2027-03-01T10:00:00Z' })))
  const [{ id }] = await listed()
  await ok(app.patch(`/api/v1/order-entry/${id}`, { note: 'Calls back at noon.' }))

  await ok(tell(orderOf('Ada', 'A-1', { status: 'complete', changedAt: '2027-03-01T10:04:00Z' })))

  expect((await listed())[0]).toMatchObject({ status: 'complete', note: 'Calls back at noon.' })
})

test.each([
  ['partial', ['partial', 'complete', 'declined', 'cancelled', 'refunded']],
  ['declined', ['partial', 'complete', 'declined', 'cancelled', 'refunded']],
  ['complete', ['complete', 'cancelled', 'refunded']],
  ['cancelled', ['cancelled', 'refunded']],
  ['refunded', ['refunded']],
])('what a shop says can become of an order that is %s', async (before, possible) => {
  const after: string[] = []
  for (const status of ['partial', 'complete', 'declined', 'cancelled', 'refunded']) {
    await ok(tell(orderOf('Ada', `${before}-${status}`, { status: before })))
    await ok(tell(orderOf('Ada', `${before}-${status}`, { status })))
    const [{ status: now }] = await listed(`&search=${before}-${status}`)
    if (now === status) after.push(status)
    else expect(now).toBe(before)
  }
  expect(after).toEqual(possible)
})

test('a shop whose clock is ahead tells what is so now, and later news is still taken', async () => {
  await ok(tell(orderOf('Ada', 'A-1', { placedAt: '2090-01-01T00:00:00Z', changedAt: '2090-01-01T00:00:00Z' })))
  app.at('2027-03-01T13:00:00Z')
  await ok(tell(orderOf('Ada', 'A-1', { status: 'complete' })))

  expect((await listed())[0]).toMatchObject({ status: 'complete', changedAt: '2027-03-01T13:00:00Z' })
})

test('buyers are known by email, else by phone, and are never changed', async () => {
  const known = await ok(app.post('/api/v1/customers', { name: 'Ada Known', email: shop.emailOf('Ada'), phone: '+12125550131' }))
  const phone = `+1212${String(Math.floor(Math.random() * 9e6) + 1e6)}`
  await ok(
    tell(
      orderOf('Ada', 'A-1'),
      orderOf('Pia', 'P-1', { customer: { name: 'Pia Phone', phone } }),
      orderOf('Pia', 'P-2', { customer: { name: 'P. Phone', phone } }),
      orderOf('Pia', 'P-3', { customer: { name: 'Pia Phone', email: shop.emailOf('Pia'), phone } }),
      orderOf('Quy', 'P-1', { customer: { name: 'Somebody else', email: shop.emailOf('Quy') } }),
    ),
  )

  const all = await listed()
  const of = (number: string) => all.find((one: any) => one.number === number).customer
  expect(of('A-1')).toEqual({ id: known.id, name: 'Ada Known', email: shop.emailOf('Ada'), phone: '+12125550131' })
  expect(new Set([of('P-1').id, of('P-2').id, of('P-3').id]).size).toBe(1)
  expect((await app.get(`/api/v1/customers/${shop.emailOf('Quy')}`)).status).toBe(404)
})

test.each([
  ['without an email or a phone', { customer: { name: 'Nobody' } }, '/orders/0/customer/email'],
  ['in a currency that is none', { currency: 'ABC' }, '/orders/0/currency'],
  ['with an amount that the currency does not have', { items: [{ name: 'Kit', price: '1.234' }] }, '/orders/0/items/0/price'],
  ['of yen with a fraction', { currency: 'JPY', items: [{ name: 'Kit', price: '10.5' }] }, '/orders/0/items/0/price'],
  ['without an item', { items: [] }, '/orders/0/items'],
  ['with a status that is none', { status: 'paid' }, '/orders/0/status'],
  ['with a card in the reference', { paymentReference: '4242 4242 4242 4242' }, '/orders/0/paymentReference'],
  ['with an address that is not safe', { paymentUrl: 'http://pay.example.com' }, '/orders/0/paymentUrl'],
])('an order %s is refused, and nothing of the others is taken', async (_, more, pointer) => {
  const { status, body } = await tell(orderOf('Ada', 'A-1', more), orderOf('Bob', 'B-1'))

  expect([status, body.errors.map((one: any) => one.pointer)]).toEqual([400, [pointer]])
  expect(await listed()).toEqual([])
})

test.each([
  ['JPY', '500', '500'],
  ['KWD', '1.234', '1.234'],
  ['HUF', '199.5', '199.50'],
])('an amount of %s is kept with its digits', async (currency, price, total) => {
  await ok(tell(orderOf('Ada', 'A-1', { currency, items: [{ name: 'Kit', price }] })))
  expect((await listed())[0].total).toBe(total)
})

test('the number of a card is found beside other digits and with any separators, and other numbers are left alone', async () => {
  const enterNote = async (note: string) => (await enter({ customer: { name: 'Ada', email: shop.emailOf('Ada') }, note })).status
  for (const note of ['4111 1111 1111 1111 12/27', '4242-4242-4242-4242 123', '5555.5555.5555.4444', 'card 378282246310005 ok'])
    expect([note, await enterNote(note)]).toEqual([note, 400])
  for (const note of ['Call +1 212 555 0100', 'Order 1001-2027-03', 'pay_9f3b', '1234567890'])
    expect([note, await enterNote(note)]).toEqual([note, 201])
})

/** What a shop sends, signed as Standard Webhooks has it. */
async function hook(
  secret: string,
  body: string,
  { at = NOW, slug = shop.shop, signature }: { at?: string; slug?: string; signature?: string } = {},
) {
  const [id, timestamp] = ['msg_1', String(Math.floor(Date.parse(at) / 1000))]
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64')
  const signed = `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`
  const headers = { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature ?? `v1,other ${signed}` }
  return fetch(`${app.url}/hooks/shops/${slug}`, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body })
}
const secretOf = async () => (await ok(app.get('/api/v1/shops'))).items.find((one: any) => one.slug === shop.shop)

test('a webhook that the shop signed just now is taken, as often as it comes', async () => {
  const { secret } = await secretOf()
  const body = JSON.stringify({ orders: [orderOf('Ada', 'A-1')] })

  const answers = [await hook(secret, body), await hook(secret, body)]

  expect(await Promise.all(answers.map((one) => one.json()))).toEqual([
    { created: 1, updated: 0, unchanged: 0 },
    { created: 0, updated: 0, unchanged: 1 },
  ])
})

test('a webhook that is not signed, is old, or is another shop’s is refused and changes nothing', async () => {
  const { secret, id } = await secretOf()
  const body = JSON.stringify({ orders: [orderOf('Ada', 'A-1')] })
  const other = await shopOf(app)
  const refused = [
    await hook('whsec_AAAA', body),
    await hook(secret, body, { at: '2027-03-01T11:54:59Z' }),
    await hook(secret, body, { at: '2027-03-01T12:05:01Z' }),
    await hook(secret, body, { slug: other.shop }),
    await hook(secret, body, { slug: 'nowhere' }),
    await hook(secret, body, { slug: '%00' }),
    await hook(secret, body, { signature: '' }),
  ]
  expect(refused.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401, 401, 401])
  await ok(app.patch(`/api/v1/shops/${id}`, { newSecret: true }))
  expect((await hook(secret, body)).status).toBe(401)
  expect((await hook((await secretOf()).secret, 'no json')).status).toBe(400)
  expect(await listed()).toEqual([])
})

test('a shop that is switched off is not listened to', async () => {
  const { id, secret } = await secretOf()
  await ok(app.patch(`/api/v1/shops/${id}`, { active: false }))

  expect((await tell(orderOf('Ada', 'A-1'))).status).toBe(409)
  expect((await hook(secret, JSON.stringify({ orders: [orderOf('Ada', 'A-1')] }))).status).toBe(409)
})

test('a table brings orders, a line for each item, and says what is wrong by line and column', async () => {
  const table = (...lines: string[]) =>
    app.post('/api/v1/orders/import-csv', {
      shop: shop.shop,
      csv: ['Order number;Status;Currency;Order date;Customer;Email;Product;Quantity;Unit price;Colour', ...lines].join('\n'),
    })
  const line = (number: string, item: string, price: string, status = 'Partial') =>
    `${number};${status};usd;2027-02-28T12:00:00Z;Ada Buyer;${shop.emailOf('Ada')};${item};2;${price};red`

  const wrong = await table(line('1', 'Kit', '19.90'), line('1', 'Lamp', 'dear'), line('2', 'Kit', '5', 'Paid'))
  expect(wrong.status).toBe(400)
  expect(wrong.body.errors.map((one: any) => one.detail)).toEqual([
    'Line 3, price: must be an amount such as 19.90',
    expect.stringMatching(/^Line 4, status: /),
  ])
  expect(await listed()).toEqual([])

  const torn = await table(line('1', 'Kit', '19.90'), line('1', 'Lamp', '5', 'Complete'))
  expect(torn.body.errors.map((one: any) => one.detail)).toEqual(['Line 3, status: is another than in line 2, for the same order'])

  const { body } = await table(line('1', 'Kit', '19.90'), line('1', 'Lamp', '5'), line('2', 'Kit', '5'))
  expect(body).toEqual({ created: 2, updated: 0, unchanged: 0, ignored: ['Colour'] })
  const [first] = (await listed()).filter(({ number }: any) => number === '1')
  expect([first.total, first.items.length]).toEqual(['49.80', 2])
})

test('Order Entry makes an order with a number of its own, and makes it once however often it is sent', async () => {
  const body = { customer: { name: 'Eve Entry', email: shop.emailOf('Eve') }, status: 'complete', currency: 'USD', items: ITEMS }
  const options = { headers: { 'idempotency-key': crypto.randomUUID() } }

  const [first, second] = [await app.post('/api/v1/order-entry', body, options), await app.post('/api/v1/order-entry', body, options)]

  expect(first.body).toMatchObject({ shop: null, number: expect.stringMatching(/^E-\d+$/), status: 'complete', total: '39.80' })
  expect(second.body.id).toBe(first.body.id)
  expect((await ok(app.get(`/api/v1/orders?search=${first.body.number}`))).items).toHaveLength(1)
})

test('what is partial or declined is gone on with; what is finished is not', async () => {
  const { id } = await shop.order('Ada', 'A-1')
  const change = (body: object) => app.patch(`/api/v1/order-entry/${id}`, body)

  expect((await change({ status: 'declined' })).body.status).toBe('declined')
  const items = [{ name: 'Lamp', price: '10.00', quantity: 3 }]
  expect((await change({ status: 'complete', items, paymentReference: 'pay-1' })).body).toMatchObject({
    ...{ status: 'complete', total: '30.00', paymentReference: 'pay-1', completedAt: '2027-03-01T12:00:00Z' },
  })
  expect((await change({ note: 'Late' })).status).toBe(409)
  const end = (how: string) => app.post(`/api/v1/orders/${id}/${how}`, { reason: 'Broken' })
  expect((await end('refund')).body.status).toBe('refunded')
  expect([(await end('refund')).status, (await end('cancel')).status]).toEqual([409, 409])
  const huge = Array.from({ length: 200 }, () => ({ name: 'Gold', price: '9999999999.99', quantity: 10_000 }))
  const other = await shop.order('Ada', 'A-2')
  expect((await app.patch(`/api/v1/order-entry/${other.id}`, { items: huge })).body.errors[0].pointer).toBe('/items')
})

test('an order whose items stay as they are keeps the total of its shop', async () => {
  const { id } = await shop.order('Ada', 'A-1', { total: '45.00' })
  expect((await app.patch(`/api/v1/order-entry/${id}`, { items: ITEMS, status: 'complete' })).body.total).toBe('45.00')
})

test('where a customer pays is what the shop said, else where the agent’s call center takes payments', async () => {
  const center = `center-${shop.tag}`
  await ok(app.post('/api/v1/import', { callCenters: [{ slug: center, paymentUrl: 'https://pay.example.com/?order={number}' }] }))
  const agent = await agentOf(app, 'Pay Agent', { callCenter: center })
  const [own, none] = [await shop.order('Ada', 'A 1', { paymentUrl: 'https://shop.example.com/a' }), await shop.order('Bob', 'B 1')]
  const url = async (id: string) => (await ok(app.get(`/api/v1/orders/${id}`, agent.session))).paymentUrl

  expect([await url(own.id), await url(none.id)]).toEqual(['https://shop.example.com/a', 'https://pay.example.com/?order=B%201'])
})

test('reports are filtered by date, status, agent and words, and the words mean what they say', async () => {
  await ok(
    tell(
      orderOf('Weber', `W-${shop.tag}`, { placedAt: '2027-02-10T23:30:00Z' }),
      orderOf('Webber', 'N-1', { placedAt: '2027-02-11T06:00:00Z', status: 'complete' }),
    ),
  )
  const numbers = async (query: string) => (await listed(query)).map(({ number }: any) => number)

  expect(await numbers('&from=2027-02-10&to=2027-02-10&timeZone=America/New_York')).toEqual([`W-${shop.tag}`])
  expect(await numbers('&from=2027-02-11&to=2027-02-11&timeZone=Asia/Tokyo')).toEqual(['N-1', `W-${shop.tag}`])
  expect(await numbers('&status=complete,declined')).toEqual(['N-1'])
  expect(await numbers(`&search=weber`)).toEqual([`W-${shop.tag}`])
  expect(await numbers(`&search=w-${shop.tag}`)).toEqual([`W-${shop.tag}`])
  expect(await numbers('&leadsAgent=none')).toHaveLength(2)
  expect((await app.get('/api/v1/orders?from=2027-02-10')).body.errors[0].pointer).toBe('/timeZone')
})

test('orders come in pages, and the totals are those of all', async () => {
  await ok(tell(...Array.from({ length: 7 }, (_, i) => orderOf('Ada', `A-${i}`))))
  const found: string[] = []
  let totals: any = null
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page: any = await ok(app.get(`/api/v1/orders?shop=${shop.shop}&limit=3${cursor ? `&cursor=${cursor}` : ''}`))
    totals ??= page.totals
    found.push(...page.items.map(({ number }: any) => number))
    cursor = page.nextCursor
  }
  expect(found.sort()).toEqual(Array.from({ length: 7 }, (_, i) => `A-${i}`))
  expect(totals).toEqual([{ status: 'partial', currency: 'USD', orders: 7, total: '278.60' }])
})

test('whoever works in some projects alone neither learns nor changes anything of a customer of others by typing their email', async () => {
  const [theirs, ours] = [`their-${shop.tag}`, `our-${shop.tag}`]
  await ok(app.post('/api/v1/import', { projects: [theirs, ours].map((slug) => ({ slug, name: slug, timeZone: 'UTC' })) }))
  const hidden = await ok(app.post('/api/v1/customers', { name: 'Hidden Person', email: shop.emailOf('Hid'), project: theirs }))
  const { email } = await person(app, 'coordinator')
  await ok(app.patch(`/api/v1/accounts/${await accountIdOf(app, email)}`, { projects: [ours] }))

  const wish = { customer: { name: 'Typed', email: shop.emailOf('Hid') }, status: 'complete', currency: 'USD', items: ITEMS }
  const { body } = await app.post('/api/v1/order-entry', wish, await signedIn(app, { email }))

  expect(body.customer).toMatchObject({ name: 'Typed' })
  expect(body.customer.id).not.toBe(hidden.id)
  expect((await ok(app.get(`/api/v1/customers/${hidden.id}/profile`))).orders).toEqual([])
})

test('of whoever was forgotten nothing is written down again when the shop tells more', async () => {
  await ok(tell(orderOf('Ada', 'A-1')))
  await ok(app.post(`/api/v1/customers/${await shop.idOf('Ada')}/erase`, {}))

  await ok(tell(orderOf('Ada', 'A-1', { status: 'complete', paymentUrl: 'https://pay.example.com/?name=Ada', paymentReference: 'Ada' })))

  expect((await listed())[0]).toMatchObject({ status: 'complete', customer: null, paymentUrl: null, paymentReference: null })
})

test('many tell of one order at the same moment: it is there once', async () => {
  const replies = await Promise.all(Array.from({ length: 8 }, () => tell(orderOf('Ada', 'A-1'), orderOf('Bob', 'B-1'))))

  expect(replies.map(({ status }) => status)).toEqual(Array(8).fill(200))
  expect(await listed()).toHaveLength(2)
})

test('imports, what shops tell and batches are about the same customers at once: nobody is refused for it', async () => {
  const people = Array.from({ length: 120 }, (_, i) => `P${i}`)
  await ok(tell(...people.map((who) => orderOf(who, `N-${who}`))))
  const agents = [await agentOf(app, 'First Agent'), await agentOf(app, 'Second Agent')]
  const ids = (await listed('&limit=1000')).map(({ id }: any) => id)
  const customers = people.toReversed().map((who) => ({ email: shop.emailOf(who), name: `${who} Buyer` }))

  const rounds = await Promise.all(
    Array.from({ length: 4 }, (_, round) => [
      app.post('/api/v1/import', { customers }),
      tell(...people.map((who) => orderOf(who, `N-${who}`, { status: 'complete', total: `${40 + round}.00` }))),
      ...agents.map(({ email }) => app.post('/api/v1/leads/many', { agent: email, orders: ids })),
    ]).flat(),
  )

  expect(rounds.map(({ status }) => status)).toEqual(Array(16).fill(200))
})
