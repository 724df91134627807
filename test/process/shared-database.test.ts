import { afterEach, expect, test } from 'vitest'
import { onPostgres } from '../support/app.ts'
import { freshDatabase } from '../support/postgres.ts'
import { type Running, run } from './service.ts'

const KEY = 'test-administrator-key-0123456789abcdef'

const cleaning: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const clean of cleaning.splice(0).reverse()) await clean()
})

async function ask(service: Running, path: string, body?: unknown) {
  const response = await fetch(`${service.url}/api/v1${path}`, {
    method: body ? 'POST' : 'GET',
    headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  return { status: response.status, body: await response.json() }
}

test.runIf(onPostgres)(
  'two processes that start together on one empty database make one demo company, and go on when one is killed',
  async () => {
    const { url, drop } = await freshDatabase()
    cleaning.push(drop)
    const settings = { DATABASE_URL: url, ADMIN_API_KEY: KEY, SECRET_KEY: KEY, DEMO: '1', DATA_DIR: '/never/used' }
    const services = await Promise.all([run(settings), run(settings)])
    for (const service of services) cleaning.push(() => service.stop('SIGKILL'))
    const [one, other] = services as [Running, Running]
    const exported = await Promise.all(services.map((service) => ask(service, '/export')))
    expect(exported.map(({ body }) => body.reps.length)).toEqual([13, 13])

    const at = new Date(Math.ceil(Date.now() / 86_400_000) * 86_400_000 + 7 * 86_400_000).toISOString()
    const question = { eventType: 'consultation', pool: 'sales', at, timeZone: 'UTC' }
    const found = await ask(other, '/find-by-time', question)
    const start = found.body.nearest.at(-1).start
    const free = await ask(other, '/find-by-time', { ...question, at: start })
    const customer = { name: 'Una Key', email: 'una.key@example.com' }
    const made = await ask(one, '/bookings', { eventType: 'consultation', pool: 'sales', start, timeZone: 'UTC', customer })
    expect(made.status).toBe(201)
    expect(await one.stop('SIGKILL')).toBe('SIGKILL')

    const after = await ask(other, '/find-by-time', { ...question, at: start })
    expect(after.body.available).toBe(free.body.available - 1)
    expect((await ask(other, `/bookings/${made.body.id}`)).body).toMatchObject({ status: 'scheduled', start })
    expect(await other.stop('SIGTERM')).toBe(0)
  },
  120_000,
)

test.runIf(onPostgres)(
  'a process that is asked to stop says first that it is going, and answers until nobody is sent to it any more',
  async () => {
    const { url, drop } = await freshDatabase()
    cleaning.push(drop)
    const service = await run({ DATABASE_URL: url, ADMIN_API_KEY: KEY, SECRET_KEY: KEY, DEMO: '0', DATA_DIR: '/never/used', ROLE: 'web' })
    cleaning.push(() => service.stop('SIGKILL'))
    const answered = async (path: string) => (await fetch(`${service.url}${path}`)).status
    expect(await answered('/readyz')).toBe(200)
    const stopped = service.stop('SIGTERM')

    await expect.poll(() => answered('/readyz'), { interval: 10, timeout: 10_000 }).toBe(503)
    expect(await answered('/healthz')).toBe(200)
    expect((await ask(service, '/export')).status).toBe(200)
    expect(await stopped).toBe(0)
  },
  60_000,
)
