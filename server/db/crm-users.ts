/** Users of the CRM, and the reps who own customers because their users own the records. */
import { sql } from 'kysely'
import type { CrmUser } from '../domain/crm.ts'
import type { Database } from './database.ts'

/** Keep what is told of users, each once; says whether anything was new. `all`: nobody else works there. */
export async function keepUsers(tx: Database, users: readonly CrmUser[], { all }: { all: boolean }): Promise<boolean> {
  if (users.length === 0) return false
  const ids = users.map(({ id }) => id)
  const left = all ? await sql`delete from crm_user where id <> all(${ids}::text[]) returning id`.execute(tx) : { rows: [] }
  const kept = await sql`
    insert into crm_user (id, name, email, active)
    select id, name, email, active
    from jsonb_to_recordset(${JSON.stringify(users)}::jsonb) as t (id text, name text, email text, active boolean)
    on conflict (id) do update set name = excluded.name, email = excluded.email, active = excluded.active
    where (crm_user.name, crm_user.email, crm_user.active) is distinct from (excluded.name, excluded.email, excluded.active)
    returning id`.execute(tx)
  return left.rows.length + kept.rows.length > 0
}

/**
 * Give customers, all or these, the rep who is the user that owns their record, as `findRepOfUser` finds one: by the user's id or, if no rep
 * names it, by email. Somebody who no longer works there owns nobody until they come back. Customers whose record is not known keep theirs.
 */
export async function followOwners(tx: Database, customerIds: readonly string[] | null = null): Promise<void> {
  const these = customerIds === null ? sql`true` : sql`id = any(${customerIds}::uuid[])`
  await sql`
    with owner as (select distinct salesforce_owner as id from customer where salesforce_owner is not null and ${these}),
    resolved as (
      select owner.id, case when crm_user.active is false then null else coalesce(
        (select min(rep.id::text) from rep where left(rep.salesforce_user_id, 15) = left(owner.id, 15))::uuid,
        (select rep.id from rep where rep.email = crm_user.email and rep.salesforce_user_id is null)) end as rep_id
      from owner left join crm_user on crm_user.id = owner.id)
    update customer set owner_id = resolved.rep_id from resolved
    where customer.salesforce_owner = resolved.id and customer.owner_id is distinct from resolved.rep_id
      and ${customerIds === null ? sql`true` : sql`customer.id = any(${customerIds}::uuid[])`}`.execute(tx)
}
