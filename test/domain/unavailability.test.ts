import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { isFree, repTime, type Shape } from '../../server/domain/availability.ts'
import { overlaps, type Span, widen } from '../../server/domain/interval.ts'
import type { RefusalCode } from '../../server/domain/refusal.ts'
import {
  acceptingConflicts,
  liveHolds,
  type Reason,
  refusalOf,
  type TimeReason,
  timeReasons,
  withoutBooking,
} from '../../server/domain/unavailability.ts'
import { blockOf, bookingsAround, type PlainRep, type PlainSpan, wallAt, worksIn } from './model.ts'
import { ann, limitsOf, minute, minutesOf, scheduleOf, shapes, takenOf, timeOf, worlds } from './worlds.ts'

vi.setConfig({ testTimeout: 30_000 }) // properties are many cases, and the machine may be busy

const call: Shape = { duration: 30, before: 0, after: 0 }
const reasonsOf = (rep: PlainRep, start: number, shape: Shape) =>
  timeReasons(timeOf(rep, start - 3000, start + 3000), scheduleOf(rep), limitsOf(rep), start, shape)
const tuesday = (from: string, until: string): Span => ({
  start: minute(`2027-03-02T${from}-05:00`),
  end: minute(`2027-03-02T${until}-05:00`),
})
const booking = (from: string, until: string, before = 0, after = 0) => ({ ...tuesday(from, until), id: from, before, after })
const at = (rep: Partial<PlainRep>, text: string, shape = call) => reasonsOf({ ...ann, ...rep }, minute(`2027-03-02T${text}-05:00`), shape)

describe('why a rep is not free', () => {
  test.each<[string, Partial<PlainRep>, string, TimeReason[]]>([
    ['nothing stands in the way of a free rep', {}, '15:30', []],
    ['before the hours', {}, '08:45', [{ code: 'outside-hours' }]],
    ['an override took the afternoon', { overrides: { '2027-03-02': [{ start: 540, end: 720 }] } }, '15:30', [{ code: 'date-override' }]],
    [
      'an evening that neither the week nor the override of the day has',
      { overrides: { '2027-03-02': [{ start: 540, end: 720 }] } },
      '20:00',
      [{ code: 'outside-hours' }, { code: 'date-override' }],
    ],
    ['the override of another day has no part in it', { overrides: { '2027-03-03': [] } }, '20:00', [{ code: 'outside-hours' }]],
    ['time off', { timeOff: [tuesday('15:00', '18:00')] }, '15:30', [{ code: 'time-off', span: tuesday('15:00', '18:00') }]],
    ['a busy time', { busy: [tuesday('15:45', '16:30')] }, '15:30', [{ code: 'busy', span: tuesday('15:45', '16:30') }]],
    ['a booking', { bookings: [booking('15:00', '15:40')] }, '15:30', [{ code: 'booked', span: tuesday('15:00', '15:40') }]],
    [
      'only the buffer of a booking',
      { bookings: [booking('15:00', '15:30', 0, 10)] },
      '15:30',
      [{ code: 'buffer', of: 'booked', span: tuesday('15:00', '15:40') }],
    ],
    [
      'both limits',
      { dailyLimit: 1, weeklyLimit: 1, bookings: [booking('09:00', '09:30')] },
      '15:30',
      [
        { code: 'daily-limit', limit: 1 },
        { code: 'weekly-limit', limit: 1 },
      ],
    ],
  ])('%s', (_what, rep, text, reasons) => {
    expect(at(rep, text)).toEqual(reasons)
  })

  test('only the buffer of the meeting asked for touches a busy time', () => {
    expect(at({ busy: [tuesday('15:00', '15:25')] }, '15:30', { ...call, before: 10 })).toEqual([
      { code: 'buffer', of: 'busy', span: tuesday('15:00', '15:25') },
    ])
  })

  test('an override that took the evening before is why the time past midnight is gone', () => {
    const evenings = { weekly: ann.weekly.map(() => [{ start: 1320, end: 120 }]), overrides: { '2027-03-01': [] } }

    expect(at(evenings, '00:30')).toEqual([{ code: 'date-override' }])
  })

  test('an override that only adds hours is not to blame for the hours that are missing elsewhere', () => {
    const longMorning = { overrides: { '2027-03-03': [{ start: 0, end: 600 }] } }

    expect(at(longMorning, '23:45')).toEqual([{ code: 'outside-hours' }])
  })

  test('hours that are missing in the week but added by an override are not to blame for another override', () => {
    const rep = {
      weekly: ann.weekly.map(() => [{ start: 0, end: 600 }]),
      overrides: { '2027-03-02': [{ start: 1200, end: 1440 }], '2027-03-03': [] },
    }

    expect(at(rep, '23:45')).toEqual([{ code: 'date-override' }])
  })

  test('all reasons are told at once', () => {
    const rep = {
      overrides: { '2027-03-02': [] },
      timeOff: [tuesday('15:00', '18:00')],
      busy: [tuesday('15:00', '16:00')],
      bookings: [booking('15:00', '16:00')],
      dailyLimit: 1,
    }

    expect(at(rep, '15:30').map(({ code }) => code)).toEqual(['date-override', 'time-off', 'busy', 'booked', 'daily-limit'])
  })
})

/** A meeting near something that stands in its way, or anywhere. */
const questions = worlds.chain(({ rep, from, to }) => {
  const edges = [...rep.busy, ...rep.timeOff, ...rep.bookings.map(blockOf)]
    .flatMap(({ start, end }) => [start, end])
    .filter((edge) => from <= edge && edge < to)
  const anywhere = fc.integer({ min: from, max: to - 1 })
  const near =
    edges.length > 0
      ? fc.tuple(fc.constantFrom(...edges), fc.integer({ min: -60, max: 60 })).map(([edge, shift]) => edge + shift)
      : anywhere
  return fc.record({ rep: fc.constant(rep), start: fc.oneof(anywhere, near), shape: shapes })
})

const meetingAt = (start: number, shape: Shape): Span => ({ start, end: start + shape.duration })
const sameSpan = (a: PlainSpan, b: PlainSpan | undefined) => a.start === b?.start && a.end === b.end

/** The rep without the thing that a reason names. */
function without(rep: PlainRep, { code, span, of }: TimeReason): PlainRep {
  const gone = (one: PlainSpan) => span !== undefined && overlaps(one, span)
  if (code === 'time-off') return { ...rep, timeOff: rep.timeOff.filter((one) => !gone(one)) }
  if (code === 'busy' || of === 'busy') return { ...rep, busy: rep.busy.filter((one) => !gone(one)) }
  if (code === 'booked') return { ...rep, bookings: rep.bookings.filter((one) => !sameSpan(one, span)) }
  if (of === 'booked') return { ...rep, bookings: rep.bookings.filter((one) => !sameSpan(blockOf(one), span)) }
  if (code === 'daily-limit') return { ...rep, dailyLimit: null }
  if (code === 'weekly-limit') return { ...rep, weeklyLimit: null }
  if (code === 'date-override') return { ...rep, overrides: {} }
  return rep
}

/** Whether a reason holds, by the plain rules. */
function isTrue({ code, span, limit, of }: TimeReason, rep: PlainRep, start: number, shape: Shape): boolean {
  const meeting = meetingAt(start, shape)
  const wide = widen(meeting, shape.before, shape.after)
  const unworked = [...minutesOf([meeting])].filter((one) => !worksIn(rep, one))
  const usual = { ...rep, overrides: {} }
  switch (code) {
    case 'outside-hours':
      return unworked.some((one) => !worksIn(usual, one))
    case 'date-override':
      return unworked.some((one) => worksIn(usual, one) || wallAt(rep.zone, one).date in rep.overrides)
    case 'time-off':
      return span !== undefined && overlaps(span, meeting) && minutesOf([span]).isSubsetOf(minutesOf(rep.timeOff))
    case 'busy':
      return span !== undefined && overlaps(span, meeting) && minutesOf([span]).isSubsetOf(minutesOf(rep.busy))
    case 'booked':
      return span !== undefined && overlaps(span, meeting) && rep.bookings.some((one) => sameSpan(one, span))
    case 'buffer':
      if (span === undefined || !overlaps(span, wide)) return false
      if (of === 'busy') return !overlaps(span, meeting) && minutesOf([span]).isSubsetOf(minutesOf(rep.busy))
      return rep.bookings.some((one) => sameSpan(blockOf(one), span) && !overlaps(one, meeting))
    case 'daily-limit':
      return limit === rep.dailyLimit && limit !== null && bookingsAround(rep, start).onDate >= limit
    case 'weekly-limit':
      return limit === rep.weeklyLimit && limit !== null && bookingsAround(rep, start).inWeek >= limit
    default:
      return false
  }
}

describe('reasons and freedom', () => {
  test('a rep has no reason exactly when it is free', () => {
    fc.assert(
      fc.property(questions, ({ rep, start, shape }) => {
        expect(reasonsOf(rep, start, shape).length === 0).toBe(isFree(timeOf(rep, start - 3000, start + 3000), start, shape))
      }),
      { numRuns: 1500 },
    )
  })

  test('each reason is true, and every reason that holds is given', () => {
    fc.assert(
      fc.property(questions, ({ rep, start, shape }) => {
        const reasons = reasonsOf(rep, start, shape)
        const meeting = meetingAt(start, shape)
        const given = (wanted: TimeReason) =>
          reasons.some(({ code, span, of }) => code === wanted.code && of === wanted.of && (!wanted.span || sameSpan(wanted.span, span)))

        for (const reason of reasons) expect([reason, isTrue(reason, rep, start, shape)]).toEqual([reason, true])
        for (const code of ['outside-hours', 'date-override'] as const)
          expect([code, given({ code })]).toEqual([code, isTrue({ code }, rep, start, shape)])
        expect(given({ code: 'time-off' })).toBe(rep.timeOff.some((one) => overlaps(one, meeting)))
        expect(given({ code: 'busy' })).toBe(rep.busy.some((one) => overlaps(one, meeting)))
        for (const one of rep.bookings) {
          const wide = widen(meeting, shape.before, shape.after)
          const { id: _id, before: _before, after: _after, ...span } = one
          expect(given({ code: 'booked', span })).toBe(rep.bookings.some((other) => sameSpan(other, span) && overlaps(other, meeting)))
          if (!overlaps(one, meeting))
            expect(given({ code: 'buffer', of: 'booked', span: blockOf(one) })).toBe(overlaps(blockOf(one), wide))
        }
      }),
      { numRuns: 1000 },
    )
  })

  test('without what a reason names, the reason is gone', () => {
    fc.assert(
      fc.property(questions, ({ rep, start, shape }) => {
        for (const reason of reasonsOf(rep, start, shape).filter(({ code }) => code !== 'outside-hours'))
          expect(reasonsOf(without(rep, reason), start, shape)).not.toContainEqual(reason)
      }),
      { numRuns: 500 },
    )
  })

  test('without all that the reasons name, a rep whose usual hours allow the meeting is free', () => {
    fc.assert(
      fc.property(questions, ({ rep, start, shape }) => {
        const reasons = reasonsOf(rep, start, shape)
        const freed = reasons.reduce(without, rep)
        const works = [...minutesOf([meetingAt(start, shape)])].every((one) => worksIn(freed, one))
        const aboutHours = reasons.some(({ code }) => code === 'outside-hours' || code === 'date-override')

        expect(isFree(timeOf(freed, start - 3000, start + 3000), start, shape)).toBe(works)
        if (!aboutHours) expect(works).toBe(true)
      }),
      { numRuns: 800 },
    )
  })

  test('a booking that is being moved does not stand in its own way', () => {
    const rep = { ...ann, bookings: [booking('15:00', '16:00'), booking('10:00', '11:00')] }

    expect(withoutBooking(takenOf(rep), '15:00').map((one) => one.bookingId)).toEqual(['10:00'])
    expect(withoutBooking(takenOf(rep), null)).toEqual(takenOf(rep))
  })
})

describe('how a refusal is phrased', () => {
  const order: [RefusalCode, Reason[]][] = [
    [
      'not-qualified',
      [
        { code: 'inactive' },
        { code: 'missing-skill' },
        { code: 'missing-language' },
        { code: 'other-territory' },
        { code: 'other-project' },
      ],
    ],
    ['too-soon', [{ code: 'too-soon' }]],
    ['too-far-ahead', [{ code: 'too-far-ahead' }]],
    [
      'outside-availability',
      [{ code: 'outside-hours' }, { code: 'date-override' }, { code: 'time-off' }, { code: 'calendar-unreachable' }],
    ],
    ['limit-reached', [{ code: 'daily-limit' }, { code: 'weekly-limit' }]],
    ['slot-taken', [{ code: 'booked' }, { code: 'busy' }, { code: 'buffer', of: 'busy' }, { code: 'buffer', of: 'booked' }]],
  ]
  const all = order.flatMap(([, reasons]) => reasons)

  test.each(order)('the refusal is %s when only its reasons hold', (refusal, reasons) => {
    for (const reason of reasons) expect(refusalOf([reason])).toBe(refusal)
  })

  test('without a reason there is no refusal', () => {
    expect(refusalOf([])).toBe(null)
  })

  test('of several reasons the first kind decides, in whichever order they come', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(all, { minLength: 1 }), (reasons) => {
        const first = order.find(([, kinds]) => kinds.some((kind) => reasons.includes(kind)))

        expect(refusalOf(reasons)).toBe(first?.[0])
      }),
    )
  })

  test('accepting a conflict lifts the rep’s calendar and its buffer, never a booking or anything else', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(all), (reasons) => {
        const lifted = reasons.filter((reason) => !acceptingConflicts(reasons).includes(reason))

        expect(lifted).toEqual(reasons.filter((reason) => reason.code === 'busy' || (reason.code === 'buffer' && reason.of === 'busy')))
        expect(acceptingConflicts(reasons)).toEqual(reasons.filter((reason) => !lifted.includes(reason)))
      }),
    )
  })

  test('a rep whose only conflicts are accepted is not refused', () => {
    expect(refusalOf(acceptingConflicts(at({ busy: [tuesday('15:00', '16:00')] }, '15:30')))).toBe(null)
    expect(refusalOf(acceptingConflicts(at({ busy: [tuesday('15:00', '16:00')], bookings: [booking('15:00', '16:00')] }, '15:30')))).toBe(
      'slot-taken',
    )
  })
})

describe('holds', () => {
  const held = (from: string, until: string, before = 0, after = 0) => {
    const meeting = tuesday(from, until)
    return { holdId: from, meeting, blocks: { start: meeting.start - before, end: meeting.end + after }, expiresAt: 1000 }
  }
  const timeWith = (holds: readonly ReturnType<typeof held>[], limits = limitsOf(ann)) => {
    const around = minute('2027-03-02T12:00-05:00')
    const { zone, working } = timeOf(ann, around - 3000, around + 3000)
    return repTime(zone, working, [], [], [], limits, holds)
  }
  const start = minute('2027-03-02T15:30-05:00')

  test('the time of a hold is a reason of its own, its widened part a buffer, and neither is a conflict that may be accepted', () => {
    const clash = timeReasons(timeWith([held('15:15', '15:45')]), scheduleOf(ann), limitsOf(ann), start, call)
    const near = timeReasons(timeWith([held('15:00', '15:30', 0, 10)]), scheduleOf(ann), limitsOf(ann), start, call)

    expect(clash).toEqual([{ code: 'held', span: tuesday('15:15', '15:45') }])
    expect(near).toEqual([{ code: 'buffer', of: 'held', span: tuesday('15:00', '15:40') }])
    expect([...clash, ...near].map((reason) => [refusalOf([reason]), acceptingConflicts([reason]).length])).toEqual([
      ['slot-taken', 1],
      ['slot-taken', 1],
    ])
  })

  test('a hold blocks its time and counts against no limit', () => {
    const one = { daily: 1, weekly: 1 }
    const time = timeWith([held('15:30', '16:00')], one)

    expect([start, start - 30, start - 15, start + 30].map((at) => isFree(time, at, call))).toEqual([false, true, false, true])
    expect(timeReasons(time, scheduleOf(ann), one, start - 30, call)).toEqual([])
  })

  test('a hold lives until the instant at which it expires, and not in the eyes of whoever has it', () => {
    const holds = [held('15:30', '16:00')]

    expect([999, 1000, 1001].map((at) => liveHolds(holds, at, null).length)).toEqual([1, 0, 0])
    expect(liveHolds(holds, 0, '15:30')).toEqual([])
    expect(liveHolds(holds, 0, 'another')).toEqual(holds)
  })
})
