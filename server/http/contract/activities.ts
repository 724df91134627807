import { z } from 'zod'
import { ACTIVITY_TYPES } from '../../domain/process.ts'
import { TimeOfDay } from './processes.ts'
import { InstantOut, LocalDate, line, listOf, Paging, QueryList, Ref, RepView, text } from './shapes.ts'

const ACTIVITY_STATUSES = ['open', 'done', 'skipped', 'cancelled'] as const
export const STANDINGS = ['overdue', 'today', 'upcoming'] as const

/** `when`: seen from now, in the project’s zone. `rep`: a rep’s, or `me`. */
const filter = {
  project: Ref.exactOptional(),
  rep: Ref.exactOptional(),
  type: z.enum(ACTIVITY_TYPES).exactOptional(),
  when: QueryList.exactOptional().meta({ description: 'Any of overdue, today, upcoming; all of them unless given.' }),
}
export const ActivityQuery = z.strictObject({ ...filter, customer: Ref.exactOptional(), ...Paging }).meta({ id: 'ActivityQuery' })
export const ActivityCountQuery = z
  .strictObject({
    project: Ref.exactOptional(),
    rep: Ref.exactOptional(),
    days: z.coerce.number().int().min(1).max(92).default(7).meta({ description: 'Of what is to come, that of so many days is counted.' }),
  })
  .meta({ id: 'ActivityCountQuery' })

/** Something that a rep owes a registrant. `standing` is null once it is no longer open; `ended` says then what came of it. */
export const ActivityView = z
  .object({
    id: z.string(),
    type: z.enum(ACTIVITY_TYPES),
    status: z.enum(ACTIVITY_STATUSES),
    dueOn: z.string().meta({ format: 'date' }),
    dueAt: InstantOut.nullable(),
    standing: z.enum(STANDINGS).nullable(),
    note: z.string().nullable(),
    email: z.object({ subject: z.string(), body: z.string() }).nullable().meta({ description: 'The words that it begins with.' }),
    automatic: z.boolean(),
    rep: RepView.nullable(),
    customer: z.object({ id: z.string(), name: z.string(), email: z.string().nullable(), phone: z.string().nullable() }),
    project: z.object({ slug: z.string(), name: z.string(), timeZone: z.string() }),
    process: z.object({ id: z.string(), name: z.string() }).nullable(),
    ended: z
      .object({
        at: InstantOut,
        by: z.string().nullable(),
        rep: z.string().nullable().meta({ description: 'Who had it then.' }),
        result: z.string().nullable().meta({ description: 'What came of it, or why it was skipped or cancelled.' }),
      })
      .nullable(),
  })
  .meta({ id: 'Activity' })
export const ActivityList = listOf(ActivityView).meta({ id: 'ActivityList' })

const count = z.int()
/** How many activities are open, by type. */
export const ActivityCounts = z
  .object({
    types: z.array(z.object({ type: z.enum(ACTIVITY_TYPES), overdue: count, today: count, upcoming: count })),
    total: z.object({ overdue: count, today: count, upcoming: count }),
  })
  .meta({ id: 'ActivityCounts' })

/** An activity by hand: to be done on a date, or, with `result`, done already, for the history. */
export const ActivityRequest = z
  .strictObject({
    customer: Ref,
    project: Ref,
    type: z.enum(ACTIVITY_TYPES),
    dueOn: LocalDate.exactOptional().meta({ description: 'Today unless given.' }),
    time: TimeOfDay.exactOptional(),
    note: text(2000).exactOptional(),
    rep: Ref.exactOptional().meta({ description: 'Whoever looks after the registrant unless given.' }),
    result: text(2000).exactOptional(),
  })
  .meta({ id: 'ActivityRequest' })

/** `email`: words to send now, to the registrant. */
export const CompleteRequest = z
  .strictObject({
    result: text(2000).exactOptional(),
    email: z.strictObject({ subject: line(300), body: text(10_000) }).exactOptional(),
  })
  .meta({ id: 'ActivityCompleteRequest' })
export const SkipRequest = z.strictObject({ reason: text(500) }).meta({ id: 'ActivitySkipRequest' })
/** `rest`: those after it in its process move by as many days. */
export const PostponeRequest = z
  .strictObject({ dueOn: LocalDate, time: TimeOfDay.nullable().exactOptional(), rest: z.boolean().default(false) })
  .meta({ id: 'ActivityPostponeRequest' })
export const HandOverRequest = z.strictObject({ rep: Ref }).meta({ id: 'ActivityHandOverRequest' })

/** One thing to be done to many; all of it or nothing. */
export const ManyRequest = z
  .strictObject({
    ids: z.array(z.uuid()).min(1).max(200),
    complete: CompleteRequest.omit({ email: true }).exactOptional(),
    skip: SkipRequest.exactOptional(),
    reschedule: PostponeRequest.exactOptional(),
    reassign: HandOverRequest.exactOptional(),
  })
  .refine((one) => [one.complete, one.skip, one.reschedule, one.reassign].filter(Boolean).length === 1, 'must say one thing to be done')
  .meta({ id: 'ActivityManyRequest' })
export const ManyView = z.object({ changed: z.int() }).meta({ id: 'ActivityManyResult' })

/** What a rep hears of by mail: each morning what is due and overdue; at its time an activity that has one. */
export const ReminderChange = z
  .strictObject({ morning: z.boolean().exactOptional(), notices: z.boolean().exactOptional() })
  .meta({ id: 'ReminderChange' })
export const ReminderView = z.object({ morning: z.boolean(), notices: z.boolean() }).meta({ id: 'Reminders' })
