import { afterEach, expect, test } from 'vitest'
import { type Behind, isReady, openBalancer } from '../servers/balancer.ts'
import { onPostgres } from '../support/app.ts'
import { freshDatabase } from '../support/postgres.ts'
import { type Running, run } from './service.ts'

const KEY = 'test-administrator-key-0123456789abcdef'
const HOUR_MS = 3_600_000

const cleaning: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const clean of cleaning.splice(0).reverse()) await clean()
})

/** Two processes that answer behind a balancer, and one that does the jobs. */
async function openCompany() {
  const { url, drop } = await freshDatabase()
  cleaning.push(drop)
  const settings = { DATABASE_URL: url, ADMIN_API_KEY: KEY, SECRET_KEY: KEY, DATA_DIR: '/never/used', DRAIN_SECONDS: '2' }
  const behind: (Behind & { running: Running })[] = []
  const begin = async (ROLE: string) => {
    const running = await run({ ...settings, DEMO: '1', ROLE })
    cleaning.push(() => running.stop('SIGKILL'))
    return running
  }
  const join = async () => {
    const running = await begin('web')
    behind.push({ running, port: Number(new URL(running.url).port), up: true })
  }
  await join()
  await Promise.all([join(), begin('worker')])
  const balancer = await openBalancer(behind)
  cleaning.push(() => balancer.close())
  return { behind, join, url: `http://127.0.0.1:${balancer.port}/api/v1` }
}

test.runIf(onPostgres)(
  'processes are replaced one after the other under load, and no request fails',
  async () => {
    const { behind, join, url } = await openCompany()
    const headers = { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' }
    const from = Math.ceil(Date.now() / 86_400_000) * 86_400_000 + 7 * 86_400_000
    const answers = new Map<string, number>()
    const booked: string[] = []
    let over = false
    async function ask(path: string, body: object): Promise<any> {
      const answer = await fetch(`${url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) }).catch((error) => error)
      const said = answer instanceof Response ? `${path} ${answer.status}` : `${path} ${answer.cause ?? answer}`
      answers.set(said, (answers.get(said) ?? 0) + 1)
      return answer instanceof Response ? answer.json() : {}
    }
    /** Somebody on the phone who asks for one time after the other, and books what is free. */
    async function coordinator(n: number): Promise<void> {
      for (let i = n; !over; i += 6) {
        const at = new Date(from + (i % 700) * HOUR_MS).toISOString()
        const common = { eventType: 'consultation', pool: 'sales', timeZone: 'UTC' }
        const { available } = await ask('/find-by-time', { ...common, at })
        if (!available) continue
        const customer = { name: `Caller ${i}`, email: `caller.${i}@example.com` }
        const { id } = await ask('/bookings', { ...common, start: at, customer })
        if (id) booked.push(id)
      }
    }
    const coordinators = Array.from({ length: 6 }, (_, n) => coordinator(n))

    for (const { port, running } of behind.slice()) {
      await join()
      await expect.poll(() => isReady(port)).toBe(true)
      expect(await running.stop('SIGTERM')).toBe(0)
      behind.splice(
        behind.findIndex((one) => one.port === port),
        1,
      )
    }
    over = true
    await Promise.all(coordinators)

    const failures = [...answers.keys()].filter((said) => !/ (200|201|409)$/.test(said))
    expect(failures).toEqual([])
    expect(booked.length).toBeGreaterThan(10)
    const known = await Promise.all(booked.map(async (id) => (await fetch(`${url}/bookings/${id}`, { headers })).status))
    expect(new Set(known)).toEqual(new Set([200]))
  },
  180_000,
)
