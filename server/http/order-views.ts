/** Orders, leads and the history of customers as they leave the house. */
import type { z } from 'zod'
import type { ToldOrder } from '../actions/orders/take.ts'
import type { Agent } from '../db/agents.ts'
import type { HistoryEntry } from '../db/customer-history.ts'
import type { LeadCustomer, ShownLead } from '../db/leads.ts'
import type { ShownOrder } from '../db/orders.ts'
import { instantText, minuteOf } from '../domain/interval.ts'
import type { Lead } from '../domain/lead.ts'
import { amountOf, amountText } from '../domain/money.ts'
import { type OrderItem, paymentUrlOf, totalOf } from '../domain/order.ts'
import { dateText, type Zone } from '../domain/zone.ts'
import type { HistoryEntryView, LeadView, LeadWithCustomer } from './contract/leads.ts'
import type { OrderView, ShopOrder } from './contract/orders.ts'

const agentView = ({ id, name, email }: Agent): Agent => ({ id, name, email })

/** An order; `callCenterUrl` is where its asker's call center takes payments. The agent of its customer is told if it was asked for. */
export const orderView = (
  order: ShownOrder,
  { callCenterUrl = null, withAgent = false }: { readonly callCenterUrl?: string | null; readonly withAgent?: boolean } = {},
): z.input<typeof OrderView> => ({
  id: order.id,
  shop: order.shop,
  number: order.number,
  status: order.status,
  currency: order.currency,
  total: amountText(order.total, order.currency),
  items: order.items.map((item) => ({ ...item, price: amountText(item.price, order.currency) })),
  customer: order.customer,
  paymentReference: order.paymentReference,
  paymentUrl: paymentUrlOf(order, callCenterUrl),
  note: order.note,
  placedAt: instantText(order.placedAt),
  changedAt: instantText(order.changedAt),
  completedAt: order.completedAt && instantText(order.completedAt),
  ...(withAgent ? { leadsAgent: order.agent && agentView(order.agent) } : {}),
})

type ItemIn = z.output<typeof ShopOrder>['items'][number]

/** Items as they were asked for, with amounts in the smallest unit of the currency. */
export const itemsIn = (items: readonly ItemIn[], currency: string): OrderItem[] =>
  items.map(({ name, sku, quantity, price }) => ({ name, sku, quantity, price: amountOf(price, currency) ?? 0 }))

/** An order as a shop tells it. */
export function toldOrder({ customer, total, changedAt, ...told }: z.output<typeof ShopOrder>): ToldOrder {
  const items = itemsIn(told.items, told.currency)
  return {
    number: told.number,
    status: told.status,
    currency: told.currency,
    items,
    total: total === undefined ? totalOf(items) : (amountOf(total, told.currency) ?? 0),
    customer: { name: customer.name, email: customer.email ?? null, phone: customer.phone ?? null },
    placedAt: told.placedAt,
    changedAt: changedAt ?? null,
    paymentReference: told.paymentReference,
    paymentUrl: told.paymentUrl,
  }
}

const inShort = (items: readonly { readonly name: string; readonly quantity: number }[]): string =>
  items.map(({ name, quantity }) => (quantity === 1 ? name : `${quantity} × ${name}`)).join(', ')

export const leadCustomerView = ({ id, name, email, phone, timeZone, order }: LeadCustomer) => ({
  id,
  name,
  email,
  phone,
  timeZone,
  order: order && {
    id: order.id,
    number: order.number,
    status: order.status,
    currency: order.currency,
    total: amountText(order.total, order.currency),
    items: inShort(order.items),
    placedAt: instantText(order.placedAt),
  },
})

export const leadView = (lead: Lead): z.input<typeof LeadView> => ({
  id: lead.id,
  agent: agentView(lead.agent),
  assignedAt: instantText(lead.assignedAt),
  assignedBy: lead.assignedBy,
  endedAt: lead.endedAt && instantText(lead.endedAt),
  ending: lead.ending,
  disposition: lead.disposition,
})

export const shownLeadView = (lead: ShownLead): z.input<typeof LeadWithCustomer> => ({
  ...leadView(lead),
  customer: leadCustomerView(lead.customer),
})

export const historyView = ({ id, at, kind, facts, by, customer }: HistoryEntry): z.input<typeof HistoryEntryView> => ({
  id,
  at: instantText(at),
  kind,
  facts: { ...facts },
  by,
  customer,
})

/** The heading of the Order Details report as a table. */
export const orderHeads = (withAgent: boolean): string[] => [
  ...['Number', 'Shop', 'Status', 'Date', 'Time', 'Customer', 'Email', 'Phone', 'Items', 'Total', 'Currency', 'Payment reference'],
  ...(withAgent ? ['Leads agent'] : []),
]

const two = (value: number) => String(value).padStart(2, '0')

/** An order as a line of that table; when it was placed, in a zone. */
export function orderLine(order: ShownOrder, zone: Zone, withAgent: boolean): (string | null)[] {
  const minute = minuteOf(order.placedAt)
  const clock = zone.minuteOfDay(minute)
  return [
    order.number,
    order.shop,
    order.status,
    dateText(zone.localDay(minute)),
    `${two(Math.floor(clock / 60))}:${two(clock % 60)}`,
    order.customer?.name ?? null,
    order.customer?.email ?? null,
    order.customer?.phone ?? null,
    inShort(order.items),
    amountText(order.total, order.currency),
    order.currency,
    order.paymentReference,
    ...(withAgent ? [order.agent?.name ?? null] : []),
  ]
}
