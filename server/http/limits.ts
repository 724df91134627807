import type { Request, RequestHandler, Response } from 'express'
import { type Options, rateLimit } from 'express-rate-limit'
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
    handler: refuse,
  })

/** At most `perMinute` bookings a minute on one page, from wherever they come. */
export const limitedPerPage = (perMinute: number): RequestHandler =>
  rateLimit({
    windowMs: 60_000,
    limit: perMinute,
    keyGenerator: (req: Request) => String(req.params.slug),
    // What is left of this limit is nobody's business, so it is in no header.
    standardHeaders: false,
    legacyHeaders: false,
    validate: { xForwardedForHeader: false, forwardedHeader: false },
    handler: refuse,
  })

const refuse: RequestHandler = (_req, res) => {
  res.set('Retry-After', String(Math.max(1, Number(res.get('Retry-After') ?? 60))))
  throw new Refusal('too-many-requests', 'Please wait a moment and try again.')
}

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
export const signInLimits = ({ perAddress, perAccount }: { perAddress: number; perAccount: number }): SignInLimits => {
  const tries = (limit: number, options: Partial<Options>) =>
    rateLimit({
      windowMs: 15 * 60_000,
      limit,
      standardHeaders: 'draft-8',
      legacyHeaders: false,
      validate: { xForwardedForHeader: false, forwardedHeader: false },
      handler: refuse,
      ...options,
    })
  const keyGenerator = (req: Request) => String(req.body?.email ?? '').toLowerCase()
  // Somebody who has yet to enter the code of their second factor has not failed.
  const failures = {
    skipSuccessfulRequests: true,
    requestWasSuccessful: (_req: Request, res: Response) => res.statusCode < 400 || res.locals.halfway,
  }
  return {
    perAddress: tries(perAddress, failures),
    perAccount: tries(perAccount, { ...failures, keyGenerator }),
    resets: tries(perAccount, { keyGenerator }),
  }
}
