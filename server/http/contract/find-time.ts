import { z } from 'zod'
import { RecordIn } from './launches.ts'
import {
  Duration,
  dateRange,
  dateRangeRule,
  HoldRef,
  Instant,
  InstantOut,
  isDateRange,
  line,
  QueryList,
  Ref,
  RepView,
  TimeZone,
} from './shapes.ts'

const filters = {
  durationMinutes: Duration.exactOptional(),
  customer: Ref.exactOptional(),
  project: Ref.exactOptional(),
  skills: z.array(line(100)).max(50).exactOptional(),
  languages: z.array(line(100)).max(50).exactOptional(),
  territory: line(100).exactOptional(),
  booking: Ref.exactOptional(),
  hold: HoldRef.exactOptional(),
}

/** Which reps can take a meeting at this very time? */
export const FindByTimeRequest = z
  .strictObject({
    eventType: Ref,
    pool: Ref,
    at: Instant,
    timeZone: TimeZone,
    ...filters,
    /** A stored customer by id or email, or the person of a record of Salesforce. */
    customer: z
      .union([Ref, z.strictObject({ salesforce: RecordIn })], { error: 'must be an id, an email or {salesforce: {object, id}}' })
      .exactOptional(),
    limit: z.int().min(1).max(1000).default(100),
    explain: z.boolean().default(false),
    /** Whether reps who have nothing but an entry in their calendar against the time are wanted as well. */
    conflicts: z.boolean().default(false),
  })
  .meta({ id: 'FindByTimeRequest' })

export const ReasonView = z
  .looseObject({ code: z.string(), from: InstantOut.optional(), until: InstantOut.optional() })
  .meta({ id: 'Reason' })

export const Nearest = z.array(z.object({ start: InstantOut, available: z.int() }))

export const WithView = z.array(z.object({ rep: RepView, pool: z.string() }))

export const FindByTimeAnswer = z
  .object({
    at: InstantOut,
    end: InstantOut,
    available: z.int(),
    candidates: z.array(z.object({ rep: RepView, rank: z.int(), reasons: z.array(ReasonView), with: WithView.optional() })),
    unavailable: z.array(z.object({ rep: RepView, reasons: z.array(ReasonView) })),
    nearest: Nearest,
    conflicts: z.array(z.object({ rep: RepView, rank: z.int(), reasons: z.array(ReasonView), with: WithView.optional() })).optional(),
  })
  .meta({ id: 'FindByTimeAnswer' })

const queryFilters = {
  durationMinutes: z.coerce.number().int().min(1).max(1440).exactOptional(),
  project: Ref.exactOptional(),
  skills: QueryList.exactOptional(),
  languages: QueryList.exactOptional(),
  territory: line(100).exactOptional(),
  booking: Ref.exactOptional(),
  hold: HoldRef.exactOptional(),
}

export const AvailabilityQuery = z
  .strictObject({ eventType: Ref, pool: Ref, ...dateRange, ...queryFilters })
  .refine(isDateRange, dateRangeRule)
  .meta({ id: 'AvailabilityQuery' })

/** The number of free reps at each step from the local midnight of `from`. */
export const AvailabilityAnswer = z
  .object({ start: InstantOut, stepMinutes: z.int(), counts: z.array(z.int()) })
  .meta({ id: 'AvailabilityAnswer' })

export const FreeRepsQuery = z
  .strictObject({ eventType: Ref, pool: Ref, timeZone: TimeZone, ...queryFilters })
  .meta({ id: 'FreeRepsQuery' })

export const FreeRepsAnswer = z.object({ at: InstantOut, reps: z.array(RepView) }).meta({ id: 'FreeRepsAnswer' })
