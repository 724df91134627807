import { z } from 'zod'
import { amountOf, isCurrency, MOST_MONEY } from '../../domain/money.ts'
import { holdsCardNumber, ORDER_STATUSES } from '../../domain/order.ts'
import { DayOrInstant, Email, InstantOut, line, listOf, Paging, Phone, QueryList, Ref, Slug, TimeZone, text } from './shapes.ts'

const Status = z
  .enum(ORDER_STATUSES)
  .meta({ id: 'OrderStatus', description: '`partial`: begun and not paid; `declined`: the payment was.' })
const Currency = z
  .string()
  .refine(isCurrency, 'must be a currency such as USD')
  .meta({ id: 'Currency', description: 'ISO 4217', example: 'USD' })
const Money = z
  .string()
  .regex(/^\d{1,10}(\.\d{1,4})?$/, { error: 'must be an amount such as 19.90', abort: true })
  .meta({ id: 'Money', description: 'An amount in the order’s currency, as a decimal.', example: '19.90' })
/** No card data is stored, so none is taken. */
const withoutCard = <T extends z.ZodString>(schema: T) =>
  schema.refine((value) => !holdsCardNumber(value), 'looks like the number of a card, which is never stored here')
const Reference = withoutCard(line(200)).meta({
  description: 'What the payment is called where it was made. Never the number of a card: whatever looks like one is refused.',
})
const Note = withoutCard(text(4000))
export const PaymentUrl = withoutCard(line(2000))
  .refine((value) => URL.parse(value.replaceAll('{number}', 'x'))?.protocol === 'https:', 'must be an address that begins with https://')
  .meta({ description: 'Where the customer pays, or goes on with the order.' })
const AnyInstant = z.iso
  .datetime({ offset: true, error: 'must be an instant such as 2027-03-02T15:30:00-05:00', abort: true })
  .transform((value) => new Date(value))
  .refine(
    (value) => value.getTime() >= Date.UTC(1990, 0, 1) && value.getTime() < Date.UTC(2100, 0, 1),
    'must lie in the years 1990 to 2099',
  )

const ItemIn = z
  .strictObject({
    name: withoutCard(line(200)),
    sku: withoutCard(line(100)).nullable().default(null),
    quantity: z.int().min(1).max(10_000).default(1),
    price: Money.meta({ description: 'Of one.' }),
  })
  .meta({ id: 'OrderItemRequest' })
const items = z.array(ItemIn).min(1).max(200)

type Priced = { readonly currency?: string; readonly total?: string; readonly items?: readonly z.output<typeof ItemIn>[] }

/** Every amount must be one of the order's currency. */
const fitsCurrency = ({ currency, total, items: list = [] }: Priced, context: z.RefinementCtx): void => {
  if (currency === undefined || !isCurrency(currency)) return
  const wrong = (path: PropertyKey[]) => context.addIssue({ code: 'custom', path, message: `must be an amount of ${currency}` })
  if (total !== undefined && amountOf(total, currency) === null) wrong(['total'])
  list.forEach(({ price }, i) => {
    if (amountOf(price, currency) === null) wrong(['items', i, 'price'])
  })
  const sum = list.reduce((whole, { price, quantity }) => whole + (amountOf(price, currency) ?? 0) * quantity, 0)
  if (sum > MOST_MONEY) context.addIssue({ code: 'custom', path: ['items'], message: 'come to more than an order can' })
}

/** Whom an order of a shop is for: known by email, else by phone. */
const Buyer = z
  .strictObject({ name: line(200), email: Email.exactOptional(), phone: Phone.exactOptional() })
  .refine(({ email, phone }) => email !== undefined || phone !== undefined, { error: 'needs an email or a phone', path: ['email'] })
  .meta({ id: 'Buyer' })

/** An order as a shop tells it, known by the shop's number: the same number again is the same order. */
export const ShopOrder = z
  .strictObject({
    number: line(100),
    status: Status,
    currency: Currency,
    items,
    total: Money.exactOptional().meta({ description: 'With shipping, taxes and discounts. What the items come to unless given.' }),
    customer: Buyer,
    placedAt: AnyInstant,
    changedAt: AnyInstant.exactOptional().meta({ description: 'When it was so. Older news changes nothing. Now unless given.' }),
    paymentReference: Reference.nullable().exactOptional(),
    paymentUrl: PaymentUrl.nullable().exactOptional(),
  })
  .superRefine(fitsCurrency)
  .meta({ id: 'ShopOrder' })
export const OrdersRequest = z.strictObject({ shop: Ref, orders: z.array(ShopOrder).min(1).max(1000) }).meta({ id: 'OrdersRequest' })
/** What a shop's webhook brings. */
export const OrdersHook = z.strictObject({ orders: z.array(ShopOrder).min(1).max(1000) }).meta({ id: 'OrdersHook' })
/** `unchanged`: told before, or older than what is known. */
export const OrdersTaken = z.object({ created: z.int(), updated: z.int(), unchanged: z.int() }).meta({ id: 'OrdersTaken' })
/** One line for each item; lines with the same number are one order. */
export const OrderTableRequest = z.strictObject({ shop: Ref, csv: z.string().max(32 * 1024 * 1024) }).meta({ id: 'OrderTableRequest' })
export const OrderTableView = OrdersTaken.extend({
  ignored: z.array(z.string()).meta({ description: 'Columns that mean nothing here.' }),
}).meta({ id: 'OrderTable' })

export const LeadsAgentView = z.object({ id: z.string(), name: z.string(), email: z.string() }).meta({ id: 'LeadsAgent' })

export const OrderView = z
  .object({
    id: z.string(),
    shop: z.string().nullable().meta({ description: 'A slug; null: made in Order Entry.' }),
    number: z.string(),
    status: Status,
    currency: z.string(),
    total: Money,
    items: z.array(z.object({ name: z.string(), sku: z.string().nullable(), quantity: z.int(), price: Money })),
    customer: z.object({ id: z.string(), name: z.string(), email: z.string().nullable(), phone: z.string().nullable() }).nullable(),
    paymentReference: z.string().nullable(),
    paymentUrl: z.string().nullable().meta({ description: 'The shop’s, else that of the asker’s call center.' }),
    note: z.string().nullable(),
    placedAt: InstantOut,
    changedAt: InstantOut,
    completedAt: InstantOut.nullable(),
    leadsAgent: LeadsAgentView.nullable()
      .exactOptional()
      .meta({ description: 'To whom the customer is assigned now; if it was asked for.' }),
  })
  .meta({ id: 'Order' })

const filter = {
  from: DayOrInstant.exactOptional(),
  to: DayOrInstant.exactOptional(),
  timeZone: TimeZone.exactOptional(),
  status: QueryList.pipe(z.array(Status).min(1)).exactOptional(),
  shop: Ref.exactOptional(),
  search: line(200).exactOptional().meta({ description: 'An order’s number, or a name, email or phone.' }),
  leadsAgent: Ref.exactOptional().meta({ description: 'Orders of customers who are assigned to this leads agent; `none`: to nobody.' }),
  project: Ref.exactOptional(),
}
const needsZone = ({ from, to, timeZone }: { from?: unknown; to?: unknown; timeZone?: string }): boolean =>
  timeZone !== undefined || (typeof from !== 'string' && typeof to !== 'string')
const zoneRule = { path: ['timeZone'], error: 'is needed for dates' }
/** Two dates, or two instants, in their order. */
const isInOrder = ({ from, to }: { from?: string | Date; to?: string | Date }): boolean =>
  from === undefined || to === undefined || typeof from !== typeof to || from <= to
const orderRule = { path: ['to'], error: 'must not be before from' }

/** Orders by when they were placed, the newest first. `from` and `to`: local dates, both included, or instants. */
export const OrderQuery = z
  .strictObject({
    ...filter,
    showLeadsAgent: z.enum(['true', 'false']).default('false'),
    cursor: Paging.cursor,
    limit: z.coerce.number().int().min(1).max(1000).default(50),
  })
  .refine(needsZone, zoneRule)
  .refine(isInOrder, orderRule)
  .meta({ id: 'OrderQuery' })
export const OrderExportQuery = z
  .strictObject({ ...filter, showLeadsAgent: z.enum(['true', 'false']).default('false') })
  .refine(needsZone, zoneRule)
  .refine(isInOrder, orderRule)
  .meta({ id: 'OrderExportQuery' })
export const OrderList = listOf(OrderView)
  .extend({
    totals: z
      .array(z.object({ status: Status, currency: z.string(), orders: z.int(), total: Money }))
      .nullable()
      .meta({ description: 'Of all that match, with the first page.' }),
    asOf: InstantOut.meta({ description: 'When this was read: a batch names it, so that what others assign meanwhile stays theirs.' }),
  })
  .meta({ id: 'OrderList' })

/** What Order Entry can make of an order. */
const Entered = z.enum(['partial', 'complete', 'declined'])

/** A new order of Order Entry, for a customer by id or email, or somebody new. */
export const OrderEntryRequest = z
  .strictObject({
    customer: z.union([
      z.strictObject({ id: Ref }),
      z
        .strictObject({ name: line(200), email: Email.exactOptional(), phone: Phone.exactOptional() })
        .refine(({ email, phone }) => email !== undefined || phone !== undefined, 'needs an email or a phone'),
    ]),
    status: Entered,
    currency: Currency,
    items,
    paymentReference: Reference.nullable().exactOptional(),
    note: Note.nullable().exactOptional(),
  })
  .superRefine(fitsCurrency)
  .meta({ id: 'OrderEntryRequest' })
/** What an order that is partial or declined is now. With other items the total is what they come to. */
export const OrderEntryChange = z
  .strictObject({
    status: Entered.exactOptional(),
    items: items.exactOptional(),
    paymentReference: Reference.nullable().exactOptional(),
    note: Note.nullable().exactOptional(),
  })
  .meta({ id: 'OrderEntryChange' })
export const OrderEnd = z.strictObject({ reason: withoutCard(line(500)).exactOptional() }).meta({ id: 'OrderEnd' })
export const SoldItems = listOf(z.object({ name: z.string(), sku: z.string().nullable(), price: Money, currency: z.string() })).meta({
  id: 'SoldItems',
})

export const ShopRequest = z.strictObject({ slug: Slug, name: line(200) }).meta({ id: 'ShopRequest' })
/** `newSecret`: the one of before signs nothing any longer. */
export const ShopChange = z
  .strictObject({ name: line(200).exactOptional(), active: z.boolean().exactOptional(), newSecret: z.literal(true).exactOptional() })
  .meta({ id: 'ShopChange' })
export const ShopView = z
  .object({
    id: z.string(),
    slug: z.string(),
    name: z.string(),
    active: z.boolean(),
    hookUrl: z.string().meta({ description: 'Where its webhook sends orders.' }),
    secret: z.string().meta({ description: 'What its webhook signs with, as Standard Webhooks has it.' }),
    createdAt: InstantOut,
  })
  .meta({ id: 'Shop' })
export const ShopList = listOf(ShopView).meta({ id: 'ShopList' })
