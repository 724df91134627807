import { z } from 'zod'
import { InstantOut, LocationShape } from './shapes.ts'

/** What a rep sees of a request by its mailed link. `request` is null if more than its answer has happened since; times are for the rep's zone. */
export const AskedView = z
  .object({
    state: z.enum(['open', 'approved', 'declined', 'expired', 'cancelled']),
    request: z
      .object({
        eventType: z.object({ name: z.string() }),
        start: InstantOut,
        end: InstantOut,
        timeZone: z.string(),
        rep: z.object({ name: z.string() }),
        customer: z.object({ name: z.string(), email: z.string().nullable(), phone: z.string().nullable() }),
        location: LocationShape,
        answers: z.array(z.object({ label: z.string(), value: z.string() })),
      })
      .nullable(),
  })
  .meta({ id: 'AskedRequest' })
