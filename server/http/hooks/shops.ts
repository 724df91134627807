import express, { Router } from 'express'
import { takeOrders } from '../../actions/orders/take.ts'
import type { Services } from '../../actions/services.ts'
import { refuseUnsigned } from '../../actions/shops.ts'
import { findShop } from '../../db/shops.ts'
import { Refusal } from '../../domain/refusal.ts'
import { OrdersHook } from '../contract/orders.ts'
import { Slug } from '../contract/shapes.ts'
import { limited } from '../limits.ts'
import { toldOrder } from '../order-views.ts'
import { read } from '../problem.ts'

/** Shops tell of their orders, signed as Standard Webhooks 1.0 has it. Told again, an order changes nothing, so it may be sent until it is taken. */
export const shopHooks = (services: Services): Router =>
  Router().post('/hooks/shops/:shop', limited(1200), express.raw({ type: () => true, limit: '1mb' }), async (req, res) => {
    const body = Buffer.isBuffer(req.body) ? req.body.toString() : ''
    const header = (name: string) => req.get(name) ?? ''
    const slug = Slug.safeParse(req.params.shop)
    const shop = slug.success ? await findShop(services.db, slug.data) : undefined
    if (!shop) throw new Refusal('unauthenticated', 'This is not signed with the shop’s secret, or too long ago.')
    const [id, timestamp, signature] = [header('webhook-id'), header('webhook-timestamp'), header('webhook-signature')]
    refuseUnsigned(services, shop, { id, timestamp, signature, body })
    const { orders } = read(OrdersHook, jsonIn(body))
    res.json(await takeOrders(services, shop, orders.map(toldOrder)))
  })

function jsonIn(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    throw new Refusal('invalid', 'The body is not JSON.', { errors: [{ pointer: '', detail: 'must be JSON' }] })
  }
}
