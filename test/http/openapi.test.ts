/** The description of the API is complete and true: it is what the routes are, what they take, and what they answer. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { z } from 'zod'
import * as absence from '../../server/http/contract/absence.ts'
import * as accounts from '../../server/http/contract/accounts.ts'
import * as activities from '../../server/http/contract/activities.ts'
import { AuditList } from '../../server/http/contract/audit.ts'
import { BlockedView, Blocklist } from '../../server/http/contract/blocklist.ts'
import * as links from '../../server/http/contract/booking-links.ts'
import * as bookings from '../../server/http/contract/bookings.ts'
import * as calendarEdits from '../../server/http/contract/calendar-edits.ts'
import * as calendars from '../../server/http/contract/calendars.ts'
import * as customers from '../../server/http/contract/customers.ts'
import * as fairness from '../../server/http/contract/fairness.ts'
import * as findTime from '../../server/http/contract/find-time.ts'
import * as forms from '../../server/http/contract/forms.ts'
import { HoldView } from '../../server/http/contract/holds.ts'
import { HomeView } from '../../server/http/contract/home.ts'
import { ImportAnswer, ImportRequest } from '../../server/http/contract/import.ts'
import { LaunchView } from '../../server/http/contract/launches.ts'
import * as leads from '../../server/http/contract/leads.ts'
import * as templates from '../../server/http/contract/message-templates.ts'
import * as operation from '../../server/http/contract/operation.ts'
import * as orders from '../../server/http/contract/orders.ts'
import * as pages from '../../server/http/contract/pages.ts'
import * as personalData from '../../server/http/contract/personal-data.ts'
import { Problem } from '../../server/http/contract/problem.ts'
import * as processes from '../../server/http/contract/processes.ts'
import * as registrations from '../../server/http/contract/registrations.ts'
import * as reports from '../../server/http/contract/reports.ts'
import { AskedView } from '../../server/http/contract/requests.ts'
import * as salesforce from '../../server/http/contract/salesforce.ts'
import { listOf } from '../../server/http/contract/shapes.ts'
import * as webhooks from '../../server/http/contract/webhooks.ts'
import type { TestApp } from '../support/app.ts'
import { everyRoute, proxiedApp, type Route, send } from './every-route.ts'
import { buildWorld } from './good-requests.ts'
import { registeredRoutes } from './registered-routes.ts'

let app: TestApp
let routes: Route[]
let document: any
let registered: { names: string[]; close(): Promise<void> }
beforeAll(async () => {
  app = await proxiedApp()
  routes = await everyRoute(app, await buildWorld(app))
  document = (await app.get('/openapi.json', { signedIn: false })).body
  registered = await registeredRoutes()
})
afterAll(() => registered.close())

/** What other services call, with forms that they sign. */
const FOR_PROVIDERS = [
  'POST /unsubscribe/{token}',
  'POST /hooks/google',
  'POST /hooks/microsoft',
  'POST /hooks/shops/{shop}',
  'POST /hooks/twilio/inbound',
  'POST /hooks/twilio/status/{message}',
]

/** Pages and files for people, which no program calls. */
const FOR_PEOPLE = [
  '/calendars/connected/{vendor}',
  '/',
  '/console',
  '/console/{path}',
  '/docs',
  '/docs/start.js',
  '/embed-frame.js',
  '/embed.js',
  '/favicon.ico',
  '/manage/{token}',
  '/openapi.json',
  '/register/{slug}',
  '/unsubscribe/{token}',
  '/requests/{token}',
  '/salesforce/launch',
  '/salesforce/connected',
  '/{slug}',
].map((path) => `GET ${path}`)

test('every route that the service has is described, and every route that is described is there', () => {
  expect([...registered.names].sort()).toEqual([...routes.map((route) => route.name), ...FOR_PEOPLE, ...FOR_PROVIDERS].sort())
})

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace']

test('the document is OpenAPI 3.1: every reference leads somewhere, every path parameter is described, every answer has words', () => {
  expect(document.openapi).toMatch(/^3\.1\.\d$/)
  expect(document.info).toMatchObject({ title: 'Switchboard', version: expect.any(String) })
  expect(document.servers).toEqual([{ url: 'http://booking.test' }])

  const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(([, target]) => target!)
  const lead = (target: string) =>
    target
      .replace('#/', '')
      .split('/')
      .reduce((at, part) => at?.[part], document)
  expect(references.length).toBeGreaterThan(50)
  expect(references.filter((target) => !target.startsWith('#/components/') || lead(target) === undefined)).toEqual([])

  for (const [path, operations] of Object.entries<any>(document.paths)) {
    expect(path).toMatch(/^\/[^?#]*$/)
    for (const [method, operation] of Object.entries<any>(operations)) {
      const name = `${method} ${path}`
      expect(METHODS, name).toContain(method)
      expect(operation.summary, name).toMatch(/\S/)
      const named = (operation.parameters ?? []).filter((one: any) => one.in === 'path')
      expect(named.map((one: any) => one.name).sort(), name).toEqual([...path.matchAll(/\{(\w+)\}/g)].map(([, part]) => part).sort())
      for (const one of operation.parameters ?? [])
        expect(one, name).toMatchObject({
          name: expect.any(String),
          in: expect.stringMatching(/^(path|query|header|cookie)$/),
          schema: expect.anything(),
        })
      expect(
        named.every((one: any) => one.required === true),
        name,
      ).toBe(true)
      expect(Object.keys(operation.responses).length, name).toBeGreaterThan(0)
      for (const [status, answer] of Object.entries<any>(operation.responses)) {
        expect(status, name).toMatch(/^([1-5]\d\d|default)$/)
        expect(answer.description, name).toMatch(/\S/)
      }
      if (operation.requestBody) expect(operation.requestBody.content['application/json'].schema, name).toBeTruthy()
      for (const one of operation.security ?? [])
        expect(Object.keys(document.components.securitySchemes), name).toContain(Object.keys(one)[0])
    }
  }
})

const TYPES = ['string', 'number', 'integer', 'boolean', 'object', 'array', 'null']

test('every schema is one of JSON Schema 2020-12, and no body takes a field that it does not name', () => {
  const found: any[] = []
  const walk = (at: any): void => {
    if (typeof at !== 'object' || at === null) return
    if ('type' in at && typeof at.type === 'string' && !('in' in at) && !('scheme' in at) && at.type !== 'apiKey') found.push(at)
    Object.values(at).forEach(walk)
  }
  walk(document.components.schemas)
  walk(document.paths)

  expect(found.length).toBeGreaterThan(100)
  for (const schema of found) {
    expect(TYPES).toContain(schema.type)
    expect(schema, JSON.stringify(schema).slice(0, 200)).not.toHaveProperty('nullable')
    for (const name of schema.required ?? []) expect(Object.keys(schema.properties)).toContain(name)
    if (schema.type === 'array') expect(schema.items ?? schema.prefixItems, JSON.stringify(schema)).toBeDefined()
    if (schema.pattern) expect(() => new RegExp(schema.pattern, 'u')).not.toThrow()
  }
  const bodies = routes.filter((route) => route.schema)
  for (const { name, schema } of bodies) expect(schema, name).toMatchObject({ type: 'object', additionalProperties: false })
})

test('what needs a key says so, and what anybody may ask says that', async () => {
  for (const route of routes) {
    const { status } = await send(app, route, { key: null, ...(route.schema ? { text: '{"surprise":1}' } : {}) })
    expect(status === 401, `${route.name} ${status}`).toBe(!route.open)
  }
})

/** The schema of each answer, by route; strict or not, an answer may hold nothing that it does not name. */
const answers: Readonly<Record<string, z.ZodType>> = {
  'POST /api/v1/find-by-time': findTime.FindByTimeAnswer,
  'GET /api/v1/availability': findTime.AvailabilityAnswer,
  'GET /api/v1/availability/{instant}/reps': findTime.FreeRepsAnswer,
  'POST /api/v1/holds': HoldView,
  'POST /api/v1/holds/{id}/renew': HoldView,
  'POST /api/v1/bookings/reassign-many': absence.ReassignManyAnswer,
  'GET /api/v1/affected': absence.AffectedReps,
  'GET /api/v1/reps': absence.RepList,
  'GET /api/v1/reps/{ref}/affected': absence.AffectedList,
  'GET /api/v1/reps/{ref}/calendar': absence.CalendarView,
  'GET /api/v1/reps/{ref}/schedule': absence.ScheduleView,
  'PATCH /api/v1/reps/{ref}/schedule': absence.ChangedSchedule,
  'POST /api/v1/reps/{ref}/time-off': absence.EnteredTimeOff,
  'GET /api/v1/holidays': absence.HolidayList,
  'GET /api/v1/holidays/countries': absence.CountryList,
  'GET /api/v1/bookings': listOf(bookings.BookingView),
  'GET /api/v1/pools/{ref}/fairness': fairness.FairnessView,
  'POST /api/v1/pools/{ref}/credits': fairness.CreditView,
  'GET /api/v1/reports/appointment-summary': reports.CreditReportView,
  'GET /api/v1/reports/registrant-history': reports.CreditReportView,
  'GET /api/v1/reports/bookings': reports.BookingReportView,
  'GET /api/v1/reports/appointments': reports.AcrossReportView,
  'GET /api/v1/home': HomeView,
  'GET /api/v1/customers': customers.CustomerList,
  'GET /api/v1/customers/{id}': customers.CustomerView,
  'POST /api/v1/customers': customers.CustomerView,
  'GET /api/v1/customers/duplicates': customers.DuplicateList,
  'PATCH /api/v1/customers/{id}': customers.CustomerView,
  'POST /api/v1/customers/{id}/merge': customers.CustomerView,
  'POST /api/v1/customers/import-csv': customers.CustomerTableView,
  'GET /api/v1/customers/{id}/data': personalData.CustomerDataView,
  'POST /api/v1/customers/{id}/erase': personalData.ErasedView,
  'GET /api/v1/customers/{id}/profile': registrations.ProfileView,
  'POST /api/v1/customers/{id}/registrations': registrations.RegistrationView,
  'PATCH /api/v1/registrations/{id}': registrations.RegistrationView,
  'GET /api/v1/projects/{ref}/follow-ups': processes.FollowUpList,
  'POST /api/v1/projects/{ref}/follow-ups': processes.FollowUpView,
  'PATCH /api/v1/follow-ups/{id}': processes.FollowUpView,
  'GET /api/v1/processes': processes.ProcessList,
  'POST /api/v1/processes': processes.ProcessView,
  'POST /api/v1/processes/timeline': processes.TimelineView,
  'PATCH /api/v1/processes/{id}': processes.ProcessView,
  'GET /api/v1/processes/{id}/runs': processes.RunList,
  'GET /api/v1/orders': orders.OrderList,
  'POST /api/v1/orders': orders.OrdersTaken,
  'POST /api/v1/orders/import-csv': orders.OrderTableView,
  'GET /api/v1/orders/{id}': orders.OrderView,
  'POST /api/v1/orders/{id}/cancel': orders.OrderView,
  'POST /api/v1/orders/{id}/refund': orders.OrderView,
  'GET /api/v1/order-entry/items': orders.SoldItems,
  'POST /api/v1/order-entry': orders.OrderView,
  'PATCH /api/v1/order-entry/{id}': orders.OrderView,
  'GET /api/v1/shops': orders.ShopList,
  'POST /api/v1/shops': orders.ShopView,
  'PATCH /api/v1/shops/{id}': orders.ShopView,
  'GET /api/v1/dispositions': leads.DispositionList,
  'GET /api/v1/leads': leads.LeadList,
  'POST /api/v1/leads': leads.LeadWithCustomer,
  'POST /api/v1/leads/many': leads.BatchView,
  'GET /api/v1/leads/agents': leads.AgentList,
  'GET /api/v1/leads/candidates': leads.CandidateList,
  'GET /api/v1/leads/report': leads.LeadReport,
  'POST /api/v1/leads/{id}/resolve': leads.LeadWithCustomer,
  'POST /api/v1/leads/{id}/unassign': leads.LeadWithCustomer,
  'GET /api/v1/activities': activities.ActivityList,
  'GET /api/v1/activities/counts': activities.ActivityCounts,
  'POST /api/v1/activities': activities.ActivityView,
  'POST /api/v1/activities/many': activities.ManyView,
  'POST /api/v1/activities/{id}/complete': activities.ActivityView,
  'POST /api/v1/activities/{id}/skip': activities.ActivityView,
  'POST /api/v1/activities/{id}/reschedule': activities.ActivityView,
  'POST /api/v1/activities/{id}/reassign': activities.ActivityView,
  'GET /api/v1/reminders': activities.ReminderView,
  'PATCH /api/v1/reminders': activities.ReminderView,
  'GET /api/v1/projects': registrations.ProjectList,
  'GET /api/v1/projects/{ref}/reps': registrations.MemberList,
  'GET /api/v1/outbox': customers.MessageList,
  'GET /api/v1/message-templates': templates.TemplateList,
  'POST /api/v1/message-templates': templates.TemplateView,
  'POST /api/v1/message-templates/preview': templates.PreviewView,
  'POST /api/v1/message-templates/test': templates.TestView,
  'GET /api/v1/setup': customers.SetupView,
  'POST /api/v1/import': ImportAnswer,
  'POST /api/v1/session': accounts.SessionView,
  'GET /api/v1/session': accounts.SessionView,
  'GET /api/v1/sign-in': accounts.SignInView,
  'GET /api/v1/sessions': accounts.SessionList,
  'POST /api/v1/account/second-factor': accounts.SecondFactorView,
  'POST /api/v1/account-links/read': accounts.AccountLinkView,
  'GET /api/v1/accounts': accounts.AccountList,
  'POST /api/v1/accounts': accounts.AccountView,
  'PATCH /api/v1/accounts/{id}': accounts.AccountView,
  'GET /api/v1/api-keys': accounts.ApiKeyList,
  'POST /api/v1/api-keys': accounts.NewApiKeyView,
  'GET /api/v1/requests/{token}': AskedView,
  'POST /api/v1/requests/{token}/approve': AskedView,
  'POST /api/v1/requests/{token}/decline': AskedView,
  'POST /api/v1/bookings/{id}/calendar-edit': bookings.BookingView,
  'GET /api/v1/calendar-edits': calendarEdits.CalendarEditList,
  'GET /api/v1/calendar-accounts': calendars.CalendarAccountList,
  'POST /api/v1/calendar-accounts': calendars.CalendarAccountView,
  'POST /api/v1/calendar-accounts/authorize': calendars.ConsentView,
  'PATCH /api/v1/calendar-accounts/{id}': calendars.CalendarAccountView,
  'POST /api/v1/calendar-accounts/{id}/check': calendars.CalendarAccountView,
  'POST /api/v1/salesforce/launches': LaunchView,
  'GET /api/v1/salesforce': salesforce.SalesforceView,
  'PATCH /api/v1/salesforce': salesforce.SalesforceView,
  'POST /api/v1/salesforce/connect': salesforce.ConnectView,
  'GET /api/v1/salesforce/fields': salesforce.FieldList,
  'GET /api/v1/salesforce/failures': salesforce.FailureList,
  'POST /api/v1/salesforce/failures/{id}/replay': salesforce.WrittenAgainView,
  'POST /api/v1/salesforce/replays': salesforce.WrittenAgainView,
  'GET /api/v1/webhooks': webhooks.WebhookList,
  'POST /api/v1/webhooks': webhooks.NewWebhookView,
  'PATCH /api/v1/webhooks/{id}': webhooks.WebhookView,
  'GET /api/v1/webhooks/{id}/deliveries': webhooks.DeliveryList,
  'POST /api/v1/webhooks/{id}/deliveries/{deliveryId}/replay': webhooks.DeliveryView,
  'GET /api/v1/booking-links': links.BookingLinkList,
  'POST /api/v1/booking-links': links.BookingLinkView,
  'GET /api/v1/audit': AuditList,
  'GET /api/v1/alerts': operation.AlertList,
  'GET /api/v1/jobs/failed': operation.FailedJobList,
  'POST /api/v1/jobs/failed/replays': operation.JobReplayView,
  'POST /api/v1/jobs/failed/{id}/replay': operation.JobReplayView,
  'GET /api/v1/blocklist': Blocklist,
  'POST /api/v1/blocklist': BlockedView,
  'GET /api/v1/forms/{slug}': forms.FormView,
  'POST /api/v1/forms/{slug}/registrations': forms.RegisteredView,
  'GET /api/v1/links/{token}': links.OpenedLinkView,
  'GET /api/v1/links/{token}/slots': pages.SlotsAnswer,
  'GET /api/v1/links/{token}/slots/{instant}/reps': pages.SlotRepsAnswer,
  'POST /api/v1/links/{token}/bookings': pages.PublicBookingView,
  'GET /api/v1/pages/{slug}': pages.PageView,
  'GET /api/v1/pages/{slug}/slots': pages.SlotsAnswer,
  'GET /api/v1/pages/{slug}/slots/{instant}/reps': pages.SlotRepsAnswer,
  'POST /api/v1/pages/{slug}/bookings': pages.PublicBookingView,
  'GET /api/v1/manage/{token}/slots': pages.SlotsAnswer,
}

const schemaFor = ({ name }: Route): z.ZodType | null => {
  if (answers[name]) return answers[name]
  if (/ \/api\/v1\/bookings(\/|$)/.test(name)) return bookings.BookingView
  return / \/api\/v1\/manage\/\{token\}(\/(reschedule|cancel))?$/.test(name) ? pages.PublicBookingView : null
}

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/

/** Instants and dates of an answer, by the names that fields of that kind have. */
function instantsIn(at: unknown, name = ''): unknown[] {
  // Working hours are wall time.
  if (name === 'weeklyHours' || name === 'overrides') return []
  if (Array.isArray(at)) return at.flatMap((one) => instantsIn(one, name))
  if (typeof at === 'object' && at !== null) return Object.entries(at).flatMap(([key, one]) => instantsIn(one, key))
  return /^(at|start|end|createdAt|expiresAt|slots|idleSince|lastAttemptAt|owedSince|lastTurnAt|joinedAt)$/.test(name) && at !== null
    ? [at]
    : []
}

test('every answer is what its schema says, with nothing that the schema does not name, and instants in UTC by the second', async () => {
  await app.settled()
  let compared = 0
  for (const route of routes) {
    const schema = schemaFor(route)
    if (!schema) continue
    const { status, body } = await send(app, route)
    expect(status, `${route.name} ${JSON.stringify(body).slice(0, 300)}`).toBeLessThan(300)
    // Reading drops what a schema does not name, so what is left is the same only if there was nothing else.
    expect(schema.parse(body), route.name).toStrictEqual(body)
    for (const instant of instantsIn(body)) expect(instant, route.name).toMatch(INSTANT)
    compared++
  }
  const told = routes.filter(({ template, method }) => {
    const responses = document.paths[template][method.toLowerCase()].responses
    return template.startsWith('/api/') && (responses[200] ?? responses[201])?.content?.['application/json']
  })
  // All but the export, which is compared below.
  expect(compared).toBe(told.length - 1)
})

test('the export is an import', async () => {
  const { body } = await app.get('/api/v1/export')

  expect(ImportRequest.safeParse(body).error).toBeUndefined()
  const kinds = [
    'bookingPages',
    'callCenters',
    'customers',
    'eventTypes',
    'messageTemplates',
    'pools',
    'projects',
    'registrationForms',
    'reps',
    'shares',
  ]
  expect(Object.keys(body).sort()).toEqual(kinds)
})

test('a refusal is what the schema of problems says', async () => {
  const refused = [
    await app.get('/api/v1/nothing'),
    await app.get('/api/v1/setup', { signedIn: false }),
    await app.post('/api/v1/bookings', { surprise: 1 }),
    await app.get('/api/v1/bookings/unknown'),
    await app.get('/api/v1/bookings?limit=0'),
  ]

  expect(refused.map(({ status }) => status)).toEqual([404, 401, 400, 404, 400])
  for (const { body } of refused) expect(Problem.parse(body)).toStrictEqual(body)
})

test('the pages that explain the API come with everything they need from this server', async () => {
  const page = await app.get('/docs', { signedIn: false })
  const sources = [...String(page.body).matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address]) => address!)

  expect(page.headers.get('content-type')).toMatch(/^text\/html/)
  expect(sources).toHaveLength(3)
  for (const address of sources) {
    expect(address).toMatch(/^\/docs\//)
    const { status, headers, body } = await app.get(address, { signedIn: false })
    expect({ address, status }).toEqual({ address, status: 200 })
    expect(headers.get('content-type')).toMatch(/^text\/(javascript|css)/)
    if (!address.endsWith('.css')) continue
    const loaded = [...String(body).matchAll(/url\(\s*["']?([^"')\s]*)/g)].map(([, from]) => from)
    expect(loaded.length).toBeGreaterThan(0)
    expect(loaded.filter((from) => !from?.startsWith('data:'))).toEqual([])
    expect(body).not.toContain('@import')
  }
  const start = await app.get('/docs/start.js', { signedIn: false })
  expect(start.body).toContain("url: '/openapi.json'")
  expect(start.body).not.toMatch(/https?:/)
})
