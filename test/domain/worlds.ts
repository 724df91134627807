import fc from 'fast-check'
import { type Limits, packWorking, type RepTime, repTime, type Shape, type Taken } from '../../server/domain/availability.ts'
import type { Minute, Span } from '../../server/domain/interval.ts'
import type { Schedule } from '../../server/domain/schedule.ts'
import { dayOf, zone } from '../../server/domain/zone.ts'
import { blockOf, dateAfter, type PlainBooking, type PlainHours, type PlainRep, type PlainShape, type PlainSpan, wallAt } from './model.ts'

/** The epoch minute of an RFC 3339 text. */
export const minute = (text: string): Minute => Date.parse(text) / 60_000

/** Zones whose clocks do unusual things, and the minute at which each does one. Those of UTC and Kolkata never do. */
export const moments: readonly (readonly [zone: string, change: string, does: string])[] = [
  ['America/New_York', '2027-03-14T07:00Z', 'skips 02:00–03:00'],
  ['America/New_York', '2027-11-07T06:00Z', 'shows 01:00–02:00 twice'],
  ['Europe/London', '2027-03-28T01:00Z', 'skips 01:00–02:00'],
  ['Europe/London', '2027-10-31T01:00Z', 'shows 01:00–02:00 twice'],
  ['Asia/Kathmandu', '1985-12-31T18:30Z', 'skips 00:00–00:15'],
  ['Australia/Lord_Howe', '2027-04-03T15:00Z', 'shows 01:30–02:00 twice'],
  ['Australia/Lord_Howe', '2027-10-02T15:30Z', 'skips 02:00–02:30'],
  ['America/Santiago', '2027-04-04T03:00Z', 'shows 23:00–24:00 twice'],
  ['America/Santiago', '2027-09-05T04:00Z', 'skips 00:00–01:00'],
  ['America/Havana', '2027-03-14T05:00Z', 'skips 00:00–01:00'],
  ['America/Havana', '2027-11-07T05:00Z', 'shows 00:00–01:00 twice'],
  ['Pacific/Apia', '2011-12-30T10:00Z', 'skips a whole date'],
  ['America/St_Johns', '2010-11-07T02:31Z', 'goes back to the date before'],
]

const quiet = [
  ['UTC', '2027-02-28T12:00Z'],
  ['Asia/Kolkata', '2026-12-31T18:30Z'],
  ['Asia/Kathmandu', '2027-03-02T18:15Z'],
] as const

/** Where and when something is looked at: a zone, and a minute near a clock change or on a quiet day. */
export const placeAndTime: fc.Arbitrary<{ name: string; around: Minute }> = fc
  .tuple(fc.constantFrom(...moments, ...quiet), fc.integer({ min: -1500, max: 1500 }))
  .map(([[name, text], shift]) => ({ name, around: minute(text) + shift }))

const timeOfDay = (min: number, max: number) =>
  fc.oneof(
    fc.integer({ min: Math.ceil(min / 30), max: Math.floor(max / 30) }).map((n) => n * 30),
    fc.integer({ min, max }),
  )

/** Hours of any kind: short, long, past midnight, until 24:00, off every grid. */
export const hours: fc.Arbitrary<PlainHours> = fc
  .record({ start: timeOfDay(0, 1439), end: timeOfDay(1, 1440) })
  .filter(({ start, end }) => start !== end)

const day = fc.oneof(
  { weight: 1, arbitrary: fc.constant<PlainHours[]>([]) },
  { weight: 3, arbitrary: fc.tuple(hours) },
  { weight: 2, arbitrary: fc.constant<PlainHours[]>([{ start: 480, end: 1440 }]) },
  { weight: 1, arbitrary: fc.constant<PlainHours[]>([{ start: 1200, end: 840 }]) },
  { weight: 2, arbitrary: fc.tuple(hours, hours) },
)

/** A rep, and two days around `around` in which its time is looked at. */
export interface World {
  readonly rep: PlainRep
  readonly from: Minute
  readonly to: Minute
}

/** Half the length of the time that a world is looked at. */
const HALF = 1440

/** Minutes that a meeting with its buffers can reach beyond the time looked at. */
export const MARGIN = 1440

/** Reps with random hours, overrides, time off, busy times, bookings and limits, around random clock changes. */
export const worlds: fc.Arbitrary<World> = placeAndTime.chain(({ name, around }) => {
  const [from, to] = [around - HALF, around + HALF]
  const first = wallAt(name, from).date
  const span = (longest: number): fc.Arbitrary<PlainSpan> =>
    fc
      .tuple(fc.integer({ min: from - 600, max: to + 600 }), fc.integer({ min: 1, max: longest }))
      .map(([start, length]) => ({ start, end: start + length }))
  const date = fc.integer({ min: -2, max: 4 }).map((days) => dateAfter(first, days))
  const minutesAround = fc.constantFrom(0, 0, 5, 10, 7, 45)
  const booking = fc.record({ span: span(120), before: minutesAround, after: minutesAround })
  const limit = (max: number) => fc.option(fc.integer({ min: 1, max }), { freq: 2 })
  return fc.record({
    from: fc.constant(from),
    to: fc.constant(to),
    rep: fc.record({
      zone: fc.constant(name),
      weekly: fc.array(day, { minLength: 7, maxLength: 7 }),
      overrides: fc.dictionary(date, day, { maxKeys: 3, noNullPrototype: true }),
      timeOff: fc.array(span(900), { maxLength: 2 }),
      busy: fc.array(span(150), { maxLength: 6 }),
      bookings: fc
        .array(booking, { maxLength: 5 })
        .map((list): PlainBooking[] => list.map(({ span, before, after }, i) => ({ ...span, before, after, id: `booking-${i}` }))),
      dailyLimit: limit(3),
      weeklyLimit: limit(5),
    }),
  })
})

/** Meetings of 5 to 600 minutes, on and off the five-minute grid, with and without buffers. */
export const shapes: fc.Arbitrary<PlainShape> = fc.record({
  duration: fc.oneof(fc.constantFrom(15, 30, 45, 60), fc.integer({ min: 5, max: 120 }), fc.integer({ min: 5, max: 600 })),
  before: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 90 })),
  after: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 90 })),
}) satisfies fc.Arbitrary<Shape>

/** The domain's schedule of a plain rep. */
export const scheduleOf = (rep: PlainRep): Schedule => ({
  zone: zone(rep.zone),
  weekly: rep.weekly,
  overrides: new Map(Object.entries(rep.overrides).map(([date, list]) => [dayOf(date), list])),
})

export const limitsOf = (rep: PlainRep): Limits => ({ daily: rep.dailyLimit, weekly: rep.weeklyLimit })

export const takenOf = (rep: PlainRep): Taken[] =>
  rep.bookings.map((booking) => ({ bookingId: booking.id, meeting: { start: booking.start, end: booking.end }, blocks: blockOf(booking) }))

/** The domain's time of a plain rep, good for meetings that begin in [from, to). */
export function timeOf(rep: PlainRep, from: Minute, to: Minute): RepTime {
  const working = packWorking(scheduleOf(rep), from - MARGIN, to + MARGIN)
  return repTime(zone(rep.zone), working, rep.timeOff, rep.busy, takenOf(rep), limitsOf(rep))
}

/** A rep in New York who works on weekdays from nine to five. */
export const ann: PlainRep = {
  zone: 'America/New_York',
  weekly: [0, 1, 2, 3, 4, 5, 6].map((weekday) => (weekday < 5 ? [{ start: 540, end: 1020 }] : [])),
  overrides: {},
  timeOff: [],
  busy: [],
  bookings: [],
  dailyLimit: null,
  weeklyLimit: null,
}

/** Every minute of the spans, once. */
export const minutesOf = (spans: readonly Span[]): Set<Minute> =>
  new Set(spans.flatMap(({ start, end }) => Array.from({ length: Math.max(0, end - start) }, (_, i) => start + i)))
