import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import {
  addRows,
  baseGrid,
  countByDay,
  countsOf,
  covers,
  type Grid,
  isFree,
  isSet,
  pack,
  packWorking,
  type RepTime,
  recount,
  rowLength,
  type Shape,
  startRow,
  touched,
  touches,
  workingRow,
} from '../../server/domain/availability.ts'
import { merge, minuteText, type Span } from '../../server/domain/interval.ts'
import { zone } from '../../server/domain/zone.ts'
import { bookingsAround, modelOf, type PlainRep } from './model.ts'
import { ann, MARGIN, minute, minutesOf, scheduleOf, shapes, takenOf, timeOf, type World, worlds } from './worlds.ts'

vi.setConfig({ testTimeout: 30_000 }) // properties are many cases, and the machine may be busy

const call: Shape = { duration: 30, before: 0, after: 0 }
const tuesday = (from: string, until: string): Span => ({
  start: minute(`2023-06-06T${from}-04:00`),
  end: minute(`2023-06-06T${until}-04:00`),
})
const around = { from: minute('2023-06-04T00:00Z'), to: minute('2023-06-08T00:00Z') }
const isFreeAt = (rep: PlainRep, text: string, shape: Shape = call) =>
  isFree(timeOf(rep, around.from, around.to), minute(`2023-06-06T${text}-04:00`), shape)
const booking = (from: string, until: string, before = 0, after = 0) => ({ ...tuesday(from, until), id: from, before, after })

const rowOf = (time: RepTime, shape: Shape, grid: Grid) => startRow(time, shape, grid, workingRow(time.working, shape.duration, grid))

/** The points of a grid at which two answers differ. */
const differences = (grid: Grid, one: (minute: number, i: number) => boolean, other: (minute: number) => boolean) =>
  Array.from({ length: grid.length }, (_, i) => i)
    .filter((i) => one(grid.origin + i * grid.step, i) !== other(grid.origin + i * grid.step))
    .map((i) => minuteText(grid.origin + i * grid.step))

describe('a given time', () => {
  test('S1.23 half past three on Tuesday 6 June can be checked: a rep who works then and has nothing on is free', () => {
    expect(isFreeAt(ann, '15:30')).toBe(true)
    expect(isFreeAt({ ...ann, busy: [tuesday('15:00', '15:31')] }, '15:30')).toBe(false)
  })

  test.each<[string, Partial<PlainRep>, string, boolean]>([
    ['a meeting may begin when the hours begin', {}, '09:00', true],
    ['a meeting may not begin a minute before the hours', {}, '08:59', false],
    ['a meeting may end when the hours end', {}, '16:30', true],
    ['a meeting lies in the hours with its whole length', {}, '16:31', false],
    ['any minute may be asked for', {}, '10:07', true],
    ['a busy time that ends when the meeting begins is no hindrance', { busy: [tuesday('10:00', '10:30')] }, '10:30', true],
    ['a busy time that begins when the meeting ends is no hindrance', { busy: [tuesday('11:00', '11:30')] }, '10:30', true],
    ['a busy time inside the meeting is in the way', { busy: [tuesday('10:40', '10:41')] }, '10:30', false],
    ['time off is in the way', { timeOff: [tuesday('00:00', '12:00')] }, '11:45', false],
    ['time off that has ended is not', { timeOff: [tuesday('00:00', '12:00')] }, '12:00', true],
    ['an override replaces the hours', { overrides: { '2023-06-06': [{ start: 600, end: 840 }] } }, '14:30', false],
    ['an override without hours takes the whole day', { overrides: { '2023-06-06': [] } }, '10:00', false],
    ['a booking is in the way', { bookings: [booking('10:00', '10:30')] }, '10:15', false],
    ['a booking’s own buffer is in the way', { bookings: [booking('10:00', '10:30', 0, 15)] }, '10:30', false],
    ['a booking’s own buffer ends', { bookings: [booking('10:00', '10:30', 0, 15)] }, '10:45', true],
    ['a daily limit that is reached closes the day', { dailyLimit: 1, bookings: [booking('10:00', '10:30')] }, '15:00', false],
    ['a daily limit that is not reached leaves it open', { dailyLimit: 2, bookings: [booking('10:00', '10:30')] }, '15:00', true],
    ['a weekly limit that is reached closes the week', { weeklyLimit: 1, bookings: [booking('10:00', '10:30')] }, '15:00', false],
  ])('%s', (_rule, rep, text, free) => {
    expect(isFreeAt({ ...ann, ...rep }, text)).toBe(free)
  })

  test('buffers of neighbours add up', () => {
    const rep = { ...ann, bookings: [booking('10:00', '10:30', 0, 15)] }

    expect(isFreeAt(rep, '10:54', { ...call, before: 10 })).toBe(false)
    expect(isFreeAt(rep, '10:55', { ...call, before: 10 })).toBe(true)
  })

  test('a buffer may lie outside hours, but not in a busy time there', () => {
    const wide = { ...call, before: 20 }

    expect(isFreeAt(ann, '09:00', wide)).toBe(true)
    expect(isFreeAt({ ...ann, busy: [tuesday('08:00', '08:45')] }, '09:00', wide)).toBe(false)
    expect(isFreeAt({ ...ann, timeOff: [tuesday('08:00', '08:45')] }, '09:00', wide)).toBe(true)
  })

  test('a rep is free for a meeting of this shape at exactly the minutes of the slow model', () => {
    fc.assert(
      fc.property(worlds, fc.array(shapes, { minLength: 1, maxLength: 4 }), ({ rep, from, to }, asked) => {
        const time = timeOf(rep, from, to)
        const model = modelOf(rep, from - MARGIN, to + MARGIN)
        const every: Grid = { origin: from, step: 1, length: to - from }

        for (const shape of asked)
          expect(
            differences(
              every,
              (at) => isFree(time, at, shape),
              (at) => model.isFree(at, shape),
            ),
          ).toEqual([])
      }),
      { numRuns: 120 },
    )
  })
})

describe('limits', () => {
  test('a limit counts local dates and ISO weeks of the rep, whatever UTC says', () => {
    const late = { start: minute('2023-06-05T02:00Z'), end: minute('2023-06-05T02:30Z'), id: 'sunday evening', before: 0, after: 0 }
    const rep = { ...ann, weekly: ann.weekly.map(() => [{ start: 0, end: 1440 }]), bookings: [late] }

    expect(isFreeAt({ ...rep, weeklyLimit: 1 }, '10:00')).toBe(true)
    expect(isFree(timeOf({ ...rep, dailyLimit: 1 }, around.from, around.to), minute('2023-06-05T04:00Z'), call)).toBe(true)
    expect(isFree(timeOf({ ...rep, dailyLimit: 1 }, around.from, around.to), minute('2023-06-04T20:00Z'), call)).toBe(false)
  })

  test('bookings are counted on the local date on which they begin', () => {
    fc.assert(
      fc.property(worlds, ({ rep }) => {
        const counts = countByDay(zone(rep.zone), takenOf(rep))

        expect([...counts.values()].reduce((sum, count) => sum + count, 0)).toBe(rep.bookings.length)
        for (const one of rep.bookings) expect(counts.get(zone(rep.zone).localDay(one.start))).toBe(bookingsAround(rep, one.start).onDate)
      }),
    )
  })

  test('a date that the clock shows in two pieces is full in both, and its neighbour is not, as in St. John’s in 2010', () => {
    const evening = { start: minute('2010-11-06T15:00Z'), end: minute('2010-11-06T15:30Z'), id: 'one', before: 0, after: 0 }
    const weekly = ann.weekly.map(() => [{ start: 0, end: 1440 }])
    const rep: PlainRep = { ...ann, zone: 'America/St_Johns', weekly, bookings: [evening], dailyLimit: 1 }
    const time = timeOf(rep, minute('2010-11-06T00:00Z'), minute('2010-11-08T00:00Z'))

    expect(isFree(time, minute('2010-11-07T02:29Z'), { ...call, duration: 1 })).toBe(false)
    expect(isFree(time, minute('2010-11-07T02:30Z'), { ...call, duration: 1 })).toBe(true)
    expect(isFree(time, minute('2010-11-07T02:31Z'), { ...call, duration: 1 })).toBe(false)
    expect(isFree(time, minute('2010-11-07T03:30Z'), { ...call, duration: 1 })).toBe(true)
  })
})

describe('packed spans', () => {
  const spans = fc.array(
    fc.tuple(fc.integer({ min: 0, max: 150 }), fc.integer({ min: 0, max: 25 })).map(([start, length]) => ({ start, end: start + length })),
    { maxLength: 10 },
  )

  test('they are the same minutes, in order and merged, in whichever order they came', () => {
    fc.assert(
      fc.property(spans, (list) => {
        const flat = merge(list).flatMap(({ start, end }) => [start, end])

        expect([...pack(list)]).toEqual(flat)
        expect([...pack([...list].sort((a, b) => a.start - b.start))]).toEqual(flat)
      }),
    )
  })

  test('they cover a meeting when each of its minutes is in them, and touch it when one is', () => {
    fc.assert(
      fc.property(spans, fc.integer({ min: -5, max: 180 }), fc.integer({ min: 1, max: 40 }), (list, start, length) => {
        const [inside, meeting] = [minutesOf(list), minutesOf([{ start, end: start + length }])]

        expect(covers(pack(list), start, start + length)).toBe(meeting.isSubsetOf(inside))
        expect(touches(pack(list), start, start + length)).toBe(!meeting.isDisjointFrom(inside))
        expect(touched(pack(list), start, start + length)).toEqual(
          merge(list).filter((span) => span.start < start + length && start < span.end),
        )
      }),
    )
  })
})

describe('rows of a grid', () => {
  const anyGrid = ({ from, to }: World) =>
    fc
      .record({ shift: fc.integer({ min: 0, max: 2000 }), step: fc.constantFrom(1, 5, 5, 15), length: fc.integer({ min: 1, max: 700 }) })
      .map(
        ({ shift, step, length }): Grid => ({
          origin: from + shift,
          step,
          length: Math.min(length, Math.floor((to - from - shift) / step)),
        }),
      )

  test.each([1, 5])('a row on a %i-minute grid says at each point whether the rep is free there', (step) => {
    fc.assert(
      fc.property(worlds, shapes, ({ rep, from, to }, shape) => {
        const time = timeOf(rep, from, to)
        const grid = baseGrid(from, to, step === 1)
        const row = rowOf(time, shape, grid)

        expect(grid.step).toBe(step)
        expect(
          differences(
            grid,
            (_, i) => isSet(row, i),
            (at) => isFree(time, at, shape),
          ),
        ).toEqual([])
      }),
      { numRuns: 100 },
    )
  })

  test('a row of any grid agrees with the slow model, and has no bit beyond its grid', () => {
    const cases = worlds.chain((world) => fc.tuple(fc.constant(world), anyGrid(world), shapes))
    fc.assert(
      fc.property(cases, ([{ rep, from, to }, grid, shape]) => {
        const row = rowOf(timeOf(rep, from, to), shape, grid)
        const model = modelOf(rep, from - MARGIN, to + MARGIN)

        expect(
          differences(
            grid,
            (_, i) => isSet(row, i),
            (at) => model.isFree(at, shape),
          ),
        ).toEqual([])
        for (let i = grid.length; i < row.length * 32; i++) expect(isSet(row, i)).toBe(false)
      }),
      { numRuns: 100 },
    )
  })

  test('what lies outside the grid counts as well: a busy time before its first point, and one after its last', () => {
    const day = { ...ann, zone: 'UTC', weekly: ann.weekly.map(() => [{ start: 0, end: 1440 }]) }
    const origin = minute('2023-06-06T10:00Z')
    const [before, after] = [
      { start: origin - 30, end: origin - 5 },
      { start: origin + 65, end: origin + 90 },
    ]
    const grid = { origin, step: 15, length: 4 }
    const row = rowOf(timeOf({ ...day, busy: [before, after] }, around.from, around.to), { duration: 15, before: 10, after: 10 }, grid)

    expect([0, 1, 2, 3].map((i) => isSet(row, i))).toEqual([false, true, true, false])
  })

  test('a row of working time may be shared between reps: it stays as it was', () => {
    const time = timeOf({ ...ann, busy: [tuesday('10:00', '12:00')] }, around.from, around.to)
    const grid = baseGrid(around.from, around.to, false)
    const base = workingRow(time.working, 30, grid)
    const before = base.slice()
    startRow(time, call, grid, base)

    expect(base).toEqual(before)
  })

  test('counts are the sums of the rows, bit by bit', () => {
    const rows = fc.integer({ min: 1, max: 6 }).chain((words) =>
      fc.array(
        fc.array(fc.integer(), { minLength: words, maxLength: words }).map((row) => Int32Array.from(row)),
        { maxLength: 40 },
      ),
    )
    fc.assert(
      fc.property(rows, (list) => {
        const words = list[0]?.length ?? 1
        const planes = addRows(list, words)

        const counts = countsOf(planes, words * 32)
        for (let i = 0; i < words * 32; i++) expect(counts[i]).toBe(list.filter((row) => isSet(row, i)).length)

        const [first, ...others] = list
        const other = list.at(-1)
        if (!first || !other) return
        recount(counts, first, other)
        expect(counts).toEqual(countsOf(addRows([other, ...others], words), words * 32))
      }),
    )
  })

  test('the number of reps who can take a preferred time is the number of those who are free then', () => {
    const reps = [
      ann,
      { ...ann, busy: [tuesday('15:00', '16:00')] },
      { ...ann, zone: 'America/Los_Angeles' },
      { ...ann, zone: 'Europe/London' },
      { ...ann, timeOff: [tuesday('00:00', '23:59')] },
    ].map((rep) => timeOf(rep, around.from, around.to))
    const at = minute('2023-06-06T15:30-04:00')
    const grid = baseGrid(around.from, around.to, false)
    const planes = addRows(
      reps.map((time) => rowOf(time, call, grid)),
      rowLength(grid),
    )

    expect(reps.map((time) => isFree(time, at, call))).toEqual([true, false, true, false, false])
    expect(countsOf(planes, grid.length)[(at - grid.origin) / grid.step]).toBe(2)
  })

  test('the base grid begins with a UTC day and reaches to the end', () => {
    const [from, to] = [minute('2027-03-02T10:07Z'), minute('2027-03-03T00:03Z')]

    expect(baseGrid(from, to, false)).toEqual({ origin: minute('2027-03-02T00:00Z'), step: 5, length: 289 })
    expect(baseGrid(from, to, true)).toEqual({ origin: minute('2027-03-02T00:00Z'), step: 1, length: 1443 })
  })

  test('packed working time is the working time of the schedule, before and after the clock change', () => {
    const working = packWorking(scheduleOf(ann), minute('2027-03-12T12:00Z'), minute('2027-03-15T23:00Z'))
    const text = [...working].map(minuteText).join(' ')

    expect(text).toContain('2027-03-12T14:00:00Z 2027-03-12T22:00:00Z 2027-03-15T13:00:00Z 2027-03-15T21:00:00Z')
  })
})
