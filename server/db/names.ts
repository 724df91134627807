/** What the things are called that bookings refer to. */
import { sql } from 'kysely'
import type { Database } from './database.ts'

export interface Name {
  readonly slug: string
  readonly name: string
}

/** The names of event types, pools and projects, by their ids. */
export async function findNames(db: Database, ids: Iterable<string | null>): Promise<ReadonlyMap<string, Name>> {
  const wanted = [...new Set(ids)].filter((id) => id !== null)
  const of = (table: string) => sql`select id, slug, name from ${sql.table(table)} where id = any(${wanted}::uuid[])`
  const { rows } = await sql<Name & { id: string }>`${sql.join(['event_type', 'pool', 'project'].map(of), sql` union all `)}`.execute(db)
  return new Map(rows.map(({ id, slug, name }) => [id, { slug, name }]))
}
