import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { onPostgres } from '../support/app.ts'
import { freshDatabase } from '../support/postgres.ts'
import { run, start } from './service.ts'

const KEY = 'test-administrator-key-0123456789abcdef'
const PGBOUNCER = '/usr/sbin/pgbouncer'
const BEGINNING = "set TimeZone='UTC'; set pg_trgm.word_similarity_threshold='0.3'; set pg_trgm.strict_word_similarity_threshold='0.33'"

const cleaning: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const clean of cleaning.splice(0).reverse()) await clean()
})

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  await new Promise((resolve) => server.close(resolve))
  return port
}

const answers = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(true))
    socket.on('error', () => resolve(false)).on('connect', () => socket.destroy())
  })

/** PgBouncer in transaction mode before a new database, whose connections begin with `beginning`. */
async function openPooler(beginning: string): Promise<{ direct: string; pooled: string }> {
  const { url, drop } = await freshDatabase()
  cleaning.push(drop)
  const { hostname, port, username, password, pathname } = new URL(url)
  const folder = await mkdtemp(join(tmpdir(), 'switchboard-pooler-'))
  cleaning.push(() => rm(folder, { recursive: true }))
  await chmod(folder, 0o755)
  const listen = await freePort()
  const secret = password ? ` password='${password}'` : ''
  const query = beginning ? ` connect_query='${beginning.replaceAll("'", "''")}'` : ''
  await writeFile(
    join(folder, 'pgbouncer.ini'),
    `[databases]
* = host=${hostname} port=${port || 5432} user=${username || 'postgres'}${secret}${query}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${listen}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = 4
`,
  )
  // It does not run as root.
  const asNobody = process.getuid?.() === 0 ? ['-u', 'nobody'] : []
  const child = spawn(PGBOUNCER, ['-q', ...asNobody, join(folder, 'pgbouncer.ini')], { stdio: 'ignore' })
  const ended = new Promise((resolve) => child.on('close', resolve))
  cleaning.push(() => {
    child.kill('SIGKILL')
    return ended
  })
  await expect.poll(() => answers(listen), { timeout: 10_000 }).toBe(true)
  return { direct: url, pooled: `postgres://${username || 'postgres'}@127.0.0.1:${listen}${pathname}` }
}

const settingsOf = ({ direct, pooled }: { direct: string; pooled: string }) => ({
  DATABASE_URL: direct,
  DATABASE_POOL_URL: pooled,
  ADMIN_API_KEY: KEY,
  SECRET_KEY: KEY,
  DATA_DIR: '/never/used',
  DEMO: '1',
})

const pooler = test.runIf(onPostgres && existsSync(PGBOUNCER))

pooler(
  'with a transaction pooler before the database two processes book, find, search and send as without',
  async () => {
    const settings = settingsOf(await openPooler(BEGINNING))
    const services = await Promise.all([run(settings), run(settings)])
    for (const service of services) cleaning.push(() => service.stop('SIGKILL'))
    const headers = { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' }
    const ask = async (n: number, path: string, body?: object) => {
      const given = body ? { method: 'POST', body: JSON.stringify(body) } : {}
      const answer = await fetch(`${services[n]?.url}/api/v1${path}`, { headers, ...given })
      return { status: answer.status, body: await answer.json() }
    }
    const common = { eventType: 'consultation', pool: 'sales', timeZone: 'UTC' }
    const at = new Date(Math.ceil(Date.now() / 86_400_000) * 86_400_000 + 7 * 86_400_000).toISOString()
    const start = (await ask(0, '/find-by-time', { ...common, at })).body.nearest.at(-1).start
    const before = (await ask(1, '/find-by-time', { ...common, at: start })).body.available
    const customer = { name: 'Una Keyserling', email: 'una@example.com' }

    // More at once than the pooler has connections, and all for one time.
    const made = await Promise.all(
      Array.from({ length: 24 }, (_, i) =>
        ask(i % 2, '/bookings', { ...common, start, customer: { ...customer, email: `una.${i}@example.com` } }),
      ),
    )

    const ids = made.filter(({ status }) => status === 201).map(({ body }) => body.id)
    expect(new Set(made.map(({ status }) => status))).toEqual(new Set([201, 409]))
    expect(ids.length).toBe(before)
    expect((await ask(1, '/find-by-time', { ...common, at: start })).body.available).toBe(0)
    expect((await ask(0, '/customers?search=Keyserlign')).body.items.length).toBeGreaterThan(0)
    await expect.poll(async () => (await ask(1, `/bookings/${ids[0]}`)).body.sync.invitation, { timeout: 30_000 }).toBe('done')
  },
  120_000,
)

pooler(
  'a pooler that does not begin its connections as they must begin stops the start with what it lacks',
  async () => {
    const { printed, ended } = start(settingsOf(await openPooler('')))

    expect(await ended).toBe(1)
    expect(printed.err).toBe(
      `Switchboard cannot start: The pooler at DATABASE_POOL_URL must begin each of its connections with: ${BEGINNING}\n`,
    )
  },
  60_000,
)
