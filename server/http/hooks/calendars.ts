import express, { type Request, Router } from 'express'
import { heedWatch } from '../../actions/calendars/watch.ts'
import type { Services } from '../../actions/services.ts'
import { limited } from '../limits.ts'

interface News {
  readonly watchId: string
  /** Proves that whoever calls was told of the watch. */
  readonly token: string | null
}

/** How calls of the vendors are read. */
export interface CallReaders {
  readonly google: (headers: Request['headers']) => (News & { readonly state: string }) | null
  readonly microsoft: (
    validationToken: unknown,
    body: unknown,
  ) => { readonly kind: 'question'; readonly answer: string } | { readonly kind: 'news'; readonly news: readonly News[] } | null
}

/** The vendors of calendars tell us that something has changed. What it is, only the calendar says: a call makes us read it. */
export function calendarHooks(services: Services, readers: CallReaders): Router {
  const heed = async ({ watchId, token }: News) => token !== null && (await heedWatch(services, { watchId, token }))
  return Router()
    .post('/hooks/google', limited(1200), async (req, res) => {
      const news = readers.google(req.headers)
      // The first call only says that there will be others.
      if (news && news.state !== 'sync') await heed(news)
      res.status(204).end()
    })
    .post('/hooks/microsoft', limited(1200), express.json({ limit: '256kb' }), async (req, res) => {
      const call = readers.microsoft(req.query.validationToken, req.body)
      // It echoes what a stranger sent, so it must never be taken for a page.
      if (call?.kind === 'question') return void res.type('text/plain').set('X-Content-Type-Options', 'nosniff').send(call.answer)
      for (const one of call?.news ?? []) await heed(one)
      res.status(202).end()
    })
}
