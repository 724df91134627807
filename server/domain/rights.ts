/** Who may do what: one row for each operation of the API that is not for everybody. The doors ask here and nowhere else. */

/** What somebody's account allows, from everything downward. */
export const LEVELS = ['administrator', 'manager', 'coordinator', 'rep', 'leads-agent'] as const
export type Level = (typeof LEVELS)[number]

/** What a program's key allows: to look, to look and book, or everything that an administrator may. */
export const SCOPES = ['read', 'book', 'administer'] as const
export type Scope = (typeof SCOPES)[number]

/** How far a right reaches: everything, or what is one's own (a rep's bookings; in the outbox, messages about bookings). */
export type Reach = 'all' | 'own'

interface Right {
  readonly levels: Readonly<Partial<Record<Level, Reach>>>
  /** The scope that a key needs; null: no key will do, it concerns the account of whoever is signed in. */
  readonly scope: Scope | null
}

const administrators = { administrator: 'all' } as const
const managers = { ...administrators, manager: 'all' } as const
const coordinators = { ...managers, coordinator: 'all' } as const
const finders = { ...coordinators, 'leads-agent': 'all' } as const
const withReps = { ...coordinators, rep: 'own' } as const
const everyone = { ...finders, rep: 'all' } as const

const right = (scope: Scope | null, levels: Right['levels']): Right => ({ scope, levels })

/** The rights, by operation as the OpenAPI document names it. What is not listed is for administrators alone. */
export const rights: Readonly<Record<string, Right>> = {
  'POST /api/v1/find-by-time': right('read', finders),
  'GET /api/v1/availability': right('read', finders),
  'GET /api/v1/availability/{instant}/reps': right('read', finders),

  'POST /api/v1/holds': right('book', finders),
  'POST /api/v1/holds/{id}/renew': right('book', finders),
  'DELETE /api/v1/holds/{id}': right('book', finders),

  'POST /api/v1/bookings': right('book', finders),
  'GET /api/v1/bookings': right('read', withReps),
  'GET /api/v1/bookings/{id}': right('read', withReps),
  'POST /api/v1/bookings/{id}/reschedule': right('book', coordinators),
  'POST /api/v1/bookings/{id}/reassign': right('book', coordinators),
  'POST /api/v1/bookings/{id}/cancel': right('book', coordinators),
  'POST /api/v1/bookings/{id}/outcome': right('book', withReps),
  'POST /api/v1/bookings/{id}/approve': right('book', coordinators),
  'POST /api/v1/bookings/{id}/decline': right('book', coordinators),
  'POST /api/v1/bookings/{id}/calendar-edit': right('book', withReps),
  'GET /api/v1/calendar-edits': right('read', withReps),

  'GET /api/v1/pools/{ref}/fairness': right('read', managers),
  'GET /api/v1/pools/{ref}/fairness.csv': right('read', managers),
  'POST /api/v1/pools/{ref}/credits': right('administer', managers),

  'GET /api/v1/customers': right('read', finders),
  'GET /api/v1/customers/{id}': right('read', finders),
  'GET /api/v1/booking-links': right('read', coordinators),
  'POST /api/v1/booking-links': right('book', coordinators),
  'DELETE /api/v1/booking-links/{id}': right('book', coordinators),
  'GET /api/v1/outbox': right('read', { administrator: 'all', manager: 'own', coordinator: 'own' }),
  'GET /api/v1/setup': right('read', everyone),
  'GET /api/v1/message-templates': right('administer', administrators),
  'POST /api/v1/message-templates': right('administer', administrators),
  'POST /api/v1/message-templates/preview': right('administer', administrators),
  'POST /api/v1/message-templates/test': right('administer', administrators),
  'DELETE /api/v1/message-templates/{id}': right('administer', administrators),
  'POST /api/v1/import': right('administer', administrators),
  'GET /api/v1/export': right('administer', administrators),

  'GET /api/v1/blocklist': right('administer', administrators),
  'POST /api/v1/blocklist': right('administer', administrators),
  'DELETE /api/v1/blocklist/{id}': right('administer', administrators),

  'GET /api/v1/session': right('read', everyone),
  'GET /api/v1/sessions': right(null, everyone),
  'DELETE /api/v1/sessions/{id}': right(null, everyone),
  'POST /api/v1/account/password': right(null, everyone),
  'POST /api/v1/account/second-factor': right(null, everyone),
  'POST /api/v1/account/second-factor/confirm': right(null, everyone),
  'POST /api/v1/account/second-factor/disable': right(null, everyone),

  'GET /api/v1/calendar-accounts': right('read', { ...managers, rep: 'own' }),
  'POST /api/v1/calendar-accounts': right('administer', { ...administrators, rep: 'own' }),
  'POST /api/v1/calendar-accounts/authorize': right(null, { ...administrators, rep: 'own' }),
  'PATCH /api/v1/calendar-accounts/{id}': right('administer', { ...administrators, rep: 'own' }),
  'POST /api/v1/calendar-accounts/{id}/check': right('book', { ...managers, rep: 'own' }),
  'DELETE /api/v1/calendar-accounts/{id}': right('administer', { ...administrators, rep: 'own' }),

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

const templates = Object.keys(rights).map((operation) => {
  const [method = '', path = ''] = operation.split(' ')
  return { operation, method, parts: path.split('/') }
})

/** The listed operation that a request is, with the id in its path; null if none. */
export function operationOf(method: string, path: string): { operation: string; id: string | null } | null {
  const asked = method === 'HEAD' ? 'GET' : method
  const parts = path.replace(/\/+$/, '').split('/')
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
  readonly level: Level
  readonly scopes: readonly Scope[] | null
}

/** How far somebody's right to an operation reaches, or null if they have none. */
export function reachOf(operation: string | null, { level, scopes }: Standing): Reach | null {
  const listed = operation === null ? undefined : rights[operation]
  const { levels, scope } = listed ?? right('administer', administrators)
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
