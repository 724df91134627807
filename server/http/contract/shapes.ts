/** The small shapes that every resource of the wire is made of. */
import { z } from 'zod'
import { LONGEST_MINUTES } from '../../domain/event-type.ts'
import { isZone } from '../../domain/zone.ts'

const NUL = String.fromCharCode(0)

/** PostgreSQL stores neither NUL nor half a surrogate pair, so none comes in. */
const storable = (schema: z.ZodString) =>
  schema.refine((value) => !value.includes(NUL) && value.isWellFormed(), 'must not contain a NUL character or half a surrogate pair')

/** Text that may be empty. */
export const anyText = (max: number) => storable(z.string().max(max))

/** Text of one or more characters, trimmed. */
export const text = (max: number) => storable(z.string().trim().min(1).max(max))

/** Text on one line: it may stand in a mail header or a calendar property. */
export const line = (max: number) => text(max).refine((value) => !/[\r\n]/.test(value), 'must be a single line')

export const Slug = z
  .string()
  .regex(/^[a-z0-9](?:[a-z0-9-]{0,78}[a-z0-9])?$/, 'must be lower-case letters, digits and hyphens, at most 80')
  .meta({ id: 'Slug', example: 'consultation' })

/** An id, a slug or an email: whatever names a thing. */
export const Ref = line(320).meta({ id: 'Ref', description: 'An id, a slug, or (rep, customer) an email address.' })

/** A hold's id. One that is unknown or has expired is ignored, so any line will do. */
export const HoldRef = line(100).meta({ id: 'HoldRef', description: 'The id of a hold. An unknown or expired one is ignored.' })

export const Email = z
  .email('must be an email address')
  .max(254)
  .transform((value) => value.toLowerCase())
  .meta({ id: 'Email', example: 'jane@example.com' })

export const Phone = z
  .string()
  .regex(/^\+[1-9]\d{6,14}$/, 'must be a phone number in E.164 form, such as +12125550100')
  .meta({ id: 'Phone', example: '+12125550100' })

export const LanguageTag = z
  .string()
  .max(35)
  .regex(/^[a-z]{2,3}(-[a-z0-9]{1,8})*$/i, 'must be a language such as es or es-MX')
  .meta({ id: 'LanguageTag', example: 'es-MX' })

export const TimeZone = z
  .string()
  .max(100)
  .refine(isZone, 'must be a time zone such as America/New_York')
  .meta({ id: 'TimeZone', example: 'America/New_York' })

/** Years that every part of the service can tell: beyond them a meeting's end could need a fifth digit. */
const isTellable = (at: number): boolean => at >= Date.UTC(1900, 0, 1) && at < Date.UTC(9999, 0, 1)

/** An instant of whole minutes, RFC 3339 with any offset. */
export const Instant = z.iso
  .datetime({ offset: true, error: 'must be an instant such as 2027-03-02T15:30:00-05:00', abort: true })
  .refine((value) => Date.parse(value) % 60_000 === 0, { error: 'must be a whole minute', abort: true })
  .refine((value) => isTellable(Date.parse(value)), 'must lie in the years 1900 to 9998')
  .transform((value) => new Date(value))
  .meta({ id: 'Instant', example: '2027-03-02T15:30:00-05:00' })

/** An instant as answers give it: UTC, whole seconds. */
export const InstantOut = z.string().meta({ id: 'InstantOut', format: 'date-time', example: '2027-03-02T20:30:00Z' })

export const LocalDate = z.iso
  .date({ error: 'must be a date such as 2027-03-02', abort: true })
  .refine((value) => isTellable(Date.parse(value)), 'must lie in the years 1900 to 9998')
  .meta({ id: 'LocalDate', example: '2027-03-02' })

/** A local date, the whole day included, or an instant. */
export const DayOrInstant = z.union([LocalDate, Instant], { error: 'must be a date such as 2027-03-02, or an instant' })

/** `from` and `to`, local dates, both included, at most 92 days. */
export const dateRange = { from: LocalDate, to: LocalDate, timeZone: TimeZone }
export const isDateRange = ({ from, to }: { from: string; to: string }): boolean =>
  from <= to && Date.parse(to) - Date.parse(from) < 92 * 86_400_000
export const dateRangeRule = { path: ['to'], error: 'must be the same date as from or later, and within 92 days of it' }

/** A list in a query: `skills=solar,wind` or repeated. */
export const QueryList = z
  .union([z.string(), z.array(z.string())])
  .transform((value) => [value].flat().flatMap((one) => one.split(',').filter(Boolean)))
  .pipe(z.array(line(100)).max(50))

export const Duration = z.int().min(1).max(LONGEST_MINUTES)

export const LocationShape = z
  .strictObject({ kind: z.enum(['phone', 'in-person', 'link', 'other']), value: line(500).exactOptional() })
  .meta({ id: 'Location' })

export const GuestIn = z.strictObject({ name: line(200).exactOptional(), email: Email })

/** One answer by the question's key. */
export const AnswersIn = z
  .record(line(80), z.union([anyText(10_000), z.number(), z.boolean(), z.array(line(500)).max(50)]))
  .refine((answers) => Object.keys(answers).length <= 100, 'must be at most 100 answers')
  .meta({ id: 'Answers' })

export const RepView = z.object({ id: z.string(), email: z.string(), name: z.string(), timeZone: z.string() }).meta({ id: 'Rep' })

export const listOf = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), nextCursor: z.string().nullable() })

export const Paging = {
  cursor: z.string().max(500).exactOptional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
}
