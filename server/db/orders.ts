/** Orders: what shops tell, what Order Entry makes, and what reports list. */
import { type RawBuilder, sql } from 'kysely'
import type { Order, OrderStatus } from '../domain/order.ts'
import { Refusal } from '../domain/refusal.ts'
import type { Sight } from '../domain/sight.ts'
import type { Agent } from './agents.ts'
import { idsOfMatching } from './customer-search.ts'
import { type Database, isId, json } from './database.ts'
import { upsert } from './setup.ts'
import { seesOrder } from './sight.ts'

/** An order with whom it concerns. */
export interface ShownOrder extends Order {
  readonly customer: { readonly id: string; readonly name: string; readonly email: string | null; readonly phone: string | null } | null
  /** To whom its customer is assigned now. */
  readonly agent: Agent | null
}

interface Row extends Omit<Order, 'total'> {
  readonly total: string
  readonly customerName: string | null
  readonly customerEmail: string | null
  readonly customerPhone: string | null
  readonly agentId: string | null
  readonly agentName: string | null
  readonly agentEmail: string | null
}

const COLUMNS = sql`sales_order.id, shop.slug as shop, sales_order.number, sales_order.customer_id as "customerId", sales_order.status,
  sales_order.currency, sales_order.total, sales_order.items, sales_order.payment_reference as "paymentReference",
  sales_order.payment_url as "paymentUrl", sales_order.note, sales_order.placed_at as "placedAt", sales_order.changed_at as "changedAt", sales_order.told_at as "toldAt",
  sales_order.completed_at as "completedAt", customer.name as "customerName", customer.email as "customerEmail",
  customer.phone as "customerPhone", agent.id as "agentId", agent.name as "agentName", agent.email as "agentEmail"`

const JOINS = sql`left join shop on shop.id = sales_order.shop_id left join customer on customer.id = sales_order.customer_id`
const WITH_AGENT = sql`left join lead on lead.customer_id = sales_order.customer_id and lead.latest and lead.ended_at is null
  left join staff_account agent on agent.id = lead.account_id`

const orderOf = ({ customerName, customerEmail, customerPhone, agentId, agentName, agentEmail, total, ...row }: Row): ShownOrder => ({
  ...row,
  total: Number(total),
  customer: row.customerId === null ? null : { id: row.customerId, name: customerName ?? '', email: customerEmail, phone: customerPhone },
  agent: agentId === null ? null : { id: agentId, name: agentName ?? '', email: agentEmail ?? '' },
})

/** What a report of orders is about. `from` and `until`: when they were placed. */
export interface OrderFilter {
  readonly sight: Sight
  readonly from?: Date
  readonly until?: Date
  readonly statuses?: readonly OrderStatus[]
  readonly shopId?: string
  /** Whose customers; `none`: of nobody. */
  readonly agentId?: string | 'none'
  /** Part of a name, email or phone, or the number of an order. */
  readonly search?: string
}

/** What of the orders a report shows: a leads agent may be shown partial ones alone. */
function among(filter: OrderFilter): RawBuilder<boolean> {
  const { sight, from, until, statuses, shopId, agentId, search } = filter
  const open = sql`select from lead where lead.customer_id = sales_order.customer_id and lead.latest and lead.ended_at is null`
  const conditions = [
    seesOrder(sight),
    ...(sight.agent?.partialOnly ? [sql`sales_order.status = 'partial'`] : []),
    ...(from ? [sql`sales_order.placed_at >= ${from}`] : []),
    ...(until ? [sql`sales_order.placed_at < ${until}`] : []),
    ...(statuses ? [sql`sales_order.status = any(${statuses}::text[])`] : []),
    ...(shopId ? [sql`sales_order.shop_id = ${shopId}::uuid`] : []),
    ...(agentId === 'none' ? [sql`not exists (${open})`] : []),
    ...(agentId !== undefined && agentId !== 'none'
      ? [
          sql`sales_order.customer_id = any(array(select customer_id from lead where account_id = ${agentId}::uuid and latest and ended_at is null))`,
        ]
      : []),
    ...(search === undefined
      ? []
      : [sql`(lower(sales_order.number) = ${search.toLowerCase()} or sales_order.customer_id = any(${idsOfMatching(search)}))`]),
  ]
  return sql<boolean>`${sql.join(conditions, sql` and `)}`
}

/** A page of orders, the newest first, with the agents of their customers. */
export async function findOrders(
  db: Database,
  filter: OrderFilter,
  { limit, before }: { readonly limit: number; readonly before?: { readonly placedAt: Date; readonly id: string } },
): Promise<ShownOrder[]> {
  const next = before ? sql` and (sales_order.placed_at, sales_order.id) < (${before.placedAt}, ${before.id}::uuid)` : sql``
  const { rows } = await sql<Row>`
    select ${COLUMNS} from sales_order ${JOINS} ${WITH_AGENT} where ${among(filter)}${next}
    order by sales_order.placed_at desc, sales_order.id desc limit ${limit}`.execute(db)
  return rows.map(orderOf)
}

/** How many orders a report is about, and what they come to, by status and currency. */
export async function countOrders(
  db: Database,
  filter: OrderFilter,
): Promise<{ status: OrderStatus; currency: string; orders: number; total: number }[]> {
  const joined = filter.sight.projectIds === null ? sql`` : JOINS
  const { rows } = await sql<{ status: OrderStatus; currency: string; orders: string; total: string }>`
    select sales_order.status, sales_order.currency, count(*) as orders, sum(sales_order.total) as total from sales_order ${joined}
    where ${among(filter)} group by 1, 2 order by 1, 2`.execute(db)
  return rows.map((row) => ({ ...row, orders: Number(row.orders), total: Number(row.total) }))
}

/** Everything that a customer ordered, the newest first. */
export async function findOrdersOf(db: Database, customerId: string, limit: number): Promise<ShownOrder[]> {
  const { rows } = await sql<Row>`
    select ${COLUMNS} from sales_order ${JOINS} ${WITH_AGENT} where sales_order.customer_id = ${customerId}::uuid
    order by sales_order.placed_at desc, sales_order.id desc limit ${limit}`.execute(db)
  return rows.map(orderOf)
}

/** The order of this id, if it is seen. Refuses with `not-found`. */
export async function getOrder(db: Database, sight: Sight, id: string): Promise<ShownOrder> {
  const { rows } = isId(id)
    ? await sql<Row>`select ${COLUMNS} from sales_order ${JOINS} ${WITH_AGENT} where sales_order.id = ${id}::uuid and ${seesOrder(sight)}`.execute(
        db,
      )
    : { rows: [] }
  const [row] = rows
  if (!row) throw new Refusal('not-found', 'There is no such order.')
  return orderOf(row)
}

/** Let changes of an order wait for each other until the transaction ends. */
export async function lockOrder(tx: Database, id: string): Promise<void> {
  await sql`select id from sales_order where id = ${id}::uuid for update`.execute(tx)
}

/** Let what a shop tells come one after the other, until the transaction ends. */
export async function lockShop(tx: Database, shopId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext(${`orders of ${shopId}`}))`.execute(tx)
}

/** The orders of a shop by its numbers. */
export async function findOrdersByNumber(tx: Database, shopId: string, numbers: readonly string[]): Promise<Map<string, Order>> {
  const { rows } = await sql<Row>`
    select id, ${null}::text as shop, number, customer_id as "customerId", status, currency, total, items, payment_reference as "paymentReference",
      payment_url as "paymentUrl", note, placed_at as "placedAt", changed_at as "changedAt", told_at as "toldAt", completed_at as "completedAt"
    from sales_order where shop_id = ${shopId}::uuid and number = any(${numbers}::text[])`.execute(tx)
  return new Map(rows.map(({ total, ...row }) => [row.number, { ...row, total: Number(total) }]))
}

/** Store orders as they are now, new ones included. */
export const keepOrders = (tx: Database, orders: readonly (Omit<Order, 'shop'> & { readonly shopId: string | null })[]): Promise<void> =>
  upsert(
    tx,
    'sales_order',
    orders.map((order) => ({
      id: order.id,
      shop_id: order.shopId,
      number: order.number,
      customer_id: order.customerId,
      status: order.status,
      currency: order.currency,
      total: order.total,
      items: json(order.items),
      payment_reference: order.paymentReference,
      payment_url: order.paymentUrl,
      note: order.note,
      placed_at: order.placedAt,
      changed_at: order.changedAt,
      told_at: order.toldAt,
      completed_at: order.completedAt,
    })),
  )

/** The number of the next order that is made in Order Entry. */
export async function nextOrderNumber(tx: Database): Promise<string> {
  const { rows } = await sql<{ number: string }>`select 'E-' || nextval('order_entry_number') as number`.execute(tx)
  return rows[0]?.number ?? ''
}

/** Which of these orders are seen. */
export async function findSeenOrders(db: Database, sight: Sight, ids: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    select sales_order.id from sales_order ${JOINS} where sales_order.id = any(${ids.filter(isId)}::uuid[]) and ${seesOrder(sight)}`.execute(
    db,
  )
  return new Set(rows.map(({ id }) => id))
}

/** The customers of these orders, each once. */
export async function findCustomersOfOrders(db: Database, orderIds: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select distinct customer_id as id from sales_order where id = any(${orderIds}::uuid[]) and customer_id is not null`.execute(db)
  return rows.map(({ id }) => id)
}

/** So many of the newest orders say what is sold. */
const NEWEST = 500

/** What was ordered of late, by name: each with the price that it last had. */
export async function findSoldItems(db: Database): Promise<{ name: string; sku: string | null; price: number; currency: string }[]> {
  const { rows } = await sql<{ name: string; sku: string | null; price: number; currency: string }>`
    select distinct on (name, currency) item ->> 'name' as name, item ->> 'sku' as sku, (item ->> 'price')::float8 as price, currency
    from (select items, currency, placed_at from sales_order order by placed_at desc, id desc limit ${NEWEST}) newest,
      jsonb_array_elements(items) item
    order by name, currency, placed_at desc`.execute(db)
  return rows
}
