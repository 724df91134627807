import { z } from 'zod'
import {
  AnswersIn,
  anyText,
  dateRange,
  dateRangeRule,
  Email,
  GuestIn,
  Instant,
  InstantOut,
  isDateRange,
  LanguageTag,
  LocalDate,
  LocationShape,
  line,
  Phone,
  Ref,
  TimeZone,
  text,
} from './shapes.ts'

export const QuestionShape = z
  .strictObject({
    key: z.string().regex(/^[a-z][a-z0-9_-]{0,39}$/i, 'must be letters, digits, _ and -, beginning with a letter'),
    label: line(200),
    kind: z.enum(['text', 'long-text', 'choice', 'several', 'checkbox', 'number', 'date', 'consent']).default('text'),
    required: z.boolean().default(false),
    options: z.array(line(200)).min(1).max(100).exactOptional(),
  })
  .refine((question) => !['choice', 'several'].includes(question.kind) || question.options !== undefined, {
    path: ['options'],
    error: 'a choice needs options',
  })
  .meta({ id: 'Question' })

/** With dates and a zone, a page comes with its first free times, so that a calendar can be drawn after one request. */
export const PageQuery = z
  .strictObject({
    from: LocalDate.exactOptional(),
    to: LocalDate.exactOptional(),
    timeZone: TimeZone.exactOptional(),
    eventType: Ref.exactOptional(),
    rep: Ref.exactOptional(),
  })
  .refine(({ from, to, timeZone }) => (from === undefined) === (to === undefined) && (to === undefined) === (timeZone === undefined), {
    path: ['from'],
    error: 'from, to and timeZone belong together',
  })
  .refine(({ from, to }) => from === undefined || to === undefined || isDateRange({ from, to }), dateRangeRule)
  .meta({ id: 'PageQuery' })

export const SlotsAnswer = z
  .object({ timeZone: z.string(), days: z.array(z.object({ date: LocalDate, slots: z.array(InstantOut) })) })
  .meta({ id: 'Slots' })

/** What anybody may know of a booking page. */
export const PageView = z
  .object({
    slug: z.string(),
    title: z.string(),
    choice: z.enum(['customer', 'automatic', 'rep-first']),
    eventTypes: z.array(
      z.object({
        slug: z.string(),
        name: z.string(),
        durationMinutes: z.int(),
        location: LocationShape,
        approval: z.boolean(),
        questions: z.array(QuestionShape),
      }),
    ),
    reps: z.array(z.object({ id: z.string(), name: z.string() })),
    pages: z.array(z.object({ slug: z.string(), title: z.string() })),
    form: z
      .string()
      .meta({ description: 'Says when this answer was given. A booking may bring it along; one that follows too fast is refused.' }),
    slots: SlotsAnswer.exactOptional().meta({
      description:
        'Given when dates were asked for and it is clear whose times they are: the page has one event type or one was named and, where the rep comes first, one rep.',
    }),
  })
  .meta({ id: 'Page' })

export const SlotsQuery = z
  .strictObject({ eventType: Ref, ...dateRange, rep: Ref.exactOptional() })
  .refine(isDateRange, dateRangeRule)
  .meta({ id: 'SlotsQuery' })

export const SlotRepsQuery = z.strictObject({ eventType: Ref, timeZone: TimeZone }).meta({ id: 'SlotRepsQuery' })
export const SlotRepsAnswer = z.object({ reps: z.array(z.object({ id: z.string(), name: z.string() })) }).meta({ id: 'SlotReps' })

export const PublicBookingRequest = z
  .strictObject({
    eventType: Ref,
    start: Instant,
    timeZone: TimeZone,
    /** The language of the page; what the browser asks for unless given. */
    language: LanguageTag.exactOptional(),
    rep: Ref.exactOptional(),
    customer: z.strictObject({ name: line(200), email: Email, phone: Phone.exactOptional() }),
    guests: z.array(GuestIn).max(10).default([]),
    details: text(2000).exactOptional().meta({ description: 'A note, which everybody who is invited can read.' }),
    answers: AnswersIn.default({}),
    form: line(200).exactOptional().meta({ description: 'What the page gave as `form`.' }),
    website: anyText(500)
      .refine((value) => !/[\r\n]/.test(value), 'must be a single line')
      .exactOptional()
      .meta({ description: 'A field that people do not see. Whoever fills it in is refused.' }),
  })
  .meta({ id: 'PublicBookingRequest' })

/** What a public caller learns of a booking: never staff emails, reasons or sync. */
export const PublicBookingView = z
  .object({
    uid: z.string(),
    status: z.string(),
    start: InstantOut,
    end: InstantOut,
    timeZone: z.string(),
    eventType: z.object({ slug: z.string(), name: z.string() }),
    rep: z.object({ name: z.string() }),
    location: LocationShape,
    manageUrl: z.string(),
    rescheduleUntil: InstantOut.nullable().exactOptional(),
    cancelUntil: InstantOut.nullable().exactOptional(),
    moveTo: z.literal('same').exactOptional(),
    chooseAnew: z.literal(true).exactOptional(),
  })
  .meta({
    id: 'PublicBooking',
    description:
      'With `rescheduleUntil` and `cancelUntil` where customers must change it earlier than its start; null: they cannot. With `moveTo` where it stays with its rep. With `chooseAnew` where the customer is asked to choose another time.',
  })

const WhichRep = z.enum(['same', 'any'])
export const ManageSlotsQuery = z
  .strictObject({ ...dateRange, rep: WhichRep.default('same') })
  .refine(isDateRange, dateRangeRule)
  .meta({ id: 'ManageSlotsQuery' })
export const ManageCancel = z.strictObject({ reason: text(1000).exactOptional() }).meta({ id: 'ManageCancel' })
export const ManageReschedule = z
  .strictObject({ start: Instant, timeZone: TimeZone, rep: WhichRep.default('same') })
  .meta({ id: 'ManageReschedule' })
