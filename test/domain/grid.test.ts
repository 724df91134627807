import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { gridPoints } from '../../server/domain/grid.ts'
import { minuteText } from '../../server/domain/interval.ts'
import { zone } from '../../server/domain/zone.ts'
import { wallAt } from './model.ts'
import { minute, placeAndTime } from './worlds.ts'

vi.setConfig({ testTimeout: 30_000 }) // properties are many cases, and the machine may be busy

describe('the grid of a local day', () => {
  test.each([
    ['Asia/Kathmandu', '2027-03-01T18:15Z', '2027-03-01T21:15Z', 60, ['18:15', '19:15', '20:15']],
    ['Australia/Lord_Howe', '2027-04-03T14:00Z', '2027-04-03T16:30Z', 30, ['14:00', '14:30', '15:00', '15:30', '16:00']],
    ['Australia/Lord_Howe', '2027-10-02T14:30Z', '2027-10-02T17:00Z', 60, ['14:30', '16:00']],
    ['America/New_York', '2027-03-14T05:00Z', '2027-03-14T09:00Z', 60, ['05:00', '06:00', '07:00', '08:00']],
    ['America/New_York', '2027-03-14T05:00Z', '2027-03-14T10:00Z', 120, ['05:00', '08:00']],
    ['Europe/London', '2027-10-30T23:00Z', '2027-10-31T02:00Z', 45, ['23:00', '23:45', '00:30', '01:30']],
  ])('in %s from %s to %s, every %i minutes it has %j', (name, from, to, interval, points) => {
    expect(gridPoints(minute(from), minute(to), interval, zone(name)).map((at) => minuteText(at).slice(11, 16))).toEqual(points)
  })

  test('its points are the minutes at which the wall clock shows a multiple of the interval', () => {
    const intervals = fc.oneof(fc.constantFrom(5, 15, 20, 30, 45, 60), fc.integer({ min: 1, max: 1440 }))
    fc.assert(
      fc.property(placeAndTime, fc.integer({ min: 0, max: 2880 }), intervals, ({ name, around }, length, interval) => {
        const shown = Array.from({ length }, (_, i) => around + i).filter((at) => wallAt(name, at).time % interval === 0)

        expect(gridPoints(around, around + length, interval, zone(name)).map(minuteText)).toEqual(shown.map(minuteText))
      }),
      { numRuns: 200 },
    )
  })
})
