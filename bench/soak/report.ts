/** What is printed when the storm is over. */
import { number } from '../measure.ts'
import type { Figures, Trouble } from './ask.ts'
import type { Check } from './checks.ts'
import { around, FAULTS, type Fault, type Happened } from './faults.ts'

const at = (times: readonly number[], share: number): number =>
  times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? Number.NaN
const grouped = <T>(all: readonly T[], key: (one: T) => string): [string, number][] =>
  [...Map.groupBy(all, key)].map(([name, list]): [string, number] => [name, list.length]).sort((a, b) => b[1] - a[1])
const listed = (counts: Iterable<readonly [string, number]>): string =>
  [...counts].map(([name, count]) => `${name} ${count.toLocaleString('en')}`).join(', ')

/** Answers and refusals, faults, and what clients met. */
export function tellFigures(figures: Figures, happened: readonly Happened[], made: number, minutes: number): void {
  const { answers, troubles, requests, stale, again } = figures
  console.log(
    `\n${requests.toLocaleString('en')} requests in ${number(minutes)} minutes, ${made.toLocaleString('en')} bookings acknowledged.`,
  )
  console.log(`Answers: ${listed([...answers].sort((a, b) => b[1] - a[1]))}.`)
  console.log(`Faults: ${listed(grouped(happened, ({ fault }) => FAULTS[fault]))}.`)
  console.log(
    `Clients met: ${listed(grouped(troubles, ({ what }) => what)) || 'nothing'}; answers they did not wait for ${again}, connections kept too long ${stale}.`,
  )
}

/** How long each kind of request took, in times of what the health check takes in the same run. */
export function tellTimes({ times }: Figures): void {
  const sorted = new Map([...times].map(([kind, list]) => [kind, list.toSorted((a, b) => a - b)]))
  const base = sorted.get('health check') ?? []
  const [half, most] = [at(base, 0.5), at(base, 0.99)]
  console.log(`\nTimes of the health check, which took ${number(half)} ms (p50) and ${number(most)} ms (p99), faults included:\n`)
  console.log('| request | answers | p50 | p99 |\n|---|---:|---:|---:|')
  for (const [kind, list] of [...sorted].sort((a, b) => b[1].length - a[1].length))
    console.log(
      `| ${kind} | ${list.length.toLocaleString('en')} | ${number(at(list, 0.5) / half)} × | ${number(at(list, 0.99) / most)} × |`,
    )
}

/** What clients may meet: nothing at all but while something that they can notice goes wrong, nothing from a rolling restart, and never a 500. */
export function checkTroubles({ troubles, unanswered }: Figures, happened: readonly Happened[], died: readonly string[]): Check[] {
  const told = (one: Trouble) => `${new Date(one.from).toISOString()} ${one.kind}, ${one.what}: ${one.detail}`
  const causes = (one: Trouble): Fault[] => around(happened, one).map(({ fault }) => fault)
  return [
    { holds: 'nobody was answered 500', broken: troubles.filter(({ what }) => what === '500').map(told) },
    { holds: 'clients met errors only while a fault lasted', broken: troubles.filter((one) => causes(one).length === 0).map(told) },
    {
      holds: 'no request failed for a process that was restarted in good order',
      broken: troubles.filter((one) => causes(one).length > 0 && causes(one).every((fault) => fault === 'web-restarted')).map(told),
    },
    { holds: 'every request was answered at last', broken: unanswered === 0 ? [] : [`${unanswered} were not`] },
    { holds: 'no process died of itself', broken: died },
  ]
}

/** One line for each check. Whether all of them hold. */
export function tellChecks(checks: readonly Check[]): boolean {
  console.log('')
  for (const { holds, broken } of checks) {
    console.log(
      `${broken.length === 0 ? '✓' : '✗'} ${holds}${broken.length === 0 ? '' : ` (${broken.length.toLocaleString('en')} do not)`}`,
    )
    for (const one of broken.slice(0, 5)) console.log(`    ${one}`)
  }
  return checks.every(({ broken }) => broken.length === 0)
}
