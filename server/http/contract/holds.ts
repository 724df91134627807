import { z } from 'zod'
import { WithView } from './find-time.ts'
import { Duration, Instant, InstantOut, Ref, RepView, TimeZone } from './shapes.ts'

export const HoldRequest = z
  .strictObject({
    eventType: Ref,
    pool: Ref.exactOptional(),
    rep: Ref,
    start: Instant,
    durationMinutes: Duration.exactOptional(),
    /** In which the booking window is counted; the rep's own unless given. */
    timeZone: TimeZone.exactOptional(),
    project: Ref.exactOptional(),
    allowConflict: z.boolean().default(false),
  })
  .meta({ id: 'HoldRequest' })

export const RenewRequest = z.strictObject({}).meta({ id: 'RenewRequest' })

export const HoldView = z
  .object({ id: z.string(), rep: RepView, with: WithView, start: InstantOut, end: InstantOut, expiresAt: InstantOut })
  .meta({ id: 'Hold' })
