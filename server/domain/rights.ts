/** Who may do what: one row for each operation of the API that is not for everybody. The doors ask here and nowhere else. */
import type { AgentPage } from './lead.ts'

/** What somebody's account allows, from everything downward. */
export const LEVELS = ['administrator', 'manager', 'coordinator', 'rep', 'leads-agent'] as const
export type Level = (typeof LEVELS)[number]

/** As whom somebody acts: by the level of an account or a key, or in a console that was opened from a record of the CRM, for its one customer. */
export type Role = Level | 'launched'

/** What a program's key allows: to look, to look and book, or everything that an administrator may. */
export const SCOPES = ['read', 'book', 'administer'] as const
export type Scope = (typeof SCOPES)[number]

/** How far a right reaches: everything, or what is one's own (a rep's bookings and customers; the customer of a record; in the outbox, messages about bookings). */
export type Reach = 'all' | 'own'

interface Right {
  readonly levels: Readonly<Partial<Record<Role, Reach>>>
  /** The scope that a key needs; null: no key will do, it concerns the account of whoever is signed in. */
  readonly scope: Scope | null
  /** Only programs have it: it says for whom they act. */
  readonly programs?: true
  /** A leads agent needs one of these pages. */
  readonly pages?: readonly AgentPage[]
}

const administrators = { administrator: 'all' } as const
const managers = { ...administrators, manager: 'all' } as const
const coordinators = { ...managers, coordinator: 'all' } as const
const finders = { ...coordinators, 'leads-agent': 'all' } as const
const withReps = { ...coordinators, rep: 'own' } as const
const everyone = { ...finders, rep: 'all' } as const

/** Who works with orders: leads agents with the pages that are granted to them. */
const withAgents = { ...coordinators, 'leads-agent': 'all' } as const
const agents = { ...managers, 'leads-agent': 'own' } as const

/** What a console that was opened from a record is for: finding a time, and booking it. */
const launched = { launched: 'own' } as const
const findersLaunched = { ...finders, ...launched } as const

const right = (scope: Scope | null, levels: Right['levels']): Right => ({ scope, levels })

/** The rights, by operation as the OpenAPI document names it. What is not listed is for administrators alone. */
export const rights: Readonly<Record<string, Right>> = {
  'POST /api/v1/find-by-time': right('read', { ...everyone, ...launched }),
  'GET /api/v1/availability': right('read', { ...everyone, ...launched }),
  'GET /api/v1/availability/{instant}/reps': right('read', findersLaunched),

  'POST /api/v1/holds': right('book', { ...findersLaunched, rep: 'own' }),
  'POST /api/v1/holds/{id}/renew': right('book', { ...findersLaunched, rep: 'own' }),
  'DELETE /api/v1/holds/{id}': right('book', { ...findersLaunched, rep: 'own' }),

  'POST /api/v1/bookings': right('book', { ...findersLaunched, rep: 'own' }),
  'GET /api/v1/bookings': right('read', { ...withReps, ...launched }),
  'GET /api/v1/bookings/{id}': right('read', { ...withReps, ...launched }),
  'POST /api/v1/bookings/{id}/reschedule': right('book', withReps),
  'POST /api/v1/bookings/{id}/reassign': right('book', coordinators),
  'POST /api/v1/bookings/{id}/cancel': right('book', withReps),
  'POST /api/v1/bookings/{id}/outcome': right('book', withReps),
  'POST /api/v1/bookings/{id}/approve': right('book', coordinators),
  'POST /api/v1/bookings/{id}/decline': right('book', coordinators),
  'POST /api/v1/bookings/{id}/calendar-edit': right('book', withReps),
  'GET /api/v1/calendar-edits': right('read', withReps),

  'GET /api/v1/home': right('read', withReps),
  'POST /api/v1/bookings/reassign-many': right('book', coordinators),
  'POST /api/v1/bookings/{id}/ask-anew': right('book', withReps),
  'GET /api/v1/affected': right('read', withReps),
  'GET /api/v1/reps': right('read', withReps),
  'GET /api/v1/reps/{ref}/affected': right('read', withReps),
  'GET /api/v1/reps/{ref}/calendar': right('read', withReps),
  'GET /api/v1/reps/{ref}/schedule': right('read', withReps),
  'PATCH /api/v1/reps/{ref}/schedule': right('book', { ...managers, rep: 'own' }),
  'POST /api/v1/reps/{ref}/time-off': right('book', withReps),
  'DELETE /api/v1/reps/{ref}/time-off/{timeOffId}': right('book', withReps),
  'GET /api/v1/holidays': right('read', withReps),
  'GET /api/v1/holidays/countries': right('read', withReps),

  'GET /api/v1/pools/{ref}/fairness': right('read', managers),
  'GET /api/v1/pools/{ref}/fairness.csv': right('read', managers),
  'POST /api/v1/pools/{ref}/credits': right('administer', managers),

  'GET /api/v1/reports/appointment-summary': right('read', withReps),
  'GET /api/v1/reports/appointment-summary.csv': right('read', withReps),
  'GET /api/v1/reports/registrant-history': right('read', withReps),
  'GET /api/v1/reports/registrant-history.csv': right('read', withReps),
  'GET /api/v1/reports/bookings': right('read', withReps),
  'GET /api/v1/reports/bookings.csv': right('read', withReps),
  'GET /api/v1/reports/appointments': right('read', managers),
  'GET /api/v1/reports/appointments.csv': right('read', managers),

  'GET /api/v1/customers': right('read', { ...finders, rep: 'own' }),
  'GET /api/v1/customers/{id}': right('read', { ...findersLaunched, rep: 'own' }),
  'POST /api/v1/customers': right('book', withReps),
  'GET /api/v1/customers/duplicates': right('read', coordinators),
  'PATCH /api/v1/customers/{id}': right('book', withReps),
  'POST /api/v1/customers/{id}/merge': right('book', coordinators),
  'GET /api/v1/customers/{id}/profile': { ...right('read', { ...finders, rep: 'own' }), pages: ['customer-service'] },
  'POST /api/v1/customers/{id}/calls': { ...right('book', withAgents), pages: ['customer-service'] },
  'POST /api/v1/customers/{id}/registrations': right('book', withReps),
  'PATCH /api/v1/registrations/{id}': right('book', withReps),
  'GET /api/v1/processes': right('read', withReps),
  'POST /api/v1/processes': right('administer', managers),
  'POST /api/v1/processes/timeline': right('read', managers),
  'PATCH /api/v1/processes/{id}': right('administer', managers),
  'GET /api/v1/processes/{id}/runs': right('read', managers),
  'GET /api/v1/projects/{ref}/follow-ups': right('read', withReps),
  'POST /api/v1/projects/{ref}/follow-ups': right('administer', managers),
  'PATCH /api/v1/follow-ups/{id}': right('administer', managers),
  'GET /api/v1/activities': right('read', withReps),
  'GET /api/v1/activities/counts': right('read', withReps),
  'POST /api/v1/activities': right('book', withReps),
  'POST /api/v1/activities/many': right('book', managers),
  'POST /api/v1/activities/{id}/complete': right('book', withReps),
  'POST /api/v1/activities/{id}/skip': right('book', withReps),
  'POST /api/v1/activities/{id}/reschedule': right('book', withReps),
  'POST /api/v1/activities/{id}/reassign': right('book', coordinators),
  'GET /api/v1/reminders': right(null, withReps),
  'PATCH /api/v1/reminders': right(null, withReps),
  'GET /api/v1/customers.csv': right('read', withReps),
  'POST /api/v1/customers/import-csv': right('administer', administrators),
  'GET /api/v1/customers/{id}/data': right('administer', managers),
  'POST /api/v1/customers/{id}/erase': right('administer', managers),
  'GET /api/v1/projects': right('read', everyone),
  'GET /api/v1/projects/{ref}/reps': right('read', everyone),
  'GET /api/v1/booking-links': right('read', coordinators),
  'POST /api/v1/booking-links': right('book', coordinators),
  'DELETE /api/v1/booking-links/{id}': right('book', coordinators),
  'GET /api/v1/orders': { ...right('read', withAgents), pages: ['order-details'] },
  'GET /api/v1/orders.csv': { ...right('read', withAgents), pages: ['order-details'] },
  'POST /api/v1/orders': { ...right('book', managers), programs: true },
  'POST /api/v1/orders/import-csv': right('administer', administrators),
  'GET /api/v1/orders/{id}': { ...right('read', withAgents), pages: ['order-details', 'customer-service', 'order-entry'] },
  'POST /api/v1/orders/{id}/cancel': { ...right('book', withAgents), pages: ['customer-service'] },
  'POST /api/v1/orders/{id}/refund': { ...right('book', withAgents), pages: ['customer-service'] },
  'GET /api/v1/order-entry/items': { ...right('read', withAgents), pages: ['order-entry'] },
  'POST /api/v1/order-entry': { ...right('book', withAgents), pages: ['order-entry'] },
  'PATCH /api/v1/order-entry/{id}': { ...right('book', withAgents), pages: ['order-entry'] },
  'GET /api/v1/shops': right('administer', administrators),
  'POST /api/v1/shops': right('administer', administrators),
  'PATCH /api/v1/shops/{id}': right('administer', administrators),
  'GET /api/v1/dispositions': right('read', withAgents),
  'GET /api/v1/leads': right('read', managers),
  'POST /api/v1/leads': right('book', managers),
  'POST /api/v1/leads/many': right('book', managers),
  'GET /api/v1/leads/agents': right('read', coordinators),
  'GET /api/v1/leads/candidates': right('read', managers),
  'GET /api/v1/leads/report': right('read', agents),
  'POST /api/v1/leads/{id}/resolve': right('book', agents),
  'POST /api/v1/leads/{id}/unassign': right('book', managers),
  'GET /api/v1/outbox': right('read', { administrator: 'all', manager: 'own', coordinator: 'own' }),
  'GET /api/v1/setup': right('read', { ...everyone, ...launched }),
  'GET /api/v1/message-templates': right('administer', administrators),
  'POST /api/v1/message-templates': right('administer', administrators),
  'POST /api/v1/message-templates/preview': right('administer', administrators),
  'POST /api/v1/message-templates/test': right('administer', administrators),
  'DELETE /api/v1/message-templates/{id}': right('administer', administrators),
  'POST /api/v1/import': right('administer', administrators),
  'GET /api/v1/export': right('administer', administrators),
  'GET /api/v1/audit': right('administer', administrators),

  'GET /api/v1/blocklist': right('administer', administrators),
  'POST /api/v1/blocklist': right('administer', administrators),
  'DELETE /api/v1/blocklist/{id}': right('administer', administrators),

  'GET /api/v1/session': right('read', { ...everyone, ...launched }),
  'GET /api/v1/sessions': right(null, everyone),
  'DELETE /api/v1/sessions/{id}': right(null, everyone),
  'POST /api/v1/account/password': right(null, everyone),
  'POST /api/v1/account/second-factor': right(null, everyone),
  'POST /api/v1/account/second-factor/confirm': right(null, everyone),
  'POST /api/v1/account/second-factor/disable': right(null, everyone),

  'POST /api/v1/salesforce/launches': { ...right('book', managers), programs: true },

  'GET /api/v1/calendar-accounts': right('read', { ...managers, rep: 'own' }),
  'POST /api/v1/calendar-accounts': right('administer', { ...administrators, rep: 'own' }),
  'POST /api/v1/calendar-accounts/authorize': right(null, { ...administrators, rep: 'own' }),
  'PATCH /api/v1/calendar-accounts/{id}': right('administer', { ...administrators, rep: 'own' }),
  'POST /api/v1/calendar-accounts/{id}/check': right('book', { ...managers, rep: 'own' }),
  'DELETE /api/v1/calendar-accounts/{id}': right('administer', { ...administrators, rep: 'own' }),

  'GET /api/v1/salesforce': right('administer', administrators),
  'PATCH /api/v1/salesforce': right('administer', administrators),
  'DELETE /api/v1/salesforce': right('administer', administrators),
  'POST /api/v1/salesforce/connect': right(null, administrators),
  'GET /api/v1/salesforce/fields': right('administer', administrators),
  'GET /api/v1/salesforce/failures': right('administer', administrators),
  'POST /api/v1/salesforce/failures/{id}/replay': right('administer', administrators),
  'POST /api/v1/salesforce/replays': right('administer', administrators),

  'GET /api/v1/alerts': right('administer', administrators),
  'GET /api/v1/jobs/failed': right('administer', administrators),
  'POST /api/v1/jobs/failed/replays': right('administer', administrators),
  'POST /api/v1/jobs/failed/{id}/replay': right('administer', administrators),
  'DELETE /api/v1/jobs/failed/{id}': right('administer', administrators),
  'GET /api/v1/webhooks': right('administer', administrators),
  'POST /api/v1/webhooks': right('administer', administrators),
  'PATCH /api/v1/webhooks/{id}': right('administer', administrators),
  'DELETE /api/v1/webhooks/{id}': right('administer', administrators),
  'GET /api/v1/webhooks/{id}/deliveries': right('administer', administrators),
  'POST /api/v1/webhooks/{id}/deliveries/{deliveryId}/replay': right('administer', administrators),

  'GET /api/v1/accounts': right('administer', administrators),
  'POST /api/v1/accounts': right('administer', administrators),
  'PATCH /api/v1/accounts/{id}': right('administer', administrators),
  'POST /api/v1/accounts/{id}/invitation': right('administer', administrators),
  'GET /api/v1/api-keys': right(null, administrators),
  'POST /api/v1/api-keys': right(null, administrators),
  'DELETE /api/v1/api-keys/{id}': right(null, administrators),
}

const bracesIn = (parts: readonly string[]) => parts.filter((part) => part.startsWith('{')).length

const templates = Object.keys(rights).map((operation) => {
  const [method = '', path = ''] = operation.split(' ')
  return { operation, method, parts: path.split('/') }
})
// An address that is listed as it is comes before one with a part in braces.
templates.sort((a, b) => bracesIn(a.parts) - bracesIn(b.parts))

/** The listed operation that a request is, with the id in its path; null if none. */
export function operationOf(method: string, path: string): { operation: string; id: string | null } | null {
  const asked = method === 'HEAD' ? 'GET' : method
  const parts = path.replace(/(?<!\/)\/+$/, '').split('/')
  const found = templates.find(
    (one) =>
      one.method === asked &&
      one.parts.length === parts.length &&
      one.parts.every((part, i) => (part.startsWith('{') ? parts[i] !== '' : part.toLowerCase() === parts[i]?.toLowerCase())),
  )
  if (!found) return null
  const at = found.parts.indexOf('{id}')
  return { operation: found.operation, id: parts[at] ?? null }
}

/** How somebody asks: with the level of an account or a key, and with a key's scopes or (null) as a person who is signed in. */
export interface Standing {
  readonly level: Role
  readonly scopes: readonly Scope[] | null
  /** The pages that are granted to a leads agent. */
  readonly pages?: readonly AgentPage[]
}

/** How far somebody's right to an operation reaches, or null if they have none. */
export function reachOf(operation: string | null, { level, scopes, pages }: Standing): Reach | null {
  const listed: Right | undefined = operation === null ? undefined : rights[operation]
  const { levels, scope, programs, pages: needed } = listed ?? right('administer', administrators)
  if (level === 'leads-agent' && needed && !needed.some((page) => pages?.includes(page))) return null
  if (programs && scopes === null) return null
  if (scopes !== null && (scope === null || !scopesWithin(scopes).has(scope))) return null
  return levels[level] ?? null
}

/** A scope holds the lesser ones. */
const scopesWithin = (scopes: readonly Scope[]): Set<Scope> => new Set(scopes.flatMap((one) => SCOPES.slice(0, SCOPES.indexOf(one) + 1)))

/** The level that a key acts with: an administrator's if it may administer, else a manager's. */
export const levelOfKey = (scopes: readonly Scope[]): Level => (scopes.includes('administer') ? 'administrator' : 'manager')

/** The listed operations that somebody may do. */
export const operationsOf = (standing: Standing): string[] =>
  Object.keys(rights).filter((operation) => reachOf(operation, standing) !== null)
