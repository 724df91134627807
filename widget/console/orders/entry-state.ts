import type { Customer, Order, OrderChange, OrderWish } from '../wire.ts'
import { type Buyer, NOBODY } from './BuyerFields.tsx'
import { amountTyped, totalOf } from './money.ts'

/** An item as it is being typed. */
export interface ItemTyped {
  readonly name: string
  readonly sku: string
  readonly quantity: string
  readonly price: string
}
export const NO_ITEM: ItemTyped = { name: '', sku: '', quantity: '1', price: '' }

/** The items of an order, to be typed on. */
export const itemsTyped = ({ items }: Order): ItemTyped[] =>
  items.map(({ name, sku, quantity, price }) => ({ name, sku: sku ?? '', quantity: String(quantity), price }))

/** Items as they are sent. */
export const itemsOf = (items: readonly ItemTyped[]): OrderWish['items'] =>
  items.map(({ name, sku, quantity, price }) => ({
    name: name.trim(),
    sku: sku.trim() || null,
    quantity: Number(quantity),
    price: amountTyped(price) ?? price,
  }))

/** What the items come to; null while one has no price or quantity. */
export function sumOf(items: readonly ItemTyped[]): string | null {
  const read = items.map(({ price, quantity }) => ({ price: amountTyped(price), quantity: Number(quantity) }))
  if (read.some(({ price, quantity }) => price === null || !Number.isInteger(quantity) || quantity < 1)) return null
  return totalOf(read.map(({ price, quantity }) => ({ price: price ?? '0', quantity })))
}

/** Whether the items are as the order has them: its total may hold more than they come to. */
export const isAsOrdered = (items: readonly ItemTyped[], order: Order): boolean =>
  JSON.stringify(itemsOf(items)) === JSON.stringify(itemsOf(itemsTyped(order)))

export type EntryStatus = NonNullable<OrderChange['status']>

/** What was typed of an order. */
export interface Draft {
  readonly buyer: Buyer
  readonly currency: string
  readonly items: readonly ItemTyped[]
  readonly reference: string
  readonly note: string
}

/** The currency of the last new order, in this browser. */
export const CURRENCY = 'switchboard.orders.currency'

/** A draft begins with the order that is gone on with, or with whom it is for. */
const begun = (order: Order | null, customer: Customer | null): Draft => ({
  buyer: customer ? { known: customer } : NOBODY,
  currency: order?.currency ?? localStorage.getItem(CURRENCY) ?? 'USD',
  items: order ? itemsTyped(order) : [NO_ITEM],
  reference: order?.paymentReference ?? '',
  note: order?.note ?? '',
})

let kept: { readonly of: string; readonly draft: Draft } | null = null
const nameOf = (order: Order | null, customer: Customer | null) => order?.id ?? customer?.id ?? ''

/** What was typed of this order before, by the same person in this window: a session may have ended meanwhile. */
export const draftOf = (order: Order | null, customer: Customer | null): Draft =>
  kept?.of === nameOf(order, customer) ? kept.draft : begun(order, customer)

export function keepDraft(order: Order | null, customer: Customer | null, draft: Draft | null): void {
  kept = draft && { of: nameOf(order, customer), draft }
}
