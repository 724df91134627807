import express, { type Request, Router } from 'express'
import { receiveText } from '../../actions/receive-text.ts'
import { recordDelivery } from '../../actions/record-delivery.ts'
import type { Services } from '../../actions/services.ts'
import { limited } from '../limits.ts'

/** What the provider of text messages tells us: how far a message came, and what phones answer. Each form is signed. */
export function phoneRoutes(services: Services): Router {
  const form = express.urlencoded({ extended: false, limit: '64kb', parameterLimit: 200 })
  const signed = (req: Request) => ({
    url: `${services.publicUrl}${req.originalUrl}`,
    fields: Object.fromEntries(Object.entries(req.body ?? {}).map(([name, value]) => [name, String(value)])),
    signature: req.get('x-twilio-signature') ?? '',
  })
  return Router()
    .post('/hooks/twilio/status/:message', limited(1200), form, async (req, res) => {
      await recordDelivery(services, String(req.params.message), signed(req))
      res.status(204).end()
    })
    .post('/hooks/twilio/inbound', limited(1200), form, async (req, res) => {
      await receiveText(services, signed(req))
      res.type('text/xml').send('<?xml version="1.0" encoding="UTF-8"?><Response/>')
    })
}
