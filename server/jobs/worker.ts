import type { JobName, Payload } from './catalog.ts'
import { jobs } from './catalog.ts'
import type { Queue } from './queue.ts'

/** What is done for each job. A handler reads the state it finds and makes the world match, so it may run late or twice. */
export type Handlers = { readonly [N in JobName]: (payload: Payload<N>) => Promise<void> }

/** Jobs of one name that a process does at once. Calendars that do not answer keep a place for long, and must not keep others waiting. */
const sideBySide = (name: JobName): number => (name === 'calendar.sync' || name === 'calendar.write' ? 8 : 4)

/** A new job wakes a worker; the pauses between looks are for those that are to be tried again. */
const options = { batchSize: 1, groupConcurrency: 1, pollingIntervalSeconds: 2, notifyPollingIntervalSeconds: 5 }

/** What of a payload may stand in a log: ids, and no emails. */
const idsOf = (data: unknown): object => Object.fromEntries(Object.entries(data ?? {}).filter(([key]) => key.endsWith('Id')))

/** Work on all queues until the queue is closed. `onFailure` hears of each failed try, with the ids in its payload. */
export async function startWorker(
  { boss }: Queue,
  handlers: Handlers,
  onFailure: (job: { name: JobName; id: string; data: object }, error: unknown) => void,
): Promise<void> {
  for (const name of Object.keys(jobs) as JobName[]) {
    const definition = jobs[name]
    const handle = handlers[name] as (payload: unknown) => Promise<void>
    for (let i = 0; i < ('cron' in definition ? 1 : sideBySide(name)); i++) {
      const worker: string = await boss.work<unknown>(name, options, async ([job]) => {
        if (!job) return
        boss.notifyWorker(worker) // After this job it looks for the next one at once, not after a pause.
        try {
          await handle(definition.payload.parse(job.data ?? {}))
        } catch (error) {
          onFailure({ name, id: job.id, data: idsOf(job.data) }, error)
          throw error
        }
      })
    }
    if ('cron' in definition) await boss.schedule(name, definition.cron, {}, { tz: 'UTC' })
  }
}
