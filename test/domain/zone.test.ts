import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { dateText, dayOf, isZone, mondayOf, weekdayOf, zone } from '../../server/domain/zone.ts'
import { dateAfter, mondayBefore, wallAt } from './model.ts'
import { minute, moments, placeAndTime } from './worlds.ts'

vi.setConfig({ testTimeout: 30_000 }) // properties are many cases, and the machine may be busy

const wall = (name: string, at: number) => ({ date: dateText(zone(name).localDay(at)), time: zone(name).minuteOfDay(at) })

describe('wall time and real time', () => {
  test.each(moments)('%s at %s %s, and the wall clock follows', (name, change) => {
    const at = minute(change)
    const before = wallAt(name, at - 1)
    const after = wallAt(name, at)

    expect(after).not.toEqual({ date: before.date, time: before.time + 1 })
    expect(wall(name, at - 1)).toEqual(before)
    expect(wall(name, at)).toEqual(after)
    expect(zone(name).offsetAt(at)).not.toBe(zone(name).offsetAt(at - 1))
  })

  test('date and time on the wall are those that the clock of the zone shows, around every clock change', () => {
    fc.assert(
      fc.property(placeAndTime, ({ name, around }) => {
        expect(wall(name, around)).toEqual(wallAt(name, around))
      }),
      { numRuns: 2000 },
    )
  })

  test('the offset is what the wall clock is ahead of UTC', () => {
    fc.assert(
      fc.property(placeAndTime, ({ name, around }) => {
        const { date, time } = wallAt(name, around)

        expect(zone(name).offsetAt(around)).toBe(minute(`${date}T00:00Z`) + time - around)
      }),
    )
    expect(zone('Asia/Kathmandu').offsetAt(minute('2027-01-01T00:00Z'))).toBe(345)
  })

  test('stretches of constant offset cover the time asked for without gap or overlap', () => {
    fc.assert(
      fc.property(placeAndTime, fc.integer({ min: 1, max: 500_000 }), ({ name, around }, length) => {
        const stretches = zone(name).stretches(around, around + length)

        expect(stretches[0]?.start).toBe(around)
        expect(stretches.at(-1)?.end).toBe(around + length)
        for (const [i, stretch] of stretches.entries()) {
          expect(stretch.start).toBeLessThan(stretch.end)
          expect(zone(name).offsetAt(stretch.start)).toBe(stretch.offset)
          expect(zone(name).offsetAt(stretch.end - 1)).toBe(stretch.offset)
          if (i > 0) expect(stretch.start).toBe(stretches[i - 1]!.end)
        }
      }),
    )
  })

  test('a wall time stands for every minute at which the clock shows it: none where it is skipped, two where it is repeated', () => {
    fc.assert(
      fc.property(placeAndTime, fc.integer({ min: 0, max: 1439 }), ({ name, around }, time) => {
        const { date } = wallAt(name, around)
        const shown: number[] = []
        for (let at = around - 3000; at < around + 3000; at++) {
          const one = wallAt(name, at)
          if (one.time === time && one.date === date) shown.push(at)
        }

        expect(zone(name).instants(dayOf(date), time)).toEqual(shown)
      }),
      { numRuns: 200 },
    )
  })

  test.each([
    ['America/New_York', '2027-03-14', 150, []],
    ['America/New_York', '2027-11-07', 90, ['2027-11-07T05:30Z', '2027-11-07T06:30Z']],
    ['Europe/London', '2027-03-28', 90, []],
    ['Europe/London', '2027-10-31', 90, ['2027-10-31T00:30Z', '2027-10-31T01:30Z']],
    ['Australia/Lord_Howe', '2027-10-03', 135, []],
    ['Australia/Lord_Howe', '2027-04-04', 105, ['2027-04-03T14:45Z', '2027-04-03T15:15Z']],
    ['Pacific/Apia', '2011-12-30', 720, []],
    ['Asia/Kathmandu', '2027-03-02', 0, ['2027-03-01T18:15Z']],
  ])('in %s on %s, minute %i of the wall clock is %j', (name, date, time, instants) => {
    expect(zone(name).instants(dayOf(date), time)).toEqual(instants.map(minute))
  })

  test('a day begins with the first minute that shows its date, or a later one where the date is skipped', () => {
    fc.assert(
      fc.property(placeAndTime, ({ name, around }) => {
        const { date } = wallAt(name, around)
        let first = around - 3000
        while (wallAt(name, first).date < date) first++

        expect(zone(name).startOfDay(dayOf(date))).toBe(first)
      }),
      { numRuns: 200 },
    )
  })

  test.each([
    ['America/Santiago', '2027-09-05', '2027-09-05T04:00Z', 'midnight is skipped, the day begins at 01:00'],
    ['America/Santiago', '2027-04-04', '2027-04-04T04:00Z', 'the day begins after the evening’s last hour was shown twice'],
    ['America/Havana', '2027-11-07', '2027-11-07T04:00Z', 'midnight comes twice, the first begins the day'],
    ['Pacific/Apia', '2011-12-30', '2011-12-30T10:00Z', 'the skipped day begins, and ends, where the next one begins'],
    ['Pacific/Apia', '2011-12-31', '2011-12-30T10:00Z', 'the day after the skipped one'],
  ])('in %s the day %s begins at %s: %s', (name, date, start) => {
    expect(zone(name).startOfDay(dayOf(date))).toBe(minute(start))
  })
})

describe('names of zones', () => {
  test.each(['America/New_York', 'Asia/Kolkata', 'Asia/Calcutta', 'UTC', '+05:45'])('%s is a zone and keeps its name', (name) => {
    expect(isZone(name)).toBe(true)
    expect(zone(name).name).toBe(name)
    expect(wall(name, minute('2027-03-02T20:30Z'))).toEqual(wallAt(name, minute('2027-03-02T20:30Z')))
  })

  test.each(['', 'Mars/Olympus', 'America/New York', '09:00'])('“%s” is no zone', (name) => {
    expect(isZone(name)).toBe(false)
  })
})

describe('dates', () => {
  const dates = fc.integer({ min: -5000, max: 60_000 }).map((days) => dateAfter('1970-01-01', days))

  test('a date is the same text again, and one day lies between neighbours', () => {
    fc.assert(
      fc.property(dates, (date) => {
        expect(dateText(dayOf(date))).toBe(date)
        expect(dayOf(dateAfter(date, 1)) - dayOf(date)).toBe(1)
      }),
    )
  })

  test('weeks begin on Monday', () => {
    expect(weekdayOf(dayOf('2027-03-01'))).toBe(0)
    expect(weekdayOf(dayOf('2027-03-07'))).toBe(6)
    fc.assert(
      fc.property(dates, (date) => {
        expect(dateText(mondayOf(dayOf(date)))).toBe(mondayBefore(date))
      }),
    )
  })
})
