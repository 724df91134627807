import { fromKysely, fromPglite, PgBoss } from 'pg-boss'
import type { Database, Opened } from '../db/database.ts'
import { type Job, type JobName, jobs, MOST_TRIES } from './catalog.ts'

/** Jobs that are stored with the change that causes them. */
export interface Queue {
  readonly boss: PgBoss
  /** Store jobs within a transaction: they exist if and only if it is committed. */
  enqueue(tx: Database, wanted: readonly Job[]): Promise<void>
  /** Stop taking jobs and let those that run finish. */
  close(): Promise<void>
}

/**
 * Failed jobs are tried again after 10 s, 20 s, 40 s … at most an hour apart, for about a day. A job whose process died counts as failed
 * once it has given no sign of life for half a minute.
 */
const RETRY = { retryLimit: MOST_TRIES - 1, retryDelay: 10, retryBackoff: true, retryDelayMax: 3600, heartbeatSeconds: 30 }

/**
 * What was given up stays for a month, to be looked at and done anew; what is done goes sooner: see `tidy`. What waits is kept for a year
 * after its time, however long nobody works on it.
 */
const KEPT = { deleteAfterSeconds: 30 * 86_400, retentionSeconds: 365 * 86_400 }

/** The singleton key keeps two jobs of one key from running at once; by the group, workers pass over those that must wait for another. */
const rowOf = (data: object, key: string, at: Date | undefined) => ({
  data,
  singletonKey: key,
  group: { id: key },
  ...(at === undefined ? {} : { startAfter: at }),
})

/** Open the queue on the same database. Every queue is made before the first transaction needs it. */
export async function openQueue(opened: Opened, onError: (error: Error) => void): Promise<Queue> {
  const { engine } = opened
  const boss = new PgBoss({
    ...(engine.kind === 'pglite'
      ? { db: fromPglite(engine.pglite), backend: 'pglite' as const }
      : { connectionString: engine.url, max: 5, application_name: 'switchboard jobs' }),
    useListenNotify: true,
  })
  boss.on('error', onError)
  await boss.start()
  for (const name of Object.keys(jobs) as JobName[]) {
    await boss.createQueue(name, { policy: 'singleton', notify: true, ...RETRY })
    await boss.updateQueue(name, KEPT) // A queue that an earlier version has made is not made again.
    // Looks the queue up: later, inside a transaction, that would wait for the one connection which the transaction holds.
    await boss.insert(name, [])
  }
  return {
    boss,
    async enqueue(tx, wanted) {
      for (const name of new Set(wanted.map((job) => job[0]))) {
        const rows = wanted.filter((job) => job[0] === name).map(([, data, at]) => rowOf(data, jobs[name].key(data as never), at))
        await boss.insert(name, rows, { db: fromKysely(tx) })
      }
    },
    close: () => boss.stop({ graceful: true, timeout: 20_000 }),
  }
}
