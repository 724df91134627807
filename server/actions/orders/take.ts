import { randomUUID } from 'node:crypto'
import { findBuyers, insertBuyers, lockBuyers } from '../../db/buyers.ts'
import { noteEntries } from '../../db/customer-history.ts'
import { lockCustomers } from '../../db/customers.ts'
import { again, type Database } from '../../db/database.ts'
import { findOrdersByNumber, keepOrders, lockShop } from '../../db/orders.ts'
import { lockImport } from '../../db/setup.ts'
import type { Shop } from '../../db/shops.ts'
import type { Caller } from '../../domain/booking.ts'
import { amountText } from '../../domain/money.ts'
import { canBecome, type Order, type OrderItem, type OrderStatus } from '../../domain/order.ts'
import { Refusal } from '../../domain/refusal.ts'
import type { Services } from '../services.ts'
import { closeLeads } from './close-leads.ts'

/** An order as its shop tells it. Amounts are in the smallest unit of the currency. */
export interface ToldOrder {
  readonly number: string
  readonly status: OrderStatus
  readonly currency: string
  readonly total: number
  readonly items: readonly OrderItem[]
  readonly customer: { readonly name: string; readonly email: string | null; readonly phone: string | null }
  readonly placedAt: Date
  readonly changedAt: Date | null
  /** Undefined: what is known stays. */
  readonly paymentReference: string | null | undefined
  readonly paymentUrl: string | null | undefined
}

export interface Taken {
  readonly created: number
  readonly updated: number
  readonly unchanged: number
}

/** So many orders share a transaction. */
const CHUNK = 500

/**
 * Take over what a shop tells of its orders, known by their numbers: told again they change nothing, nor does news that is older than what is
 * known. Buyers are known by email, else by phone, and are never changed. A sale that is complete resolves its customer's lead.
 */
export async function takeOrders(services: Services, shop: Shop, told: readonly ToldOrder[]): Promise<Taken> {
  if (!shop.active) throw new Refusal('conflict', `The shop ${shop.name} is switched off.`)
  const caller: Caller = { kind: 'api', name: shop.name, email: null }
  return inLine(shop.id, async () => {
    let taken: Taken = { created: 0, updated: 0, unchanged: 0 }
    for (let i = 0; i < told.length; i += CHUNK) {
      const chunk = told.slice(i, i + CHUNK)
      const next = await again(() => services.db.transaction().execute((tx) => takeChunk(tx, shop, chunk, caller, services.now()))).catch(
        (error: unknown) => {
          if (i === 0) throw error
          services.report('A part of a shop’s orders was not taken', { shop: shop.slug, taken: String(i) }, error)
          throw new Refusal(
            'conflict',
            `The first ${i} orders are taken, the others are not. Send all again: what is known changes nothing.`,
          )
        },
      )
      taken = {
        created: taken.created + next.created,
        updated: taken.updated + next.updated,
        unchanged: taken.unchanged + next.unchanged,
      }
    }
    return taken
  })
}

/** What each shop tells is taken one after the other, before a connection is: of many that wait, each would hold one. */
const lines = new Map<string, Promise<unknown>>()
async function inLine<T>(shopId: string, work: () => Promise<T>): Promise<T> {
  const before = lines.get(shopId) ?? Promise.resolve()
  const mine = before.then(work, work)
  const settled = mine.then(
    () => {},
    () => {},
  )
  lines.set(shopId, settled)
  try {
    return await mine
  } finally {
    if (lines.get(shopId) === settled) lines.delete(shopId)
  }
}

async function takeChunk(tx: Database, shop: Shop, told: readonly ToldOrder[], caller: Caller, now: Date): Promise<Taken> {
  // Imports lock many customers as well, in another order.
  if (told.length > 1) await lockImport(tx)
  await lockShop(tx, shop.id)
  const numbers = told.map(({ number }) => number)
  const before = await findOrdersByNumber(tx, shop.id, numbers)
  // A number that comes twice is one order, of whoever was named first.
  const isNew = [
    ...new Map(
      told
        .filter(({ number }) => !before.has(number))
        .reverse()
        .map((one) => [one.number, one]),
    ).values(),
  ]
  const buyers = await buyersOf(
    tx,
    isNew.map(({ customer }) => customer),
    now,
  )
  // Whoever assigns customers, or finishes an order of theirs, locks them first as well; all at once, so that nobody waits for each other.
  const customerIds = [
    ...[...before.values()].flatMap(({ customerId }) => customerId ?? []),
    ...isNew.map(({ customer }) => buyers(customer)),
  ]
  await lockCustomers(tx, customerIds)
  const known = await findOrdersByNumber(tx, shop.id, numbers)

  const after = new Map<string, Order>()
  const entries: { order: Order; at: Date; was: OrderStatus | null }[] = []
  for (const one of told) {
    const was = after.get(one.number) ?? known.get(one.number)
    const news = { ...one, placedAt: past(one.placedAt, now), changedAt: one.changedAt && past(one.changedAt, now) }
    const next = was ? changed(was, news, now) : made(news, buyers(one.customer), now)
    if (!next) continue
    after.set(one.number, next)
    if (was?.status !== next.status) entries.push({ order: next, at: was ? next.changedAt : next.placedAt, was: was?.status ?? null })
  }

  const orders = [...after.values()]
  const completed = entries.filter(({ order }) => order.status === 'complete')
  await keepOrders(
    tx,
    orders.map(({ shop: _, ...order }) => ({ ...order, shopId: shop.id })),
  )
  await noteEntries(
    tx,
    entries.flatMap(({ order, at, was }) => (order.customerId === null ? [] : [entryOf(order, at, was)])),
    caller,
  )
  await closeLeads(
    tx,
    completed.flatMap(({ order: { customerId, number, completedAt } }) =>
      customerId !== null && completedAt ? [{ customerId, number, completedAt }] : [],
    ),
    caller,
    now,
  )
  const created = orders.filter(({ number }) => !known.has(number)).length
  const updated = orders.filter((one) => known.has(one.number) && known.get(one.number)?.changedAt !== one.changedAt).length
  return { created, updated, unchanged: new Set(numbers).size - created - updated }
}

/** A shop whose clock is ahead tells what is so now. */
const past = (instant: Date, now: Date): Date => (instant > now ? now : instant)

/** What the history of a customer says of an order. */
export const entryOf = (order: Order, at: Date, was: OrderStatus | null, reason?: string) => ({
  customerId: order.customerId ?? '',
  at,
  kind: 'order' as const,
  facts: {
    number: order.number,
    status: order.status,
    was,
    total: amountText(order.total, order.currency),
    currency: order.currency,
    ...(reason === undefined ? {} : { reason }),
  },
})

function made(told: ToldOrder, customerId: string, now: Date): Order {
  const { number, status, currency, total, items, placedAt } = told
  return {
    id: randomUUID(),
    shop: null,
    number,
    customerId,
    status,
    currency,
    total,
    items,
    paymentReference: told.paymentReference ?? null,
    paymentUrl: told.paymentUrl ?? null,
    note: null,
    placedAt,
    changedAt: told.changedAt ?? now,
    toldAt: told.changedAt ?? now,
    completedAt: status === 'complete' ? (told.changedAt ?? placedAt) : null,
  }
}

/** The order as it is now, or null if this is older than what is known. */
function changed(before: Order, told: ToldOrder, now: Date): Order | null {
  const isOld = told.changedAt !== null && before.toldAt !== null && told.changedAt < before.toldAt
  if (isOld || !canBecome(before.status, told.status)) return null
  const { status, currency, total, items, placedAt } = told
  const at = told.changedAt ?? now
  const next: Order = {
    ...before,
    status,
    currency,
    total,
    items,
    placedAt,
    // Of whoever asked to be forgotten nothing is written down again.
    paymentReference: told.paymentReference === undefined || before.customerId === null ? before.paymentReference : told.paymentReference,
    paymentUrl: told.paymentUrl === undefined || before.customerId === null ? before.paymentUrl : told.paymentUrl,
    completedAt: before.completedAt ?? (status === 'complete' ? at : null),
  }
  return JSON.stringify(sortedItems(next)) === JSON.stringify(sortedItems(before))
    ? { ...before, toldAt: at }
    : { ...next, changedAt: at, toldAt: at }
}

/** Items as `jsonb` gives them back have their names in another order. */
const sortedItems = (order: Order) => ({
  ...order,
  items: order.items.map(({ name, sku, quantity, price }) => [name, sku, quantity, price]),
})

type Buyer = ToldOrder['customer']

/** The ids of the customers whom buyers are; whoever is not known is taken down. */
async function buyersOf(tx: Database, wanted: readonly Buyer[], now: Date): Promise<(buyer: Buyer) => string> {
  const keyOf = ({ email, phone }: Buyer) => email ?? phone ?? ''
  const distinct = [...new Map(wanted.map((buyer) => [keyOf(buyer), buyer])).values()]
  if (distinct.length > 0) await lockBuyers(tx, distinct.map(keyOf))
  const ids = await findBuyers(tx, distinct)
  const unknown = distinct.filter((buyer) => !ids.has(keyOf(buyer)))
  const strangers: (Buyer & { readonly id: string })[] = []
  // Those with an email first: whoever gives but their phone may be one of them.
  for (const buyer of unknown.sort((one, other) => Number(one.email === null) - Number(other.email === null))) {
    const same = buyer.email === null ? strangers.find(({ phone }) => phone === buyer.phone) : undefined
    const stranger = same ?? { ...buyer, id: randomUUID() }
    if (!same) strangers.push(stranger)
    ids.set(keyOf(buyer), stranger.id)
  }
  await insertBuyers(tx, strangers, now)
  return (buyer) => ids.get(keyOf(buyer)) ?? ''
}
