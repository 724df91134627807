import { Refusal } from '../domain/refusal.ts'

/** Where the next page of a list begins, opaque to callers. */
export const cursorOf = (...parts: readonly string[]): string => Buffer.from(JSON.stringify(parts)).toString('base64url')

/** The parts of a cursor that we made. Refuses with `invalid`. */
export function readCursor(cursor: string | undefined, length: number): string[] | null {
  if (cursor === undefined) return null
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    if (Array.isArray(parts) && parts.length === length && parts.every((part) => typeof part === 'string')) return parts
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
