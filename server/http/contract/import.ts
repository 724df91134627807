import { z } from 'zod'
import { MOMENTS } from '../../domain/message-rule.ts'
import { Channels, Notify } from './bookings.ts'
import { TemplateIn } from './message-templates.ts'
import { QuestionShape } from './pages.ts'
import { Duration, Email, Instant, InstantOut, LanguageTag, LocalDate, LocationShape, line, Phone, Ref, Slug, TimeZone } from './shapes.ts'

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
const WeeklyHours = differ(z.strictObject({ days: z.array(Weekday).min(1).max(7), ...hours }))
const SpanShape = z
  .strictObject({ start: Instant, end: Instant })
  .refine((span) => span.start < span.end, { path: ['end'], error: 'must be later than start' })
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
  overrides: z
    .array(z.strictObject({ date: LocalDate, hours: z.array(HoursShape).max(20) }))
    .max(2000)
    .exactOptional(),
  timeOff: z.array(SpanShape).max(2000).exactOptional(),
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
const CustomerInImport = z
  .strictObject({
    key: line(200).exactOptional(),
    email: Email.nullable().exactOptional(),
    name: line(200).exactOptional(),
    phone: Phone.nullable().exactOptional(),
    timeZone: TimeZone.nullable().exactOptional(),
    owner: Ref.nullable().exactOptional(),
    coordinator: Email.nullable().exactOptional(),
    language: LanguageTag.nullable().exactOptional(),
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

/** Configuration as data. Idempotent, all or nothing; what is absent stays as it is. */
export const ImportRequest = z
  .strictObject({
    projects: many(ProjectIn),
    shares: many(ShareIn),
    reps: many(RepIn),
    eventTypes: many(EventTypeIn),
    pools: many(PoolIn),
    bookingPages: many(BookingPageIn),
    customers: many(CustomerInImport),
    messageTemplates: many(TemplateIn),
  })
  .meta({ id: 'Import' })

/** How many objects of each kind were made and changed. */
export const ImportAnswer = z
  .object({ at: InstantOut, created: z.record(z.string(), z.int()), updated: z.record(z.string(), z.int()) })
  .meta({ id: 'ImportAnswer' })
