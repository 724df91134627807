/**
 * How fast the kernel finds free reps, beside the straightforward computation and one in a single pass, in one run on one machine: the ratios
 * are the point, since they hardly depend on it. `npm run bench -- kernel`, or `npm run bench -- kernel --quick` for fewer repetitions.
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
import type { Member, Wish } from '../server/domain/matching.ts'
import type { Rep } from '../server/domain/rep.ts'
import { keepCounts } from '../server/finder/counts.ts'
import { countFreeInOnePass, findFreeInOnePass } from './one-pass.ts'
import { countFree, findFree, plainReps } from './straightforward.ts'
import { makeWorld, type World, type WorldRep } from './world.ts'

const DAYS = 30
const BUSY_A_DAY = 6
const STEP = 15
const shape = { duration: 30, before: 0, after: 0 }
const limits = { daily: null, weekly: null }
const wish: Wish = { shape, wanted: { skills: [], languages: [], territory: null, project: null }, needs: [] }
const anybody: Rep = {
  id: '',
  email: '',
  name: '',
  kind: 'person',
  timeZone: '',
  skills: [],
  languages: [],
  territories: [],
  projects: [],
  dailyLimit: null,
  weeklyLimit: null,
  active: true,
  weekly: [],
  overrides: new Map(),
}
const quick = process.argv.includes('--quick')

/** What takes so many milliseconds is measured once. */
const LONG = 1000

/** The median time of a call, in milliseconds, after warming up. Short calls are timed in batches, for the clock's sake. */
function median(call: () => unknown): number {
  const once = time(call, 1)
  const batch = Math.max(1, Math.min(1000, Math.round(2 / once)))
  for (let spent = once; spent < (quick ? 20 : 50); ) spent += time(call, batch) * batch
  const repetitions = once > 100 ? 3 : quick ? 5 : 15
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

/** A member as the service holds him, so that its own counting can be measured. */
const memberOf = ({ id, schedule }: WorldRep, repTime: RepTime): Member => ({
  rep: { ...anybody, id, weekly: schedule.weekly },
  schedule,
  time: repTime,
})

interface Case<T> {
  readonly name: string
  readonly kernel: T
  readonly onePass: T
  readonly plain: T
}

/** The best of some rounds of medians, each round through all cases, so that whatever else the machine does befalls all of them alike. */
function inTurn(cases: readonly Case<() => unknown>[]): Case<number>[] {
  const best = new Map<() => unknown, number>()
  const all = new Set(cases.flatMap(({ kernel, onePass, plain }) => [kernel, onePass, plain]))
  for (let round = 0; round < (quick ? 2 : 5); round++)
    for (const call of all) {
      const before = best.get(call) ?? Number.POSITIVE_INFINITY
      if (round === 0 || before < LONG) best.set(call, Math.min(before, median(call)))
    }
  return cases.map(({ name, ...calls }) => ({
    name,
    kernel: best.get(calls.kernel) ?? Number.NaN,
    onePass: best.get(calls.onePass) ?? Number.NaN,
    plain: best.get(calls.plain) ?? Number.NaN,
  }))
}

function measure(count: number): Case<number>[] {
  const world = makeWorld(count, DAYS, BUSY_A_DAY)
  const { from, to } = world
  const grid: Grid = { origin: from, step: STEP, length: (to - from) / STEP }
  const plain = plainReps(world)
  const times = packAll(world)
  const rows = rowsOf(times, grid)
  const at = from + 2 * DAY + 17 * 60 // Wednesday noon in New York
  const free = freeAt(world, times, at)

  const right = countFree(plain, from, to, STEP, shape.duration)
  assert.deepEqual([...countsOf(rows, grid)], right, 'the kernel counts the same reps')
  assert.deepEqual(countFreeInOnePass(plain, from, to, STEP, shape.duration), right, 'one pass counts the same reps')
  assert.deepEqual(free, findFree(plain, at, shape.duration), 'the kernel finds the same reps')
  assert.deepEqual(findFreeInOnePass(plain, at, shape.duration), free, 'one pass finds the same reps')

  const kept = keepCounts()
  const members = world.reps.map((rep, i) => memberOf(rep, times[i] as RepTime))
  const [first, second] = members as [Member, Member]
  const withOthersTime = { ...first, time: second.time }
  const rowOf = (member: Member) => rows[member === withOthersTime ? 1 : members.indexOf(member)] as Int32Array
  assert.deepEqual([...kept.of(members, wish, grid, rowOf)], right, 'the service counts the same reps')
  const afterChange = () => {
    const changed = [withOthersTime, ...members.slice(1)]
    kept.succeed(changed, members)
    return kept.of(changed, wish, grid, rowOf)
  }
  assert.deepEqual(
    afterChange(),
    countsOf([rows[1] as Int32Array, ...rows.slice(1)], grid),
    'the service counts the same reps after a change',
  )

  const counting = {
    plain: () => countFree(plain, from, to, STEP, shape.duration),
    onePass: () => countFreeInOnePass(plain, from, to, STEP, shape.duration),
  }
  const finding = { plain: () => findFree(plain, at, shape.duration), onePass: () => findFreeInOnePass(plain, at, shape.duration) }
  const ranking = { plain: () => ranked(finding.plain(), from), onePass: () => ranked(finding.onePass(), from) }
  return inTurn([
    { ...counting, name: 'a month’s counts, from plain spans', kernel: () => countsOf(rowsOf(packAll(world), grid), grid) },
    { ...counting, name: 'a month’s counts, anew', kernel: () => countsOf(rowsOf(times, grid), grid) },
    { ...counting, name: 'a month’s counts, after a change of one rep', kernel: afterChange },
    { ...counting, name: 'a month’s counts, from kept counts', kernel: () => kept.of(members, wish, grid, rowOf) },
    { ...finding, name: `one given time, who is free (${free.length})`, kernel: () => freeAt(world, times, at) },
    { ...ranking, name: 'one given time, ranked with reasons', kernel: () => ranked(freeAt(world, times, at), from) },
  ])
}

const milliseconds = (ms: number) => `${ms.toLocaleString('en', { maximumSignificantDigits: 3 })} ms`
const ratio = (times: number) => times.toLocaleString('en', { maximumSignificantDigits: 2 })

const example = makeWorld(1, DAYS, BUSY_A_DAY)
console.log(
  `${DAYS} days from ${minuteText(example.from)}, ${BUSY_A_DAY} busy times a day, ${shape.duration}-minute meetings every ${STEP} minutes; the best of several rounds of medians.\n`,
)
console.log(
  '| reps | question | kernel | one pass | straightforward | against one pass | against straightforward |\n|---:|---|---:|---:|---:|---:|---:|',
)
for (const count of quick ? [10, 100, 1000] : [10, 100, 1000, 10_000])
  for (const { name, kernel, onePass, plain } of measure(count)) {
    const cells = [count.toLocaleString('en'), name, ...[kernel, onePass, plain].map(milliseconds)]
    console.log(`| ${[...cells, `${ratio(onePass / kernel)} ×`, `${ratio(plain / kernel)} ×`].join(' | ')} |`)
  }
