import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  dateOf,
  instantText,
  merge,
  minuteAfter,
  minuteOf,
  minuteText,
  overlaps,
  type Span,
  subtract,
  widen,
} from '../../server/domain/interval.ts'
import { minutesOf } from './worlds.ts'

const spans: fc.Arbitrary<Span[]> = fc.array(
  fc.tuple(fc.integer({ min: -60, max: 200 }), fc.integer({ min: 0, max: 40 })).map(([start, length]) => ({ start, end: start + length })),
  { maxLength: 12 },
)
const longSpan = fc
  .tuple(fc.integer({ min: -60, max: 200 }), fc.integer({ min: 1, max: 40 }))
  .map(([start, length]) => ({ start, end: start + length }))

const sorted = (minutes: Iterable<number>) => [...minutes].sort((a, b) => a - b)

describe('spans', () => {
  test('a meeting that ends at ten leaves ten free', () => {
    expect(overlaps({ start: 540, end: 600 }, { start: 600, end: 630 })).toBe(false)
    expect(overlaps({ start: 540, end: 601 }, { start: 600, end: 630 })).toBe(true)
  })

  test('two spans overlap when they have a minute in common, whichever is named first', () => {
    fc.assert(
      fc.property(longSpan, longSpan, (a, b) => {
        const common = !minutesOf([a]).isDisjointFrom(minutesOf([b]))

        expect([overlaps(a, b), overlaps(b, a)]).toEqual([common, common])
      }),
    )
  })

  test('a buffer widens a meeting on both sides', () => {
    expect(widen({ start: 600, end: 630 }, 10, 5)).toEqual({ start: 590, end: 635 })
  })

  test('spans that touch become one, and an empty one disappears', () => {
    const merged = merge([
      { start: 30, end: 40 },
      { start: 0, end: 10 },
      { start: 10, end: 20 },
      { start: 25, end: 25 },
    ])

    expect(merged).toEqual([
      { start: 0, end: 20 },
      { start: 30, end: 40 },
    ])
  })

  test('merging keeps every minute, in order and with a gap between neighbours', () => {
    fc.assert(
      fc.property(spans, (list) => {
        const merged = merge(list)

        expect(sorted(minutesOf(merged))).toEqual(sorted(minutesOf(list)))
        for (const [i, span] of merged.entries()) {
          expect(span.start).toBeLessThan(span.end)
          if (i > 0) expect(span.start).toBeGreaterThan(merged[i - 1]!.end)
        }
      }),
    )
  })

  test('a lunch break leaves the morning and the afternoon', () => {
    expect(subtract([{ start: 540, end: 1020 }], [{ start: 720, end: 780 }])).toEqual([
      { start: 540, end: 720 },
      { start: 780, end: 1020 },
    ])
  })

  test('what is left after a subtraction is each minute that was there and was not taken', () => {
    fc.assert(
      fc.property(spans, spans, (list, holes) => {
        const left = subtract(list, holes)

        expect(sorted(minutesOf(left))).toEqual(sorted(minutesOf(list).difference(minutesOf(holes))))
        expect(merge(left)).toEqual(left)
      }),
    )
  })
})

describe('instants', () => {
  test('a partly busy minute is busy: a busy time begins with the minute it begins in and ends after the minute it ends in', () => {
    expect(minuteOf(new Date('1970-01-01T00:10:59.999Z'))).toBe(10)
    expect(minuteAfter(new Date('1970-01-01T00:10:00.001Z'))).toBe(11)
    expect(minuteAfter(new Date('1970-01-01T00:10:00Z'))).toBe(10)
    expect(minuteOf(new Date('1969-12-31T23:59:30Z'))).toBe(-1)
  })

  test('a minute and its date are the same instant', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1_000_000, max: 60_000_000 }), (minute) => {
        expect(minuteOf(dateOf(minute))).toBe(minute)
        expect(minuteAfter(dateOf(minute))).toBe(minute)
        expect(minuteText(minute)).toBe(instantText(dateOf(minute)))
      }),
    )
  })

  test('an instant is written in UTC with whole seconds', () => {
    expect(instantText(new Date('2027-03-02T15:30:12.987-05:00'))).toBe('2027-03-02T20:30:12Z')
    expect(minuteText(0)).toBe('1970-01-01T00:00:00Z')
    fc.assert(
      fc.property(
        fc.date({ min: new Date('0001-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59.999Z'), noInvalidDate: true }),
        (instant) => {
          expect(instantText(instant)).toBe(instant.toISOString().replace(/\.\d{3}Z$/, 'Z'))
        },
      ),
    )
  })
})
