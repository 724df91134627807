/** When reps work, when they are away, and what becomes of the bookings that this concerns. */
import { z } from 'zod'
import { BookingView } from './bookings.ts'
import { ReasonView } from './find-time.ts'
import { Overrides, WeeklyHours } from './import.ts'
import { DayOrInstant, dateRange, dateRangeRule, InstantOut, isDateRange, line, listOf, Ref, RepView, text } from './shapes.ts'

const SpanView = z.object({ start: InstantOut, end: InstantOut })

/** `source`: what an import has brought is changed where it comes from. */
export const TimeOffView = SpanView.extend({
  id: z.string(),
  source: z.enum(['import', 'entered']),
  reason: z.string().nullable(),
}).meta({ id: 'TimeOff' })

/** People who meet customers. `active`: whether they take bookings. */
export const RepList = listOf(RepView.extend({ active: z.boolean() }).meta({ id: 'RepWithState' })).meta({ id: 'RepList' })

const AffectedView = z.object({ booking: BookingView, reasons: z.array(ReasonView) }).meta({
  id: 'Affected',
  description: 'A booking that somebody has to look after. `reasons`: why the rep cannot keep it; none, if nothing speaks against it yet.',
})

/** `unseen`: how many more there are that whoever asks does not see. */
export const AffectedList = z.object({ items: z.array(AffectedView), unseen: z.int() }).meta({ id: 'AffectedList' })

/** The bookings of a span, as an absence then would concern them; without one, those that the rep cannot keep as things are. */
export const AffectedQuery = z
  .strictObject({ from: DayOrInstant.exactOptional(), to: DayOrInstant.exactOptional() })
  .refine(({ from, to }) => (from === undefined) === (to === undefined), { path: ['to'], error: 'must come with from, and from with to' })
  .refine(({ from, to }) => from === undefined || to === undefined || typeof from !== typeof to || from <= to, {
    path: ['to'],
    error: 'must not lie before from',
  })
  .meta({ id: 'AffectedQuery' })

/** Reps who cannot keep bookings that are to come, and how many. */
export const AffectedReps = z.object({ items: z.array(z.object({ rep: RepView, bookings: z.int() })) }).meta({ id: 'AffectedReps' })

const hours = { weeklyHours: z.array(WeeklyHours).max(100), overrides: Overrides }

/** `timeOff`: what is not over yet. */
export const ScheduleView = z
  .object({ rep: RepView, active: z.boolean(), ...hours, timeOff: z.array(TimeOffView) })
  .meta({ id: 'Schedule' })
export const ScheduleChange = z
  .strictObject({ weeklyHours: hours.weeklyHours.exactOptional(), overrides: Overrides.exactOptional() })
  .meta({ id: 'ScheduleChange' })
export const ChangedSchedule = z.object({ schedule: ScheduleView, affected: AffectedList }).meta({ id: 'ChangedSchedule' })

/** Instants, or dates of the rep's calendar, the last one included. */
export const TimeOffRequest = z
  .strictObject({
    timeOff: z
      .array(z.strictObject({ from: DayOrInstant, to: DayOrInstant, reason: line(200).exactOptional() }))
      .min(1)
      .max(100),
  })
  .meta({ id: 'TimeOffRequest' })
export const EnteredTimeOff = z.object({ timeOff: z.array(TimeOffView), affected: AffectedList }).meta({ id: 'EnteredTimeOff' })

export const CalendarQuery = z.strictObject(dateRange).refine(isDateRange, dateRangeRule).meta({ id: 'CalendarQuery' })

/** `elsewhere`: bookings that whoever asks does not see. `held`: kept for a moment while somebody decides. */
export const CalendarView = z
  .object({
    rep: RepView,
    active: z.boolean(),
    working: z.array(SpanView),
    busy: z.array(SpanView),
    held: z.array(SpanView),
    elsewhere: z.array(SpanView),
    timeOff: z.array(TimeOffView),
    bookings: z.array(BookingView),
  })
  .meta({ id: 'RepCalendar' })

/** `rep`: to whom; without one, whom the pool chooses. `preview`: say what would become of each, and change nothing. */
export const ReassignManyRequest = z
  .strictObject({
    bookings: z
      .array(z.strictObject({ booking: Ref, rep: Ref.exactOptional() }))
      .min(1)
      .max(100)
      .refine((list) => new Set(list.map(({ booking }) => booking)).size === list.length, 'must name each booking once'),
    reason: text(1000).exactOptional(),
    preview: z.boolean().default(false),
  })
  .meta({ id: 'ReassignManyRequest' })

/** `rep`: who takes it, or would; null: nobody can, and `refusal` says why. `others`: who could as well, best first. */
const PlacementView = z
  .object({
    booking: BookingView,
    rep: RepView.nullable(),
    reasons: z.array(ReasonView),
    others: z.array(RepView),
    unavailable: z.array(z.object({ rep: RepView, reasons: z.array(ReasonView) })),
    refusal: z.object({ code: z.string(), detail: z.string() }).nullable(),
  })
  .meta({ id: 'Placement' })
export const ReassignManyAnswer = z.object({ items: z.array(PlacementView) }).meta({ id: 'ReassignManyAnswer' })

export const AskAnewRequest = z.strictObject({}).meta({ id: 'AskAnewRequest' })

export const HolidayQuery = z
  .strictObject({ country: line(10), region: line(20).exactOptional(), year: z.coerce.number().int().min(1990).max(2100) })
  .meta({ id: 'HolidayQuery' })
export const HolidayList = z
  .object({ items: z.array(z.object({ from: z.string(), to: z.string(), name: z.string() }).meta({ id: 'Holiday' })) })
  .meta({ id: 'HolidayList' })
const Place = z.object({ code: z.string(), name: z.string() })
export const CountryList = z
  .object({ items: z.array(Place.extend({ regions: z.array(Place) }).meta({ id: 'Country' })) })
  .meta({ id: 'CountryList' })
