/** Registration forms of a project's website: who is registered, and who looks after them. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Company, company, NOW, person, type Reply, type RequestOptions, signedIn, startApp, type TestApp } from '../support/app.ts'
import { wholeOutbox } from '../support/outbox.ts'
import { ownApp } from './every-route.ts'

let app: TestApp
let guarded: TestApp
beforeAll(async () => {
  app = await startApp()
  guarded = await ownApp({ fastestFormSeconds: 2 })
})
afterAll(() => guarded.close())

const QUESTIONS = [
  { key: 'home', label: 'Which kind of home?', kind: 'choice', required: true, options: ['Townhome', 'Single-family'] },
  { key: 'beds', label: 'Bedrooms', kind: 'number' },
]

/** A project with three reps in a round robin, and its form. */
interface Community extends Company {
  readonly project: string
  readonly form: string
}

async function community(given: { form?: object; pool?: object; reps?: readonly object[] } = {}, on = app): Promise<Community> {
  const project = `bluewater-${Math.random().toString(36).slice(2)}`
  await on.post('/api/v1/import', { projects: [{ slug: project, name: 'Bluewater', kind: 'onsite', timeZone: 'America/New_York' }] })
  const projects = [project]
  const reps = (given.reps ?? [{}, {}, {}]).map((rep) => ({ projects, ...rep }))
  const made = await company(on, { reps, pool: { distribution: 'round-robin', ...given.pool } })
  const form = { slug: `form-${made.tag}`, project, title: 'Stay informed', pool: made.pool, questions: QUESTIONS, ...given.form }
  const reply = await on.post('/api/v1/import', { registrationForms: [form] })
  if (reply.status !== 200) throw new Error(JSON.stringify(reply.body))
  return { ...made, project, form: form.slug }
}

let all: Community
beforeEach(async () => {
  app.at(NOW)
  all = await community()
})

let people = 0
const somebody = (more: object = {}) => ({ name: 'Jane Smith', email: `jane${people++}.${all.tag}@example.com`, ...more })
const ANSWERS = { home: 'Townhome' }

const send = (customer: object, more: object = {}, { on = app, to = all.form, headers = {} } = {}): Promise<Reply> =>
  on.post(`/api/v1/forms/${to}/registrations`, { customer, answers: ANSWERS, ...more }, { signedIn: false, headers })

const profileOf = async (email: string): Promise<any> => (await app.get(`/api/v1/customers/${email}/profile`)).body
/** The customers with this very email: a search also finds whatever is spelt alike. */
const withEmail = async (email: string, on = app): Promise<any[]> => {
  const { body } = await on.get(`/api/v1/customers?search=${encodeURIComponent(email)}`)
  return body.items.filter((one: any) => one.email === email)
}
const placeOf = async (email: string, project = all.project): Promise<any> =>
  (await profileOf(email)).registrations.find((one: any) => one.project.slug === project)
const repOf = async (email: string): Promise<string | undefined> => (await placeOf(email)).rep?.email

/** The reps whom as many new people are given, one after the other. */
async function given(count: number, more: object = {}): Promise<(string | undefined)[]> {
  const reps: (string | undefined)[] = []
  for (let i = 0; i < count; i++) {
    app.at(`2027-03-01T12:${String(i + 1).padStart(2, '0')}:00Z`)
    const who = somebody()
    expect((await send(who, more)).status).toBe(201)
    reps.push(await repOf(who.email))
  }
  return reps
}

const mailsTo = async (email: string): Promise<any[]> => {
  await app.settled()
  const items = await wholeOutbox(app)
  return items.filter((one: any) => one.to.address === email && one.moment === 'registered')
}

test('a form says what it asks, and nothing about who works there', async () => {
  const { status, body } = await app.get(`/api/v1/forms/${all.form}`, { signedIn: false })

  expect(status).toBe(200)
  expect(body).toEqual({
    slug: all.form,
    title: 'Stay informed',
    intro: null,
    project: { name: 'Bluewater' },
    phone: 'optional',
    questions: [QUESTIONS[0], { ...QUESTIONS[1], required: false }],
    consentText: null,
    form: expect.any(String),
  })
})

test('whoever is new becomes a customer with a place in the project, with the source of the form and the rep whose turn it is', async () => {
  const jane = somebody({ phone: '+12125550100' })

  const reply = await send(jane, { language: 'es-MX', timeZone: 'America/Chicago' })

  expect([reply.status, reply.body]).toEqual([201, { form: { slug: all.form, title: 'Stay informed' }, at: NOW }])
  const { customer, registrations } = await profileOf(jane.email)
  expect(customer).toMatchObject({ ...jane, language: 'es-MX', timeZone: 'America/Chicago', owner: null })
  expect(registrations).toHaveLength(1)
  expect(registrations[0]).toMatchObject({ project: { slug: all.project }, source: 'Website', status: 'Prospect', rating: null })
  expect(all.reps).toContain(registrations[0].rep.email)
})

test('members of the pool are given registrants in turn', async () => {
  const reps = await given(6)

  expect(new Set(reps.slice(0, 3))).toEqual(new Set(all.reps))
  expect(reps.slice(3)).toEqual(reps.slice(0, 3))
})

test('registrations use no turn with bookings, nor the other way round', async () => {
  const before = (await app.get(`/api/v1/pools/${all.pool}/fairness?eventType=${all.eventType}`)).body

  await given(2)
  const after = (await app.get(`/api/v1/pools/${all.pool}/fairness?eventType=${all.eventType}`)).body

  expect(after.members).toEqual(before.members)
})

test('a pool by weight gives registrants by weight', async () => {
  const [heavy, light] = ['heavy', 'light'].map((name) => `${name}.${all.tag}@example.com`)
  const reps = [{ email: heavy }, { email: light }]
  const members = [
    { email: heavy, weight: 300 },
    { email: light, weight: 100 },
  ]
  all = await community({ reps, pool: { distribution: 'weighted', members } })

  const received = await given(8)

  expect([heavy, light].map((one) => received.filter((rep) => rep === one).length)).toEqual([6, 2])
})

test('whoever is away for the day, does not work in the project, or no longer works here is passed over', async () => {
  const timeOff = [{ start: '2027-03-01T05:00:00Z', end: '2027-03-02T05:00:00Z' }]
  all = await community({ reps: [{ timeOff }, { projects: [] }, { active: false }, {}] })

  expect(new Set(await given(3))).toEqual(new Set([all.reps[3]]))
})

test('if all are away, the next of them is given the registrant nevertheless', async () => {
  const timeOff = [{ start: '2027-03-01T05:00:00Z', end: '2027-03-09T05:00:00Z' }]
  all = await community({ reps: [{ timeOff }] })

  expect(await given(1)).toEqual([all.reps[0]])
})

test('a form may name one rep, or nobody at all', async () => {
  const [named, nobody] = [`named-${all.tag}`, `nobody-${all.tag}`]
  await app.post('/api/v1/import', {
    registrationForms: [
      { slug: named, project: all.project, title: 'Ann’s', rep: all.reps[1] },
      { slug: nobody, project: all.project, title: 'Nobody’s' },
    ],
  })
  const [jane, mary] = [somebody(), somebody()]

  await send(jane, { answers: {} }, { to: named })
  await send(mary, { answers: {} }, { to: nobody })

  expect([await repOf(jane.email), await repOf(mary.email)]).toEqual([all.reps[1], undefined])
})

test('whoever is looked after in the project keeps their rep, their source and what we know of them, and uses no turn', async () => {
  const { email } = somebody()
  const stored = (await app.post('/api/v1/customers', { name: 'Jane Stored', email, phone: '+12125550111', notes: 'Has a dog.' })).body
  await app.post(`/api/v1/customers/${stored.id}/registrations`, {
    ...{ project: all.project, rep: all.reps[2], source: 'Walk-in', rating: 'A', status: 'Buyer' },
  })
  const [first] = await given(1)

  const reply = await send({ name: 'J. Typed', email: email.toUpperCase(), phone: '+12125550999' })

  expect(reply.status).toBe(201)
  const { customer, registrations } = await profileOf(email)
  expect(customer).toEqual(stored)
  expect(registrations[0]).toMatchObject({ rep: { email: all.reps[2] }, source: 'Walk-in', rating: 'A', status: 'Buyer' })
  expect([first, ...(await given(2))].sort()).toEqual([...all.reps].sort())
})

test('a customer of another project gets a place in this one with a rep of this one', async () => {
  const other = await community()
  const { email } = somebody()
  const { body } = await app.post('/api/v1/customers', { name: 'Jane Stored', email })
  await app.post(`/api/v1/customers/${body.id}/registrations`, { project: other.project, rep: other.reps[0] })

  await send({ name: 'Jane Stored', email })

  expect((await placeOf(email, other.project)).rep.email).toBe(other.reps[0])
  expect(all.reps).toContain(await repOf(email))
})

test('a customer whose rep has left is given to the next', async () => {
  const jane = somebody()
  await send(jane)
  const gone = await repOf(jane.email)
  await app.post('/api/v1/import', { reps: [{ email: gone, active: false }] })

  await send(jane)

  expect(all.reps.filter((one) => one !== gone)).toContain(await repOf(jane.email))
})

test('in a pool where the customer’s own rep comes first, they are given to that rep', async () => {
  all = await community({ pool: { ownerFirst: true } })
  const customers = [0, 1, 2].map(() => ({ ...somebody(), owner: all.reps[1] }))
  await app.post('/api/v1/import', { customers })

  for (const { name, email } of customers) await send({ name, email })

  expect(await Promise.all(customers.map(({ email }) => repOf(email)))).toEqual([all.reps[1], all.reps[1], all.reps[1]])
  expect(new Set(await given(3))).toEqual(new Set(all.reps))
})

test('of several customers with one email it is the one of that name; nobody of that name is somebody new', async () => {
  const { email } = somebody()
  const customers = ['Mary Smith', 'Jane Smith'].map((name) => ({ key: `${name} ${all.tag}`, name, email }))
  await app.post('/api/v1/import', { customers })
  const placesOf = async ({ id }: any) => (await app.get(`/api/v1/customers/${id}/profile`)).body.registrations.length

  await send({ name: ' jane  SMITH', email })
  await send({ name: 'Zoe Smith', email })
  await send({ name: 'Zoe Smith', email })

  const found = (await withEmail(email)).sort((a, b) => (a.name < b.name ? -1 : 1))
  expect(found.map(({ name }) => name)).toEqual(['Jane Smith', 'Mary Smith', 'Zoe Smith'])
  expect(await Promise.all(found.map(placesOf))).toEqual([1, 0, 1])
})

test('nobody learns from an answer whether an address is known', async () => {
  const known = somebody()
  await app.post('/api/v1/customers', known)
  const bare = ({ status, body, headers }: Reply) => ({ status, body, names: [...headers.keys()].sort() })

  const replies = [await send(known), await send(known), await send(somebody())]
  const wrong = [await send(known, { answers: {} }), await send(somebody(), { answers: {} })]

  for (const reply of replies) expect(bare(reply)).toEqual(bare(replies[0]!))
  expect(bare(wrong[1]!).body).toEqual(bare(wrong[0]!).body)
  expect(JSON.stringify(replies.map((one) => one.body))).not.toContain('@')
})

test('the rep is told, with all that was sent, and where to go on', async () => {
  all = await community({ form: { consentText: 'You may call me.' } })
  const jane = somebody({ phone: '+12125550123' })

  await send(jane, { answers: { home: 'Townhome', beds: 3 }, consent: true })

  const rep = (await repOf(jane.email)) ?? ''
  const [mail, ...others] = await mailsTo(rep)
  expect(others).toEqual([])
  expect(mail).toMatchObject({ audience: 'account', subject: 'Jane Smith has registered for Bluewater', status: 'outbox' })
  for (const part of ['Stay informed', jane.email, '+12125550123', 'Which kind of home?: Townhome', 'Bedrooms: 3', 'You may call me.'])
    expect(mail.text).toContain(part)
  expect(mail.text).toContain(`/console/customers/${(await profileOf(jane.email)).customer.id}`)
})

test('where nobody looks after them, the administrators are told', async () => {
  const ada = await person(app, 'administrator')
  await app.post('/api/v1/import', { registrationForms: [{ slug: all.form, pool: null }] })

  await send(somebody())

  const mails = await mailsTo(ada.email)
  expect(mails).toHaveLength(1)
  expect(mails[0].text).toContain('Nobody looks after them in Bluewater yet')
})

test('a consent and what is required must be there, and each error names its field', async () => {
  all = await community({ form: { phone: 'required', consentText: 'You may call me.' } })

  const { status, body } = await send(somebody(), { answers: { beds: 'many', other: 1 } })

  expect([status, body.code]).toEqual([400, 'invalid'])
  const pointers = ['/answers/beds', '/answers/home', '/answers/other', '/consent', '/customer/phone']
  expect(body.errors.map((one: any) => one.pointer).sort()).toEqual(pointers)
})

test('a form that asks for no phone number takes none', async () => {
  all = await community({ form: { phone: 'none' } })

  const { status, body } = await send(somebody({ phone: '+12125550100' }))

  expect([status, body.errors]).toEqual([400, [{ pointer: '/customer/phone', detail: 'is not asked here' }]])
})

test('a form that is put aside, and one that never was, are not there', async () => {
  await app.post('/api/v1/import', { registrationForms: [{ slug: all.form, active: false }] })
  const open = { signedIn: false }

  const replies = [
    await app.get(`/api/v1/forms/${all.form}`, open),
    await send(somebody()),
    await app.get('/api/v1/forms/never-was', open),
    await app.get(`/register/${all.form}`, { signedIn: false, headers: { accept: 'text/html' } }),
  ]

  expect(replies.map(({ status }) => status)).toEqual([404, 404, 404, 404])
})

test('the same request with the same key registers once and gets the same answer; with another body it is refused', async () => {
  const [jane, headers] = [somebody(), { 'idempotency-key': `key-${all.tag}` }]

  const first = await send(jane, {}, { headers })
  app.at('2027-03-01T13:00:00Z')
  const again = await send(jane, {}, { headers })
  const other = await send(somebody(), {}, { headers })

  expect([first.status, again.status, again.body]).toEqual([201, 201, first.body])
  expect([other.status, other.body.code]).toEqual([422, 'idempotency-key-reused'])
  expect(await mailsTo((await repOf(jane.email)) ?? '')).toHaveLength(1)
})

test('machines, and those who are not welcome, are refused in one and the same way, and leave nothing behind', async () => {
  all = await community({}, guarded)
  const domain = `${all.tag}.example.net`
  await guarded.post('/api/v1/blocklist', { entry: domain })
  const { form } = (await guarded.get(`/api/v1/forms/${all.form}`, { signedIn: false })).body

  const unwelcome = [{ name: 'Eve', email: `eve@${domain}` }, somebody(), somebody()]
  const how = [{}, { website: 'https://pills.example' }, { form }]

  const refused = await Promise.all(unwelcome.map((one, i) => send(one, how[i], { on: guarded })))
  const left = await Promise.all(unwelcome.map(({ email }) => withEmail(email, guarded)))
  guarded.at('2027-03-01T12:00:02Z')
  const taken = await send(somebody(), { form, website: '' }, { on: guarded })
  guarded.at(NOW)

  for (const one of refused) expect([one.status, one.body]).toEqual([403, refused[0]!.body])
  expect(left.flat()).toEqual([])
  expect(taken.status).toBe(201)
})

test('forms have the limits that booking pages have', async () => {
  const limited = await ownApp({ publicLimits: { reads: 2, bookings: 1, bookingsPerPage: 10 } })
  try {
    all = await community({}, limited)
    const look = () => limited.get(`/api/v1/forms/${all.form}`, { signedIn: false })

    const reads = [await look(), await look(), await look()]
    const sent = [await send(somebody(), {}, { on: limited }), await send(somebody(), {}, { on: limited })]

    expect(reads.map(({ status }) => status)).toEqual([200, 200, 429])
    expect(sent.map(({ status }) => status)).toEqual([201, 429])
  } finally {
    await limited.close()
  }
})

test('one form can be sent so often in a minute, from wherever it comes', async () => {
  const limited = await ownApp({ publicLimits: { reads: 100, bookings: 100, bookingsPerPage: 2 } })
  try {
    all = await community({}, limited)

    const replies = [0, 1, 2].map(() => send(somebody(), {}, { on: limited }))

    expect((await Promise.all(replies)).map(({ status }) => status).sort()).toEqual([201, 201, 429])
  } finally {
    await limited.close()
  }
})

test('only the websites that may embed show the form in a frame and ask for it', async () => {
  const [ours, others] = ['https://www.bluewater.example', 'https://elsewhere.example']
  const embedded = await ownApp({ embedOrigins: [ours] })
  try {
    all = await community({}, embedded)
    const asked = (origin: string) => embedded.get(`/api/v1/forms/${all.form}`, { signedIn: false, headers: { origin } })
    const page = await embedded.get(`/register/${all.form}`, { signedIn: false })

    const allowed = [await asked(ours), await asked(others)].map(({ headers }) => headers.get('access-control-allow-origin'))
    expect(allowed).toEqual([ours, null])
    expect(page.status).toBe(200)
    expect(page.headers.get('content-security-policy')).toContain(`frame-ancestors 'self' ${ours}`)
  } finally {
    await embedded.close()
  }
})

test('the rep sees the registrant, and a rep of another project does not', async () => {
  const other = await community()
  const jane = somebody()
  await send(jane)
  const { customer } = await profileOf(jane.email)
  const inAs = async (email: string): Promise<RequestOptions> => signedIn(app, await person(app, 'rep', { email }))

  const seen = await app.get(`/api/v1/customers/${customer.id}`, await inAs((await repOf(jane.email)) ?? ''))
  const unseen = await app.get(`/api/v1/customers/${customer.id}`, await inAs(other.reps[0]!))

  expect([seen.status, unseen.status]).toEqual([200, 404])
})

test('a profile shows what was sent from where one looks, and to nobody of another project', async () => {
  const other = await community()
  const { email } = somebody()
  await send({ name: 'Jane Here', email, phone: '+12125550199' })
  app.at('2027-03-01T13:00:00Z')
  await send({ name: 'Jane There', email }, {}, { to: other.form })
  const { customer } = await profileOf(email)
  const seenBy = async (query: string, who?: RequestOptions): Promise<string[]> =>
    (await app.get(`/api/v1/customers/${customer.id}/profile${query}`, who)).body.forms.map((one: any) => one.name)
  const rep = await signedIn(app, await person(app, 'rep', { email: all.reps[0]! }))

  expect(await seenBy('')).toEqual(['Jane There', 'Jane Here'])
  expect(await seenBy(`?project=${all.project}`)).toEqual(['Jane Here'])
  expect(await seenBy('', rep)).toEqual(['Jane Here'])
})

test('what was sent stays with the customer when two are made one, is told on request, and is forgotten with them', async () => {
  all = await community({ form: { consentText: 'You may call me.' } })
  const jane = somebody()
  await send(jane, { answers: { home: 'Townhome', beds: 3 }, consent: true })
  await app.settled()
  const { customer } = await profileOf(jane.email)
  const rep = (await repOf(jane.email)) ?? ''
  const { body: kept } = await app.post('/api/v1/customers', { name: 'Jane Kept', email: `kept.${jane.email}` })

  await app.post(`/api/v1/customers/${kept.id}/merge`, { into: customer.id })
  const merged = await app.post(`/api/v1/customers/${customer.id}/merge`, { into: kept.id })
  const { body } = await app.get(`/api/v1/customers/${merged.body.id ?? customer.id}/data`)
  await app.post(`/api/v1/customers/${body.customer.id}/erase`, {})

  expect(body.forms).toEqual([
    {
      form: { slug: all.form, title: 'Stay informed' },
      project: { slug: all.project, name: 'Bluewater' },
      ...{ name: jane.name, email: jane.email, phone: null, consent: 'You may call me.', createdAt: NOW },
      answers: [
        { key: 'home', label: 'Which kind of home?', value: 'Townhome' },
        { key: 'beds', label: 'Bedrooms', value: 3 },
      ],
    },
  ])
  expect(await mailsTo(rep)).toEqual([])
  const rows = await app.services.db.selectFrom('registration_entry').selectAll().execute()
  expect(JSON.stringify(rows)).not.toContain(jane.email)
})

test('forms come back out of the export as they went in, and an absent field keeps its value', async () => {
  const full = {
    ...{ slug: `full-${all.tag}`, project: all.project, title: 'All of it', intro: 'Tell us.', phone: 'required', source: 'Radio' },
    ...{ questions: [{ ...QUESTIONS[0] }], consentText: 'Call me.', pool: all.pool, active: true },
  }
  const made = await app.post('/api/v1/import', { registrationForms: [full] })
  const changed = await app.post('/api/v1/import', { registrationForms: [{ slug: full.slug, rep: all.reps[0], intro: null }] })
  const exported = (await app.get('/api/v1/export')).body

  expect([made.body.created.registrationForms, changed.body.updated.registrationForms]).toEqual([1, 1])
  expect(exported.registrationForms.find((one: any) => one.slug === full.slug)).toEqual({
    ...full,
    intro: null,
    pool: null,
    rep: all.reps[0],
  })
  expect((await app.post('/api/v1/import', { registrationForms: exported.registrationForms })).status).toBe(200)
})

test.each([
  ['without a project', { title: 'New' }, '/registrationForms/0/project'],
  ['without a title', { project: 'mine' }, '/registrationForms/0/title'],
  ['of a project that is not there', { title: 'New', project: 'nowhere' }, '/registrationForms/0/project'],
  ['with a rep of another project', { title: 'New', project: 'mine', rep: 'stranger' }, '/registrationForms/0/rep'],
  ['with a pool without anybody of the project', { title: 'New', project: 'mine', pool: 'strangers' }, '/registrationForms/0/pool'],
  ['with both', { title: 'New', project: 'mine', pool: 'strangers', rep: 'stranger' }, '/registrationForms/0'],
  [
    'with two questions of one key',
    { title: 'New', project: 'mine', questions: [QUESTIONS[0], QUESTIONS[0]] },
    '/registrationForms/0/questions',
  ],
])('a form %s is refused, at its place', async (_, form, pointer) => {
  const others = await company(app)
  const named: Record<string, string> = { mine: all.project, stranger: others.reps[0]!, strangers: others.pool }
  const body = Object.fromEntries(Object.entries(form).map(([key, value]) => [key, named[String(value)] ?? value]))

  const reply = await app.post('/api/v1/import', { registrationForms: [{ slug: `new-${all.tag}`, ...body }] })

  expect([reply.status, reply.body.errors?.map((one: any) => one.pointer)]).toEqual([400, [pointer]])
})

test('people who register at the same moment never use the same turn', async () => {
  const everybody = Array.from({ length: 9 }, () => somebody())

  const replies = await Promise.all(everybody.map((one) => send(one)))

  expect(replies.map(({ status }) => status)).toEqual(everybody.map(() => 201))
  const reps = await Promise.all(everybody.map(({ email }) => repOf(email)))
  expect(all.reps.map((email) => reps.filter((one) => one === email).length)).toEqual([3, 3, 3])
})

test('somebody who sends the form several times at once becomes one customer with one rep, and uses one turn', async () => {
  const jane = somebody()

  await Promise.all(Array.from({ length: 6 }, () => send(jane)))

  expect(await withEmail(jane.email)).toHaveLength(1)
  const [first, second] = await given(2)
  expect(new Set([await repOf(jane.email), first, second])).toEqual(new Set(all.reps))
})

test('whoever registers while they are made one with another, or forgotten, is registered all the same', async () => {
  const make = async () => {
    const { name, email } = somebody()
    const { body } = await app.post('/api/v1/customers', { name, email, project: all.project })
    return { name, email, id: body.id as string }
  }
  const couples = await Promise.all(Array.from({ length: 6 }, async () => [await make(), await make(), await make()] as const))

  const done = await Promise.all(
    couples.flatMap(([one, other, gone]) => [
      send({ name: one.name, email: one.email }),
      app.post(`/api/v1/customers/${one.id}/merge`, { into: other.id }),
      send({ name: gone.name, email: gone.email }),
      app.post(`/api/v1/customers/${gone.id}/erase`, {}),
    ]),
  )

  expect(done.map(({ status }) => status)).toEqual(couples.flatMap(() => [201, 200, 201, 200]))
})
