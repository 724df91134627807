import { once } from 'node:events'
import { cp, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { request } from 'node:http'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { onPostgres } from '../support/app.ts'
import { type Running, run, start } from './service.ts'

/** What has to do with the data folder alone is tested with the embedded database. */
const embedded = test.runIf(!onPostgres)

let scratch: string
/** A folder on which the service was started for the first time and stopped again, and what it showed. */
let first: { folder: string; shown: unknown; code: number | string }
const running: Running[] = []

beforeAll(async () => {
  if (onPostgres) return
  scratch = await mkdtemp(join(tmpdir(), 'switchboard-process-'))
  const folder = join(scratch, 'first')
  const service = await run({ DATA_DIR: folder })
  const shown = await companyShownBy(service, folder)
  first = { folder, shown, code: await service.stop('SIGTERM') }
}, 120_000)
afterEach(async () => {
  for (const service of running.splice(0)) await service.stop('SIGKILL')
})
afterAll(async () => {
  if (scratch) await rm(scratch, { recursive: true })
})

const lockFiles = async (folder: string) => (await readdir(folder)).filter((name) => name.startsWith('lock'))
const keyOf = async (folder: string) => (await readFile(join(folder, 'admin-key'), 'utf8')).trim()

async function runOn(folder: string, settings: Record<string, string> = {}): Promise<Running> {
  const service = await run({ DATA_DIR: folder, ...settings })
  running.push(service)
  return service
}

/** The service on a copy of the first folder. */
async function runOnCopy(name: string): Promise<{ service: Running; folder: string }> {
  const folder = join(scratch, name)
  await cp(first.folder, folder, { recursive: true })
  return { service: await runOn(folder), folder }
}

async function ask(service: Running, folder: string, path: string, body?: unknown) {
  const response = await fetch(`${service.url}/api/v1${path}`, {
    method: body ? 'POST' : 'GET',
    headers: { authorization: `Bearer ${await keyOf(folder)}`, 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  return { status: response.status, body: await response.json() }
}

/** Who and what the company is, and when each rep is at work or busy. */
async function companyShownBy(service: Running, folder: string) {
  const { body } = await ask(service, folder, '/export')
  return body
}

/** A booking at the first free time of the demo company's page, a week from now. */
async function bookSomething(service: Running, folder: string): Promise<string> {
  const at = new Date(Math.ceil(Date.now() / 86_400_000) * 86_400_000 + 7 * 86_400_000).toISOString()
  const found = await ask(service, folder, '/find-by-time', { eventType: 'consultation', pool: 'sales', at, timeZone: 'UTC' })
  const start = found.body.nearest.at(-1).start
  const wish = {
    eventType: 'consultation',
    pool: 'sales',
    start,
    timeZone: 'UTC',
    customer: { name: 'Una Key', email: 'una.key@example.com' },
  }
  const { status, body } = await ask(service, folder, '/bookings', wish)
  expect(status, JSON.stringify(body)).toBe(201)
  return body.id
}

embedded(
  'the first start makes the demo company, and keys that only their owner can read',
  async () => {
    expect(first.code).toBe(0)
    expect((first.shown as { reps: object[] }).reps).toHaveLength(13)
    for (const name of ['admin-key', 'secret-key']) {
      expect((await stat(join(first.folder, name))).mode & 0o777).toBe(0o600)
      expect((await readFile(join(first.folder, name), 'utf8')).trim().length).toBeGreaterThanOrEqual(32)
    }
    expect(await lockFiles(first.folder)).toEqual([])
  },
  120_000,
)

embedded(
  'the demo company stays as it was: the next start shows the same people with the same times',
  async () => {
    const { service, folder } = await runOnCopy('again')

    expect(await companyShownBy(service, folder)).toEqual(first.shown)
    expect(service.printed.out).toContain(join(folder, 'admin-key'))
    expect(service.printed.out).not.toContain(await keyOf(folder))
  },
  120_000,
)

embedded(
  'a second process on the folder is refused by one line, and the first one goes on',
  async () => {
    const { service, folder } = await runOnCopy('shared')

    const second = start({ DATA_DIR: folder })

    expect(await second.ended).toBe(1)
    expect(second.printed.err).toBe(
      `Switchboard cannot start: The data folder ${folder} is in use by process ${service.child.pid} on ${hostname()}. Stop it first.\n`,
    )
    expect((await fetch(`${service.url}/readyz`)).status).toBe(200)
  },
  120_000,
)

embedded(
  'after kill -9 in the middle of bookings, every booking that was confirmed is there and the folder can be used',
  async () => {
    const { service, folder } = await runOnCopy('killed')
    const confirmed: string[] = []
    const booking = (async () => {
      for (;;) confirmed.push(await bookSomething(service, folder))
    })().catch(() => {})
    await expect.poll(() => confirmed.length, { timeout: 20_000 }).toBeGreaterThan(4)

    expect(await service.stop('SIGKILL')).toBe('SIGKILL')
    await booking
    expect(await lockFiles(folder)).toEqual(['lock.1'])
    const again = await runOn(folder)

    for (const id of confirmed) expect((await ask(again, folder, `/bookings/${id}`)).body).toMatchObject({ id, status: 'scheduled' })
    await bookSomething(again, folder)
    const invited = async (id: string) => (await ask(again, folder, `/bookings/${id}`)).body.sync.invitation
    await expect.poll(() => invited(confirmed[0]!), { timeout: 20_000 }).toBe('done')
  },
  120_000,
)

/** Enough to keep the service busy for a while. */
const bigImport = () => ({
  reps: Array.from({ length: 800 }, (_, i) => ({
    email: `many${i}@example.com`,
    name: `Many ${i}`,
    timeZone: 'Europe/Berlin',
    busy: Array.from({ length: 10 }, (_, day) => ({ start: `2027-03-${10 + day}T09:00:00Z`, end: `2027-03-${10 + day}T10:00:00Z` })),
  })),
})

embedded(
  'on SIGTERM a request in flight is answered, nobody new is let in, and the process ends with 0 and lets go of the folder',
  async () => {
    const { service, folder } = await runOnCopy('drained')
    const body = JSON.stringify(bigImport())
    const asked = request(`${service.url}/api/v1/import`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${await keyOf(folder)}`,
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
      },
    })
    let answered = false
    const answer = once(asked, 'response').then(async ([response]) => {
      answered = true
      const chunks: Buffer[] = []
      for await (const chunk of response) chunks.push(chunk)
      return { status: response.statusCode, body: JSON.parse(Buffer.concat(chunks).toString()) }
    })
    asked.end(body)
    await once(asked, 'finish')
    await new Promise((resolve) => setTimeout(resolve, 100))

    expect(answered).toBe(false)
    const ended = service.stop('SIGTERM')
    const knocking = () =>
      fetch(`${service.url}/healthz`).then(
        ({ status }) => status,
        () => 'refused',
      )
    await expect.poll(knocking, { timeout: 15_000 }).toBe('refused')

    expect(await answer).toMatchObject({ status: 200, body: { created: { reps: 800 } } })
    expect(await ended).toBe(0)
    expect(service.printed.err).toBe('')
    expect(await lockFiles(folder)).toEqual([])
    const again = await runOn(folder)
    expect((await companyShownBy(again, folder)).reps).toHaveLength(13 + 800)
  },
  120_000,
)
