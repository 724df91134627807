/** What happened with customers: orders, assignments and calls, appointments, and activities. */
import { randomUUID } from 'node:crypto'
import { type RawBuilder, sql } from 'kysely'
import type { Caller } from '../domain/booking.ts'
import type { Sight } from '../domain/sight.ts'
import type { Database } from './database.ts'
import { seesBooking, seesCustomer } from './sight.ts'

/** One thing that happened. What `facts` hold stands in the HTTP contract. */
export interface HistoryEntry {
  readonly id: string
  readonly at: Date
  readonly kind: 'order' | 'lead' | 'call' | 'appointment' | 'activity'
  readonly facts: Readonly<Record<string, unknown>>
  readonly by: string | null
  readonly customer: { readonly id: string; readonly name: string }
}

/** Something that happened, to be written down. */
export interface NewEntry {
  readonly customerId: string
  readonly at: Date
  readonly kind: 'order' | 'lead' | 'call'
  readonly facts: Readonly<Record<string, unknown>>
}

export async function noteEntries(tx: Database, entries: readonly NewEntry[], caller: Caller): Promise<void> {
  if (entries.length === 0) return
  const rows = entries.map(({ customerId, at, kind, facts }) => ({ id: randomUUID(), customer_id: customerId, at, kind, facts, caller }))
  await sql`insert into customer_entry (id, customer_id, at, kind, facts, caller)
    select id, customer_id, at, kind, facts, caller from jsonb_populate_recordset(null::customer_entry, ${JSON.stringify(rows)}::jsonb)`.execute(
    tx,
  )
}

/** The newest entries of customers whose ids a relation `whose (customer_id)` gives: each kind is asked for no more than so many of each. */
async function newestOf(db: Database, sight: Sight, whose: RawBuilder<unknown>, limit: number): Promise<HistoryEntry[]> {
  const { rows } = await sql<HistoryEntry>`
    with whose as materialized (${whose}), entry as (
      (select found.* from whose cross join lateral (
        select id::text, at, turn, kind, facts, coalesce(caller ->> 'name', caller ->> 'email') as by, customer_id from customer_entry
        where customer_entry.customer_id = whose.customer_id order by at desc, turn desc limit ${limit}) found
        order by at desc, turn desc limit ${limit})
      union all
      (select found.* from whose cross join lateral (
        select history.id::text, history.at, history.id as turn, 'appointment',
          jsonb_build_object('action', history.action, 'start', history.after -> 'start', 'subject', booking.subject, 'rep', rep.name,
            'booking', booking.id),
          coalesce(history.caller ->> 'name', history.caller ->> 'email'), booking.customer_id
        from booking join booking_history history on history.booking_id = booking.id join rep on rep.id = booking.rep_id
        where booking.customer_id = whose.customer_id and ${seesBooking(sight)} order by history.at desc, history.id desc limit ${limit}) found
        order by at desc, turn desc limit ${limit})
      union all
      (select found.* from whose cross join lateral (
        select activity.id::text, ended_at as at, 0::bigint as turn, 'activity',
          jsonb_build_object('type', type, 'status', activity.status, 'note', note, 'result', result),
          coalesce(ended_by ->> 'name', ended_by ->> 'email'), activity.customer_id
        from activity where activity.customer_id = whose.customer_id and activity.status in ('done', 'skipped')
          ${sight.projectIds === null ? sql`` : sql`and activity.project_id = any(${sight.projectIds}::uuid[])`}
        order by ended_at desc, activity.id desc limit ${limit}) found
        order by at desc limit ${limit})
    )
    select entry.id, at, kind, facts, by, json_build_object('id', customer.id, 'name', customer.name) as customer
    from entry join customer on customer.id = entry.customer_id order by at desc, turn desc, entry.id desc limit ${limit}`.execute(db)
  return rows
}

/** What happened last with the customers who are assigned to a leads agent, as far as they are seen. */
export const findHistoryOfAgent = (db: Database, sight: Sight, agentId: string, limit: number): Promise<HistoryEntry[]> =>
  newestOf(
    db,
    sight,
    sql`select customer_id from lead join customer on customer.id = lead.customer_id
      where lead.account_id = ${agentId}::uuid and lead.latest and lead.ended_at is null and ${seesCustomer(sight)}`,
    limit,
  )

/** Orders, assignments and calls of a customer, the newest first. */
export async function findEntriesOf(db: Database, customerId: string, limit: number): Promise<HistoryEntry[]> {
  const { rows } = await sql<HistoryEntry>`
    select entry.id, at, kind, facts, coalesce(caller ->> 'name', caller ->> 'email') as by,
      json_build_object('id', customer.id, 'name', customer.name) as customer
    from customer_entry entry join customer on customer.id = entry.customer_id
    where entry.customer_id = ${customerId}::uuid order by at desc, turn desc limit ${limit}`.execute(db)
  return rows
}
