import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Opened } from '../../server/db/database.ts'
import { openQueue, type Queue } from '../../server/jobs/queue.ts'
import { type Handlers, startWorker } from '../../server/jobs/worker.ts'
import { openOwnDatabase } from '../support/own-database.ts'

let opened: Opened
let queue: Queue
beforeAll(async () => {
  opened = await openOwnDatabase()
})
beforeEach(async () => {
  queue = await openQueue(opened, () => {})
  await sql`delete from pgboss.job`.execute(opened.db)
})
afterEach(() => queue.close())
afterAll(() => opened.close())

const ask = (bookingId: string) => opened.db.transaction().execute((tx) => queue.enqueue(tx, [['invitation.send', { bookingId }]]))

/** Every job of this name, oldest first: its booking, its state, and how often it was tried again. */
async function jobs(): Promise<{ booking: string; state: string; retries: number }[]> {
  const { rows } = await sql<{ booking: string; state: string; retries: number }>`
    select data ->> 'bookingId' as booking, state::text as state, retry_count as retries
    from pgboss.job where name = 'invitation.send' order by created_on`.execute(opened.db)
  return rows
}

/** Work on the queue. What fails is noted. */
async function work(send: Handlers['invitation.send']): Promise<string[]> {
  const failures: string[] = []
  const nothing = async () => {}
  const handlers: Handlers = {
    'registration.tell': async () => {},
    'activity.sweep': nothing,
    'activity.morning': nothing,
    'activity.mail': nothing,
    'invitation.send': send,
    'booking.due': nothing,
    'outcome.ask': nothing,
    'account-link.send': nothing,
    'webhook.deliver': nothing,
    'calendar.sweep': async () => {},
    'calendar.sync': async () => {},
    'calendar.write': async () => {},
    'calendar.follow': async () => {},
    'calendar.tell': async () => {},
    'crm.write': async () => {},
    'crm.task': async () => {},
    'crm.read': async () => {},
    'crm.tell': async () => {},
    tidy: nothing,
  }
  await startWorker(queue, handlers, ({ name }, error) => failures.push(`${name}: ${error instanceof Error ? error.message : error}`))
  return failures
}

test('a job exists if and only if its transaction is committed', async () => {
  const taken = opened.db.transaction().execute(async (tx) => {
    await queue.enqueue(tx, [['invitation.send', { bookingId: 'taken back' }]])
    throw new Error('taken back')
  })
  await expect(taken).rejects.toThrow('taken back')
  await ask('kept')

  expect((await jobs()).map(({ booking }) => booking)).toEqual(['kept'])
})

test('a job that fails is tried again later, until it succeeds', async () => {
  let healthy = false
  const done: string[] = []
  const failures = await work(async ({ bookingId }) => {
    if (!healthy) throw new Error('The mail server is away')
    done.push(bookingId)
  })
  await ask('one')
  await expect.poll(jobs, { timeout: 15_000 }).toEqual([{ booking: 'one', state: 'retry', retries: 0 }])
  const { rows } = await sql<{ wait: number }>`
    select extract(epoch from start_after - now())::float as wait from pgboss.job where name = 'invitation.send'`.execute(opened.db)
  expect(rows[0]!.wait).toBeGreaterThan(3)
  expect(failures).toEqual(['invitation.send: The mail server is away'])

  healthy = true
  await sql`update pgboss.job set start_after = now() where name = 'invitation.send'`.execute(opened.db)

  await expect.poll(jobs, { timeout: 15_000 }).toEqual([{ booking: 'one', state: 'completed', retries: 1 }])
  expect(done).toEqual(['one'])
})

test('jobs of one booking never run at once; those of others do not wait for them', async () => {
  const blocked = Promise.withResolvers<void>()
  const running = new Set<string>()
  const done: string[] = []
  const failures = await work(async ({ bookingId }) => {
    if (running.has(bookingId)) throw new Error(`Two jobs of ${bookingId} run at once`)
    running.add(bookingId)
    if (bookingId === 'slow') await blocked.promise
    running.delete(bookingId)
    done.push(bookingId)
  })
  for (let i = 0; i < 4; i++) await ask('slow')
  await expect.poll(() => running.has('slow'), { timeout: 15_000 }).toBe(true)

  const others = Array.from({ length: 6 }, () => randomUUID())
  for (const one of others) await ask(one)

  await expect.poll(() => [...done].sort(), { timeout: 15_000 }).toEqual([...others].sort())
  expect([...running]).toEqual(['slow'])
  blocked.resolve()
  await expect.poll(() => done.filter((one) => one === 'slow').length, { timeout: 15_000 }).toBe(4)
  expect(failures).toEqual([])
})

test('many jobs at once are done one after the other without a pause', async () => {
  const done: string[] = []
  await work(async ({ bookingId }) => void done.push(bookingId))

  const wanted = Array.from({ length: 60 }, (_, i) => `booking ${i}`)
  await opened.db.transaction().execute((tx) =>
    queue.enqueue(
      tx,
      wanted.map((bookingId) => ['invitation.send', { bookingId }]),
    ),
  )

  await expect.poll(() => done.length, { timeout: 15_000 }).toBe(60)
  expect([...done].sort()).toEqual([...wanted].sort())
})

test('a job whose process died in the middle of it is tried again by another', async () => {
  await ask('orphan')
  const [job] = await queue.boss.fetch('invitation.send')
  expect(job!.data).toEqual({ bookingId: 'orphan' })
  expect(await jobs()).toMatchObject([{ state: 'active' }])

  await sql`update pgboss.job set heartbeat_on = now() - interval '1 minute' where id = ${job!.id}`.execute(opened.db)
  await queue.boss.supervise('invitation.send')

  expect(await jobs()).toMatchObject([{ booking: 'orphan', state: 'retry' }])
})

test('closing waits for the job that runs', async () => {
  const started = Promise.withResolvers<void>()
  let finished = false
  await work(async () => {
    started.resolve()
    await new Promise((resolve) => setTimeout(resolve, 300))
    finished = true
  })
  await ask('last')
  await started.promise

  await queue.close()

  expect(finished).toBe(true)
  expect(await jobs()).toMatchObject([{ state: 'completed' }])
})
