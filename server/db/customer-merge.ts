/** What becomes of everything that belongs to a customer when two turn out to be one. */
import { type RawBuilder, sql } from 'kysely'
import type { Sight } from '../domain/sight.ts'
import { type Customer, selectCustomers, updateCustomer } from './customers.ts'
import type { Database } from './database.ts'
import { seesCustomer } from './sight.ts'

/** Let everything of losers belong to their survivors; `pairs` is a relation `pair (loser uuid, survivor uuid)`. A place that both have in a project is the survivor's. */
export async function moveBelongings(tx: Database, pairs: RawBuilder<unknown>): Promise<void> {
  // What runs for both is owed once; and what began it for one did not begin it for the other.
  const doubled = sql`select run.id from process_run run join ${pairs} on run.customer_id = loser
    join process_run kept on kept.customer_id = survivor and kept.process_id = run.process_id and kept.ended_at is null
    where run.ended_at is null`
  await sql`
    update activity set status = 'cancelled', ended_at = now(), ended_by = '{"kind": "api", "name": "Switchboard", "email": null}',
      ended_rep = (select name from rep where rep.id = rep_id), result = 'The same person had it twice.'
    where status = 'open' and run_id in (${doubled})`.execute(tx)
  await sql`update process_run set ended_at = now() where id in (${doubled})`.execute(tx)
  await sql`update process_run set cause = cause || ' of ' || loser from ${pairs} where customer_id = loser`.execute(tx)
  // One assignment at a time stays: one that is open, rather the survivor's, rather the newest.
  await sql`
    with one as (
      select lead.id, row_number() over (partition by person.survivor
        order by lead.ended_at is not null, lead.customer_id <> person.survivor, lead.assigned_at desc, lead.id) as place
      from lead join (select loser as id, survivor from ${pairs} union select survivor, survivor from ${pairs}) person on person.id = lead.customer_id
      where lead.latest)
    update lead set latest = false, ended_at = coalesce(lead.ended_at, now()), ending = coalesce(lead.ending, 'unassigned'),
      ended_by = coalesce(lead.ended_by, '{"kind": "api", "name": "Switchboard", "email": null}'::jsonb)
    from one where one.id = lead.id and one.place > 1`.execute(tx)
  for (const table of [
    'booking',
    'booking_link',
    'launch_session',
    'registration_entry',
    'process_run',
    'activity',
    'lead',
    'sales_order',
    'customer_entry',
  ])
    await sql`update ${sql.table(table)} set customer_id = survivor from ${pairs} where customer_id = loser`.execute(tx)
  await sql`
    with moved as (delete from registration using ${pairs} where customer_id = loser returning registration.*, survivor)
    insert into registration (id, customer_id, project_id, rep_id, rating, source, status, created_at, created_by, follow_up_id)
    select id, survivor, project_id, rep_id, rating, source, status, created_at, created_by, follow_up_id from moved order by created_at, id
    on conflict on constraint registration_once do nothing`.execute(tx)
}

/** Let `into` be all that there is of both. */
export async function joinInto(tx: Database, from: Customer, into: Customer): Promise<void> {
  await moveBelongings(tx, sql`(select ${from.id}::uuid as loser, ${into.id}::uuid as survivor) as pair`)
  await tx.deleteFrom('customer').where('id', '=', from.id).execute()
  const notes = [into.notes, from.notes].filter(Boolean).join('\n\n') || null
  const known = Object.fromEntries(Object.entries(into).map(([name, value]) => [name, value ?? from[name as keyof Customer]]))
  await updateCustomer(tx, { ...into, ...known, notes })
  if (into.salesforceId === null && from.salesforceId !== null)
    await tx
      .updateTable('customer')
      .set({ salesforce_object: from.salesforceObject, salesforce_id: from.salesforceId, salesforce_was: null })
      .where('id', '=', into.id)
      .execute()
}

/** Customers who share an email or a phone. */
export interface AlikeGroup {
  readonly by: 'email' | 'phone'
  readonly value: string
  readonly customers: readonly Customer[]
}

/** The groups of customers whom one sees that share an email, or else a phone, the largest first. */
export async function findAlikeGroups(db: Database, sight: Sight, limit: number): Promise<AlikeGroup[]> {
  const { rows } = await sql<{ by: 'email' | 'phone'; value: string; ids: string[] }>`
    with seen as (select id, email, phone from customer where ${seesCustomer(sight)})
    select 'email' as by, email as value, array_agg(id order by id) as ids from seen where email is not null group by email having count(*) > 1
    union all
    select 'phone', phone, array_agg(id order by id) from seen where phone is not null group by phone
      having count(*) > 1 and count(distinct email) > 1 or count(*) > 1 and count(email) < count(*)
    order by 1, 2 limit ${limit}`.execute(db)
  const all = await selectCustomers(db)
    .where(sql<boolean>`id = any(${rows.flatMap(({ ids }) => ids)}::uuid[])`)
    .orderBy('created_at')
    .orderBy('id')
    .execute()
  return rows.map(({ by, value, ids }) => ({ by, value, customers: all.filter(({ id }) => ids.includes(id)) }))
}
