/** What other websites may do: show booking pages in a frame, load the widget, and ask the public API. Never with anybody's cookies. */
import type { RequestHandler } from 'express'

/** The websites that may embed; null: any. */
export type Origins = readonly string[] | null

/** Booking pages may stand in a frame on these websites, and on our own. What is shown there is public. */
export const framed =
  (origins: Origins): RequestHandler =>
  (_req, res, next) => {
    const ancestors = `frame-ancestors ${origins === null ? '*' : ["'self'", ...origins].join(' ')}`
    res.removeHeader('X-Frame-Options')
    res.set('Content-Security-Policy', String(res.get('Content-Security-Policy')).replace("frame-ancestors 'none'", ancestors))
    next()
  }

/** Scripts of these websites may read the answer; a browser that asks first whether they may is told. */
export const shared =
  (origins: Origins): RequestHandler =>
  (req, res, next) => {
    const origin = req.get('origin')
    if (origins !== null) res.vary('Origin')
    const allowed = origins === null ? '*' : origins.find((one) => one === origin)
    if (allowed !== undefined) {
      res.set({
        'Access-Control-Allow-Origin': allowed,
        'Access-Control-Expose-Headers': 'Retry-After, X-Request-Id',
        'Cross-Origin-Resource-Policy': 'cross-origin',
      })
    }
    if (req.method !== 'OPTIONS' || req.get('access-control-request-method') === undefined) return next()
    if (allowed !== undefined) {
      res.set({
        'Access-Control-Allow-Methods': 'GET, POST',
        'Access-Control-Allow-Headers': 'Content-Type, Idempotency-Key',
        'Access-Control-Max-Age': '86400',
      })
    }
    res.status(204).end()
  }
