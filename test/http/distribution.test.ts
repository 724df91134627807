import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { type Company, company, question, type Reply, startApp, type TestApp, wish } from '../support/app.ts'

let app: TestApp
beforeAll(async () => {
  app = await startApp()
})

/** 10:00 in New York on Monday 8 March 2027, and half-hours later. */
const at = (half: number) => new Date(Date.parse('2027-03-08T15:00:00Z') + half * 1_800_000).toISOString().replace('.000Z', 'Z')
const people = (count: number) => Array.from({ length: count }, () => ({}))

let minutes = 0
/** The clock goes on with everything that happens, so that no two things happen at one moment. */
const later = () => app.at(new Date(Date.parse('2027-03-01T12:00:00Z') + ++minutes * 1000).toISOString())

async function book(made: Company, half: number, more: object = {}): Promise<Reply> {
  later()
  return app.post('/api/v1/bookings', wish(made, at(half), more))
}
async function step({ body }: Reply, name: string, wanted: object = {}): Promise<Reply> {
  later()
  return app.post(`/api/v1/bookings/${body.id}/${name}`, wanted)
}
const find = async (made: Company, half: number, more: object = {}) =>
  (await app.post('/api/v1/find-by-time', question(made, at(half), more))).body
const order = async (made: Company, half: number, more: object = {}): Promise<number[]> =>
  (await find(made, half, more)).candidates.map((one: { rep: { email: string } }) => made.reps.indexOf(one.rep.email))
const who = (made: Company, reply: Reply) => made.reps.indexOf(reply.body.rep?.email)
const fairness = async (made: Company, query = '') => (await app.get(`/api/v1/pools/${made.pool}/fairness${query}`)).body
const rowOf = async (made: Company, rep: number) =>
  (await fairness(made)).members.find((one: { rep: { email: string } }) => one.rep.email === made.reps[rep])

test('a round robin gives everybody a turn, and the reason is the place in the line', async () => {
  const made = await company(app, { reps: people(3), pool: { distribution: 'round-robin' } })
  const line = await order(made, 0)

  const given = [await book(made, 0), await book(made, 1), await book(made, 2), await book(made, 3)].map((reply) => who(made, reply))

  expect(given).toEqual([...line, line[0]])
  expect((await find(made, 4)).candidates[0].reasons).toMatchObject([{ code: 'next-in-line', place: 1 }])
  expect((await book(made, 4)).body.assignment).toMatchObject({ method: 'round-robin', reasons: [{ code: 'next-in-line' }] })
})

test.each(['cancel', 'no-show', 'reassign'])('a turn that is lost by %s is made good once, before the line goes on', async (how) => {
  const made = await company(app, { reps: people(3), pool: { distribution: 'round-robin' } })
  const [first, second, third] = (await order(made, 0)) as [number, number, number]
  const booking = await book(made, 0)
  if (how === 'cancel') await step(booking, 'cancel')
  if (how === 'reassign') await step(booking, 'reassign', { rep: made.reps[third] })
  if (how === 'no-show') {
    app.at('2027-03-08T15:30:00Z')
    await app.post(`/api/v1/bookings/${booking.body.id}/outcome`, { status: 'no-show' })
    minutes += 8 * 86_400
  }
  later()

  const { candidates } = await find(made, 48)
  const next = [await book(made, 48), await book(made, 49), await book(made, 50)].map((reply) => who(made, reply))

  expect(candidates[0]).toMatchObject({ rep: { email: made.reps[first] }, reasons: [{ code: 'owed', owed: 1 }] })
  expect(next).toEqual(how === 'reassign' ? [first, second, first] : [first, second, third])
  minutes %= 86_400
  later()
})

test('priority and weights decide as configured, and the figures stand beside them', async () => {
  const members = (made: Company, each: (i: number) => object) => made.reps.map((email, i) => ({ email, ...each(i) }))
  const made = await company(app, { reps: people(3) })
  const setup = async (pool: object) => app.post('/api/v1/import', { pools: [{ slug: made.pool, ...pool }] })

  await setup({ distribution: 'priority', members: members(made, (i) => ({ priority: i })) })
  expect(await order(made, 0)).toEqual([2, 1, 0])
  await setup({ distribution: 'weighted', members: members(made, (i) => ({ weight: [50, 150, 100][i] })) })
  const given = [0, 1, 2, 3, 4, 5].map(() => 0)
  for (const half of given.keys()) given[half] = who(made, await book(made, half))

  expect(given.filter((rep) => rep === 1)).toHaveLength(3)
  expect(given.filter((rep) => rep === 0)).toHaveLength(1)
  expect((await find(made, 8)).candidates[0].reasons).toMatchObject([
    { code: 'below-share', weight: 150, share: 0.5, target: 3, given: 3, shortfall: 0 },
  ])
})

test('a strict pool refuses whoever is not first; a flexible one notes whose turn was passed over, and by whom', async () => {
  const strict = await company(app, { reps: people(2), pool: { distribution: 'round-robin', strict: true } })
  const flexible = await company(app, { reps: people(2), pool: { distribution: 'round-robin' } })
  const [, second] = await order(strict, 0)
  const [first, other] = (await order(flexible, 0)) as [number, number]

  expect((await book(strict, 0, { rep: strict.reps[second!] })).body.code).toBe('not-first')
  expect((await book(flexible, 0, { rep: flexible.reps[other] })).status).toBe(201)

  expect(await rowOf(flexible, first)).toMatchObject({ given: 0, skipped: 1, rank: 1 })
  expect(await rowOf(flexible, other)).toMatchObject({ given: 1, skipped: 0, rank: 2 })
  const { rows } = await sql<{ author: unknown }>`select author from ledger l join rep r on r.id = l.rep_id
    where r.email = ${flexible.reps[first]} and l.kind = 'skipped'`.execute(app.services.db)
  expect(rows).toEqual([{ author: { kind: 'api', name: null, email: null } }])
})

const owned = (pool: object) => async () => {
  const made = await company(app, { reps: people(3), pool: { distribution: 'round-robin', ...pool } })
  const line = (await order(made, 0)) as [number, number, number]
  const email = `owned.${made.tag}@example.com`
  await app.post('/api/v1/import', { customers: [{ email, name: 'Jane Smith', owner: made.reps[line[2]] }] })
  return { made, line, customer: { id: email } }
}

test('the customer’s own rep comes first if the pool says so and he is free, and that uses no turn', async () => {
  const { made, line, customer } = await owned({ ownerFirst: true })()

  const { candidates } = await find(made, 0, { customer: customer.id })
  const booked = await book(made, 0, { customer })
  const again = await book(made, 0, { customer })

  expect(candidates[0]).toMatchObject({
    rep: { email: made.reps[line[2]] },
    reasons: [{ code: 'record-owner' }, { code: 'next-in-line', place: 3 }],
  })
  expect(who(made, booked)).toBe(line[2])
  expect(booked.body.assignment.reasons[0]).toEqual({ code: 'record-owner' })
  expect(who(made, again), 'while he is taken the line decides').toBe(line[0])
  expect(await order(made, 5)).toEqual([line[1], line[2], line[0]])
  expect(await rowOf(made, line[2])).toMatchObject({ given: 0 })
})

test('a booking typed in for a known customer goes to the customer’s own rep too', async () => {
  const { made, line, customer } = await owned({ ownerFirst: true })()

  expect(who(made, await book(made, 0, { customer: { name: 'Jane', email: customer.id } }))).toBe(line[2])
})

test('whose customer it is does not matter unless the pool says so, and counts if it says that', async () => {
  const plain = await owned({})()
  const counting = await owned({ ownerFirst: true, ownerCounts: true })()

  expect(who(plain.made, await book(plain.made, 0, { customer: plain.customer }))).toBe(plain.line[0])
  await book(counting.made, 0, { customer: counting.customer })

  expect(await rowOf(counting.made, counting.line[2])).toMatchObject({ given: 1 })
})

test('a credit by hand is a turn owed, with author and reason, and is given once for one key', async () => {
  const made = await company(app, { reps: people(3), pool: { distribution: 'round-robin' } })
  const last = (await order(made, 0))[2]!
  const credit = { rep: made.reps[last], amount: 1, reason: 'Took the night shift' }
  const post = () => app.post(`/api/v1/pools/${made.pool}/credits`, credit, { headers: { 'idempotency-key': made.tag } })

  const [first, second] = [await post(), await post()]

  expect(first.status).toBe(201)
  expect(first.body).toMatchObject({
    pool: made.pool,
    rep: { email: made.reps[last] },
    amount: 1,
    reason: 'Took the night shift',
    author: { kind: 'api' },
  })
  expect(second.body).toEqual(first.body)
  expect(await rowOf(made, last)).toMatchObject({ rank: 1, credited: 1, owed: 1, reasons: [{ code: 'owed', owed: 1 }] })
  expect((await app.post(`/api/v1/pools/${made.pool}/credits`, { ...credit, amount: 0 })).status).toBe(400)
  expect((await app.post(`/api/v1/pools/${made.pool}/credits`, credit, { signedIn: false })).status).toBe(401)
})

test('a credit is for members alone', async () => {
  const made = await company(app)
  const stranger = await company(app)

  const reply = await app.post(`/api/v1/pools/${made.pool}/credits`, { rep: stranger.reps[0], amount: 1, reason: 'A favour' })

  expect(reply.body.code).toBe('not-qualified')
})

test('fairness tells what each member was given and lost, in the pool’s order, for this cycle and the one before', async () => {
  const made = await company(app, { reps: [{}, {}, { active: false }], pool: { distribution: 'round-robin' } })
  const [first, second] = (await order(made, 0)) as [number, number]
  await step(await book(made, 0), 'cancel')

  const now = await fairness(made)
  app.at('2027-04-01T00:00:00Z')
  const [before, fresh] = [await fairness(made, '?cycle=previous'), await fairness(made)]
  later()

  expect(now).toMatchObject({
    pool: { slug: made.pool, distribution: 'round-robin', cycle: 'month' },
    cycle: 'current',
    from: '2027-03-01T00:00:00Z',
    until: '2027-04-01T00:00:00Z',
    given: 1,
  })
  expect(now.members).toMatchObject([
    { rep: { email: made.reps[first] }, rank: 1, active: true, given: 1, lost: 1, owed: 1, share: 0.5, reasons: [{ code: 'owed' }] },
    { rep: { email: made.reps[second] }, rank: 2, active: true, given: 0, lost: 0, owed: 0 },
    { rep: { email: made.reps[2] }, rank: null, active: false, given: 0, share: null, reasons: [] },
  ])
  expect({ ...before, cycle: 'current' }).toEqual(now)
  expect(fresh).toMatchObject({ from: '2027-04-01T00:00:00Z', given: 0 })
  expect(fresh.members[0]).toMatchObject({ rep: { email: made.reps[second] }, owed: 0 })
})

test('fairness can be taken away as a table in which no name becomes a formula', async () => {
  const made = await company(app, { reps: [{ name: '=HYPERLINK("http://evil.example")' }, { name: 'Lee, "Ann"' }] })

  const { body, headers } = await app.get(`/api/v1/pools/${made.pool}/fairness.csv?cycle=current`)

  expect(headers.get('content-type')).toMatch(/^text\/csv/)
  expect(headers.get('content-disposition')).toBe(`attachment; filename=fairness-${made.pool}-current.csv`)
  expect(body.split('\r\n')).toHaveLength(4)
  expect(body).toContain(`"'=HYPERLINK(""http://evil.example"")",${made.reps[0]}`)
  expect(body).toContain(`"Lee, ""Ann""",${made.reps[1]}`)
})

test('how a pool decides is imported and exported, and absent fields keep their value', async () => {
  const made = await company(app, {
    pool: { distribution: 'round-robin', cycle: 'quarter', ownerFirst: true, ownerCounts: true, ownerHorizonDays: 7, correction: false },
  })
  const exported = async () => (await app.get('/api/v1/export')).body.pools.find((one: { slug: string }) => one.slug === made.pool)

  const before = await exported()
  await app.post('/api/v1/import', { pools: [{ slug: made.pool, name: 'Other' }] })
  const after = await exported()
  const plain = await company(app, { pool: { distribution: 'weighted' } })

  expect(before).toMatchObject({ correction: false, cycle: 'quarter', ownerFirst: true, ownerCounts: true, ownerHorizonDays: 7 })
  expect(after).toEqual({ ...before, name: 'Other' })
  expect((await app.get('/api/v1/export')).body.pools.find((one: { slug: string }) => one.slug === plain.pool)).toMatchObject({
    correction: true,
    cycle: 'month',
    ownerFirst: false,
    ownerCounts: false,
    ownerHorizonDays: 14,
  })
})

test('who stays a member through an import keeps the place in the line, and a newcomer joins at its end', async () => {
  const made = await company(app, { reps: people(2), pool: { distribution: 'round-robin' } })
  const line = await order(made, 0)
  await book(made, 0)
  later()
  const newcomer = {
    email: `new.${made.tag}@example.com`,
    name: 'Nora New',
    timeZone: 'America/New_York',
    weeklyHours: [{ days: ['MO'], start: '09:00', end: '17:00' }],
  }

  await app.post('/api/v1/import', {
    reps: [newcomer],
    pools: [{ slug: made.pool, members: [newcomer.email, ...made.reps].map((email) => ({ email })) }],
  })
  const { candidates } = await find(made, 1)

  expect(candidates.map((one: { rep: { email: string } }) => one.rep.email)).toEqual([
    made.reps[line[1]!],
    made.reps[line[0]!],
    newcomer.email,
  ])
})

test('a customer’s own choice of another rep uses the pool’s turn of the one chosen', async () => {
  const made = await company(app, { reps: people(2), pool: { distribution: 'round-robin' } })
  const [first, second] = (await order(made, 0)) as [number, number]
  later()
  const body = {
    eventType: made.eventType,
    start: at(0),
    timeZone: 'America/New_York',
    rep: made.reps[second],
    customer: { name: 'Jo', email: 'jo@example.com' },
    answers: {},
  }

  const reply = await fetch(`${app.url}/api/v1/pages/${made.page}/bookings`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })

  expect(reply.status).toBe(201)
  expect(await order(made, 5)).toEqual([first, second])
})
