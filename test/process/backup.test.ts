import { execFileSync } from 'node:child_process'
import { existsSync, globSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { onPostgres } from '../support/app.ts'
import { freshDatabase } from '../support/postgres.ts'
import { type Running, run } from './service.ts'

const KEY = 'test-administrator-key-0123456789abcdef'

const cleaning: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const clean of cleaning.splice(0).reverse()) await clean()
})

/** A program of PostgreSQL: the newest that is installed, or whatever the path has. */
const tool = (name: string): string =>
  globSync(`/usr/lib/postgresql/*/bin/${name}`)
    .sort()
    .findLast((path) => existsSync(path)) ?? name

async function ask(service: Running, path: string, body?: object) {
  const headers = { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' }
  const answer = await fetch(`${service.url}/api/v1${path}`, { headers, ...(body ? { method: 'POST', body: JSON.stringify(body) } : {}) })
  return { status: answer.status, body: await answer.json() }
}

test.runIf(onPostgres)(
  'what pg_dump has written is a whole company in another database: bookings, links of old mails, what is left to do, and times to come',
  async () => {
    const [from, to] = [await freshDatabase(), await freshDatabase()]
    cleaning.push(from.drop, to.drop)
    const folder = await mkdtemp(join(tmpdir(), 'switchboard-backup-'))
    cleaning.push(() => rm(folder, { recursive: true }))
    const settings = (DATABASE_URL: string) => ({ DATABASE_URL, ADMIN_API_KEY: KEY, SECRET_KEY: KEY, DATA_DIR: '/never/used', DEMO: '1' })
    // Nobody does the jobs before the backup is taken.
    const before = await run({ ...settings(from.url), ROLE: 'web' })
    cleaning.push(() => before.stop('SIGKILL'))
    const common = { eventType: 'consultation', pool: 'sales', timeZone: 'UTC' }
    const freeIn = async (service: Running, days: number): Promise<string> => {
      const at = new Date((Math.ceil(Date.now() / 86_400_000) + days) * 86_400_000).toISOString()
      return (await ask(service, '/find-by-time', { ...common, at })).body.nearest.at(-1).start
    }
    const first = await freeIn(before, 7)
    const customer = { name: 'Una Key', email: 'una.key@example.com' }
    const { body: booking } = await ask(before, '/bookings', { ...common, start: first, customer })
    const { body: hook } = await ask(before, '/webhooks', { url: 'https://hooks.example.com/bookings' })

    execFileSync(tool('pg_dump'), ['--format=custom', `--file=${join(folder, 'dump')}`, from.url])
    await before.stop('SIGTERM')
    execFileSync(tool('pg_restore'), ['--no-owner', '--exit-on-error', `--dbname=${to.url}`, join(folder, 'dump')])
    const after = await run(settings(to.url))
    cleaning.push(() => after.stop('SIGKILL'))

    expect((await ask(after, `/bookings/${booking.id}`)).body).toMatchObject({ id: booking.id, status: 'scheduled', start: first })
    const token = booking.manageUrl.split('/manage/')[1]
    expect((await fetch(`${after.url}/api/v1/manage/${token}`)).status).toBe(200)
    expect((await ask(after, '/webhooks')).body.items).toMatchObject([{ id: hook.id }])
    await expect.poll(async () => (await ask(after, `/bookings/${booking.id}`)).body.sync.invitation, { timeout: 30_000 }).toBe('done')
    // The other database counts its transactions anew: what is booked now is known at once all the same.
    const second = await freeIn(after, 14)
    const free = async () => (await ask(after, '/find-by-time', { ...common, at: second })).body.available
    const many = await free()
    const made = await ask(after, '/bookings', { ...common, start: second, customer })
    expect([made.status, await free()]).toEqual([201, many - 1])
  },
  120_000,
)
