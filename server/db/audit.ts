import { sql } from 'kysely'
import { type AuditAction, type Audited, changesBetween, type FieldChange } from '../domain/audit.ts'
import type { Caller } from '../domain/booking.ts'
import type { Database } from './database.ts'

/** One administrative change, as it is written down. */
export interface AuditEntry {
  readonly id: string
  readonly at: Date
  readonly author: Caller
  readonly kind: Audited
  /** By which the thing is known: a slug, an email, an address. */
  readonly name: string
  readonly action: AuditAction
  readonly changes: readonly FieldChange[]
}

/** A thing before and after a change; null: it was not there, or is no longer. */
export interface Difference {
  readonly kind: Audited
  readonly name: string
  readonly before: Readonly<Record<string, unknown>> | null
  readonly after: Readonly<Record<string, unknown>> | null
}

/** Write down what has become different, in the transaction of the change itself. What is as it was is not written. */
export async function noteAudit(tx: Database, author: Caller, at: Date, differences: readonly Difference[]): Promise<void> {
  const rows = differences.flatMap(({ kind, name, before, after }) => {
    const changes = changesBetween(before, after)
    const action: AuditAction = before === null ? 'created' : after === null ? 'deleted' : 'changed'
    return action === 'changed' && changes.length === 0 ? [] : [{ kind, name, action, changes }]
  })
  if (rows.length === 0) return
  // As one JSON text, however many there are.
  await sql`insert into audit (at, author, kind, name, action, changes)
    select ${at}::timestamptz, ${JSON.stringify(author)}::jsonb, kind, name, action, changes
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t (kind text, name text, action text, changes jsonb)`.execute(tx)
}

interface AuditFilter {
  readonly kind?: Audited
  readonly action?: AuditAction
  /** Part of the author's name or email. */
  readonly by?: string
  /** Part of what the thing is known by. */
  readonly name?: string
  readonly from?: Date
  readonly to?: Date
  /** Only what was written before this entry. */
  readonly before?: string
  readonly limit: number
}

const containing = (text: string) => `%${text.replace(/[\\%_]/g, '\\$&')}%`

/** What was changed, newest first. */
export const findAudit = (db: Database, { kind, action, by, name, from, to, before, limit }: AuditFilter): Promise<AuditEntry[]> =>
  db
    .selectFrom('audit')
    .select(['at', 'author', 'kind', 'name', 'action', 'changes'])
    .select(sql<string>`id::text`.as('id'))
    .$if(kind !== undefined, (query) => query.where('kind', '=', kind ?? 'rep'))
    .$if(action !== undefined, (query) => query.where('action', '=', action ?? 'changed'))
    .$if(by !== undefined, (query) => {
      const part = containing(by ?? '')
      return query.where(sql<boolean>`(author ->> 'name' ilike ${part} or author ->> 'email' ilike ${part})`)
    })
    .$if(name !== undefined, (query) => query.where('name', 'ilike', containing(name ?? '')))
    .$if(from !== undefined, (query) => query.where('at', '>=', from ?? new Date(0)))
    .$if(to !== undefined, (query) => query.where('at', '<', to ?? new Date(0)))
    .$if(before !== undefined, (query) => query.where('id', '<', before ?? '0'))
    .orderBy('audit.id', 'desc')
    .limit(limit)
    .execute()

/** The newest change of one thing, if any was written down. */
export const findLastAudit = (db: Database, kind: Audited, name: string): Promise<Pick<AuditEntry, 'at' | 'author'> | undefined> =>
  db
    .selectFrom('audit')
    .select(['at', 'author'])
    .where('kind', '=', kind)
    .where('name', '=', name)
    .orderBy('audit.id', 'desc')
    .limit(1)
    .executeTakeFirst()
