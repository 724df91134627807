/** Names that an import uses, and what is wrong with it. */
import { sql } from 'kysely'
import type { Database } from '../../db/database.ts'
import { type ErrorAt, Refusal } from '../../domain/refusal.ts'

export type Kind = 'project' | 'rep' | 'event_type' | 'pool' | 'booking_page' | 'registration_form' | 'call_center'

const words: Record<Kind, string> = {
  project: 'project',
  rep: 'rep',
  event_type: 'event type',
  pool: 'pool',
  booking_page: 'booking page',
  registration_form: 'registration form',
  call_center: 'call center',
}

/** Ids by slug, email or id, of what is stored and of what the import brings; and the errors found so far. */
export interface Names {
  /** The id of a thing, new or stored. */
  idOf(kind: Kind, name: string): string | undefined
  /** The id of something that must exist; otherwise the error is noted and the answer is empty. */
  need(kind: Kind, name: string, pointer: string): string
  add(kind: Kind, name: string, id: string): void
  fail(pointer: string, detail: string): void
  /** Refuse with `invalid` if anything was wrong. */
  check(): void
}

export async function readNames(tx: Database): Promise<Names> {
  // One query: several at once on the connection of a transaction would go on after it has failed.
  const { rows } = await sql<{ kind: Kind; id: string; name: string }>`
    select 'project' as kind, id::text, slug as name from project
    union all select 'rep', id::text, email from rep
    union all select 'event_type', id::text, slug from event_type
    union all select 'pool', id::text, slug from pool
    union all select 'booking_page', id::text, slug from booking_page
    union all select 'registration_form', id::text, slug from registration_form
    union all select 'call_center', id::text, slug from call_center`.execute(tx)
  const ids = new Map((Object.keys(words) as Kind[]).map((kind) => [kind, new Map<string, string>()]))
  for (const { kind, id, name } of rows) ids.get(kind)?.set(id, id).set(name, id)
  const errors: ErrorAt[] = []
  const idOf = (kind: Kind, name: string) => ids.get(kind)?.get(kind === 'rep' ? name.toLowerCase() : name)
  const fail = (pointer: string, detail: string) => void errors.push({ pointer, detail })
  return {
    idOf,
    fail,
    need(kind, name, pointer) {
      const id = idOf(kind, name)
      if (!id) fail(pointer, `There is no ${words[kind]} “${name}”.`)
      return id ?? ''
    },
    add: (kind, name, id) => void ids.get(kind)?.set(name, id),
    check() {
      if (errors.length > 0)
        throw new Refusal('invalid', 'The import was refused as a whole; nothing has changed.', { errors: errors.slice(0, 100) })
    },
  }
}
