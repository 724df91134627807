import { Router } from 'express'
import { previewTemplate, removeTemplate, saveTemplate, testTemplate } from '../../actions/message-templates.ts'
import type { Services } from '../../actions/services.ts'
import { findEventTypesByIds } from '../../db/event-types.ts'
import { findTemplates, type StoredTemplate } from '../../db/message-templates.ts'
import { callerOf } from '../auth.ts'
import { PreviewRequest, TemplateIn, TestRequest } from '../contract/message-templates.ts'
import { read } from '../problem.ts'

/** The company's own words for messages: list, save, remove, look at, and send to oneself. */
export function messageTemplateRoutes(services: Services): Router {
  const { db } = services
  const views = async (templates: readonly StoredTemplate[]) => {
    const eventTypes = await findEventTypesByIds(db, [...new Set(templates.flatMap((one) => one.eventTypeId ?? []))])
    return templates.map(({ id, eventTypeId, moment, audience, channel, language, subject, body }) => ({
      id,
      eventType: eventTypeId === null ? null : (eventTypes.find((one) => one.id === eventTypeId)?.slug ?? ''),
      moment,
      audience,
      channel,
      language,
      subject,
      body,
    }))
  }
  return Router()
    .get('/message-templates', async (_req, res) => void res.json({ items: await views(await findTemplates(db)), nextCursor: null }))
    .post('/message-templates', async (req, res) => {
      const [view] = await views([await saveTemplate(services, callerOf(res), read(TemplateIn, req.body))])
      res.json(view)
    })
    .post('/message-templates/preview', async (req, res) => void res.json(await previewTemplate(services, read(PreviewRequest, req.body))))
    .post('/message-templates/test', async (req, res) => {
      res.json({ status: await testTemplate(services, read(TestRequest, req.body)) })
    })
    .delete('/message-templates/:id', async (req, res) => {
      await removeTemplate(services, callerOf(res), req.params.id)
      res.status(204).end()
    })
}
