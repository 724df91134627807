import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { minuteText } from '../../server/domain/interval.ts'
import { hoursOn, minuteOfDay, spansOn, workingSpans } from '../../server/domain/schedule.ts'
import { dayOf, zone } from '../../server/domain/zone.ts'
import { type PlainRep, wallAt, worksIn } from './model.ts'
import { ann, hours, minute, minutesOf, placeAndTime, scheduleOf, worlds } from './worlds.ts'

vi.setConfig({ testTimeout: 30_000 }) // properties are many cases, and the machine may be busy

const hoursOf = (text: string) => {
  const [start, end] = text.split('-') as [string, string]
  return { start: minuteOfDay(start), end: minuteOfDay(end) }
}
const spansText = (date: string, text: string, name: string) =>
  spansOn(dayOf(date), hoursOf(text), zone(name)).map(({ start, end }) => `${minuteText(start)}/${minuteText(end)}`)
const total = (rep: PlainRep, from: string, to: string) =>
  [...minutesOf(workingSpans(scheduleOf(rep), minute(from), minute(to)))].filter((at) => at >= minute(from) && at < minute(to)).length

describe('hours on a clock-change Sunday', () => {
  test.each([
    ['America/New_York', '2027-03-14', '09:00-17:00', ['2027-03-14T13:00:00Z/2027-03-14T21:00:00Z']],
    [
      'America/New_York',
      '2027-03-14',
      '01:00-04:00',
      ['2027-03-14T06:00:00Z/2027-03-14T07:00:00Z', '2027-03-14T07:00:00Z/2027-03-14T08:00:00Z'],
    ],
    ['America/New_York', '2027-03-14', '02:00-03:00', []],
    [
      'America/New_York',
      '2027-03-13',
      '22:00-03:30',
      ['2027-03-14T03:00:00Z/2027-03-14T07:00:00Z', '2027-03-14T07:00:00Z/2027-03-14T07:30:00Z'],
    ],
    ['America/New_York', '2027-11-07', '09:00-17:00', ['2027-11-07T14:00:00Z/2027-11-07T22:00:00Z']],
    [
      'America/New_York',
      '2027-11-07',
      '01:00-04:00',
      ['2027-11-07T05:00:00Z/2027-11-07T06:00:00Z', '2027-11-07T06:00:00Z/2027-11-07T09:00:00Z'],
    ],
    [
      'America/New_York',
      '2027-11-07',
      '01:15-01:45',
      ['2027-11-07T05:15:00Z/2027-11-07T05:45:00Z', '2027-11-07T06:15:00Z/2027-11-07T06:45:00Z'],
    ],
    [
      'America/New_York',
      '2027-11-06',
      '22:00-01:30',
      ['2027-11-07T02:00:00Z/2027-11-07T05:30:00Z', '2027-11-07T06:00:00Z/2027-11-07T06:30:00Z'],
    ],
    ['Europe/London', '2027-03-28', '09:00-17:00', ['2027-03-28T08:00:00Z/2027-03-28T16:00:00Z']],
    [
      'Europe/London',
      '2027-03-28',
      '00:30-02:30',
      ['2027-03-28T00:30:00Z/2027-03-28T01:00:00Z', '2027-03-28T01:00:00Z/2027-03-28T01:30:00Z'],
    ],
    ['Europe/London', '2027-03-28', '01:00-02:00', []],
    [
      'Europe/London',
      '2027-03-27',
      '22:00-02:15',
      ['2027-03-27T22:00:00Z/2027-03-28T01:00:00Z', '2027-03-28T01:00:00Z/2027-03-28T01:15:00Z'],
    ],
    ['Europe/London', '2027-10-31', '09:00-17:00', ['2027-10-31T09:00:00Z/2027-10-31T17:00:00Z']],
    [
      'Europe/London',
      '2027-10-31',
      '00:30-02:30',
      ['2027-10-30T23:30:00Z/2027-10-31T01:00:00Z', '2027-10-31T01:00:00Z/2027-10-31T02:30:00Z'],
    ],
    [
      'Europe/London',
      '2027-10-31',
      '01:15-01:45',
      ['2027-10-31T00:15:00Z/2027-10-31T00:45:00Z', '2027-10-31T01:15:00Z/2027-10-31T01:45:00Z'],
    ],
    [
      'Europe/London',
      '2027-10-30',
      '22:00-01:30',
      ['2027-10-30T21:00:00Z/2027-10-31T00:30:00Z', '2027-10-31T01:00:00Z/2027-10-31T01:30:00Z'],
    ],
  ])('in %s on %s, %s is %j', (name, date, text, spans) => {
    expect(spansText(date, text, name)).toEqual(spans)
  })

  test.each([
    ['America/New_York', '2027-03-14T05:00Z', '2027-03-15T04:00Z', 23],
    ['America/New_York', '2027-11-07T04:00Z', '2027-11-08T05:00Z', 25],
    ['Europe/London', '2027-03-28T00:00Z', '2027-03-28T23:00Z', 23],
    ['Europe/London', '2027-10-30T23:00Z', '2027-11-01T00:00Z', 25],
    ['Australia/Lord_Howe', '2027-04-03T13:00Z', '2027-04-04T13:30Z', 24.5],
    ['Australia/Lord_Howe', '2027-10-02T13:30Z', '2027-10-03T13:00Z', 23.5],
  ])('a rep in %s who works around the clock works the day from %s to %s for %d hours', (name, from, to, length) => {
    const rep = { ...ann, zone: name, weekly: ann.weekly.map(() => [{ start: 0, end: 1440 }]) }

    expect(total(rep, from, to)).toBe(length * 60)
    expect(total(rep, from, to)).toBe(minute(to) - minute(from))
  })
})

describe('hours past midnight', () => {
  test('hours from 22:00 to 02:00 belong to the date on which they begin', () => {
    expect(spansText('2027-03-02', '22:00-02:00', 'America/New_York')).toEqual(['2027-03-03T03:00:00Z/2027-03-03T07:00:00Z'])
  })

  test('24:00 ends the day', () => {
    expect(spansText('2027-03-02', '22:00-24:00', 'UTC')).toEqual(['2027-03-02T22:00:00Z/2027-03-03T00:00:00Z'])
  })

  test('a day without hours of its own keeps the tail of the evening before', () => {
    const rep = { ...ann, zone: 'UTC', weekly: ann.weekly.map(() => [{ start: 1320, end: 120 }]), overrides: { '2027-03-03': [] } }

    expect(total(rep, '2027-03-03T00:00Z', '2027-03-04T00:00Z')).toBe(120)
    expect(total(rep, '2027-03-04T00:00Z', '2027-03-05T00:00Z')).toBe(120)
    expect(total(rep, '2027-03-05T00:00Z', '2027-03-06T00:00Z')).toBe(240)
  })

  test('in Apia hours of the skipped 30 December 2011 still reach into the 31st, and those of the 29th lose their tail', () => {
    expect(spansText('2011-12-30', '22:00-02:00', 'Pacific/Apia')).toEqual(['2011-12-30T10:00:00Z/2011-12-30T12:00:00Z'])
    expect(spansText('2011-12-29', '22:00-02:00', 'Pacific/Apia')).toEqual(['2011-12-30T08:00:00Z/2011-12-30T10:00:00Z'])
    expect(spansText('2011-12-30', '09:00-17:00', 'Pacific/Apia')).toEqual([])
  })
})

describe('overrides', () => {
  test('an override replaces the hours of its date and of no other', () => {
    const schedule = scheduleOf({ ...ann, overrides: { '2027-03-10': [{ start: 600, end: 840 }] } })

    expect(hoursOn(schedule, dayOf('2027-03-10'))).toEqual([{ start: 600, end: 840 }])
    expect(hoursOn(schedule, dayOf('2027-03-11'))).toEqual([{ start: 540, end: 1020 }])
    expect(hoursOn(schedule, dayOf('2027-03-13'))).toEqual([])
  })
})

describe('working time', () => {
  test('hours of a date are the minutes at which the wall shows a time inside them', () => {
    fc.assert(
      fc.property(placeAndTime, hours, ({ name, around }, one) => {
        const { date } = wallAt(name, around)
        const rep = { ...ann, zone: name, weekly: ann.weekly.map(() => []), overrides: { [date]: [one] } }
        const worked: number[] = []
        for (let at = around - 4500; at < around + 4500; at++) if (worksIn(rep, at)) worked.push(at)

        expect([...minutesOf(spansOn(dayOf(date), one, zone(name)))].sort((a, b) => a - b)).toEqual(worked)
      }),
      { numRuns: 60 },
    )
  })

  test('a rep works in exactly the minutes at which the wall clock shows a time inside the hours', () => {
    fc.assert(
      fc.property(worlds, fc.integer({ min: 1, max: 2880 }), ({ rep, from }, length) => {
        const spans = workingSpans(scheduleOf(rep), from, from + length)
        const minutes = minutesOf(spans)

        for (let at = from; at < from + length; at++)
          if (minutes.has(at) !== worksIn(rep, at))
            expect(`${minuteText(at)} ${minutes.has(at)}`).toBe(`${minuteText(at)} ${worksIn(rep, at)}`)
        for (const [i, span] of spans.entries()) if (i > 0) expect(span.start).toBeGreaterThan(spans[i - 1]!.end)
      }),
      { numRuns: 200 },
    )
  })

  test('a minute after midnight is worked although the clock then goes back to the evening before, as it did in St. John’s', () => {
    const rep = { ...ann, zone: 'America/St_Johns', weekly: ann.weekly.map(() => []), overrides: { '2010-11-07': [{ start: 0, end: 60 }] } }
    const spans = workingSpans(scheduleOf(rep), minute('2010-11-06T12:00Z'), minute('2010-11-07T02:45Z'))

    expect(minutesOf(spans)).toContain(minute('2010-11-07T02:30Z'))
    expect(minutesOf(spans)).not.toContain(minute('2010-11-07T02:31Z'))
  })

  test('the evening that the clock goes back to may belong to hours that began two dates before', () => {
    const weekly = ann.weekly.map(() => [])
    const rep = { ...ann, zone: 'America/St_Johns', weekly, overrides: { '2010-11-05': [{ start: 1410, end: 1395 }] } }
    const spans = workingSpans(scheduleOf(rep), minute('2010-11-07T02:30Z'), minute('2010-11-07T02:50Z'))

    expect([...minutesOf(spans)].filter((at) => at >= minute('2010-11-07T02:30Z')).map(minuteText)).toEqual(
      Array.from({ length: 14 }, (_, i) => minuteText(minute('2010-11-07T02:31Z') + i)),
    )
  })
})
