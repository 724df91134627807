import { Router } from 'express'
import type { z } from 'zod'
import type { Services } from '../../actions/services.ts'
import { changeShop, makeShop, shopSecret } from '../../actions/shops.ts'
import { findShops, type Shop } from '../../db/shops.ts'
import { instantText } from '../../domain/interval.ts'
import { callerOf } from '../auth.ts'
import { ShopChange, ShopRequest, type ShopView } from '../contract/orders.ts'
import { Ref } from '../contract/shapes.ts'
import { read } from '../problem.ts'

/** Shops whose orders come in, and what their webhooks need. */
export function shopRoutes(services: Services): Router {
  const { db, publicUrl, secret } = services
  const view = (shop: Shop): z.input<typeof ShopView> => ({
    id: shop.id,
    slug: shop.slug,
    name: shop.name,
    active: shop.active,
    hookUrl: `${publicUrl}/hooks/shops/${shop.slug}`,
    secret: shopSecret(secret, shop),
    createdAt: instantText(shop.createdAt),
  })
  return Router()
    .get('/shops', async (_req, res) => void res.json({ items: (await findShops(db)).map(view), nextCursor: null }))
    .post('/shops', async (req, res) => {
      res.status(201).json(view(await makeShop(services, callerOf(res), read(ShopRequest, req.body))))
    })
    .patch('/shops/:id', async (req, res) => {
      res.json(view(await changeShop(services, callerOf(res), read(Ref, req.params.id), read(ShopChange, req.body))))
    })
}
