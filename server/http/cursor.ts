import { isId } from '../db/database.ts'
import { isDomain } from '../domain/blocklist.ts'
import { Refusal } from '../domain/refusal.ts'
import { anyText } from './contract/shapes.ts'

/** Where the next page of a list begins, opaque to callers. */
export const cursorOf = (...parts: readonly string[]): string => Buffer.from(JSON.stringify(parts)).toString('base64url')

/** What a part of a cursor says; anything else in its place is not our cursor. */
const parts = {
  instant: (text: string) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(text) && Date.parse(text) >= Date.UTC(1900, 0, 1),
  date: (text: string) => /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)),
  id: isId,
  number: (text: string) => /^[1-9]\d{0,17}$/.test(text),
  name: (text: string) => anyText(200).safeParse(text).success,
  domainOrEmail: (text: string) => isDomain(text) || parts.email(text),
  email: (text: string) => /^[^@]+@[^@]+$/.test(text) && anyText(254).safeParse(text).success,
}

/** What the rows of a list are sorted by. Refuses with `invalid` a cursor that such a list cannot have. */
export function readCursor(cursor: string | undefined, kinds: readonly (keyof typeof parts)[]): string[] | null {
  if (cursor === undefined) return null
  try {
    const given: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    const fits = (kind: keyof typeof parts, i: number) => Array.isArray(given) && typeof given[i] === 'string' && parts[kind](given[i])
    if (Array.isArray(given) && given.length === kinds.length && kinds.every(fits)) return given
  } catch {
    // Falls through to the refusal: a cursor that we did not make.
  }
  throw new Refusal('invalid', 'The cursor is not valid.', { errors: [{ pointer: '/cursor', detail: 'is not a cursor of this list' }] })
}

/** A page of a list: asked for with one more than wanted, to know whether there is another. */
export const pageOf = <T>(found: readonly T[], limit: number, cursor: (last: T) => string): { items: T[]; nextCursor: string | null } => {
  const items = found.slice(0, limit)
  const last = items.at(-1)
  return { items, nextCursor: last && found.length > limit ? cursor(last) : null }
}
