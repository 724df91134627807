/** Names that an import uses, and what is wrong with it. */
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
  const stored = await Promise.all([
    tx.selectFrom('project').select(['id', 'slug as name']).execute(),
    tx.selectFrom('rep').select(['id', 'email as name']).execute(),
    tx.selectFrom('event_type').select(['id', 'slug as name']).execute(),
    tx.selectFrom('pool').select(['id', 'slug as name']).execute(),
    tx.selectFrom('booking_page').select(['id', 'slug as name']).execute(),
    tx.selectFrom('registration_form').select(['id', 'slug as name']).execute(),
    tx.selectFrom('call_center').select(['id', 'slug as name']).execute(),
  ])
  const kinds: Kind[] = ['project', 'rep', 'event_type', 'pool', 'booking_page', 'registration_form', 'call_center']
  const ids = new Map(
    kinds.map((kind, i) => [
      kind,
      new Map(
        (stored[i] ?? []).flatMap(
          ({ id, name }) =>
            [
              [id, id],
              [name, id],
            ] as const,
        ),
      ),
    ]),
  )
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
