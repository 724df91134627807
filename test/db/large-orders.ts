/** A hundred thousand orders of the large company of `large.ts`, and leads agents with leads, made in seconds. */
import { sql } from 'kysely'
import type { Database } from '../../server/db/database.ts'

export const ORDERS = 100_000
/** So many leads agents, each with so many leads. */
const AGENTS = 20
export const LEADS = 500

export const agentEmail = (n: number) => `agent${String(n).padStart(2, '0')}@large.example`

/** Two orders for each customer, over two years; of five one is partial. Each with an entry in the history. */
export async function fillOrders(db: Database, now: Date): Promise<void> {
  await sql`insert into shop (id, slug, name, generation, active, created_at) values (gen_random_uuid(), 'large', 'Large Shop', 1, true, ${now})`.execute(
    db,
  )
  await sql`
    insert into sales_order (id, shop_id, number, customer_id, status, currency, total, items, placed_at, changed_at, told_at, completed_at)
    select gen_random_uuid(), (select id from shop where slug = 'large'), 'L-' || (n + 100000), customer.id,
      case n % 5 when 0 then 'partial' when 4 then 'declined' else 'complete' end, 'USD', 1990 + n % 50000,
      '[{"name": "Solar kit", "sku": "SK-1", "quantity": 1, "price": 1990}]', placed, placed, placed, case when n % 5 in (1, 2, 3) then placed end
    from (select id, row_number() over (order by id) - 1 as place from customer) customer
    cross join lateral (select place + copy * (select count(*) from customer) as n from generate_series(0, 1) copy) copies
    cross join lateral (select ${now}::timestamptz - make_interval(mins => (n * 37 % 1051200)::int) as placed) times
    where n < ${ORDERS}`.execute(db)
  await sql`
    insert into customer_entry (id, customer_id, at, kind, facts, caller)
    select gen_random_uuid(), customer_id, placed_at, 'order',
      jsonb_build_object('number', number, 'status', status, 'was', null, 'total', (total / 100.0)::text, 'currency', currency), '{"kind": "api", "name": "Large Shop", "email": null}'
    from sales_order`.execute(db)
  await sql`
    insert into staff_account (id, name, email, email_verified, level, generation, created_at, updated_at)
    select gen_random_uuid(), 'Agent ' || n, 'agent' || lpad(n::text, 2, '0') || '@large.example', true, 'leads-agent', 0, ${now}, ${now}
    from generate_series(0, ${AGENTS - 1}::int) n`.execute(db)
  await sql`
    insert into lead (id, customer_id, account_id, assigned_at, assigned_by, latest)
    select gen_random_uuid(), customer.id, agent.id, ${now}::timestamptz - make_interval(mins => place::int), '{"kind": "api", "name": "Ann", "email": null}', true
    from (select id, row_number() over (order by id) - 1 as place from customer) customer
    join (select id, row_number() over (order by email) - 1 as turn from staff_account where level = 'leads-agent') agent on place / ${LEADS} = turn
    where place < ${AGENTS * LEADS}`.execute(db)
  for (const table of ['shop', 'sales_order', 'customer_entry', 'staff_account', 'lead']) await sql`analyze ${sql.table(table)}`.execute(db)
}
