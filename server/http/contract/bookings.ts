import { z } from 'zod'
import { ReasonView, WithView } from './find-time.ts'
import { RecordIn } from './launches.ts'
import {
  AnswersIn,
  DayOrInstant,
  Duration,
  Email,
  GuestIn,
  HoldRef,
  Instant,
  InstantOut,
  LanguageTag,
  LocationShape,
  line,
  Paging,
  Phone,
  Ref,
  RepView,
  TimeZone,
  text,
} from './shapes.ts'

export const BookingState = z.enum(['requested', 'scheduled', 'completed', 'no-show', 'cancelled', 'declined', 'expired'])

/** How something that follows a booking has gone: to be done, done, failed so far, or nothing to do. */
const SyncState = z.enum(['pending', 'done', 'failed', 'none'])

export const Channels = z.array(z.enum(['email', 'sms'])).max(2)
export const Notify = z.strictObject({ customer: Channels.exactOptional(), rep: Channels.exactOptional() })

/** A stored customer by id (or email), the person of a record of Salesforce, or one who is typed in. */
const CustomerIn = z.union(
  [
    z.strictObject({ id: Ref }),
    z.strictObject({ salesforce: RecordIn }),
    z.strictObject({ name: line(200), email: Email.exactOptional(), phone: Phone.exactOptional() }),
  ],
  { error: 'must be {id}, {salesforce: {object, id}} or {name, email?, phone?}' },
)

export const BookingRequest = z
  .strictObject({
    eventType: Ref,
    start: Instant,
    durationMinutes: Duration.exactOptional(),
    timeZone: TimeZone,
    language: LanguageTag.exactOptional(),
    rep: Ref.exactOptional(),
    pool: Ref.exactOptional(),
    customer: CustomerIn,
    guests: z.array(GuestIn).max(20).default([]),
    /** Where it takes place. */
    project: Ref.exactOptional(),
    /** Where it is made; there as well unless given. */
    createdIn: Ref.exactOptional(),
    subject: line(200).exactOptional(),
    location: LocationShape.exactOptional(),
    details: text(10_000).exactOptional(),
    answers: AnswersIn.default({}),
    hold: HoldRef.exactOptional(),
    notify: Notify.exactOptional(),
    allowConflict: z.boolean().default(false),
  })
  .refine((request) => request.rep !== undefined || request.pool !== undefined, { path: ['rep'], error: 'rep or pool is required' })
  .meta({ id: 'BookingRequest' })

export const BookingView = z
  .object({
    id: z.string(),
    uid: z.string(),
    sequence: z.int(),
    status: BookingState,
    eventType: z.string(),
    pool: z.string().nullable(),
    rep: RepView,
    with: WithView,
    customer: z.object({ id: z.string().nullable(), name: z.string(), email: z.string().nullable(), phone: z.string().nullable() }),
    guests: z.array(z.object({ name: z.string().nullable(), email: z.string() })),
    project: z.string().nullable(),
    createdIn: z.string().nullable(),
    completedIn: z.string().nullable(),
    completedBy: z.object({ name: z.string().nullable(), email: z.string().nullable() }).nullable(),
    start: InstantOut,
    end: InstantOut,
    timeZone: z.string(),
    language: z.string(),
    subject: z.string(),
    location: LocationShape,
    details: z.string().nullable(),
    notes: z.string().nullable(),
    answers: z.array(z.object({ key: z.string(), label: z.string(), value: z.unknown() })),
    bookedBy: z.object({
      kind: z.enum(['coordinator', 'customer', 'salesforce', 'api']),
      name: z.string().nullable(),
      email: z.string().nullable(),
    }),
    assignment: z.object({ method: z.string(), reasons: z.array(ReasonView) }),
    manageUrl: z.string(),
    createdAt: InstantOut,
    askedAnewAt: InstantOut.nullable().meta({ description: 'Since when the customer is asked to choose another time.' }),
    sync: z.object({ calendar: SyncState, crm: SyncState, invitation: SyncState }),
    crmNotices: z.array(z.string()).meta({ description: 'What could not be written to the CRM as it should have been, in words.' }),
  })
  .meta({ id: 'Booking' })

export const BookingQuery = z
  .strictObject({
    from: DayOrInstant.exactOptional(),
    to: DayOrInstant.exactOptional(),
    timeZone: TimeZone.default('UTC'),
    rep: Ref.exactOptional(),
    customer: Ref.exactOptional(),
    project: Ref.exactOptional(),
    status: BookingState.exactOptional(),
    ...Paging,
  })
  .refine(({ from, to }) => from === undefined || to === undefined || typeof from !== typeof to || from <= to, {
    path: ['to'],
    error: 'must not lie before from',
  })
  .meta({ id: 'BookingQuery' })

export const RescheduleRequest = z
  .strictObject({ start: Instant, rep: Ref.exactOptional(), hold: HoldRef.exactOptional() })
  .meta({ id: 'RescheduleRequest' })
export const ReassignRequest = z
  .strictObject({ rep: Ref, reason: text(1000).exactOptional(), hold: HoldRef.exactOptional() })
  .meta({ id: 'ReassignRequest' })
/** `project`: where it was cancelled, if that is not where it would have taken place. */
export const CancelRequest = z
  .strictObject({ reason: text(1000).exactOptional(), project: Ref.exactOptional() })
  .meta({ id: 'CancelRequest' })
export const OutcomeRequest = z
  .strictObject({
    status: z.enum(['completed', 'no-show', 'scheduled']),
    notes: text(10_000).exactOptional(),
    project: Ref.exactOptional(),
  })
  .meta({ id: 'OutcomeRequest' })
export const DeclineRequest = z.strictObject({ reason: text(1000).exactOptional() }).meta({ id: 'DeclineRequest' })
export const ApproveRequest = z.strictObject({}).meta({ id: 'ApproveRequest' })
