import { Router } from 'express'
import type { z } from 'zod'
import type { Services } from '../../actions/services.ts'
import { changeWebhook, makeWebhook, removeWebhook, replayDelivery } from '../../actions/webhooks.ts'
import { findDeliveries } from '../../db/webhook-deliveries.ts'
import { findWebhooks, getWebhook } from '../../db/webhooks.ts'
import { instantText } from '../../domain/interval.ts'
import type { Delivery, Webhook } from '../../domain/webhook.ts'
import { callerOf } from '../auth.ts'
import { DeliveryQuery, type DeliveryView, ReplayRequest, WebhookChange, WebhookRequest, type WebhookView } from '../contract/webhooks.ts'
import { cursorOf, pageOf, readCursor } from '../cursor.ts'
import { read } from '../problem.ts'

const webhookView = ({ id, url, events, active, createdAt }: Webhook): z.input<typeof WebhookView> => ({
  id,
  url,
  events: [...events],
  active,
  createdAt: instantText(createdAt),
})

const deliveryView = (one: Delivery): z.input<typeof DeliveryView> => ({
  id: one.id,
  event: one.event,
  bookingId: one.bookingId,
  status: one.status,
  attempts: one.attempts,
  lastAttemptAt: one.lastAttemptAt ? instantText(one.lastAttemptAt) : null,
  answer: one.answer,
  createdAt: instantText(one.createdAt),
})

/** Who else is told of every change of a booking, and how that went. */
export const webhookRoutes = (services: Services): Router => {
  const { db } = services
  return Router()
    .get('/webhooks', async (_req, res) => void res.json({ items: (await findWebhooks(db)).map(webhookView), nextCursor: null }))
    .post('/webhooks', async (req, res) => {
      const { secret, ...webhook } = await makeWebhook(services, callerOf(res), read(WebhookRequest, req.body))
      res.status(201).json({ ...webhookView(webhook), secret })
    })
    .patch('/webhooks/:id', async (req, res) => {
      res.json(webhookView(await changeWebhook(services, callerOf(res), req.params.id, read(WebhookChange, req.body))))
    })
    .delete('/webhooks/:id', async (req, res) => {
      await removeWebhook(services, callerOf(res), req.params.id)
      res.status(204).end()
    })
    .get('/webhooks/:id/deliveries', async (req, res) => {
      const { cursor, limit, ...filter } = read(DeliveryQuery, req.query)
      const [at, id] = readCursor(cursor, ['instant', 'id']) ?? []
      const before = at && id ? { before: { createdAt: new Date(at), id } } : {}
      const { id: webhookId } = await getWebhook(db, req.params.id)
      const found = await findDeliveries(db, { webhookId, ...filter, limit: limit + 1, ...before })
      const { items, nextCursor } = pageOf(found, limit, (last) => cursorOf(last.createdAt.toISOString(), last.id))
      res.json({ items: items.map(deliveryView), nextCursor })
    })
    .post('/webhooks/:id/deliveries/:deliveryId/replay', async (req, res) => {
      read(ReplayRequest, req.body)
      res.json(deliveryView(await replayDelivery(services, req.params.id, req.params.deliveryId)))
    })
}
