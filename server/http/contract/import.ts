import { z } from 'zod'
import { DISPOSITION_KINDS } from '../../domain/lead.ts'
import { MOMENTS } from '../../domain/message-rule.ts'
import { SETUP_KINDS } from '../../domain/setup.ts'
import { Channels, Notify } from './bookings.ts'
import { PhoneWishShape } from './forms.ts'
import { TemplateIn } from './message-templates.ts'
import { PaymentUrl } from './orders.ts'
import { QuestionShape } from './pages.ts'
import {
  Duration,
  Email,
  Instant,
  InstantOut,
  LanguageTag,
  LocalDate,
  LocationShape,
  line,
  Phone,
  QueryList,
  Ref,
  RepView,
  Slug,
  TimeZone,
  text,
} from './shapes.ts'

const clock = (pattern: RegExp, example: string) => z.string().regex(pattern, `must be a time of day such as ${example}`)
const hours = {
  start: clock(/^([01]\d|2[0-3]):[0-5]\d$/, '09:00'),
  end: clock(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, '17:00 or 24:00'),
}
const differ = <S extends z.ZodType<{ start: string; end: string }>>(schema: S) =>
  schema.refine((span) => span.start !== span.end, { path: ['end'], error: 'must differ from start' })
const HoursShape = differ(z.strictObject(hours)).meta({
  id: 'Hours',
  description: 'Wall time. An end before the start lies on the next day.',
})

const Weekday = z.enum(['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'])
export const WeeklyHours = differ(z.strictObject({ days: z.array(Weekday).min(1).max(7), ...hours }))
const inOrder = <S extends z.ZodType<{ start: Date; end: Date }>>(schema: S) =>
  schema.refine((span) => span.start < span.end, { path: ['end'], error: 'must be later than start' })
const SpanShape = inOrder(z.strictObject({ start: Instant, end: Instant }))
const TimeOffIn = inOrder(z.strictObject({ start: Instant, end: Instant, reason: line(200).exactOptional() }))
export const Overrides = z.array(z.strictObject({ date: LocalDate, hours: z.array(HoursShape).max(20) })).max(2000)
const words = z.array(line(100)).max(100)
const minutes = (max: number) => z.int().min(0).max(max)

const ProjectIn = z.strictObject({
  slug: Slug,
  name: line(200).exactOptional(),
  kind: z.enum(['osc', 'onsite']).exactOptional(),
  timeZone: TimeZone.exactOptional(),
})
const ShareIn = z.strictObject({
  between: z.tuple([Ref, Ref]),
  appointments: z.boolean().exactOptional(),
  history: z.boolean().exactOptional(),
})
const RepIn = z.strictObject({
  email: Email,
  name: line(200).exactOptional(),
  timeZone: TimeZone.exactOptional(),
  kind: z.enum(['person', 'room']).exactOptional(),
  projects: z.array(Ref).max(100).exactOptional(),
  weeklyHours: z.array(WeeklyHours).max(100).exactOptional(),
  overrides: Overrides.exactOptional(),
  timeOff: z.array(TimeOffIn).max(2000).exactOptional(),
  busy: z.array(SpanShape).max(100_000).exactOptional(),
  skills: words.exactOptional(),
  languages: words.exactOptional(),
  territories: words.exactOptional(),
  dailyLimit: z.int().min(1).max(1000).nullable().exactOptional(),
  weeklyLimit: z.int().min(1).max(7000).nullable().exactOptional(),
  phone: Phone.nullable().exactOptional(),
  language: LanguageTag.nullable().exactOptional(),
  salesforceUserId: line(18).nullable().exactOptional(),
  active: z.boolean().exactOptional(),
})
const ByMoment = z.partialRecord(z.enum(MOMENTS), Channels)
/** Moments that go out by other channels than those of `notify`; an empty list: by none. */
const MomentsIn = z.strictObject({ customer: ByMoment.exactOptional(), rep: ByMoment.exactOptional() }).meta({ id: 'Moments' })

const EventTypeIn = z.strictObject({
  slug: Slug,
  name: line(200).exactOptional(),
  durationMinutes: Duration.exactOptional(),
  slotIntervalMinutes: z.int().min(1).max(1440).exactOptional(),
  bufferBeforeMinutes: minutes(1440).exactOptional(),
  bufferAfterMinutes: minutes(1440).exactOptional(),
  minimumNoticeMinutes: minutes(525_600).exactOptional(),
  bookingWindowDays: minutes(1095).exactOptional(),
  with: z
    .array(z.strictObject({ pool: Ref, count: z.int().min(1).max(10) }))
    .max(5)
    .exactOptional(),
  location: LocationShape.exactOptional(),
  approval: z.boolean().exactOptional(),
  questions: z.array(QuestionShape).max(50).exactOptional(),
  notify: Notify.exactOptional(),
  openPerCustomer: z
    .int()
    .min(1)
    .max(1000)
    .nullable()
    .exactOptional()
    .meta({ description: 'How many bookings of their own one customer email may have open; null: any number. At first 20.' }),
  policy: z
    .strictObject({
      rescheduleUntilMinutes: minutes(525_600).nullable().exactOptional(),
      cancelUntilMinutes: minutes(525_600).nullable().exactOptional(),
      moveTo: z.enum(['same', 'any']).exactOptional(),
    })
    .exactOptional()
    .meta({
      description:
        'Until how many minutes before the start customers may move or cancel by themselves; null: not at all; and to which rep. At first 0 and any.',
    }),
  /** Minutes before the start. */
  reminders: z
    .array(z.int().min(1).max(43_200))
    .max(3)
    .refine((list) => new Set(list).size === list.length, 'must be different')
    .exactOptional(),
  followUpMinutes: minutes(43_200).nullable().exactOptional(),
  requestExpiresMinutes: z.int().min(1).max(525_600).exactOptional(),
  moments: MomentsIn.exactOptional(),
  crm: z
    .boolean()
    .exactOptional()
    .meta({ description: 'Whether bookings of this kind are written to Salesforce, once an org is connected. At first true.' }),
})
const PoolIn = z.strictObject({
  slug: Slug,
  name: line(200).exactOptional(),
  distribution: z.enum(['find-by-time', 'longest-idle', 'priority', 'round-robin', 'weighted']).exactOptional(),
  strict: z.boolean().exactOptional(),
  correction: z.boolean().exactOptional(),
  cycle: z.enum(['month', 'quarter', 'continuous']).exactOptional(),
  ownerFirst: z.boolean().exactOptional(),
  ownerCounts: z.boolean().exactOptional(),
  ownerHorizonDays: z.int().min(0).max(1095).exactOptional(),
  members: z
    .array(
      z.strictObject({
        email: Email,
        priority: z.int().min(0).max(1000).exactOptional(),
        weight: z.int().min(0).max(10_000).exactOptional(),
      }),
    )
    .max(20_000)
    .exactOptional(),
})
const BookingPageIn = z
  .strictObject({
    slug: Slug,
    title: line(200).exactOptional(),
    rep: Ref.exactOptional(),
    pool: Ref.exactOptional(),
    pages: z.array(Ref).min(1).max(100).exactOptional(),
    eventTypes: z.array(Ref).max(100).exactOptional(),
    choice: z.enum(['customer', 'automatic', 'rep-first']).exactOptional(),
  })
  .refine((page) => [page.rep, page.pool, page.pages].filter((one) => one !== undefined).length <= 1, {
    error: 'a page has one of rep, pool or pages',
  })
const RegistrationFormIn = z
  .strictObject({
    slug: Slug,
    project: Ref.exactOptional(),
    title: line(200).exactOptional(),
    intro: text(2000).nullable().exactOptional().meta({ description: 'What it says above the fields.' }),
    phone: PhoneWishShape.exactOptional().meta({ description: 'Whether it asks for a phone number. At first optional.' }),
    questions: z.array(QuestionShape).max(50).exactOptional(),
    consentText: text(4000).nullable().exactOptional().meta({ description: 'What whoever sends it must agree to; null: nothing.' }),
    source: line(100).exactOptional().meta({ description: 'What registrations by it have as source. At first Website.' }),
    pool: Ref.nullable().exactOptional(),
    rep: Ref.nullable().exactOptional(),
    active: z.boolean().exactOptional(),
  })
  .refine((form) => !form.pool || !form.rep, { error: 'a form has one of pool and rep, or neither' })
const CallCenterIn = z
  .strictObject({
    slug: Slug,
    name: line(200).exactOptional(),
    paymentUrl: PaymentUrl.nullable().exactOptional().meta({
      description:
        'Where its agents hand a customer over who pays; {number} stands for the order’s number. For orders whose shop says nothing.',
    }),
    active: z.boolean().exactOptional(),
    dispositions: z
      .array(z.strictObject({ kind: z.enum(DISPOSITION_KINDS), name: line(200) }))
      .max(200)
      .exactOptional()
      .meta({ description: 'What may come of a call, by kind, in order: all that is offered. `sales` closes a lead.' }),
  })
  .refine(({ dispositions = [] }) => new Set(dispositions.map(({ kind, name }) => `${kind} ${name}`)).size === dispositions.length, {
    error: 'must be different',
    path: ['dispositions'],
  })
/** A customer as an import brings them. */
export const CustomerInImport = z
  .strictObject({
    key: line(200).exactOptional(),
    email: Email.nullable().exactOptional(),
    name: line(200).exactOptional(),
    phone: Phone.nullable().exactOptional(),
    timeZone: TimeZone.nullable().exactOptional(),
    owner: Ref.nullable().exactOptional(),
    coordinator: Email.nullable().exactOptional(),
    language: LanguageTag.nullable().exactOptional(),
    notes: text(10_000).nullable().exactOptional(),
    salesforce: z
      .strictObject({
        object: z.enum(['Contact', 'Lead', 'Account']),
        id: z.string().regex(/^[a-zA-Z0-9]{15}([a-zA-Z0-9]{3})?$/, 'must be a Salesforce id of 15 or 18 characters'),
      })
      .nullable()
      .exactOptional(),
  })
  .refine((customer) => customer.key !== undefined || typeof customer.email === 'string' || customer.salesforce, {
    error: 'a customer needs an email, a key or a Salesforce id',
  })

const many = <T extends z.ZodType>(item: T) => z.array(item).max(100_000).default([])

const thing = z.record(z.string().max(100), z.unknown()).nullable()
const things = z.record(line(400), thing)
const AsRead = z
  .partialRecord(z.enum(['projects', 'shares', 'reps', 'eventTypes', 'pools', 'bookingPages', 'registrationForms', 'callCenters']), things)
  .meta({
    description:
      'What was read, by kind and name (a slug, an email, or two slugs in the order of the alphabet with a space between them), with the fields that must still be so; null: there was no such thing. If anything is different now, nothing is imported and the answer is 409.',
    examples: [{ pools: { sales: { strict: false }, 'new-team': null } }],
  })

/** Which kinds of things to export. */
export const ExportQuery = z
  .strictObject({
    only: QueryList.pipe(z.array(z.enum(SETUP_KINDS)))
      .exactOptional()
      .meta({ description: 'Some kinds alone, such as reps,pools.' }),
  })
  .meta({ id: 'ExportQuery' })

/** Configuration as data. Idempotent, all or nothing; what is absent stays as it is. */
export const ImportRequest = z
  .strictObject({
    projects: many(ProjectIn),
    shares: many(ShareIn),
    reps: many(RepIn),
    eventTypes: many(EventTypeIn),
    pools: many(PoolIn),
    bookingPages: many(BookingPageIn),
    registrationForms: many(RegistrationFormIn),
    callCenters: many(CallCenterIn),
    customers: many(CustomerInImport),
    messageTemplates: many(TemplateIn),
    asRead: AsRead.exactOptional(),
  })
  .meta({ id: 'Import' })

/** How many objects of each kind were made and changed. */
export const ImportAnswer = z
  .object({
    at: InstantOut,
    created: z.record(z.string(), z.int()),
    updated: z.record(z.string(), z.int()),
    affected: z.array(z.object({ rep: RepView, bookings: z.int() })).meta({
      description:
        'Reps who can no longer keep bookings that are still to come: they are inactive now, or their hours or time off have changed.',
    }),
  })
  .meta({ id: 'ImportAnswer' })
