import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import express, { type RequestHandler, Router, type Router as Routes } from 'express'
import helmet from 'helmet'
import { isPage } from '../db/booking-pages.ts'
import type { Database } from '../db/database.ts'
import { Slug } from './contract/shapes.ts'

const SELF = ["'self'"]

/** Headers that protect every answer. Scripts and styles come from this server only. */
export function protect(publicUrl: string): RequestHandler {
  const https = publicUrl.startsWith('https:')
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: SELF,
        imgSrc: [...SELF, 'data:'],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: SELF,
        frameAncestors: ["'none'"],
        ...(https ? { upgradeInsecureRequests: [] } : {}),
      },
    },
    strictTransportSecurity: https ? { maxAge: 31_536_000 } : false,
    crossOriginEmbedderPolicy: false,
    referrerPolicy: { policy: 'no-referrer' },
  })
}

/** Booking pages may stand in a frame on any website; what is shown there is public. */
const framed: RequestHandler = (_req, res, next) => {
  res.removeHeader('X-Frame-Options')
  res.set('Content-Security-Policy', String(res.get('Content-Security-Policy')).replace("frame-ancestors 'none'", 'frame-ancestors *'))
  next()
}

/** The console shows stored mails, which carry their style in attributes; scripts stay forbidden. */
const showsMail: RequestHandler = (_req, res, next) => {
  res.set('Content-Security-Policy', `${res.get('Content-Security-Policy')};style-src-attr 'unsafe-inline'`)
  next()
}

/** The pages that people open. Each is one small document whose script asks the API. */
export async function shellRoutes(db: Database, dist: string): Promise<Routes> {
  const document = (name: string) => readFile(join(dist, `${name}.html`), 'utf8')
  const [customer, console] = [await document('customer'), await document('console')]
  const send =
    (html: string): RequestHandler =>
    (_req, res) =>
      void res.set('Cache-Control', 'no-cache').type('html').send(html)
  return Router()
    .use('/assets', express.static(join(dist, 'assets'), { index: false, immutable: true, maxAge: '365d' }))
    .get('/', (_req, res) => res.redirect(302, '/console/schedule'))
    .get('/favicon.ico', (_req, res) => void res.status(204).end())
    .get('/console', (_req, res) => res.redirect(302, '/console/schedule'))
    .get('/console/*path', showsMail, send(console))
    .get('/manage/:token', send(customer))
    .get('/requests/:token', send(customer))
    .get('/:slug', framed, async (req, res, next) => {
      const slug = Slug.safeParse(req.params.slug)
      if (!slug.success) return next()
      const exists = await isPage(db, slug.data)
      // A person gets words on a page, a program that names no type the problem.
      if (!exists && req.accepts(['json', 'html']) !== 'html') return next()
      res.status(exists ? 200 : 404)
      send(customer)(req, res, next)
    })
}
