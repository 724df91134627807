/** Bulk statements for import: a few for any number of objects. */
import { type Selectable, sql } from 'kysely'
import type { Database } from './database.ts'
import type { Tables } from './tables.ts'

const keys = {
  project: ['id'],
  rep: ['id'],
  event_type: ['id'],
  pool: ['id'],
  pool_member: ['pool_id', 'rep_id'],
  booking_page: ['id'],
  registration_form: ['id'],
  customer: ['id'],
  sales_order: ['id'],
  call_center: ['id'],
  call_disposition: ['id'],
} as const

/** Keep imports, and whatever else changes many customers at once, from running side by side: they would wait for each other's rows. */
export const lockImport = (tx: Database) => sql`select pg_advisory_xact_lock(hashtext('switchboard import'))`.execute(tx)

/** Insert rows, or make the ones with the same key equal to them. All rows have the same columns. */
export async function upsert(tx: Database, table: keyof typeof keys, rows: readonly Readonly<Record<string, unknown>>[]): Promise<void> {
  const columns = Object.keys(rows[0] ?? {})
  if (columns.length === 0) return
  const key: readonly string[] = keys[table]
  const list = (names: readonly string[]) => sql.join(names.map((name) => sql.ref(name)))
  // The rows travel as one JSON text: no limit on how many, and the same on every engine. `jsonb` columns come as text already.
  const values = sql`select ${list(columns)} from jsonb_populate_recordset(null::${sql.table(table)}, ${JSON.stringify(rows.map(unpacked))}::jsonb)`
  const updates = columns.filter((name) => !key.includes(name)).map((name) => sql`${sql.ref(name)} = excluded.${sql.ref(name)}`)
  await sql`insert into ${sql.table(table)} (${list(columns)}) ${values} on conflict (${list(key)}) do update set ${sql.join(updates)}`.execute(
    tx,
  )
}

const jsonColumns = new Set([
  'weekly_hours',
  'overrides',
  'skills',
  'languages',
  'territories',
  'with',
  'location',
  'questions',
  'notify',
  'reminders',
  'moments',
  'policy',
  'pages',
  'event_types',
  'items',
])
const unpacked = (row: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(row).map(([name, value]) => [name, jsonColumns.has(name) ? JSON.parse(String(value)) : value]))

interface Spans {
  readonly repId: string
  readonly spans: readonly { readonly start: Date; readonly end: Date; readonly reason?: string }[]
}

const rowsOf = (lists: readonly Spans[]) =>
  JSON.stringify(
    lists.flatMap(({ repId, spans }) => spans.map(({ start, end, reason }) => ({ rep_id: repId, starts_at: start, ends_at: end, reason }))),
  )

/**
 * Replace the time off that imports have brought for these reps. What somebody has entered stays, and is not brought a second time: an
 * export has it as well. The reps are touched already.
 */
export async function replaceTimeOff(tx: Database, lists: readonly Spans[]): Promise<void> {
  if (lists.length === 0) return
  await sql`delete from time_off where source = 'import' and rep_id = any(${lists.map((one) => one.repId)}::uuid[])`.execute(tx)
  await sql`insert into time_off (rep_id, starts_at, ends_at, reason)
    select * from jsonb_to_recordset(${rowsOf(lists)}::jsonb) as t (rep_id uuid, starts_at timestamptz, ends_at timestamptz, reason text)
    where not exists (select from time_off as entered
      where entered.rep_id = t.rep_id and entered.source = 'entered' and entered.starts_at = t.starts_at and entered.ends_at = t.ends_at)`.execute(
    tx,
  )
}

/** Replace the reps' busy time that came from `source`. The reps are touched already. */
export async function replaceBusy(tx: Database, source: string, lists: readonly Spans[]): Promise<void> {
  if (lists.length === 0) return
  await sql`delete from busy where source = ${source} and rep_id = any(${lists.map((one) => one.repId)}::uuid[])`.execute(tx)
  await sql`insert into busy (rep_id, source, starts_at, ends_at)
    select rep_id, ${source}, starts_at, ends_at
    from jsonb_to_recordset(${rowsOf(lists)}::jsonb) as t (rep_id uuid, starts_at timestamptz, ends_at timestamptz)`.execute(tx)
}

export async function replaceRepProjects(tx: Database, lists: readonly { repId: string; projectIds: readonly string[] }[]): Promise<void> {
  if (lists.length === 0) return
  await sql`delete from rep_project where rep_id = any(${lists.map((one) => one.repId)}::uuid[])`.execute(tx)
  const rows = lists.flatMap(({ repId, projectIds }) => projectIds.map((id) => ({ rep_id: repId, project_id: id })))
  await sql`insert into rep_project (rep_id, project_id)
    select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t (rep_id uuid, project_id uuid)`.execute(tx)
}

/** Every new rep gets the row that is touched from then on. */
export async function insertRepChanges(tx: Database, repIds: readonly string[]): Promise<void> {
  await sql`insert into rep_change (rep_id, changed) select id, pg_current_xact_id() from unnest(${repIds}::uuid[]) as id`.execute(tx)
}

export type StoredCustomer = Selectable<Tables['customer']>

/** The stored customers that any of these may be: by Salesforce id, key or email. */
export async function findStoredCustomers(
  tx: Database,
  data: readonly { key?: string; email?: string | null; salesforce?: { id: string } | null }[],
): Promise<StoredCustomer[]> {
  const records = data.flatMap((one) => one.salesforce?.id.slice(0, 15) ?? [])
  const names = data.flatMap((one) => one.key ?? [])
  const emails = data.flatMap((one) => one.email ?? [])
  return tx
    .selectFrom('customer')
    .selectAll()
    .where(
      sql<boolean>`(left(salesforce_id, 15) = any(${records}::text[]) or key = any(${names}::text[]) or email = any(${emails}::text[]))`,
    )
    .execute()
}
