import { z } from 'zod'
import { ALERT_LEVELS, ALERTS } from '../../domain/alert.ts'
import { InstantOut, listOf, Paging } from './shapes.ts'

export const AlertView = z
  .object({
    kind: z.enum(ALERTS),
    level: z.enum(ALERT_LEVELS),
    /** How many things are concerned; 0 where there is nothing to count. */
    count: z.number().int(),
    /** Since when; of a certificate, until when. */
    since: InstantOut.nullable(),
  })
  .meta({ id: 'Alert' })
export const AlertList = listOf(AlertView).meta({ id: 'AlertList' })

export const FailedJobQuery = z.strictObject(Paging).meta({ id: 'FailedJobQuery' })

export const FailedJobView = z
  .object({
    id: z.string(),
    /** What was to be done, such as `invitation.send`. */
    name: z.string(),
    /** Whom it concerns, if that is somebody. */
    concerns: z.string().nullable(),
    customerId: z.string().nullable(),
    tries: z.number().int(),
    /** What the last try met. */
    problem: z.string().nullable(),
    askedAt: InstantOut,
    failedAt: InstantOut,
  })
  .meta({ id: 'FailedJob' })
export const FailedJobList = listOf(FailedJobView).meta({ id: 'FailedJobList' })

export const JobReplayRequest = z.strictObject({}).default({}).meta({ id: 'JobReplayRequest' })
export const JobReplayView = z.object({ replayed: z.number().int() }).meta({ id: 'JobReplays' })
