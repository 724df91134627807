/**
 * How fast the kernel finds free reps, beside the straightforward computation, in one run on one machine: the ratios are the point, since
 * they hardly depend on it. `npm run bench -- kernel`, or `npm run bench -- kernel --quick` for fewer repetitions.
 */
import assert from 'node:assert/strict'
import {
  addRows,
  countsOf as countsOfPlanes,
  type Grid,
  isFree,
  packWorking,
  type RepTime,
  repTime,
  rowLength,
  startRow,
  workingRow,
} from '../server/domain/availability.ts'
import { byLongestIdle, type Placed } from '../server/domain/distribution.ts'
import { DAY, dateOf, type Minute, minuteText } from '../server/domain/interval.ts'
import { countFree, findFree, plainReps } from './straightforward.ts'
import { makeWorld, type World, type WorldRep } from './world.ts'

const DAYS = 30
const BUSY_A_DAY = 6
const STEP = 15
const shape = { duration: 30, before: 0, after: 0 }
const limits = { daily: null, weekly: null }
const quick = process.argv.includes('--quick')

/** The median time of a call, in milliseconds, after warming up. Short calls are timed in batches, for the clock's sake. */
function median(call: () => unknown, repetitions: number): number {
  const once = time(call, 1)
  const batch = Math.max(1, Math.min(1000, Math.round(2 / once)))
  for (let spent = 0; spent < (quick ? 20 : 100); ) spent += time(call, batch) * batch
  const times = Array.from({ length: repetitions }, () => time(call, batch)).sort((a, b) => a - b)
  return times[times.length >> 1] as number
}

function time(call: () => unknown, batch: number): number {
  const start = performance.now()
  for (let i = 0; i < batch; i++) call()
  return (performance.now() - start) / batch
}

/** The reps' packed time from plain spans. Working time is made once for each zone and week, as in the service. */
function packAll({ reps, from, to }: World): RepTime[] {
  const patterns = Map.groupBy(reps, (rep) => rep.pattern)
  const working = new Map([...patterns].map(([pattern, [first]]) => [pattern, first && packWorking(first.schedule, from, to + DAY)]))
  return reps.map(({ schedule, pattern, busy }) => repTime(schedule.zone, working.get(pattern) ?? new Int32Array(), [], busy, [], limits))
}

function rowsOf(times: readonly RepTime[], grid: Grid) {
  const bases = new Map<Int32Array, Int32Array>()
  return times.map((one) => {
    const base = bases.get(one.working) ?? workingRow(one.working, shape.duration, grid)
    bases.set(one.working, base)
    return startRow(one, shape, grid, base)
  })
}

const countsOf = (rows: readonly Int32Array[], grid: Grid): Uint32Array => countsOfPlanes(addRows(rows, rowLength(grid)), grid.length)

const freeAt = (world: World, times: readonly RepTime[], at: Minute): WorldRep[] =>
  world.reps.filter((_, i) => isFree(times[i] as RepTime, at, shape))

/** How many candidates find-by-time names unless asked for more. */
const SHOWN = 100

/** The reps best first, with the reasons written out. */
const ranked = (reps: readonly WorldRep[], now: Minute): Placed[] =>
  byLongestIdle(
    reps.map(({ turn }) => turn),
    dateOf(now),
    'sales:1',
    SHOWN,
  )

function measure(count: number): string[][] {
  const world = makeWorld(count, DAYS, BUSY_A_DAY)
  const { from, to } = world
  const grid: Grid = { origin: from, step: STEP, length: (to - from) / STEP }
  const plain = plainReps(world)
  const times = packAll(world)
  const rows = rowsOf(times, grid)
  const at = from + 2 * DAY + 17 * 60 // Wednesday noon in New York
  const free = freeAt(world, times, at)

  assert.deepEqual(countsOf(rows, grid), countFree(plain, from, to, STEP, shape.duration), 'both computations count the same reps')
  assert.deepEqual(free, findFree(plain, at, shape.duration), 'both computations find the same reps')

  const runs = quick ? 5 : 31
  const slow = median(() => countFree(plain, from, to, STEP, shape.duration), quick ? 3 : count >= 1000 ? 5 : 11)
  const slowAt = median(() => findFree(plain, at, shape.duration), runs)
  const slowRanked = median(() => ranked(findFree(plain, at, shape.duration), from), runs)
  const cases: [string, number, number][] = [
    ['a month’s counts, from plain spans', median(() => countsOf(rowsOf(packAll(world), grid), grid), runs), slow],
    ['a month’s counts, from packed time', median(() => countsOf(rowsOf(times, grid), grid), runs), slow],
    ['a month’s counts, from kept rows', median(() => countsOf(rows, grid), runs), slow],
    [`one given time, who is free (${free.length})`, median(() => freeAt(world, times, at), runs), slowAt],
    ['one given time, ranked with reasons', median(() => ranked(freeAt(world, times, at), from), runs), slowRanked],
  ]
  return cases.map(([name, fast, plainly]) => [
    count.toLocaleString('en'),
    name,
    milliseconds(fast),
    milliseconds(plainly),
    `${ratio(plainly / fast)} ×`,
  ])
}

const milliseconds = (ms: number) => `${ms.toLocaleString('en', { maximumSignificantDigits: 3 })} ms`
const ratio = (times: number) => times.toLocaleString('en', { maximumSignificantDigits: 2 })

const example = makeWorld(1, DAYS, BUSY_A_DAY)
console.log(
  `${DAYS} days from ${minuteText(example.from)}, ${BUSY_A_DAY} busy times a day, ${shape.duration}-minute meetings every ${STEP} minutes; medians.\n`,
)
console.log('| reps | question | kernel | straightforward | ratio |\n|---:|---|---:|---:|---:|')
for (const count of [10, 100, 1000]) for (const row of measure(count)) console.log(`| ${row.join(' | ')} |`)
