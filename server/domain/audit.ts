/** What an administrative change is about, and what it has made different. */

/** The things whose changes are written down. */
export const AUDITED = [
  'project',
  'share',
  'rep',
  'event-type',
  'pool',
  'booking-page',
  'registration-form',
  'call-center',
  'process',
  'follow-up',
  'text',
  'customers',
  'account',
  'key',
  'webhook',
  'shop',
  'blocked',
  'calendar',
  'salesforce',
] as const
export type Audited = (typeof AUDITED)[number]

export const AUDIT_ACTIONS = ['created', 'changed', 'deleted'] as const
export type AuditAction = (typeof AUDIT_ACTIONS)[number]

/** One field that is different now; `before` or `after` is null where there was or is nothing. */
export interface FieldChange {
  readonly field: string
  readonly before: unknown
  readonly after: unknown
}

type Fields = Readonly<Record<string, unknown>>

/** A long value is told by its beginning: the log says that it changed, and where, and is no second copy of everything. */
const LONGEST = 1000

/** Which fields of a thing are different now: all of something new or gone that say anything. */
export function changesBetween(before: Fields | null, after: Fields | null): FieldChange[] {
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])]
  return names.flatMap((field) => {
    const [was, is] = [before?.[field] ?? null, after?.[field] ?? null]
    return isSame(was, is) ? [] : [{ field, before: inShort(was), after: inShort(is) }]
  })
}

function inShort(value: unknown): unknown {
  const text = JSON.stringify(value)
  return text.length <= LONGEST ? value : `${text.slice(0, LONGEST)} …`
}

/** Whether two values say the same as JSON, in whatever order the names of an object stand. */
export const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(sorted(a)) === JSON.stringify(sorted(b))

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (value === null || typeof value !== 'object' || value instanceof Date) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, one]) => one !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, one]) => [name, sorted(one)]),
  )
}
