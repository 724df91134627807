import type { RequestHandler } from 'express'
import { rateLimit } from 'express-rate-limit'
import { Refusal } from '../domain/refusal.ts'

/** At most `perMinute` requests a minute from one address. Refuses with `too-many-requests`, saying when to come back. */
export const limited = (perMinute: number): RequestHandler =>
  rateLimit({
    windowMs: 60_000,
    limit: perMinute,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    // Without TRUST_PROXY these headers mean nothing to us, and a caller who sends them must not write to our console.
    validate: { xForwardedForHeader: false, forwardedHeader: false },
    handler(_req, res) {
      res.set('Retry-After', String(Math.max(1, Number(res.get('Retry-After') ?? 60))))
      throw new Refusal('too-many-requests', 'Please wait a minute and try again.')
    },
  })
