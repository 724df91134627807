import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type RequestHandler, Router, type Router as Routes } from 'express'
import helmet from 'helmet'
import { isPage } from '../db/booking-pages.ts'
import type { Database } from '../db/database.ts'
import { findForm } from '../db/registration-forms.ts'
import { builtFile, builtFolder } from './built-files.ts'
import { Slug } from './contract/shapes.ts'
import { framed, type Origins, shared } from './embedding.ts'

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

/** The console shows stored mails, which carry their style in attributes; scripts stay forbidden. */
const showsMail: RequestHandler = (_req, res, next) => {
  res.set('Content-Security-Policy', `${res.get('Content-Security-Policy')};style-src-attr 'unsafe-inline'`)
  next()
}

/** Kept by browsers, but never used before they have asked whether it is still the one: it names the other files of its very build. */
const CHECKED = 'public, no-cache'

/** The pages that people open, and the scripts that other websites load. Each page is one small document whose script asks the API. */
export async function shellRoutes(db: Database, dist: string, origins: Origins): Promise<Routes> {
  const document = (name: string) => readFile(join(dist, `${name}.html`), 'utf8')
  const [customer, console] = [await document('customer'), await document('console')]
  const send =
    (html: string): RequestHandler =>
    (_req, res) =>
      void res.set('Cache-Control', 'no-cache').type('html').send(html)
  const shown =
    (exists: (slug: string) => Promise<boolean>): RequestHandler<{ slug: string }> =>
    async (req, res, next) => {
      const slug = Slug.safeParse(req.params.slug)
      if (!slug.success) return next()
      const found = await exists(slug.data)
      // A person gets words on a page, a program that names no type the problem.
      if (!found && req.accepts(['json', 'html']) !== 'html') return next()
      res
        .status(found ? 200 : 404)
        .set('Cache-Control', 'no-cache')
        .type('html')
        .send(customer)
    }
  return Router()
    .use(['/assets', '/embed.js', '/embed-frame.js'], shared(origins))
    .use('/assets', await builtFolder(join(dist, 'assets')))
    .get('/embed.js', builtFile(join(dist, 'embed.js'), CHECKED))
    .get('/embed-frame.js', builtFile(join(dist, 'embed-frame.js'), CHECKED))
    .get('/', (_req, res) => res.redirect(302, '/console/home'))
    .get('/favicon.ico', (_req, res) => void res.status(204).end())
    .get('/console', (_req, res) => res.redirect(302, '/console/home'))
    .get('/console/*path', showsMail, send(console))
    .get('/manage/:token', send(customer))
    .get('/requests/:token', send(customer))
    .get(
      '/register/:slug',
      framed(origins),
      shown(async (slug) => (await findForm(db, slug)) !== undefined),
    )
    .get(
      '/:slug',
      framed(origins),
      shown((slug) => isPage(db, slug)),
    )
}
