import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { bookableWindow, type EventType, isOnGrid, refusalFor, shapeOf } from '../../server/domain/event-type.ts'
import { minuteText } from '../../server/domain/interval.ts'
import { zone } from '../../server/domain/zone.ts'
import { dateAfter, wallAt } from './model.ts'
import { minute, placeAndTime } from './worlds.ts'

vi.setConfig({ testTimeout: 30_000 }) // properties are many cases, and the machine may be busy

const consultation: EventType = {
  id: 'consultation-id',
  slug: 'consultation',
  name: 'Consultation',
  durationMinutes: 30,
  slotIntervalMinutes: 15,
  bufferBeforeMinutes: 10,
  bufferAfterMinutes: 5,
  minimumNoticeMinutes: 0,
  bookingWindowDays: 60,
  with: [],
  location: { kind: 'phone' },
  approval: false,
  questions: [],
  notify: { customer: ['email'], rep: ['email'] },
  openPerCustomer: null,
  policy: { rescheduleUntilMinutes: 0, cancelUntilMinutes: 0, moveTo: 'any' },
}

const eventTypes = fc
  .record({
    minimumNoticeMinutes: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 3000 })),
    bookingWindowDays: fc.integer({ min: 0, max: 3 }),
    slotIntervalMinutes: fc.constantFrom(5, 10, 15, 20, 30, 45, 60, 90, 7),
  })
  .map((part): EventType => ({ ...consultation, ...part }))

test('a meeting has the length of its event type or the one asked for, and the buffers of its event type', () => {
  expect(shapeOf(consultation)).toEqual({ duration: 30, before: 10, after: 5 })
  expect(shapeOf(consultation, 45)).toEqual({ duration: 45, before: 10, after: 5 })
})

describe('notice and window', () => {
  const nextTwoDays = { ...consultation, minimumNoticeMinutes: 120, bookingWindowDays: 2 }

  test.each<[string, string | null, string]>([
    ['2027-03-12T16:59Z', 'too-soon', 'one minute short of the notice'],
    ['2027-03-12T17:00Z', null, 'the notice to the minute'],
    ['2027-03-15T03:59Z', null, 'the last minute of the second local day, an hour longer for the clock change'],
    ['2027-03-15T04:00Z', 'too-far-ahead', 'the first minute of the third local day'],
  ])('asked in New York on 2027-03-12 at 10:00, a start at %s is %s: %s', (start, refusal) => {
    expect(refusalFor(nextTwoDays, minute(start), minute('2027-03-12T15:00Z'), zone('America/New_York'))).toBe(refusal)
  })

  test('the last day is the one on the wall in the zone of the request', () => {
    const [now, start] = [minute('2027-03-02T12:00Z'), minute('2027-03-03T20:00Z')]
    const tomorrow = { ...consultation, bookingWindowDays: 1 }

    expect(refusalFor(tomorrow, start, now, zone('America/New_York'))).toBe(null)
    expect(refusalFor(tomorrow, start, now, zone('Asia/Kolkata'))).toBe('too-far-ahead')
  })

  test('a start too soon and too far ahead at once is too soon', () => {
    const impossible = { ...consultation, minimumNoticeMinutes: 5000, bookingWindowDays: 1 }

    expect(refusalFor(impossible, minute('2027-03-05T12:00Z'), minute('2027-03-02T12:00Z'), zone('UTC'))).toBe('too-soon')
  })

  test('a start is refused for its date by the wall calendars of now and then, and by nothing else', () => {
    fc.assert(
      fc.property(placeAndTime, eventTypes, fc.integer({ min: -100, max: 6000 }), ({ name, around }, eventType, later) => {
        const start = around + later
        const lastDate = dateAfter(wallAt(name, around).date, eventType.bookingWindowDays)
        const expected = later < eventType.minimumNoticeMinutes ? 'too-soon' : wallAt(name, start).date > lastDate ? 'too-far-ahead' : null

        expect(refusalFor(eventType, start, around, zone(name))).toBe(expected)
      }),
      { numRuns: 1000 },
    )
  })

  test('the window that slots are taken from holds exactly the starts that are not refused', () => {
    // In St. John's the clock once went back to the date before: such a date is in two pieces, and no window fits it.
    const current = placeAndTime.filter(({ name }) => name !== 'America/St_Johns')
    fc.assert(
      fc.property(current, eventTypes, fc.integer({ min: -100, max: 6000 }), ({ name, around }, eventType, later) => {
        const { start, end } = bookableWindow(eventType, around, zone(name))
        const allowed = refusalFor(eventType, around + later, around, zone(name)) === null

        expect(start <= around + later && around + later < end).toBe(allowed)
      }),
      { numRuns: 1000 },
    )
  })
})

describe('the grid of public pages', () => {
  test.each([
    ['Asia/Kathmandu', '2027-03-02T04:15Z', 60, true, '10:00 on the wall, a quarter past in UTC'],
    ['Asia/Kathmandu', '2027-03-02T04:00Z', 60, false, '09:45 on the wall'],
    ['Asia/Kathmandu', '2027-03-02T04:00Z', 15, true, '09:45 on the wall'],
    ['Australia/Lord_Howe', '2027-03-01T23:00Z', 60, true, '10:00 summer time, UTC+11'],
    ['Australia/Lord_Howe', '2027-07-01T23:30Z', 60, true, '10:00 winter time, UTC+10:30'],
    ['Australia/Lord_Howe', '2027-07-01T23:00Z', 60, false, '09:30 winter time'],
    ['Australia/Lord_Howe', '2027-04-03T15:00Z', 30, true, '01:30 for the second time'],
    ['America/New_York', '2027-03-02T20:30Z', 45, false, '15:30 is minute 930, no multiple of 45'],
    ['America/New_York', '2027-03-02T20:45Z', 45, true, '15:45 is minute 945'],
  ])('in %s, %s on a grid of %i minutes is %s: %s', (name, start, slotIntervalMinutes, expected) => {
    expect(isOnGrid({ ...consultation, slotIntervalMinutes }, minute(start), zone(name))).toBe(expected)
  })

  test('a start is on the grid when the wall clock of the customer’s zone shows a multiple of the slot interval', () => {
    fc.assert(
      fc.property(placeAndTime, eventTypes, ({ name, around }, eventType) => {
        for (let start = around; start < around + 100; start++)
          expect(`${minuteText(start)} ${isOnGrid(eventType, start, zone(name))}`).toBe(
            `${minuteText(start)} ${wallAt(name, start).time % eventType.slotIntervalMinutes === 0}`,
          )
      }),
    )
  })

  test('any slot interval of whole five minutes stands on the five-minute base of every zone in use', () => {
    const inUse = placeAndTime.filter(({ name, around }) => zone(name).offsetAt(around) % 5 === 0)
    fc.assert(
      fc.property(inUse, fc.integer({ min: 1, max: 288 }), ({ name, around }, fives) => {
        const eventType = { ...consultation, slotIntervalMinutes: fives * 5 }
        for (let start = around; start < around + 20; start++) if (isOnGrid(eventType, start, zone(name))) expect(start % 5).toBe(0)
      }),
    )
  })
})
