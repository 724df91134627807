/** A company with something to try every route on, and a request for each that it takes. */
import { randomUUID } from 'node:crypto'
import { readCrmChanges } from '../../server/actions/crm/read.ts'
import { memoryCrm } from '../../server/crm/memory.ts'
import { findOrg } from '../../server/db/crm-org.ts'
import { insertDeliveries } from '../../server/db/webhook-deliveries.ts'
import { accountUrl } from '../../server/domain/account-link.ts'
import { answerUrls } from '../../server/domain/request-link.ts'
import { ADMIN_KEY, company, NOW, PASSWORD, person, signedIn, type TestApp, wish } from '../support/app.ts'
import { connectOrg } from '../support/crm.ts'
import { failedJob } from '../support/failed-job.ts'
import { OLIVIA } from '../support/launch.ts'

/** A request that is taken. Paths have their parts filled in. */
export interface Good {
  readonly path: string
  readonly query?: Readonly<Record<string, string>>
  readonly body?: Readonly<Record<string, unknown>>
  /** The session of whoever sends it, if it takes a person. */
  readonly cookie?: string
}

/** A company with a booking for every step that can be taken. */
export type World = Awaited<ReturnType<typeof buildWorld>>

/** Build it. The clock stands at NOW afterwards. */
export async function buildWorld(app: TestApp) {
  const questions = [
    { key: 'topic', label: 'Topic', kind: 'text' },
    { key: 'more', label: 'More', kind: 'long-text' },
  ]
  app.at('2027-02-25T12:00:00Z')
  const made = await company(app, { reps: [{}, {}], eventType: { questions } })
  const { tag } = made
  const more = await app.post('/api/v1/import', {
    projects: [{ slug: `project-${tag}`, name: 'Bluewater', timeZone: 'America/New_York' }],
    registrationForms: [{ slug: `form-${tag}`, project: `project-${tag}`, title: 'Stay informed', questions, consentText: 'Call me.' }],
    eventTypes: [{ slug: `asked-${tag}`, name: 'Visit', durationMinutes: 30, approval: true }],
    bookingPages: [{ slug: `ask-${tag}`, title: 'Ask for a visit', pool: made.pool, eventTypes: [`asked-${tag}`] }],
    customers: [{ email: `carl.${tag}@example.com`, name: 'Carl Stored', phone: '+12125550100', coordinator: `osc.${tag}@example.com` }],
  })
  if (more.status !== 200) throw new Error(JSON.stringify(more.body))
  const booked = async (path: string, body: object): Promise<any> => {
    const reply = await app.post(path, body)
    if (reply.status !== 201) throw new Error(`${path}: ${JSON.stringify(reply.body)}`)
    return reply.body
  }
  const past = await booked('/api/v1/bookings', wish(made, '2027-02-26T10:00:00-05:00'))
  app.at(NOW)
  const later = (time: string) => booked('/api/v1/bookings', wish(made, `2027-03-02T${time}:00-05:00`))
  const asked = async (time: string) => {
    const start = `2027-03-03T${time}:00-05:00`
    const customer = { name: 'Rita Asks', email: `rita.${tag}@example.com` }
    const body = { eventType: `asked-${tag}`, start, timeZone: 'America/New_York', customer }
    const request = await booked(`/api/v1/pages/ask-${tag}/bookings`, body)
    const { body: list } = await app.get(`/api/v1/bookings?status=requested&from=${start.replace('-05:00', 'Z')}`)
    return list.items.find((one: any) => one.uid === request.uid).id as string
  }
  const held = async (time: string): Promise<string> => {
    const start = `2027-03-05T${time}:00-05:00`
    return (await booked('/api/v1/holds', { eventType: made.eventType, rep: made.reps[0], start })).id
  }
  const linked = (uses: number): Promise<{ id: string; url: string }> =>
    booked('/api/v1/booking-links', { customer: `carl.${tag}@example.com`, page: made.page, uses })
  const { body: text } = await app.post('/api/v1/message-templates', { ...ofText, eventType: made.eventType })
  const toMove = await later('09:00')
  const managedMove = await later('09:30')
  const managedCancel = await later('10:00')
  const { id: unwritten } = await later('13:00')
  const world = {
    ...made,
    project: `project-${tag}`,
    /** An email that only a stored customer has. */
    carl: `carl.${tag}@example.com`,
    past: past.id as string,
    toMove: toMove.id as string,
    toReassign: (await later('10:30')) as { id: string; rep: { email: string } },
    toCancel: (await later('11:00')).id as string,
    toAskAnew: (await later('11:30')).id as string,
    toTakeBack: (await booked(`/api/v1/reps/${made.reps[0]}/time-off`, { timeOff: [{ from: '2027-09-06', to: '2027-09-06' }] })).timeOff[0]
      .id as string,
    toApprove: await asked('09:00'),
    toDecline: await asked('09:30'),
    asked: {
      look: requestToken(app, await asked('10:00')),
      approve: requestToken(app, await asked('10:30')),
      decline: requestToken(app, await asked('11:00')),
    },
    toRenew: await held('09:00'),
    toRelease: await held('10:00'),
    webhook: await webhookOf(app, past.id),
    edited: await editedByHand(app, await later('12:00')),
    calendars: await calendarsOf(app, (await company(app)).reps[0]!),
    toUnblock: (await booked('/api/v1/blocklist', { entry: `old.${tag}.example.com` })).id as string,
    links: { toUse: await linked(3), toRevoke: await linked(1) },
    toForget: text.id as string,
    toMerge: (await booked('/api/v1/customers', { name: 'Carl Twice', email: `carl.twice.${tag}@example.com` })).id as string,
    toErase: (await booked('/api/v1/customers', { name: 'Carl Gone', email: `carl.gone.${tag}@example.com` })).id as string,
    registered: (await booked(`/api/v1/customers/carl.${tag}@example.com/registrations`, { project: `project-${tag}` })).id as string,
    staff: await staffOf(app),
    owed: await owedOf(app, tag),
    sold: await soldOf(app, tag),
    tokens: { move: tokenOf(managedMove), cancel: tokenOf(managedCancel) },
    unwritten: unwritten as string,
    failedJobs: [await failedJob(app, 'tidy', {}), await failedJob(app, 'tidy', {})],
  }
  await orgOf(app)
  await refuseWrite(app, unwritten)
  return world
}

/**
 * An org in memory in which Olivia works, if none is connected yet: there is one at most. It is read at once; while the clock stands still
 * it is not read again, and so changes nothing between two looks at the rows.
 */
async function orgOf(app: TestApp): Promise<void> {
  if ((await findOrg(app.services.db)) === null) await connectOrg(app, memoryCrm())
  await readCrmChanges(app.services)
  await app.services.db
    .insertInto('crm_user')
    .values(OLIVIA)
    .onConflict((row) => row.column('id').doUpdateSet(OLIVIA))
    .execute()
}

/** A booking whose event its rep has deleted. */
async function editedByHand({ services: { db } }: TestApp, { id: bookingId, rep }: { id: string; rep: { id: string } }): Promise<string> {
  const [accountId, calendarId] = [randomUUID(), randomUUID()]
  const account = {
    id: accountId,
    rep_id: rep.id,
    vendor: 'caldav' as const,
    name: 'gone',
    secret: '',
    next_sync_at: new Date('2099-01-01T00:00:00Z'),
  }
  await db
    .insertInto('calendar_account')
    .values({ ...account, server: null, failing_since: null, problem: null, created_at: new Date(NOW) })
    .execute()
  const unread = {
    cursor: null,
    known_until: null,
    complete_at: null,
    synced_at: null,
    watch_id: null,
    watch_resource: null,
    watch_expires_at: null,
  }
  const calendar = { id: calendarId, account_id: accountId, rep_id: rep.id, vendor_id: 'gone', name: 'Gone', access: 'write' as const }
  await db
    .insertInto('calendar')
    .values({ ...calendar, ...unread, counts: false, takes_bookings: false })
    .execute()
  await db
    .insertInto('calendar_event')
    .values({ booking_id: bookingId, calendar_id: calendarId, key: 'gone', sequence: 0, gone: true })
    .execute()
  return bookingId
}

/** An account with one calendar, and one to be disconnected. */
async function calendarsOf(app: TestApp, rep: string) {
  const made = async (user: string) => {
    const reply = await app.post('/api/v1/calendar-accounts', { rep, address: 'dav.example.com', user, password: 'app password' })
    if (reply.status !== 201) throw new Error(`The calendars were refused: ${JSON.stringify(reply.body)}`)
    return reply.body
  }
  const { id, calendars } = await made('ann')
  return { id: id as string, calendar: calendars[0].id as string, toDisconnect: (await made('ann.too')).id as string }
}

/** A booking that an org did not take: after its own job, nothing writes it but a replay. */
async function refuseWrite(app: TestApp, bookingId: string): Promise<void> {
  await app.settled()
  await app.services.db.updateTable('booking').set({ crm_sync: 'failed' }).where('id', '=', bookingId).execute()
}

/** A rep of the project who owes the stored customer something, and a process that has begun for nobody. */
async function owedOf(app: TestApp, tag: string) {
  const [project, email] = [`project-${tag}`, `owing.${tag}@example.com`]
  const made = async (path: string, body: object): Promise<string> => {
    const reply = await app.post(path, body)
    if (reply.status >= 300) throw new Error(`${path}: ${JSON.stringify(reply.body)}`)
    return reply.body.id
  }
  await made('/api/v1/import', { reps: [{ email, name: 'Owen Owing', timeZone: 'UTC', projects: [project] }] })
  const owed = () =>
    made('/api/v1/activities', { customer: `carl.${tag}@example.com`, project, type: 'call', rep: email, dueOn: '2027-03-03' })
  return {
    rep: email,
    option: await made(`/api/v1/projects/${project}/follow-ups`, { name: 'Later' }),
    process: await made('/api/v1/processes', { ...plan, project, name: 'Nobody’s process' }),
    ...{ many: await owed(), done: await owed(), skipped: await owed(), moved: await owed(), given: await owed() },
    cookie: (await signedIn(app, await person(app, 'rep', { email, name: 'Owen Owing' }))).headers?.cookie ?? '',
  }
}

const plan = {
  trigger: { kind: 'rating', value: 'Nobody has it' },
  conditions: { sources: ['Website'], ratings: ['A'], statuses: ['Prospect'] },
  steps: [
    { id: 'call', type: 'call', offset: { amount: 2, unit: 'hours' }, note: 'Ask for questions.' },
    {
      ...{ id: 'mail', type: 'email', offset: { amount: 1, unit: 'days' }, anchor: 'call', time: '09:30', automatic: true },
      email: { subject: 'Hello', body: 'Dear {{ first_name }}' },
    },
  ],
  dates: 'from-completion',
  stops: ['purchaser'],
  closed: { weekdays: ['SU'], country: 'US' },
}

/** A shop with orders, a call center, and leads: one to resolve, one to take back, and one to assign. */
async function soldOf(app: TestApp, tag: string) {
  const ok = async (asked: Promise<{ status: number; body: any }>) => {
    const { status, body } = await asked
    if (status >= 300) throw new Error(JSON.stringify(body))
    return body
  }
  const [shop, callCenter] = [`shop-${tag}`, `center-${tag}`]
  const dispositions = [
    { kind: 'sales', name: 'Not interested' },
    { kind: 'service', name: 'Answered' },
  ]
  await ok(app.post('/api/v1/import', { callCenters: [{ slug: callCenter, name: 'North', dispositions }] }))
  const { id: shopId } = await ok(app.post('/api/v1/shops', { slug: shop, name: 'Shop' }))
  const agent = await person(app, 'leads-agent')
  const orders = ['resolve', 'unassign', 'assign', 'cancel', 'refund', 'finish'].map((name) => ({
    ...order,
    number: name,
    status: name === 'refund' ? 'complete' : 'partial',
    customer: { name: `Lea ${name}`, email: `lea-${name}.${tag}@example.com` },
  }))
  await ok(app.post('/api/v1/orders', { shop, orders }))
  const listed = (await ok(app.get(`/api/v1/orders?shop=${shop}`))).items
  const idOf = (name: string): string => listed.find((one: any) => one.number === name).id
  const lead = async (name: string): Promise<string> =>
    (await ok(app.post('/api/v1/leads', { agent: agent.email, customer: `lea-${name}.${tag}@example.com` }))).id
  return {
    ...{ shop, shopId, callCenter, agent: agent.email, toAssign: `lea-assign.${tag}@example.com` },
    ...{ cancel: idOf('cancel'), refund: idOf('refund'), finish: idOf('finish') },
    ...{ toResolve: await lead('resolve'), toUnassign: await lead('unassign') },
  }
}

const order = {
  ...{ number: 'A-1', status: 'partial', currency: 'USD', placedAt: '2027-02-28T12:00:00Z' },
  items: [{ name: 'Solar kit', sku: 'SK-1', quantity: 2, price: '19.90' }],
}

/** A webhook with a delivery, and one to be taken away. Nothing is sent: both listen to what nobody does here. */
async function webhookOf(app: TestApp, bookingId: string) {
  const wish = { url: 'https://hooks.example.com/bookings', events: ['booking.expired'] }
  const made = async () => (await app.post('/api/v1/webhooks', wish)).body.id as string
  const [id, toChange, toDelete, deliveryId] = [await made(), await made(), await made(), randomUUID()]
  const delivery = { id: deliveryId, webhookId: id, bookingId, event: 'booking.created', body: '{}', createdAt: new Date(NOW) }
  const failed = { status: 'failed' as const, attempts: 31, lastAttemptAt: new Date(NOW), answer: { status: 500, text: 'Oops' } }
  await insertDeliveries(app.services.db, [{ ...delivery, ...failed }])
  return { id, toChange, toDelete, deliveryId }
}

const ofText = {
  moment: 'booked',
  audience: 'customer',
  channel: 'email',
  language: 'en',
  subject: 'See you, {{ customer_name }}',
  body: 'Hello {{ reader_name }}\n\n{{ facts }}',
}

/** Accounts to be changed, each with what a request about it needs. */
async function staffOf(app: TestApp) {
  const { db, publicUrl, secret } = app.services
  const idOf = async (email: string) =>
    (await db.selectFrom('staff_account').select('id').where('email', '=', email).executeTakeFirstOrThrow()).id
  const [ada, pat, rita] = [await person(app, 'administrator'), await person(app), await person(app)]
  const [inside, elsewhere] = [await signedIn(app, ada), await signedIn(app, ada)]
  const cookieOf = async () => (await signedIn(app, await person(app))).headers?.cookie ?? ''
  const cookie = inside.headers?.cookie ?? ''
  const key = await app.post('/api/v1/api-keys', { name: 'Old', scopes: ['read'] }, inside)
  const invited = await app.post('/api/v1/accounts', { name: 'Ivy', email: `ivy.${rita.email}`, level: 'rep' })
  const account = { ...rita, id: await idOf(rita.email), generation: 0, deactivatedAt: null }
  return {
    cookie,
    /** Sessions that what is done with them ends. */
    spare: [await cookieOf(), await cookieOf()],
    keyId: key.body.id as string,
    invitedId: invited.body.id as string,
    patId: await idOf(pat.email),
    email: rita.email,
    newEmail: `new.${rita.email}`,
    token: accountUrl(publicUrl, secret, account, 'reset', new Date('2027-03-02T00:00:00Z')).split('#')[1] ?? '',
    otherToken:
      accountUrl(publicUrl, secret, { ...account, ...pat, id: await idOf(pat.email) }, 'reset', new Date('2027-03-02T00:00:00Z')).split(
        '#',
      )[1] ?? '',
    sessionId: (await app.get('/api/v1/sessions', elsewhere)).body.items.find((one: any) => one.current).id as string,
  }
}

const tokenOf = ({ manageUrl }: { manageUrl: string }): string => manageUrl.split('/manage/')[1] ?? ''

const requestToken = ({ services: { publicUrl, secret } }: TestApp, id: string): string =>
  new URL(answerUrls(publicUrl, secret, { id, sequence: 0 }).approve).pathname.split('/').at(-1) ?? ''

/** One request for each route. Each changes another thing, so all of them can be sent, in any order. */
export function goodRequests(world: World): Record<string, Good> {
  const { tag, eventType, pool, page, project, carl } = world
  const zone = { timeZone: 'America/New_York' }
  const days = { from: '2027-03-02', to: '2027-03-05', ...zone }
  const march = { from: '2027-02-20', to: '2027-03-31', ...zone, rep: world.reps[0] ?? '' }
  const of = { eventType, pool }
  const other = world.reps.find((email) => email !== world.toReassign.rep.email) ?? ''
  const thursday = (time: string) => `2027-03-04T${time}:00-05:00`
  const step = (id: string, name: string) => `/api/v1/bookings/${id}/${name}`
  const owing = world.owed.rep
  const { sold } = world
  const own = { cookie: world.staff.cookie }
  const rep = (rest: string) => `/api/v1/reps/${world.reps[0]}/${rest}`
  const link = (rest = '') => `/api/v1/links/${world.links.toUse.url.split('#link=')[1]}${rest}`
  const manage = (token: string, rest = '') => `/api/v1/manage/${token}${rest}`
  return {
    'POST /api/v1/find-by-time': {
      path: '/api/v1/find-by-time',
      body: {
        ...of,
        ...zone,
        at: thursday('15:30'),
        durationMinutes: 45,
        customer: carl,
        project,
        skills: [],
        languages: [],
        territory: 'east',
        booking: world.toMove,
        limit: 10,
        explain: true,
        hold: world.toRenew,
        conflicts: true,
      },
    },
    'GET /api/v1/availability': {
      path: '/api/v1/availability',
      query: { ...of, ...days, durationMinutes: '30', project, skills: 'solar', booking: world.toMove },
    },
    'GET /api/v1/availability/{instant}/reps': {
      path: `/api/v1/availability/${thursday('15:30')}/reps`,
      query: { ...of, ...zone, languages: 'es', territory: 'east' },
    },
    'GET /api/v1/message-templates': { path: '/api/v1/message-templates' },
    'POST /api/v1/message-templates': { path: '/api/v1/message-templates', body: { ...ofText, moment: 'cancelled', eventType } },
    'POST /api/v1/message-templates/preview': { path: '/api/v1/message-templates/preview', body: { ...ofText, eventType } },
    'POST /api/v1/message-templates/test': {
      path: '/api/v1/message-templates/test',
      body: { ...ofText, eventType, to: 'osc@example.com' },
    },
    'DELETE /api/v1/message-templates/{id}': { path: `/api/v1/message-templates/${world.toForget}` },
    'POST /api/v1/holds': {
      path: '/api/v1/holds',
      body: { ...of, ...zone, rep: world.reps[0], start: thursday('16:00'), durationMinutes: 30, project, allowConflict: false },
    },
    'POST /api/v1/holds/{id}/renew': { path: `/api/v1/holds/${world.toRenew}/renew`, body: {} },
    'DELETE /api/v1/holds/{id}': { path: `/api/v1/holds/${world.toRelease}` },
    'POST /api/v1/bookings': {
      path: '/api/v1/bookings',
      body: {
        ...of,
        ...zone,
        start: thursday('14:00'),
        durationMinutes: 30,
        customer: { name: 'Jane Smith', email: `jane.${tag}@example.com`, phone: '+12125550101' },
        guests: [{ name: 'Gus', email: `gus.${tag}@example.com` }],
        project,
        subject: 'A look at the model home',
        location: { kind: 'in-person', value: '1 Harbor Street' },
        details: 'Parking is behind the house.',
        answers: { topic: 'Roof', more: 'Two lines' },
        notify: { customer: ['email'], rep: ['email'] },
        allowConflict: false,
      },
    },
    'GET /api/v1/bookings': {
      path: '/api/v1/bookings',
      query: {
        from: '2027-03-01',
        to: '2027-03-31',
        ...zone,
        rep: world.reps[0] ?? '',
        customer: carl,
        project,
        status: 'scheduled',
        limit: '20',
      },
    },
    'GET /api/v1/bookings/{id}': { path: `/api/v1/bookings/${world.toMove}` },
    'POST /api/v1/bookings/{id}/reschedule': { path: step(world.toMove, 'reschedule'), body: { start: thursday('11:00') } },
    'POST /api/v1/bookings/{id}/reassign': { path: step(world.toReassign.id, 'reassign'), body: { rep: other, reason: 'Ann is ill.' } },
    'POST /api/v1/bookings/{id}/cancel': { path: step(world.toCancel, 'cancel'), body: { reason: 'No time.' } },
    'POST /api/v1/bookings/{id}/outcome': {
      path: step(world.past, 'outcome'),
      body: { status: 'completed', notes: 'Went well.', project },
    },
    'POST /api/v1/bookings/{id}/approve': { path: step(world.toApprove, 'approve'), body: {} },
    'POST /api/v1/bookings/{id}/decline': { path: step(world.toDecline, 'decline'), body: { reason: 'The house is sold.' } },
    'POST /api/v1/bookings/{id}/calendar-edit': { path: step(world.edited, 'calendar-edit'), body: { answer: 'put-back' } },
    'GET /api/v1/calendar-edits': { path: '/api/v1/calendar-edits' },
    'POST /api/v1/bookings/{id}/ask-anew': { path: step(world.toAskAnew, 'ask-anew'), body: {} },
    'POST /api/v1/bookings/reassign-many': {
      path: '/api/v1/bookings/reassign-many',
      body: { bookings: [{ booking: world.toReassign.id, rep: other }], reason: 'Ann is ill.', preview: true },
    },
    'GET /api/v1/affected': { path: '/api/v1/affected' },
    'GET /api/v1/reps': { path: '/api/v1/reps' },
    'GET /api/v1/reps/{ref}/affected': { path: rep('affected'), query: { from: '2027-03-01', to: '2027-03-31' } },
    'GET /api/v1/reps/{ref}/calendar': { path: rep('calendar'), query: days },
    'GET /api/v1/reps/{ref}/schedule': { path: rep('schedule') },
    'PATCH /api/v1/reps/{ref}/schedule': {
      path: rep('schedule'),
      body: {
        weeklyHours: [{ days: ['MO', 'TU', 'WE', 'TH', 'FR'], start: '09:00', end: '17:00' }],
        overrides: [{ date: '2027-12-24', hours: [{ start: '09:00', end: '12:00' }] }],
      },
    },
    'POST /api/v1/reps/{ref}/time-off': {
      path: rep('time-off'),
      body: { timeOff: [{ from: '2027-08-02', to: '2027-08-13', reason: 'Summer' }] },
    },
    'DELETE /api/v1/reps/{ref}/time-off/{timeOffId}': { path: rep(`time-off/${world.toTakeBack}`) },
    'GET /api/v1/holidays': { path: '/api/v1/holidays', query: { country: 'US', region: 'NY', year: '2027' } },
    'GET /api/v1/holidays/countries': { path: '/api/v1/holidays/countries' },
    'GET /api/v1/pools/{ref}/fairness': { path: `/api/v1/pools/${pool}/fairness`, query: { cycle: 'previous' } },
    'GET /api/v1/pools/{ref}/fairness.csv': { path: `/api/v1/pools/${pool}/fairness.csv`, query: { cycle: 'current' } },
    'GET /api/v1/reports/appointment-summary': { path: '/api/v1/reports/appointment-summary', query: { ...march, limit: '20' } },
    'GET /api/v1/reports/appointment-summary.csv': { path: '/api/v1/reports/appointment-summary.csv', query: march },
    'GET /api/v1/reports/registrant-history': { path: '/api/v1/reports/registrant-history', query: { ...march, status: 'completed' } },
    'GET /api/v1/reports/registrant-history.csv': { path: '/api/v1/reports/registrant-history.csv', query: march },
    'GET /api/v1/reports/bookings': { path: '/api/v1/reports/bookings', query: { ...march, by: 'event-type' } },
    'GET /api/v1/reports/bookings.csv': { path: '/api/v1/reports/bookings.csv', query: { ...march, by: 'source' } },
    'GET /api/v1/reports/appointments': { path: '/api/v1/reports/appointments', query: { ...march, crossing: 'true' } },
    'GET /api/v1/reports/appointments.csv': { path: '/api/v1/reports/appointments.csv', query: march },
    'POST /api/v1/pools/{ref}/credits': {
      path: `/api/v1/pools/${pool}/credits`,
      body: { rep: world.reps[0], amount: 1, reason: 'Stood in for Ann.' },
    },
    'GET /api/v1/customers': { path: '/api/v1/customers', query: { search: 'carl', coordinator: `osc.${tag}@example.com`, limit: '10' } },
    'GET /api/v1/customers/{id}': { path: `/api/v1/customers/${carl}` },
    'POST /api/v1/customers': {
      path: '/api/v1/customers',
      body: {
        name: 'Nina New',
        email: `nina.${tag}@example.com`,
        phone: '+12125550188',
        timeZone: 'America/New_York',
        language: 'en',
        owner: world.reps[0] ?? '',
        coordinator: `osc.${tag}@example.com`,
        notes: 'Called twice.',
        project,
        anyway: true,
      },
    },
    'GET /api/v1/customers/duplicates': { path: '/api/v1/customers/duplicates' },
    'PATCH /api/v1/customers/{id}': { path: `/api/v1/customers/${carl}`, body: { name: 'Carl Stored', notes: 'Prefers mornings.' } },
    'POST /api/v1/customers/{id}/merge': { path: `/api/v1/customers/${world.toMerge}/merge`, body: { into: carl } },
    'GET /api/v1/customers.csv': { path: '/api/v1/customers.csv', query: { search: 'carl', project } },
    'POST /api/v1/customers/import-csv': {
      path: '/api/v1/customers/import-csv',
      body: { csv: 'name,email\nCarl Listed,carl.listed@example.com\n', project, dryRun: true },
    },
    'GET /api/v1/customers/{id}/data': { path: `/api/v1/customers/${carl}/data` },
    'POST /api/v1/customers/{id}/erase': { path: `/api/v1/customers/${world.toErase}/erase`, body: {} },
    'GET /api/v1/home': { path: '/api/v1/home', query: { project, days: '3', timeZone: 'America/New_York' } },
    'GET /api/v1/customers/{id}/profile': { path: `/api/v1/customers/${carl}/profile`, query: { project } },
    'POST /api/v1/customers/{id}/registrations': {
      path: `/api/v1/customers/${carl}/registrations`,
      body: { project, rating: 'A', source: 'Website', status: 'Prospect' },
    },
    'PATCH /api/v1/registrations/{id}': {
      path: `/api/v1/registrations/${world.registered}`,
      body: { rating: 'B', source: 'Walk-in', status: 'Lead' },
    },
    'GET /api/v1/projects': { path: '/api/v1/projects' },
    'GET /api/v1/projects/{ref}/reps': { path: `/api/v1/projects/${project}/reps` },
    'GET /api/v1/projects/{ref}/follow-ups': { path: `/api/v1/projects/${project}/follow-ups` },
    'POST /api/v1/projects/{ref}/follow-ups': {
      path: `/api/v1/projects/${project}/follow-ups`,
      body: { name: 'Hot', meaning: 'Wants to buy this month.' },
    },
    'PATCH /api/v1/follow-ups/{id}': {
      path: `/api/v1/follow-ups/${world.owed.option}`,
      body: { name: 'Warm', meaning: 'Wants to buy this year.', active: true, position: 1 },
    },
    'GET /api/v1/processes': { path: '/api/v1/processes', query: { project } },
    'POST /api/v1/processes': { path: '/api/v1/processes', body: { ...plan, project, name: 'Another process', active: false } },
    'POST /api/v1/processes/timeline': {
      path: '/api/v1/processes/timeline',
      body: { project, steps: plan.steps, closed: plan.closed, at: '2027-05-01T14:00:00Z' },
    },
    'PATCH /api/v1/processes/{id}': {
      path: `/api/v1/processes/${world.owed.process}`,
      body: { ...plan, name: 'The process', active: true },
    },
    'GET /api/v1/processes/{id}/runs': { path: `/api/v1/processes/${world.owed.process}/runs` },
    'GET /api/v1/activities': {
      path: '/api/v1/activities',
      query: { project, type: 'call', when: 'overdue,today,upcoming', customer: carl, limit: '20' },
    },
    'GET /api/v1/activities/counts': { path: '/api/v1/activities/counts', query: { project, days: '14' } },
    'POST /api/v1/activities': {
      path: '/api/v1/activities',
      body: {
        customer: carl,
        project,
        type: 'call',
        dueOn: '2027-03-04',
        time: '09:30',
        note: 'Ask for questions.',
        result: 'Reached.',
      },
    },
    'POST /api/v1/activities/many': {
      path: '/api/v1/activities/many',
      body: { ids: [world.owed.many], reschedule: { dueOn: '2027-03-08', time: '10:00', rest: false } },
    },
    'POST /api/v1/activities/{id}/complete': {
      path: `/api/v1/activities/${world.owed.done}/complete`,
      body: { result: 'Reached.', email: { subject: 'Hello {{ first_name }}', body: 'Dear {{ customer_name }}, it was good to talk.' } },
    },
    'POST /api/v1/activities/{id}/skip': { path: `/api/v1/activities/${world.owed.skipped}/skip`, body: { reason: 'Met in the street.' } },
    'POST /api/v1/activities/{id}/reschedule': {
      path: `/api/v1/activities/${world.owed.moved}/reschedule`,
      body: { dueOn: '2027-03-09', time: '11:00', rest: true },
    },
    'POST /api/v1/activities/{id}/reassign': { path: `/api/v1/activities/${world.owed.given}/reassign`, body: { rep: owing } },
    'GET /api/v1/reminders': { path: '/api/v1/reminders', cookie: world.owed.cookie },
    'PATCH /api/v1/reminders': { path: '/api/v1/reminders', body: { morning: false, notices: true }, cookie: world.owed.cookie },
    'GET /api/v1/orders': {
      path: '/api/v1/orders',
      query: {
        ...{ from: '2027-02-01', to: '2027-03-31', timeZone: 'UTC', status: 'partial,complete', shop: sold.shop, search: 'lea' },
        ...{ leadsAgent: 'none', showLeadsAgent: 'true', limit: '20' },
      },
    },
    'GET /api/v1/orders.csv': {
      path: '/api/v1/orders.csv',
      query: { from: '2027-02-01', to: '2027-03-31', timeZone: 'UTC', status: 'partial', shop: sold.shop, showLeadsAgent: 'true' },
    },
    'POST /api/v1/orders': {
      path: '/api/v1/orders',
      body: {
        shop: sold.shop,
        orders: [
          {
            ...{ number: 'B-1', status: 'complete', currency: 'USD', total: '45.00', placedAt: '2027-03-01T12:00:00Z' },
            items: [{ name: 'Solar kit', sku: 'SK-1', quantity: 2, price: '19.90' }],
            customer: { name: 'Bea Buyer', email: `bea.${tag}@example.com`, phone: '+12125550177' },
            changedAt: '2027-03-01T13:00:00Z',
            paymentReference: 'pay-77',
            paymentUrl: 'https://shop.example.com/pay/B-1',
          },
        ],
      },
    },
    'POST /api/v1/orders/import-csv': {
      path: '/api/v1/orders/import-csv',
      body: {
        shop: sold.shop,
        csv: `number,status,currency,placedAt,name,email,item,price\nC-1,partial,USD,2027-03-01T12:00:00Z,Cid,cid.${tag}@example.com,Kit,9.90\n`,
      },
    },
    'GET /api/v1/orders/{id}': { path: `/api/v1/orders/${sold.finish}` },
    'POST /api/v1/orders/{id}/cancel': { path: `/api/v1/orders/${sold.cancel}/cancel`, body: { reason: 'Changed their mind.' } },
    'POST /api/v1/orders/{id}/refund': { path: `/api/v1/orders/${sold.refund}/refund`, body: { reason: 'Broken.' } },
    'GET /api/v1/order-entry/items': { path: '/api/v1/order-entry/items' },
    'POST /api/v1/order-entry': {
      path: '/api/v1/order-entry',
      body: {
        customer: { id: carl },
        status: 'partial',
        currency: 'USD',
        items: [{ name: 'Solar kit', sku: 'SK-1', quantity: 1, price: '19.90' }],
        paymentReference: 'pay-78',
        note: 'Calls back.',
      },
    },
    'PATCH /api/v1/order-entry/{id}': {
      path: `/api/v1/order-entry/${sold.finish}`,
      body: {
        status: 'complete',
        items: [{ name: 'Solar kit', sku: 'SK-1', quantity: 3, price: '18.00' }],
        paymentReference: 'pay-79',
        note: 'Paid by phone.',
      },
    },
    'GET /api/v1/shops': { path: '/api/v1/shops' },
    'POST /api/v1/shops': { path: '/api/v1/shops', body: { slug: `other-${tag}`, name: 'Other shop' } },
    'PATCH /api/v1/shops/{id}': { path: `/api/v1/shops/${sold.shopId}`, body: { name: 'The shop', active: true, newSecret: true } },
    'GET /api/v1/dispositions': { path: '/api/v1/dispositions', query: { kind: 'sales' } },
    'GET /api/v1/leads': { path: '/api/v1/leads', query: { agent: sold.agent, limit: '20' } },
    'POST /api/v1/leads': { path: '/api/v1/leads', body: { agent: sold.agent, customer: sold.toAssign } },
    'POST /api/v1/leads/many': {
      path: '/api/v1/leads/many',
      body: { agent: sold.agent, orders: [sold.cancel], asOf: '2027-03-01T14:00:00Z' },
    },
    'GET /api/v1/leads/agents': { path: '/api/v1/leads/agents' },
    'GET /api/v1/leads/candidates': { path: '/api/v1/leads/candidates', query: { search: 'lea', limit: '20' } },
    'GET /api/v1/leads/report': { path: '/api/v1/leads/report', query: { agent: sold.agent, limit: '20' } },
    'POST /api/v1/leads/{id}/resolve': {
      path: `/api/v1/leads/${sold.toResolve}/resolve`,
      body: { disposition: 'Not interested', note: 'Has one already.' },
    },
    'POST /api/v1/leads/{id}/unassign': { path: `/api/v1/leads/${sold.toUnassign}/unassign`, body: {} },
    'POST /api/v1/customers/{id}/calls': {
      path: `/api/v1/customers/${carl}/calls`,
      body: { disposition: 'Answered', note: 'Asked for the bill.' },
    },
    'GET /api/v1/booking-links': { path: '/api/v1/booking-links', query: { customer: carl } },
    'POST /api/v1/booking-links': {
      path: '/api/v1/booking-links',
      body: { customer: carl, page, uses: 2, expiresAt: '2027-03-20T00:00:00Z' },
    },
    'DELETE /api/v1/booking-links/{id}': { path: `/api/v1/booking-links/${world.links.toRevoke.id}` },
    'GET /api/v1/blocklist': { path: '/api/v1/blocklist', query: { limit: '20' } },
    'POST /api/v1/blocklist': { path: '/api/v1/blocklist', body: { entry: `new.${tag}.example.com`, reason: 'Floods the form.' } },
    'DELETE /api/v1/blocklist/{id}': { path: `/api/v1/blocklist/${world.toUnblock}` },
    'GET /api/v1/outbox': { path: '/api/v1/outbox', query: { booking: world.toMove, limit: '10' } },
    'POST /api/v1/import': { path: '/api/v1/import', body: importOf(`new-${tag}`) },
    'GET /api/v1/export': { path: '/api/v1/export', query: { only: 'pools,reps' } },
    'GET /api/v1/audit': {
      path: '/api/v1/audit',
      query: {
        kind: 'rep',
        action: 'created',
        by: 'key',
        name: tag,
        from: '2027-01-01T00:00:00Z',
        to: '2028-01-01T00:00:00Z',
        limit: '20',
      },
    },
    'GET /api/v1/alerts': { path: '/api/v1/alerts' },
    'GET /api/v1/jobs/failed': { path: '/api/v1/jobs/failed', query: { limit: '20' } },
    'POST /api/v1/jobs/failed/replays': { path: '/api/v1/jobs/failed/replays', body: {} },
    'POST /api/v1/jobs/failed/{id}/replay': { path: `/api/v1/jobs/failed/${world.failedJobs[0]}/replay`, body: {} },
    'DELETE /api/v1/jobs/failed/{id}': { path: `/api/v1/jobs/failed/${world.failedJobs[1]}` },
    'GET /api/v1/setup': { path: '/api/v1/setup' },
    'POST /api/v1/session': { path: '/api/v1/session', body: { email: world.staff.email, password: PASSWORD } },
    'GET /api/v1/sign-in': { path: '/api/v1/sign-in' },
    'GET /api/v1/sign-in/oidc': { path: '/api/v1/sign-in/oidc' },
    'GET /api/v1/sign-in/callback/oidc': { path: '/api/v1/sign-in/callback/oidc' },
    'GET /api/v1/sessions': { path: '/api/v1/sessions', ...own },
    'DELETE /api/v1/sessions/{id}': { path: `/api/v1/sessions/${world.staff.sessionId}`, ...own },
    'POST /api/v1/account/password': {
      path: '/api/v1/account/password',
      body: { current: PASSWORD, password: PASSWORD },
      cookie: world.staff.spare[0] ?? '',
    },
    'POST /api/v1/account/second-factor': { path: '/api/v1/account/second-factor', body: { password: PASSWORD }, ...own },
    'POST /api/v1/account/second-factor/confirm': { path: '/api/v1/account/second-factor/confirm', body: { code: '123456' }, ...own },
    'POST /api/v1/account/second-factor/disable': {
      path: '/api/v1/account/second-factor/disable',
      body: { password: PASSWORD },
      cookie: world.staff.spare[1] ?? '',
    },
    'GET /api/v1/calendar-accounts': { path: '/api/v1/calendar-accounts', query: { rep: world.reps[0]! } },
    'POST /api/v1/calendar-accounts': {
      path: '/api/v1/calendar-accounts',
      body: { rep: world.reps[0]!, address: 'https://dav.example.com/ann/', user: 'ann', password: 'app password' },
    },
    'POST /api/v1/calendar-accounts/authorize': {
      path: '/api/v1/calendar-accounts/authorize',
      body: { vendor: 'google', rep: world.reps[0]! },
      ...own,
    },
    'PATCH /api/v1/calendar-accounts/{id}': {
      path: `/api/v1/calendar-accounts/${world.calendars.id}`,
      body: { calendars: [{ id: world.calendars.calendar, counts: true, takesBookings: false }] },
    },
    'POST /api/v1/calendar-accounts/{id}/check': { path: `/api/v1/calendar-accounts/${world.calendars.id}/check`, body: {} },
    'DELETE /api/v1/calendar-accounts/{id}': { path: `/api/v1/calendar-accounts/${world.calendars.toDisconnect}` },
    'POST /api/v1/salesforce/launches': {
      path: '/api/v1/salesforce/launches',
      body: { object: 'Contact', recordId: '003000000000001AAA', user: OLIVIA.id },
    },
    'GET /api/v1/salesforce': { path: '/api/v1/salesforce' },
    'PATCH /api/v1/salesforce': {
      path: '/api/v1/salesforce',
      body: {
        rules: {
          createLeads: false,
          leadOwner: 'assignment-rules',
          leadCompany: 'Households',
          update: 'keep',
          owner: 'rep',
          mappings: [],
          timeZoneField: null,
          languageField: null,
        },
        launchCertificate: null,
      },
    },
    'DELETE /api/v1/salesforce': { path: '/api/v1/salesforce' },
    'POST /api/v1/salesforce/connect': { path: '/api/v1/salesforce/connect', body: {}, ...own },
    'GET /api/v1/salesforce/failures': { path: '/api/v1/salesforce/failures', query: { limit: '20' } },
    'POST /api/v1/salesforce/failures/{id}/replay': { path: `/api/v1/salesforce/failures/${world.unwritten}/replay`, body: {} },
    'POST /api/v1/salesforce/replays': { path: '/api/v1/salesforce/replays', body: {} },
    'GET /api/v1/salesforce/fields': { path: '/api/v1/salesforce/fields', query: { object: 'Lead' } },
    'GET /api/v1/webhooks': { path: '/api/v1/webhooks' },
    'POST /api/v1/webhooks': {
      path: '/api/v1/webhooks',
      body: { url: 'https://hooks.example.com/new', events: ['booking.expired'], active: false },
    },
    'PATCH /api/v1/webhooks/{id}': {
      path: `/api/v1/webhooks/${world.webhook.toChange}`,
      body: { url: 'https://hooks.example.com/other', events: ['booking.expired'], active: false },
    },
    'DELETE /api/v1/webhooks/{id}': { path: `/api/v1/webhooks/${world.webhook.toDelete}` },
    'GET /api/v1/webhooks/{id}/deliveries': {
      path: `/api/v1/webhooks/${world.webhook.id}/deliveries`,
      query: { status: 'failed', limit: '10' },
    },
    'POST /api/v1/webhooks/{id}/deliveries/{deliveryId}/replay': {
      path: `/api/v1/webhooks/${world.webhook.id}/deliveries/${world.webhook.deliveryId}/replay`,
      body: {},
    },
    'POST /api/v1/password-resets': { path: '/api/v1/password-resets', body: { email: world.staff.email } },
    'POST /api/v1/account-links/read': { path: '/api/v1/account-links/read', body: { token: world.staff.token } },
    'POST /api/v1/account-links/use': { path: '/api/v1/account-links/use', body: { token: world.staff.otherToken, password: PASSWORD } },
    'POST /api/v1/accounts/first': {
      path: '/api/v1/accounts/first',
      body: { key: ADMIN_KEY, name: 'Eve', email: `eve.${world.staff.email}`, password: PASSWORD },
    },
    'GET /api/v1/accounts': { path: '/api/v1/accounts', query: { limit: '20' } },
    'POST /api/v1/accounts': { path: '/api/v1/accounts', body: { name: 'Nell New', email: world.staff.newEmail, level: 'manager' } },
    'PATCH /api/v1/accounts/{id}': { path: `/api/v1/accounts/${world.staff.patId}`, body: { level: 'manager', active: true } },
    'POST /api/v1/accounts/{id}/invitation': { path: `/api/v1/accounts/${world.staff.invitedId}/invitation` },
    'GET /api/v1/api-keys': { path: '/api/v1/api-keys', ...own },
    'POST /api/v1/api-keys': {
      path: '/api/v1/api-keys',
      body: { name: 'Nightly', scopes: ['read', 'book'], expiresAt: '2028-01-01T00:00:00Z' },
      ...own,
    },
    'DELETE /api/v1/api-keys/{id}': { path: `/api/v1/api-keys/${world.staff.keyId}`, ...own },
    'GET /api/v1/session': { path: '/api/v1/session' },
    'DELETE /api/v1/session': { path: '/api/v1/session' },
    'GET /api/v1/pages/{slug}': { path: `/api/v1/pages/${page}`, query: { eventType, ...days } },
    'GET /api/v1/pages/{slug}/slots': { path: `/api/v1/pages/${page}/slots`, query: { eventType, ...days } },
    'GET /api/v1/pages/{slug}/slots/{instant}/reps': {
      path: `/api/v1/pages/${page}/slots/${thursday('15:30')}/reps`,
      query: { eventType, ...zone },
    },
    'POST /api/v1/pages/{slug}/bookings': {
      path: `/api/v1/pages/${page}/bookings`,
      body: {
        eventType,
        ...zone,
        start: thursday('16:00'),
        customer: { name: 'Paul Public', email: `paul.${tag}@example.com`, phone: '+12125550102' },
        guests: [{ name: 'Gina', email: `gina.${tag}@example.com` }],
        answers: { topic: 'Roof' },
        form: 'a.b',
        website: '',
      },
    },
    'GET /api/v1/forms/{slug}': { path: `/api/v1/forms/form-${tag}` },
    'POST /api/v1/forms/{slug}/registrations': {
      path: `/api/v1/forms/form-${tag}/registrations`,
      body: {
        customer: { name: 'Fay Former', email: `fay.${tag}@example.com`, phone: '+12125550105' },
        answers: { topic: 'Plans', more: 'Two lines' },
        consent: true,
        language: 'es-MX',
        ...zone,
        form: 'a.b',
        website: '',
      },
    },
    'GET /api/v1/links/{token}': { path: link(), query: { eventType, ...days } },
    'GET /api/v1/links/{token}/slots': { path: link('/slots'), query: { eventType, ...days } },
    'GET /api/v1/links/{token}/slots/{instant}/reps': {
      path: link(`/slots/${thursday('15:30')}/reps`),
      query: { eventType, ...zone },
    },
    'POST /api/v1/links/{token}/bookings': {
      path: link('/bookings'),
      body: {
        eventType,
        ...zone,
        start: thursday('13:00'),
        customer: { name: 'Carl Stored', email: carl, phone: '+12125550104' },
        guests: [{ name: 'Greta', email: `greta.${tag}@example.com` }],
        language: 'fr',
        details: 'See you there.',
        answers: { topic: 'Roof' },
        form: 'a.b',
        website: '',
      },
    },
    'GET /api/v1/manage/{token}': { path: manage(world.tokens.move) },
    'GET /api/v1/manage/{token}/slots': { path: manage(world.tokens.move, '/slots'), query: { ...days, rep: 'any' } },
    'POST /api/v1/manage/{token}/reschedule': {
      path: manage(world.tokens.move, '/reschedule'),
      body: { start: thursday('12:00'), ...zone, rep: 'any' },
    },
    'POST /api/v1/manage/{token}/cancel': { path: manage(world.tokens.cancel, '/cancel'), body: { reason: 'No time.' } },
    'GET /api/v1/manage/{token}/invite.ics': { path: manage(world.tokens.move, '/invite.ics') },
    'GET /api/v1/requests/{token}': { path: `/api/v1/requests/${world.asked.look}` },
    'POST /api/v1/requests/{token}/approve': { path: `/api/v1/requests/${world.asked.approve}/approve`, body: {} },
    'POST /api/v1/requests/{token}/decline': {
      path: `/api/v1/requests/${world.asked.decline}/decline`,
      body: { reason: 'The house is sold.' },
    },
    'GET /healthz': { path: '/healthz' },
    'GET /readyz': { path: '/readyz' },
    'GET /metrics': { path: '/metrics' },
  }
}

/** An import with every field that there is. */
function importOf(tag: string) {
  const span = { start: '2027-04-01T00:00:00Z', end: '2027-04-02T00:00:00Z' }
  const email = `rep.${tag}@example.com`
  const both = [`${tag}-a`, `${tag}-b`]
  return {
    projects: both.map((slug) => ({ slug, name: slug, kind: 'onsite', timeZone: 'America/New_York' })),
    shares: [{ between: both, appointments: true, history: false }],
    reps: [
      {
        email,
        name: 'New Rep',
        timeZone: 'America/New_York',
        kind: 'person',
        projects: [both[0]],
        weeklyHours: [{ days: ['MO'], start: '09:00', end: '17:00' }],
        overrides: [{ date: '2027-03-10', hours: [{ start: '10:00', end: '14:00' }] }],
        timeOff: [{ ...span, reason: 'Spring' }],
        busy: [span],
        skills: ['solar'],
        languages: ['en'],
        territories: ['east'],
        dailyLimit: 6,
        weeklyLimit: 20,
        salesforceUserId: '005000000000001AAA',
        phone: '+12125550104',
        language: 'es',
        active: true,
      },
    ],
    eventTypes: [
      {
        slug: tag,
        name: 'New type',
        durationMinutes: 30,
        slotIntervalMinutes: 15,
        bufferBeforeMinutes: 0,
        bufferAfterMinutes: 5,
        minimumNoticeMinutes: 60,
        bookingWindowDays: 30,
        with: [{ pool: tag, count: 1 }],
        location: { kind: 'link', value: 'https://meet.example.com/1' },
        approval: false,
        questions: [{ key: 'size', label: 'Size', kind: 'choice', required: true, options: ['S', 'M'] }],
        notify: { customer: ['email'], rep: [] },
        openPerCustomer: 5,
        policy: { rescheduleUntilMinutes: 60, cancelUntilMinutes: null },
        reminders: [60],
        followUpMinutes: null,
        requestExpiresMinutes: 600,
        moments: { customer: { booked: ['email'] }, rep: { reminder: [] } },
        crm: true,
      },
    ],
    pools: [{ slug: tag, name: 'New pool', distribution: 'longest-idle', strict: false, members: [{ email, priority: 2, weight: 100 }] }],
    messageTemplates: [{ ...ofText, eventType: tag }],
    registrationForms: [
      {
        slug: tag,
        project: both[0],
        title: 'New form',
        intro: 'Tell us who you are.',
        phone: 'required',
        questions: [{ key: 'size', label: 'Size', kind: 'choice', required: true, options: ['S', 'M'] }],
        consentText: 'Call me.',
        source: 'Radio',
        pool: tag,
        active: true,
      },
    ],
    callCenters: [
      {
        slug: tag,
        name: 'New call center',
        paymentUrl: 'https://pay.example.com/{number}',
        active: true,
        dispositions: [{ kind: 'sales', name: 'No money' }],
      },
    ],
    bookingPages: [{ slug: tag, title: 'New page', pool: tag, eventTypes: [tag], choice: 'customer' }],
    customers: [
      {
        key: tag,
        email: `new.${tag}@example.com`,
        name: 'New Customer',
        phone: '+12125550103',
        timeZone: 'America/New_York',
        owner: email,
        coordinator: 'osc@example.com',
        language: 'fr-CA',
        salesforce: { object: 'Contact', id: salesforceId(tag) },
      },
    ],
  }
}

/** Fifteen letters and digits of its own for each tag. */
const salesforceId = (tag: string): string =>
  tag
    .replace(/[^a-z0-9]/g, '')
    .padStart(15, '0')
    .slice(-15)
