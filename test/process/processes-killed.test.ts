/** A service that is killed while it lays out activities has laid out all of a set or nothing of it, and goes on where it was. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { onPostgres } from '../support/app.ts'
import { freshDatabase } from '../support/postgres.ts'
import { type Running, run } from './service.ts'

const KEY = 'test-administrator-key-0123456789abcdef'
const REGISTRANTS = 24
const KILLS = 3

const cleaning: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const clean of cleaning.splice(0).reverse()) await clean()
})

async function ask(service: Running, path: string, body?: unknown): Promise<{ status: number; body: any }> {
  const response = await fetch(`${service.url}/api/v1${path}`, {
    method: body ? 'POST' : 'GET',
    headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  return { status: response.status, body: await response.json() }
}

async function place(): Promise<Record<string, string>> {
  const settings = { ADMIN_API_KEY: KEY, SECRET_KEY: KEY, DEMO: '0' }
  if (onPostgres) {
    const { url, drop } = await freshDatabase()
    cleaning.push(drop)
    return { ...settings, DATABASE_URL: url, DATA_DIR: '/never/used' }
  }
  const folder = await mkdtemp(join(tmpdir(), 'switchboard-killed-'))
  cleaning.push(() => rm(folder, { recursive: true, force: true }))
  return { ...settings, DATA_DIR: folder }
}

test('killed at any moment while registrants get their activities, it has made each set once and whole', async () => {
  const settings = await place()
  let service = await run(settings)
  cleaning.push(() => service.stop('SIGKILL'))
  const project = 'bluewater'
  const rep = 'ann@example.com'
  await ask(service, '/import', {
    projects: [{ slug: project, name: 'Bluewater', timeZone: 'America/New_York' }],
    reps: [{ email: rep, name: 'Ann', timeZone: 'America/New_York', projects: [project] }],
    customers: Array.from({ length: REGISTRANTS }, (_, i) => ({ email: `jane${i}@example.com`, name: `Jane ${i}` })),
  })
  const steps = ['call', 'email', 'call', 'visit'].map((type) => ({ type, offset: { amount: 1, unit: 'days' } }))
  await ask(service, '/processes', { project, name: 'All', trigger: { kind: 'registration' }, steps })
  const register = (i: number) => ask(service, `/customers/jane${i}@example.com/registrations`, { project, rep })
  const owed = async (i: number): Promise<number> => (await ask(service, `/customers/jane${i}@example.com/profile`)).body.activities.length

  for (let kill = 0; kill < KILLS; kill++) {
    const asked = Promise.allSettled(Array.from({ length: REGISTRANTS }, (_, i) => register(i)))
    await new Promise((resolve) => setTimeout(resolve, 15 + 25 * kill))
    await service.stop('SIGKILL')
    const acknowledged = (await asked).flatMap((one, i) => (one.status === 'fulfilled' && one.value.status === 201 ? [i] : []))
    service = await run(settings)
    for (let i = 0; i < REGISTRANTS; i++) expect([0, steps.length]).toContain(await owed(i))
    for (const i of acknowledged) expect(await owed(i)).toBe(steps.length)
  }
  await Promise.all(Array.from({ length: REGISTRANTS }, (_, i) => register(i)))

  for (let i = 0; i < REGISTRANTS; i++) expect(await owed(i)).toBe(steps.length)
}, 120_000)
