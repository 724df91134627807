/** What goes wrong in the storm: processes are stopped and killed, sessions of the database end, the database dies. */
import { setTimeout as wait } from 'node:timers/promises'
import { randomFrom } from '../world.ts'
import type { Trouble } from './ask.ts'
import type { Cluster } from './cluster.ts'
import type { ServiceProcesses } from './service.ts'

export const FAULTS = {
  'worker-killed': 'a worker killed',
  'web-restarted': 'a web process restarted',
  'web-killed': 'a web process killed',
  'sessions-ended': 'all sessions of the database ended',
  'database-killed': 'the database killed',
} as const
export type Fault = keyof typeof FAULTS

/** A fault, and when all was well again. */
export interface Happened {
  readonly fault: Fault
  readonly from: number
  until: number
}

/** How likely each of those that clients can notice is. */
const likely = { 'web-restarted': 0.4, 'web-killed': 0.2, 'sessions-ended': 0.25, 'database-killed': 0.15 } as const

function drawn(roll: number): keyof typeof likely {
  let left = roll
  for (const [fault, share] of Object.entries(likely)) {
    left -= share
    if (left < 0) return fault as keyof typeof likely
  }
  return 'web-restarted'
}

/** What a client may notice for a moment after all is well again: answers that were on their way, and the balancer's look. */
const AFTER_MS = 1500

/** Let faults happen until it is over, with up to `pause` milliseconds between them: those of the workers beside those that clients can notice, which come one after the other. */
export async function letHappen(
  happened: Happened[],
  { webs, workers }: ServiceProcesses,
  cluster: Cluster,
  { seed, pause }: { seed: number; pause: number },
  isOver: () => boolean,
): Promise<void> {
  const chance = randomFrom(seed)
  const pick = <T>(all: readonly T[]): T => all[Math.floor(chance() * all.length)] as T

  async function during(fault: Fault, what: () => Promise<unknown>): Promise<void> {
    const one: Happened = { fault, from: Date.now(), until: Number.POSITIVE_INFINITY }
    happened.push(one)
    await what()
    one.until = Date.now()
  }
  const allReady = async () => {
    for (;;) {
      if (webs.every((web) => web.up)) return
      await wait(50)
    }
  }
  async function crash(): Promise<void> {
    await cluster.crash()
    await wait(chance() * 1500)
    await cluster.start()
    // The balancer has seen that they could not answer, or will not: a moment either way.
    await wait(300)
    await allReady()
  }
  async function visible(): Promise<void> {
    // Each once, in any order, so that a short storm has all of them; then as chance has it.
    const due = Object.keys(likely) as (keyof typeof likely)[]
    while (!isOver()) {
      await wait(500 + chance() * pause)
      if (isOver()) return
      const [fault] = due.length > 0 ? due.splice(Math.floor(chance() * due.length), 1) : [drawn(chance())]
      if (fault === 'web-restarted') await during(fault, () => pick(webs).restart('SIGTERM'))
      else if (fault === 'web-killed') await during(fault, () => pick(webs).restart('SIGKILL'))
      else if (fault === 'sessions-ended') await during(fault, () => cluster.terminate())
      else await during('database-killed', crash)
    }
  }
  async function hidden(): Promise<void> {
    while (!isOver()) {
      await wait(1000 + chance() * pause)
      if (!isOver()) await during('worker-killed', () => pick(workers).restart('SIGKILL'))
    }
  }
  await Promise.all([visible(), hidden()])
}

/** The faults that clients could notice while a request was under way. */
export const around = (happened: readonly Happened[], { from, until }: Pick<Trouble, 'from' | 'until'>): Happened[] =>
  happened.filter((one) => one.fault !== 'worker-killed' && one.from <= until && one.until + AFTER_MS >= from)
