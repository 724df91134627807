import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readDay, readWhen } from '../../widget/console/when.ts'
import { wallAt } from '../../widget/console/zone.ts'

const NEW_YORK = 'America/New_York'
const KOLKATA = 'Asia/Kolkata'

/** Wednesday 3 March 2027, 10:00 in New York. */
const wednesday = new Date('2027-03-03T15:00:00Z')

const own = process.env.TZ
afterEach(() => {
  if (own === undefined) delete process.env.TZ
  else process.env.TZ = own
})

const read = (text: string, now = wednesday, timeZone = NEW_YORK) => {
  const when = readWhen(text, now, timeZone)
  if (!when) return null
  const { year, month, day, hour, minute } = wallAt(when.start, timeZone)
  const two = (value: number) => String(value).padStart(2, '0')
  return `${year}-${two(month)}-${two(day)} ${two(hour)}:${two(minute)}${when.note ? ` (${when.note})` : ''}`
}

describe.each([
  ['America/Los_Angeles', 480],
  ['UTC', 0],
  ['Asia/Kolkata', -330],
  ['Pacific/Auckland', -780],
])('in a browser that lives in %s', (browser, minutesBehindUtc) => {
  beforeEach(() => {
    process.env.TZ = browser
    expect(new Date(2027, 0, 1).getTimezoneOffset()).toBe(minutesBehindUtc)
  })

  test.each([
    ['tue 3:30pm', '2027-03-09 15:30'],
    ['Tuesday, 3.30 p.m.', '2027-03-09 15:30'],
    ['tue 3:30', '2027-03-09 15:30'],
    ['tue 3', '2027-03-09 15:00'],
    ['tuesday 330', '2027-03-09 15:30'],
    ['tuesday 1530', '2027-03-09 15:30'],
    ['3 on tuesday', '2027-03-09 15:00'],
    ['3:30 PM on Tuesday, June 8th', '2027-06-08 15:30'],
    ['June 6 15:30', '2027-06-06 15:30'],
    ['6 june at 3', '2027-06-06 15:00'],
    ['6/6 15:30', '2027-06-06 15:30'],
    ['2027-06-06 15:30', '2027-06-06 15:30'],
    ['the 6th at 3pm', '2027-03-06 15:00'],
    ['the 2nd at 3pm', '2027-04-02 15:00'],
    ['jan 5 at 10', '2028-01-05 10:00'],
    ['tomorrow at 10', '2027-03-04 10:00'],
    ['tomorrow 9am', '2027-03-04 09:00'],
    ['day after tomorrow 10am', '2027-03-05 10:00'],
    ['in 3 days at 2', '2027-03-06 14:00'],
    ['next friday noon', '2027-03-12 12:00'],
    ['friday noon', '2027-03-05 12:00'],
    ['tuesday next week 3pm', '2027-03-09 15:00'],
    ['next week tuesday at 3', '2027-03-09 15:00'],
    ['half past three tuesday', '2027-03-09 15:30'],
    ['tuesday half three', '2027-03-09 15:30'],
    ['tuesday at quarter to four', '2027-03-09 15:45'],
    ['a quarter past 9 tomorrow', '2027-03-04 09:15'],
    ['ten to one on friday', '2027-03-05 12:50'],
    ['tuesday three thirty', '2027-03-09 15:30'],
    ['tuesday three o’clock', '2027-03-09 15:00'],
    ['friday at three', '2027-03-05 15:00'],
    ['friday around 4', '2027-03-05 16:00'],
    ['15:30', '2027-03-03 15:30'],
    ['3', '2027-03-03 15:00'],
    ['at 3', '2027-03-03 15:00'],
    ['at 7', '2027-03-04 07:00'],
    ['11', '2027-03-03 11:00'],
    ['9am', '2027-03-04 09:00'],
    ['tonight at 8', '2027-03-03 20:00'],
    ['tomorrow morning at 6', '2027-03-04 06:00'],
    ['3am tomorrow', '2027-03-04 03:00'],
    ['tomorrow 03:30', '2027-03-04 03:30'],
    ['wednesday 9am', '2027-03-10 09:00'],
    ['wednesday 11am', '2027-03-03 11:00'],
    ['3-4pm tuesday', '2027-03-09 15:00'],
    ['in 2 hours', '2027-03-03 12:00'],
    ['in half an hour', '2027-03-03 10:30'],
    ['in an hour and a half', '2027-03-03 11:30'],
    ['45 minutes from now', '2027-03-03 10:45'],
    ['now', '2027-03-03 10:00'],
  ])('“%s”, said in New York on a Wednesday at ten, is %s', (text, expected) => {
    expect(read(text)).toBe(expected)
  })

  test('a time said in Kolkata is read on the clocks of Kolkata', () => {
    expect(readWhen('tomorrow at 10', wednesday, KOLKATA)).toEqual({ start: new Date('2027-03-04T04:30:00Z') })
  })

  test('“tomorrow” follows the customer’s date when it is not the browser’s', () => {
    const lateInNewYork = new Date('2027-03-04T04:50:00Z')
    const pastMidnightInKolkata = new Date('2027-03-03T18:45:00Z')

    expect(read('tomorrow 9am', lateInNewYork)).toBe('2027-03-04 09:00')
    expect(read('9am', lateInNewYork)).toBe('2027-03-04 09:00')
    expect(read('thursday 9am', lateInNewYork)).toBe('2027-03-04 09:00')
    expect(read('tomorrow 9am', pastMidnightInKolkata, KOLKATA)).toBe('2027-03-05 09:00')
    expect(read('thursday 9am', pastMidnightInKolkata, KOLKATA)).toBe('2027-03-04 09:00')
  })

  test('a time that the clock skips is moved later, and said so', () => {
    expect(read('march 14 2:30am')).toBe('2027-03-14 03:30 (skipped)')
    expect(readWhen('march 14 2:30am', wednesday, NEW_YORK)?.start).toEqual(new Date('2027-03-14T07:30:00Z'))
    expect(read('28 march 2027 01:30', wednesday, 'Europe/London')).toBe('2027-03-28 02:30 (skipped)')
  })

  test('a time that the clock shows twice is the first of the two, and said so', () => {
    expect(readWhen('november 7 1:30am', wednesday, NEW_YORK)).toEqual({ start: new Date('2027-11-07T05:30:00Z'), note: 'twice' })
  })

  test.each([
    ['march 13 10am', '2027-03-13T15:00:00Z'],
    ['march 14 10am', '2027-03-14T14:00:00Z'],
    ['november 6 10am', '2027-11-06T14:00:00Z'],
    ['november 7 10am', '2027-11-07T15:00:00Z'],
  ])('around a clock change “%s” keeps the wall time', (text, instant) => {
    expect(readWhen(text, wednesday, NEW_YORK)).toEqual({ start: new Date(instant) })
  })

  test('hours ahead are counted on a stopwatch across a clock change', () => {
    const eveOfChange = new Date('2027-03-14T06:30:00Z')

    expect(readWhen('in 2 hours', eveOfChange, NEW_YORK)).toEqual({ start: new Date('2027-03-14T08:30:00Z') })
  })
})

test('hours ahead begin with the next whole minute', () => {
  expect(readWhen('in 2 hours', new Date('2027-03-03T15:00:01Z'), NEW_YORK)).toEqual({ start: new Date('2027-03-03T17:01:00Z') })
})

test('a zone said with the time rules over the customer’s', () => {
  expect(readWhen('tue 3pm eastern', wednesday, 'America/Los_Angeles')).toEqual({ start: new Date('2027-03-09T20:00:00Z') })
  expect(readWhen('june 8 3pm EST', wednesday, 'America/Los_Angeles')).toEqual({ start: new Date('2027-06-08T19:00:00Z') })
  expect(readWhen('2027-03-02T15:30:00-05:00', new Date('2027-03-01T00:00:00Z'), KOLKATA)).toEqual({
    start: new Date('2027-03-02T20:30:00Z'),
  })
})

test('a weekday that is not that date’s is said so', () => {
  expect(read('sunday march 8 at 2')).toBe('2027-03-08 14:00 (other-weekday)')
})

test.each([
  '',
  'tuesday',
  'tomorrow morning',
  'hello',
  'a week from friday at 2',
  '3 pm friday week',
  'not tuesday at 3',
  '2 hours later',
  '5 people',
  '99:99',
])('“%s” is no time, so none is guessed', (text) => {
  expect(readWhen(text, wednesday, NEW_YORK)).toBeNull()
})

test('a day without a time is still a day', () => {
  expect(readDay('tuesday', wednesday, NEW_YORK)).toBe('2027-03-09')
  expect(readDay('june 6', wednesday, NEW_YORK)).toBe('2027-06-06')
  expect(readDay('tomorrow', new Date('2027-03-04T04:50:00Z'), NEW_YORK)).toBe('2027-03-04')
  expect(readDay('at 3', wednesday, NEW_YORK)).toBeNull()
})
