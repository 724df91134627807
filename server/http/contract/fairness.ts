import { z } from 'zod'
import { ReasonView } from './find-time.ts'
import { InstantOut, Ref, RepView, text } from './shapes.ts'

/** Turns that a member is owed by hand, or (negative) that are taken from him, and why. */
export const CreditRequest = z
  .strictObject({
    rep: Ref,
    amount: z
      .int()
      .min(-100)
      .max(100)
      .refine((amount) => amount !== 0, 'must not be 0'),
    reason: text(500),
  })
  .meta({ id: 'CreditRequest' })

export const CreditView = z
  .object({
    pool: z.string(),
    rep: RepView,
    amount: z.int(),
    reason: z.string(),
    author: z.object({ kind: z.string(), name: z.string().nullable(), email: z.string().nullable() }),
    at: InstantOut,
  })
  .meta({ id: 'Credit' })

export const FairnessQuery = z.strictObject({ cycle: z.enum(['current', 'previous']).default('current') }).meta({ id: 'FairnessQuery' })

/** What each member of a pool was given and lost in a cycle, in the pool's order. */
export const FairnessView = z
  .object({
    pool: z.object({ slug: z.string(), name: z.string(), distribution: z.string(), cycle: z.string(), correction: z.boolean() }),
    cycle: z.enum(['current', 'previous']),
    from: InstantOut.nullable(),
    until: InstantOut.nullable(),
    given: z.int(),
    members: z.array(
      z.object({
        rep: RepView,
        rank: z.int().nullable(),
        joinedAt: InstantOut,
        active: z.boolean(),
        given: z.int(),
        lost: z.int(),
        skipped: z.int(),
        credited: z.int(),
        owed: z.int().nullable(),
        priority: z.int(),
        weight: z.int(),
        share: z.number().nullable(),
        target: z.number().nullable(),
        reasons: z.array(ReasonView),
      }),
    ),
  })
  .meta({ id: 'Fairness' })
