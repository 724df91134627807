import { type RequestHandler, type Response, Router, type Router as Routes } from 'express'
import type { z } from 'zod'
import { changeOrder, endOrder, enterOrder } from '../../actions/orders/enter.ts'
import { takeOrders } from '../../actions/orders/take.ts'
import type { Services } from '../../actions/services.ts'
import { getAgent } from '../../db/agents.ts'
import { findPaymentUrl } from '../../db/call-centers.ts'
import { countOrders, findOrders, findSoldItems, getOrder, type OrderFilter, type ShownOrder } from '../../db/orders.ts'
import { getShop } from '../../db/shops.ts'
import { callerKey } from '../../domain/booking.ts'
import { dateOf, instantText } from '../../domain/interval.ts'
import { amountOf, amountText, MOST_MONEY } from '../../domain/money.ts'
import { totalOf } from '../../domain/order.ts'
import { Refusal } from '../../domain/refusal.ts'
import { dayOf, zone } from '../../domain/zone.ts'
import { askerOf, callerOf, ownAgentOf, refuseStranger, seenCustomer, sightIn } from '../auth.ts'
import { jsonBody } from '../body.ts'
import {
  OrderEnd,
  OrderEntryChange,
  OrderEntryRequest,
  OrderExportQuery,
  OrderQuery,
  OrdersRequest,
  type OrdersTaken,
  OrderTableRequest,
  type OrderTableView,
  type OrderView,
} from '../contract/orders.ts'
import { csvText } from '../csv.ts'
import { cursorOf, pageOf, readCursor } from '../cursor.ts'
import { answerCreation } from '../idempotency.ts'
import { ordersOf } from '../order-table.ts'
import { itemsIn, orderHeads, orderLine, orderView, toldOrder } from '../order-views.ts'
import { read } from '../problem.ts'

/** So many orders are read at a time. */
const PAGE = 1000

/** Orders in as a table. Mounted before the common body parser: a table may be 32 MiB. */
export const orderTableRoutes = (services: Services, staff: RequestHandler): Routes =>
  Router().post('/orders/import-csv', staff, jsonBody('32mb'), async (req, res) => {
    const { shop, csv } = read(OrderTableRequest, req.body)
    const found = await getShop(services.db, shop)
    const { orders, ignored } = await ordersOf(csv)
    const taken = await takeOrders(services, found, orders.map(toldOrder))
    res.json({ ...taken, ignored: [...ignored] } satisfies z.input<typeof OrderTableView>)
  })

/** The Order Details report, Order Entry, and what shops tell. */
export function orderRoutes(services: Services): Routes {
  const { db, now } = services

  async function filterOf(res: Response, asked: Omit<z.output<typeof OrderExportQuery>, 'showLeadsAgent'>): Promise<OrderFilter> {
    const { from, to, timeZone, status, shop, search, leadsAgent, project } = asked
    const sight = await sightIn(services, res, project)
    const midnight = (date: string, after: number) => dateOf(zone(timeZone ?? 'UTC').startOfDay(dayOf(date) + after))
    return {
      sight,
      ...(from ? { from: typeof from === 'string' ? midnight(from, 0) : from } : {}),
      ...(to ? { until: typeof to === 'string' ? midnight(to, 1) : to } : {}),
      ...(status ? { statuses: status } : {}),
      ...(shop === undefined ? {} : { shopId: (await getShop(db, shop)).id }),
      ...(leadsAgent === undefined ? {} : { agentId: leadsAgent === 'none' ? 'none' : (await getAgent(db, leadsAgent)).id }),
      ...(search === undefined ? {} : { search }),
    }
  }

  const callCenterUrl = (res: Response) => findPaymentUrl(db, askerOf(res).agent?.callCenter ?? null)
  const view = async (res: Response, order: ShownOrder): Promise<z.input<typeof OrderView>> =>
    orderView(order, { callCenterUrl: await callCenterUrl(res), withAgent: true })

  return Router()
    .get('/orders', async (req, res) => {
      const { cursor, limit, showLeadsAgent, ...asked } = read(OrderQuery, req.query)
      const [placedAt, id] = readCursor(cursor, ['instant', 'id']) ?? []
      const before = placedAt && id ? { placedAt: new Date(placedAt), id } : null
      const asOf = now()
      const filter = await filterOf(res, asked)
      const [found, totals, url] = await Promise.all([
        findOrders(db, filter, { limit: limit + 1, ...(before ? { before } : {}) }),
        before ? null : countOrders(db, filter),
        callCenterUrl(res),
      ])
      const page = pageOf(found, limit, (last) => cursorOf(last.placedAt.toISOString(), last.id))
      const shown = { callCenterUrl: url, withAgent: showLeadsAgent === 'true' }
      res.json({
        ...page,
        items: page.items.map((order) => orderView(order, shown)),
        totals: totals?.map(({ total, ...one }) => ({ ...one, total: amountText(total, one.currency) })) ?? null,
        asOf: instantText(asOf),
      })
    })
    .get('/orders.csv', async (req, res) => {
      const { showLeadsAgent, ...asked } = read(OrderExportQuery, req.query)
      const filter = await filterOf(res, asked)
      const withAgent = showLeadsAgent === 'true'
      const clock = zone(asked.timeZone ?? 'UTC')
      res.type('text/csv').attachment('order-details.csv')
      res.write(csvText([orderHeads(withAgent)]))
      let last: ShownOrder | undefined
      do {
        const found: ShownOrder[] = await findOrders(db, filter, { limit: PAGE, ...(last ? { before: last } : {}) })
        const isFull = !res.write(csvText(found.map((order) => orderLine(order, clock, withAgent))))
        if (isFull) await new Promise((resolve) => res.once('drain', resolve).once('close', resolve))
        last = found.length === PAGE ? found.at(-1) : undefined
      } while (last && !res.destroyed)
      res.end()
    })
    .post('/orders', async (req, res) => {
      const { shop, orders } = read(OrdersRequest, req.body)
      const taken = await takeOrders(services, await getShop(db, shop), orders.map(toldOrder))
      res.json(taken satisfies z.input<typeof OrdersTaken>)
    })
    .get('/orders/:id', async (req, res) => {
      res.json(await view(res, await getOrder(db, await sightIn(services, res), req.params.id)))
    })
    .post('/orders/:id/cancel', async (req, res) => {
      const { reason } = read(OrderEnd, req.body)
      const sight = await sightIn(services, res)
      res.json(await view(res, await endOrder(services, callerOf(res), sight, req.params.id, 'cancelled', reason)))
    })
    .post('/orders/:id/refund', async (req, res) => {
      const { reason } = read(OrderEnd, req.body)
      const sight = await sightIn(services, res)
      res.json(await view(res, await endOrder(services, callerOf(res), sight, req.params.id, 'refunded', reason)))
    })
    .get('/order-entry/items', async (_req, res) => {
      // What others' customers ordered says something of them: whoever sees assigned customers alone is told nothing.
      const found = askerOf(res).agent?.onlyAssigned ? [] : await findSoldItems(db)
      res.json({ items: found.map((one) => ({ ...one, price: amountText(one.price, one.currency) })), nextCursor: null })
    })
    .post('/order-entry', async (req, res) => {
      const wish = read(OrderEntryRequest, req.body)
      const caller = callerOf(res)
      refuseStranger(res, wish.customer)
      const customer = 'id' in wish.customer ? { id: (await seenCustomer(services, res, wish.customer.id)).id } : wish.customer
      const entered = {
        customer,
        currency: wish.currency,
        status: wish.status,
        items: itemsIn(wish.items, wish.currency),
        paymentReference: wish.paymentReference ?? null,
        note: wish.note ?? null,
      }
      // Within the transaction nothing else is asked: the embedded database has one connection.
      const [url, sight] = [await callCenterUrl(res), await sightIn(services, res)]
      await answerCreation(services, req, res, `order-entry ${ownAgentOf(res) ?? ''} ${callerKey(caller)}`, async (keep) => {
        const answered = (order: ShownOrder) => ({
          status: 201,
          location: `${services.publicUrl}/api/v1/orders/${order.id}`,
          body: orderView(order, { callCenterUrl: url, withAgent: true }),
        })
        return answered(await enterOrder(services, caller, sight, entered, (tx, order) => keep(tx, answered(order))))
      })
    })
    .patch('/order-entry/:id', async (req, res) => {
      const { items, status, ...wish } = read(OrderEntryChange, req.body)
      const sight = await sightIn(services, res)
      const { currency } = await getOrder(db, sight, req.params.id)
      const wrong = items?.findIndex(({ price }) => amountOf(price, currency) === null) ?? -1
      if (wrong >= 0)
        throw new Refusal('invalid', `Prices of this order are amounts of ${currency}.`, {
          errors: [{ pointer: `/items/${wrong}/price`, detail: `must be an amount of ${currency}` }],
        })
      if (items && totalOf(itemsIn(items, currency)) > MOST_MONEY)
        throw new Refusal('invalid', 'These items come to more than an order can.', {
          errors: [{ pointer: '/items', detail: 'come to more than an order can' }],
        })
      const change = { ...wish, ...(items ? { items: itemsIn(items, currency) } : {}), ...(status ? { status } : {}) }
      res.json(await view(res, await changeOrder(services, callerOf(res), sight, req.params.id, change)))
    })
}
