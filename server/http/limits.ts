/** How much one may ask for. Refuses with `too-many-requests`, saying when to come back. */
import { createHash } from 'node:crypto'
import type { Request, RequestHandler, Response } from 'express'
import { type ClientRateLimitInfo, type Options, rateLimit, type Store } from 'express-rate-limit'
import type { Database } from '../db/database.ts'
import { countHit, takeBackHit } from '../db/rate-limits.ts'
import { Refusal } from '../domain/refusal.ts'

const MINUTE_MS = 60_000
const QUARTER_MS = 15 * MINUTE_MS

const refuse: RequestHandler = (_req, res) => {
  res.set('Retry-After', String(Math.max(1, Number(res.get('Retry-After') ?? 60))))
  throw new Refusal('too-many-requests', 'Please wait a moment and try again.')
}

const limit = (most: number, spanMs: number, options: Partial<Options> = {}): RequestHandler =>
  rateLimit({
    windowMs: spanMs,
    limit: most,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    // Without TRUST_PROXY these headers mean nothing to us, and a caller who sends them must not write to our console.
    validate: { xForwardedForHeader: false, forwardedHeader: false },
    handler: refuse,
    ...options,
  })

/** At most `perMinute` requests a minute from one address, counted in this process alone: reading is cheaper than a count in the database. */
export const limited = (perMinute: number): RequestHandler => limit(perMinute, MINUTE_MS)

/**
 * A limit that all processes count together, in the database. `what` is its name. Whoever has had enough is remembered here until the end of
 * the span, so that a flood asks the database no more.
 */
function together(db: Database, what: string, most: number, spanMs: number, options: Partial<Options> = {}): RequestHandler {
  const enough = new Map<string, ClientRateLimitInfo>()
  const hashOf = (key: string) => createHash('sha256').update(`${what}\n${key}`).digest('base64url')
  const store: Store = {
    prefix: what,
    localKeys: false,
    async increment(key) {
      const hash = hashOf(key)
      const known = enough.get(hash)
      if (known) return known
      const { hits, endsInMs } = await countHit(db, hash, spanMs)
      const count = { totalHits: hits, resetTime: new Date(Date.now() + endsInMs) }
      if (hits > most) {
        enough.set(hash, count)
        setTimeout(() => enough.delete(hash), endsInMs).unref()
      }
      return count
    },
    // One too many harms less than a process that ends because the database is away.
    decrement: (key) => takeBackHit(db, hashOf(key)).catch(() => undefined),
    resetKey: () => undefined,
  }
  return limit(most, spanMs, { store, ...options })
}

export interface BookingLimits {
  /** What one address sends to public pages. */
  readonly perAddress: RequestHandler
  /** What is sent to one page, from wherever it comes. */
  readonly perPage: RequestHandler
}

/** The limits, a minute, that keep calendars from being filled with nonsense. */
export const bookingLimits = (db: Database, most: { readonly bookings: number; readonly bookingsPerPage: number }): BookingLimits => ({
  perAddress: together(db, 'bookings', most.bookings, MINUTE_MS),
  perPage: together(db, 'bookings of a page', most.bookingsPerPage, MINUTE_MS, {
    keyGenerator: (req: Request) => String(req.params.slug),
    // What is left of this limit is nobody's business, so it is in no header.
    standardHeaders: false,
  }),
})

/** How often one may try to sign in within a quarter of an hour before it is too often. */
export interface SignInLimits {
  /** Failures from one address. */
  readonly perAddress: RequestHandler
  /** Failures for one email, from wherever they come. */
  readonly perAccount: RequestHandler
  /** Mails asked for one email. */
  readonly resets: RequestHandler
}

/** The limits that keep passwords and codes from being guessed. */
export const signInLimits = (db: Database, most: { readonly perAddress: number; readonly perAccount: number }): SignInLimits => {
  const keyGenerator = (req: Request) => String(req.body?.email ?? '').toLowerCase()
  // Somebody who has yet to enter the code of their second factor has not failed.
  const failures = {
    skipSuccessfulRequests: true,
    requestWasSuccessful: (_req: Request, res: Response) => res.statusCode < 400 || res.locals.halfway,
  }
  return {
    perAddress: together(db, 'failures of an address', most.perAddress, QUARTER_MS, failures),
    perAccount: together(db, 'failures of an account', most.perAccount, QUARTER_MS, { ...failures, keyGenerator }),
    resets: together(db, 'resets of an account', most.perAccount, QUARTER_MS, { keyGenerator }),
  }
}
