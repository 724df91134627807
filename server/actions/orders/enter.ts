import { randomUUID } from 'node:crypto'
import { findSeenByEmail, insertBuyers, lockBuyers } from '../../db/buyers.ts'
import { noteEntries } from '../../db/customer-history.ts'
import { getCustomer, lockCustomers, type WishedCustomer } from '../../db/customers.ts'
import type { Database } from '../../db/database.ts'
import { getOrder, keepOrders, lockOrder, nextOrderNumber, type ShownOrder } from '../../db/orders.ts'
import { findShop } from '../../db/shops.ts'
import type { Caller } from '../../domain/booking.ts'
import { isOpenOrder, type Order, type OrderItem, type OrderStatus, totalOf } from '../../domain/order.ts'
import { Refusal } from '../../domain/refusal.ts'
import { EVERYTHING, type Sight } from '../../domain/sight.ts'
import type { Services } from '../services.ts'
import { closeLeads } from './close-leads.ts'
import { entryOf } from './take.ts'

/** What Order Entry says of an order. */
export interface Entered {
  readonly status: 'partial' | 'complete' | 'declined'
  readonly items: readonly OrderItem[]
  readonly paymentReference: string | null
  readonly note: string | null
}

/** Make an order for a customer. One that is complete resolves the customer's lead. `kept` is told of it within the transaction. */
export async function enterOrder(
  { db, now }: Services,
  caller: Caller,
  sight: Sight,
  { customer, currency, ...wish }: Entered & { readonly customer: WishedCustomer; readonly currency: string },
  kept: (tx: Database, order: ShownOrder) => Promise<void>,
): Promise<ShownOrder> {
  return db.transaction().execute(async (tx) => {
    const customerId = await buyerOf(tx, sight, customer, now())
    await lockCustomers(tx, [customerId])
    const at = now()
    const order: Order = {
      ...wish,
      id: randomUUID(),
      shop: null,
      number: await nextOrderNumber(tx),
      customerId,
      currency,
      total: totalOf(wish.items),
      paymentUrl: null,
      placedAt: at,
      changedAt: at,
      toldAt: null,
      completedAt: wish.status === 'complete' ? at : null,
    }
    await store(tx, order, null, null, caller, at)
    // Whoever sees assigned customers alone sees it all the same, this once.
    const made = await getOrder(tx, EVERYTHING, order.id)
    await kept(tx, made)
    return made
  })
}

/** Go on with an order that is partial or was declined, or finish it. Refuses with `conflict` whatever is finished already. */
export async function changeOrder(
  { db, now }: Services,
  caller: Caller,
  sight: Sight,
  id: string,
  wish: Partial<Entered>,
): Promise<ShownOrder> {
  return db.transaction().execute(async (tx) => {
    const before = await lockSeen(tx, sight, id)
    const at = now()
    if (!isOpenOrder(before.status)) throw new Refusal('conflict', `This order is ${before.status} already.`)
    const items = wish.items ?? before.items
    const total = wish.items && !isSameItems(wish.items, before.items) ? totalOf(wish.items) : before.total
    const status = wish.status ?? before.status
    const after = { ...before, ...wish, status, items, total, changedAt: at, completedAt: status === 'complete' ? at : null }
    await store(tx, after, before.shop, before.status, caller, at)
    return getOrder(tx, sight, id)
  })
}

/** Cancel an order, or note that its money was given back. Refuses with `conflict` what its status does not allow. */
export async function endOrder(
  { db, now }: Services,
  caller: Caller,
  sight: Sight,
  id: string,
  status: 'cancelled' | 'refunded',
  reason: string | undefined,
): Promise<ShownOrder> {
  return db.transaction().execute(async (tx) => {
    const before = await lockSeen(tx, sight, id)
    const at = now()
    const isAllowed = status === 'refunded' ? before.status === 'complete' : before.status === 'complete' || isOpenOrder(before.status)
    if (!isAllowed) throw new Refusal('conflict', `An order that is ${before.status} cannot be ${status}.`)
    await store(tx, { ...before, status, changedAt: at }, before.shop, before.status, caller, at, reason)
    return getOrder(tx, sight, id)
  })
}

async function lockSeen(tx: Database, sight: Sight, id: string): Promise<ShownOrder> {
  const seen = await getOrder(tx, sight, id)
  // As whoever assigns customers does it.
  if (seen.customerId !== null) await lockCustomers(tx, [seen.customerId])
  await lockOrder(tx, id)
  return getOrder(tx, sight, id)
}

async function store(
  tx: Database,
  order: Order,
  shop: string | null,
  was: OrderStatus | null,
  caller: Caller,
  at: Date,
  reason?: string,
): Promise<void> {
  const { shop: _, ...kept } = order
  await keepOrders(tx, [{ ...kept, shopId: shop === null ? null : ((await findShop(tx, shop))?.id ?? null) }])
  const { customerId, number, status } = order
  if (customerId === null || status === was) return
  await noteEntries(tx, [entryOf(order, at, was, reason)], caller)
  if (status === 'complete') await closeLeads(tx, [{ customerId, number, completedAt: null }], caller, at)
}

const isSameItems = (a: readonly OrderItem[], b: readonly OrderItem[]): boolean => {
  const said = (items: readonly OrderItem[]) => JSON.stringify(items.map(({ name, sku, quantity, price }) => [name, sku, quantity, price]))
  return said(a) === said(b)
}

/**
 * The customer of a new order: one who is known, by id or by the email that was typed, else somebody new. Whoever types an email learns nothing of
 * a customer whom they do not see: then the order is somebody's of whom nothing is known.
 */
async function buyerOf(tx: Database, sight: Sight, wished: WishedCustomer, at: Date): Promise<string> {
  if ('id' in wished) return (await getCustomer(tx, wished.id)).id
  const buyer = { id: randomUUID(), name: wished.name, email: wished.email ?? null, phone: wished.phone ?? null }
  if (buyer.email !== null) {
    await lockBuyers(tx, [buyer.email])
    const known = await findSeenByEmail(tx, sight, buyer.email)
    if (known !== null) return known
  }
  await insertBuyers(tx, [buyer], at)
  return buyer.id
}
