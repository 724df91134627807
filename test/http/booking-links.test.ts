/** A link that staff make for one customer and page: what it opens, what it books, and whose times it shows. */
import { beforeAll, expect, test } from 'vitest'
import { type Company, company, NOW, onPostgres, person, type Reply, signedIn, startApp, type TestApp, wish } from '../support/app.ts'

let app: TestApp
beforeAll(async () => {
  app = await startApp()
})

const ANYBODY = { signedIn: false }
const at = (minutes: number) => new Date(Date.parse('2027-03-02T15:00:00Z') + minutes * 60_000).toISOString().replace('.000Z', 'Z')
const tokenOf = ({ url }: { url: string }): string => url.split('#link=')[1] ?? ''

interface World extends Company {
  readonly email: string
}

/** A company with a stored customer, who is the second rep's; by the pool's rule the first comes before the second. */
async function withCustomer(given: Parameters<typeof company>[1] = {}, customer: object = {}): Promise<World> {
  const made = await company(app, { reps: [{}, {}], ...given })
  const email = `carl.${made.tag}@example.com`
  const record = { email, name: 'Carl Stored', phone: '+12125550100', owner: made.reps[1], ...customer }
  const members = made.reps.map((one, i) => ({ email: one, priority: 9 - i }))
  const pools = [{ slug: made.pool, distribution: 'priority', members }]
  expect((await app.post('/api/v1/import', { customers: [record], pools })).status).toBe(200)
  return { ...made, email }
}

async function linkFor(made: World, more: object = {}): Promise<any> {
  const { status, body } = await app.post('/api/v1/booking-links', { customer: made.email, page: made.page, ...more })
  expect([status, body]).toEqual([201, expect.objectContaining({ status: 'active' })])
  return body
}

const book = (made: World, token: string, start: string, more: object = {}, headers: Record<string, string> = {}): Promise<Reply> => {
  const { pool: _, ...body } = wish(made, start)
  const customer = { name: 'Carl Typed', email: made.email }
  return app.post(`/api/v1/links/${token}/bookings`, { ...body, customer, ...more }, { ...ANYBODY, headers })
}

const storedOf = async (made: World): Promise<any[]> => (await app.get(`/api/v1/bookings?customer=${made.email}`)).body.items
const open = (token: string, rest = '') => app.get(`/api/v1/links/${token}${rest}`, ANYBODY)
const statuses = (replies: readonly Reply[]) => replies.map(({ status }) => status)

test('a link opens its page with the customer filled in; the address itself names nobody', async () => {
  const made = await withCustomer()
  const link = await linkFor(made)

  const { status, body } = await open(tokenOf(link))

  expect(link.url).toMatch(new RegExp(`^http://booking\\.test/${made.page}#link=[\\w-]+\\.[\\w-]+$`))
  const told = Buffer.from(tokenOf(link).split('.')[0]!, 'base64url').toString()
  for (const secret of [made.email, 'Carl', '2125550100']) expect(link.url + told).not.toContain(secret)
  expect(status).toBe(200)
  expect(body).toMatchObject({ page: { slug: made.page, title: 'Talk to sales' }, usesLeft: 1, expiresAt: '2027-03-15T12:00:00Z' })
  expect(body.customer).toEqual({ name: 'Carl Stored', email: made.email, phone: '+12125550100', phoneHint: '+1 ••• 00' })
})

test('where nobody is called, the phone is shown by its ends alone, and stays with the booking unless another is typed', async () => {
  const made = await withCustomer({ eventType: { location: { kind: 'in-person', value: '1 Harbor Street' } } })
  const token = tokenOf(await linkFor(made, { uses: 2 }))

  const { body } = await open(token)
  await book(made, token, at(0))
  await book(made, token, at(30), { customer: { name: 'Carl Typed', email: made.email, phone: '+12125550177' } })

  expect(body.customer).toEqual({ name: 'Carl Stored', email: made.email, phone: null, phoneHint: '+1 ••• 00' })
  expect((await storedOf(made)).map((one) => one.customer.phone)).toEqual(['+12125550100', '+12125550177'])
})

test('a booking with a link is the stored customer’s, keeps what was typed, and changes no stored customer', async () => {
  const made = await withCustomer()
  const before = (await app.get(`/api/v1/customers/${made.email}`)).body
  const token = tokenOf(await linkFor(made))

  const reply = await book(made, token, at(0), { customer: { name: 'Carla', email: `carla.${made.tag}@example.com` } })

  expect(reply.status).toBe(201)
  expect(JSON.stringify(reply.body)).not.toMatch(/reasons|sync|bookedBy/)
  const [booking] = await storedOf(made)
  expect(booking).toMatchObject({
    customer: { id: before.id, name: 'Carla', email: `carla.${made.tag}@example.com`, phone: null },
    bookedBy: { kind: 'customer', name: 'Carla' },
  })
  expect((await app.get(`/api/v1/customers/${made.email}`)).body).toEqual(before)
})

test('a link is good for as many bookings as it says, and then gone; a refused booking uses nothing', async () => {
  const made = await withCustomer()
  const token = tokenOf(await linkFor(made, { uses: 2 }))

  const replies = [await book(made, token, at(0)), await book(made, token, at(7)), await book(made, token, at(30))]
  const after = [await book(made, token, at(60)), await open(token), await open(token, `/slots?eventType=${made.eventType}`)]

  expect(statuses(replies)).toEqual([201, 422, 201])
  expect(after.map(({ status, body }) => [status, body.code])).toEqual([
    [410, 'gone'],
    [410, 'gone'],
    [400, 'invalid'],
  ])
})

test('the same request again, with its key, gets the first answer and uses nothing', async () => {
  const made = await withCustomer()
  const token = tokenOf(await linkFor(made))
  const key = { 'idempotency-key': `once-${made.tag}` }

  const [first, again] = [await book(made, token, at(0), {}, key), await book(made, token, at(0), {}, key)]

  expect([first.status, again.status, again.body]).toEqual([201, 201, first.body])
  expect(await storedOf(made)).toHaveLength(1)
})

test('a link ends when it says, and when it is revoked', async () => {
  const made = await withCustomer()
  const [ending, revoked] = [await linkFor(made, { expiresAt: '2027-03-01T13:00:00Z' }), await linkFor(made)]

  const removed = await app.delete(`/api/v1/booking-links/${revoked.id}`)
  const voided = [await open(tokenOf(revoked)), await book(made, tokenOf(revoked), at(0))]
  app.at('2027-03-01T13:00:00Z')
  const ended = [await open(tokenOf(ending)), await book(made, tokenOf(ending), at(0))]
  const { items } = (await app.get(`/api/v1/booking-links?customer=${made.email}`)).body
  app.at(NOW)

  expect([removed.status, ...statuses(voided), ...statuses(ended)]).toEqual([204, 410, 410, 410, 410])
  expect(items.map((one: any) => [one.id, one.status, one.url]).sort()).toEqual(
    [
      [ending.id, 'expired', null],
      [revoked.id, 'revoked', null],
    ].sort(),
  )
})

test('a token that was not made here opens nothing', async () => {
  const made = await withCustomer()
  const token = tokenOf(await linkFor(made))
  const [payload, proof] = token.split('.')
  const raised = Buffer.from(Buffer.from(payload!, 'base64url').toString().replace(/0$/, '1')).toString('base64url')
  const booked = await app.post('/api/v1/bookings', wish(made, at(0)))
  const manageToken = String(booked.body.manageUrl).split('/manage/')[1]

  const replies = await Promise.all(
    ['nothing', `${payload}.x${proof!.slice(1)}x`, `${raised}.${proof}`, manageToken!].map((one) => open(one)),
  )

  expect(statuses(replies)).toEqual([404, 404, 404, 404])
  expect((await app.get(`/api/v1/manage/${token}`, ANYBODY)).status).toBe(404)
})

test.each([
  [{ uses: 0 }, '/uses'],
  [{ uses: 101 }, '/uses'],
  [{ expiresAt: '2027-03-01T12:00:00Z' }, '/expiresAt'],
  [{ expiresAt: '2029-03-01T12:00:00Z' }, '/expiresAt'],
])('a link with %j is not made', async (more, pointer) => {
  const made = await withCustomer()

  const { status, body } = await app.post('/api/v1/booking-links', { customer: made.email, page: made.page, ...more })

  expect([status, body.errors[0].pointer]).toEqual([400, pointer])
})

test('a link is for one page that can be booked, not for one that leads to others', async () => {
  const made = await withCustomer()
  const master = `all-${made.tag}`
  await app.post('/api/v1/import', { bookingPages: [{ slug: master, title: 'All', pages: [made.page] }] })

  const { status, body } = await app.post('/api/v1/booking-links', { customer: made.email, page: master })

  expect([status, body.errors[0].pointer]).toEqual([400, '/page'])
})

test('coordinators make links, reps and leads agents do not', async () => {
  const made = await withCustomer()
  const ask = async (level: 'coordinator' | 'rep' | 'leads-agent') =>
    (await app.post('/api/v1/booking-links', { customer: made.email, page: made.page }, await signedIn(app, await person(app, level))))
      .status

  expect([await ask('coordinator'), await ask('rep'), await ask('leads-agent')]).toEqual([201, 403, 403])
})

test('a blocked customer is refused with a link as well', async () => {
  const made = await withCustomer()
  const token = tokenOf(await linkFor(made))
  await app.post('/api/v1/blocklist', { entry: made.email })

  expect((await book(made, token, at(0))).status).toBe(403)
  expect((await open(token)).body.usesLeft).toBe(1)
})

test.runIf(onPostgres)(
  'of two tabs that book with a link for one booking at the same moment, one books and one is told it is gone',
  async () => {
    for (let round = 0; round < 8; round++) {
      const made = await withCustomer()
      const token = tokenOf(await linkFor(made))

      const replies = await Promise.all([book(made, token, at(0)), book(made, token, at(60))])

      expect(replies.map(({ status, body }) => [status, body.code]).sort()).toEqual([
        [201, undefined],
        [410, 'gone'],
      ])
      expect(await storedOf(made)).toHaveLength(1)
    }
  },
)

const BUSY_ALL_DAY = (date: string) => ({ start: `${date}T00:00:00Z`, end: `${date}T23:59:00Z` })
const automatic = { page: { choice: 'automatic' }, pool: { ownerFirst: true, ownerHorizonDays: 3 } }

/** The free starts of some days that the link shows, and how many anybody is shown. */
async function offered(made: World, from = '2027-03-02', to = '2027-03-02') {
  const token = tokenOf(await linkFor(made))
  const query = `/slots?eventType=${made.eventType}&from=${from}&to=${to}&timeZone=America/New_York`
  const slotsOf = ({ body }: Reply): string[] => body.days.flatMap((day: any) => day.slots)
  return { token, own: slotsOf(await open(token, query)), all: slotsOf(await app.get(`/api/v1/pages/${made.page}${query}`, ANYBODY)) }
}

test('on a page that chooses by itself, a known customer is offered only the own rep’s times while there is one within the horizon', async () => {
  const until = { start: '2027-03-02T00:00:00Z', end: '2027-03-02T19:00:00Z' }
  const made = await withCustomer({ reps: [{}, { busy: [until] }], ...automatic })

  const { token, own, all } = await offered(made)
  const reply = await book(made, token, own[0]!)

  expect([own[0], own.length, all[0], all.length]).toEqual(['2027-03-02T19:00:00Z', 11, '2027-03-02T14:00:00Z', 31])
  expect([reply.status, reply.body.rep.name]).toEqual([201, 'Ben Ode'])
  expect((await storedOf(made))[0].assignment.reasons[0]).toEqual({ code: 'record-owner' })
})

test.each([
  ['the own rep has no time within the horizon', { busy: ['2027-03-01', '2027-03-02', '2027-03-03', '2027-03-04'].map(BUSY_ALL_DAY) }, {}],
  ['the own rep is inactive', { active: false }, {}],
  ['the pool does not prefer the own rep', {}, { ownerFirst: false }],
])('when %s, everybody’s times are offered and the pool’s rule decides', async (_, second, pool) => {
  const made = await withCustomer({ reps: [{}, second], ...automatic, pool: { ...automatic.pool, ...pool } })

  const { token, own, all } = await offered(made)
  const reply = await book(made, token, own[0]!)

  expect(own).toEqual(all)
  expect(own).toHaveLength(31)
  expect([reply.status, reply.body.rep.name]).toEqual([201, 'Ann Lee'])
})

test('a rep who is no member of the pool is not waited for', async () => {
  const made = await withCustomer({ ...automatic })
  await app.post('/api/v1/import', { pools: [{ slug: made.pool, members: [{ email: made.reps[0] }] }] })

  const { token, own, all } = await offered(made)

  expect(own).toEqual(all)
  expect((await book(made, token, own[0]!)).body.rep.name).toBe('Ann Lee')
})

test('the last day of the horizon counts, the day after does not', async () => {
  const busy = ['2027-03-01', '2027-03-02', '2027-03-03'].map(BUSY_ALL_DAY)
  const waited = await withCustomer({ reps: [{}, { busy }], ...automatic })
  const tooLong = await withCustomer({ reps: [{}, { busy }], ...automatic, pool: { ownerFirst: true, ownerHorizonDays: 2 } })

  expect((await offered(waited)).own).toEqual([])
  expect((await offered(waited, '2027-03-04', '2027-03-04')).own).toHaveLength(31)
  expect((await offered(tooLong)).own).toHaveLength(31)
})

test('without a link nobody is known: the page offers everybody’s times to whoever types the customer’s email', async () => {
  const made = await withCustomer({ ...automatic })
  const { pool: _, ...body } = wish(made, at(0))

  const reply = await app.post(`/api/v1/pages/${made.page}/bookings`, { ...body, customer: { name: 'Carl', email: made.email } }, ANYBODY)

  expect([reply.status, reply.body.rep.name]).toEqual([201, 'Ann Lee'])
})

test('where the customer chooses the rep, a link shows the own rep first', async () => {
  const made = await withCustomer({ pool: { ownerFirst: true } })
  const token = tokenOf(await linkFor(made))

  const { body } = await open(token, `/slots/${at(0)}/reps?eventType=${made.eventType}&timeZone=UTC`)

  expect(body.reps.map((one: any) => one.name)).toEqual(['Ben Ode', 'Ann Lee'])
})
