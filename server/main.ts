/** The process: settings, database, service, listening, and a clean end. */
import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import { type AddressInfo, Server } from 'node:net'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { sql } from 'kysely'
import { pino } from 'pino'
import { importSetup } from './actions/import/import-setup.ts'
import { takeOrders } from './actions/orders/take.ts'
import { makeFollowUp } from './actions/processes/follow-ups.ts'
import { makeProcess } from './actions/processes/save-process.ts'
import { register } from './actions/register.ts'
import { makeShop } from './actions/shops.ts'
import { type App, openApp } from './app.ts'
import { ensureWidget } from './build-widget.ts'
import { type Config, keptSecret, readConfig, WrongSetting } from './config.ts'
import { anyAccount } from './db/accounts.ts'
import { isLost, type Opened, openEmbedded, openPostgres, WrongSession } from './db/database.ts'
import { FolderInUse, lockFolder } from './db/folder-lock.ts'
import { demoCompany, demoOrders, demoPlaces, demoProcesses } from './demo.ts'
import type { Caller } from './domain/booking.ts'
import { ImportRequest } from './http/contract/import.ts'
import { ShopOrder } from './http/contract/orders.ts'
import { toldOrder } from './http/order-views.ts'

/** Time that requests in flight get to finish when the process is asked to stop. */
const DRAIN_MS = 15_000
/** Time that a connection which was made before the door closed gets for its request, where others may go on answering. */
const SETTLE_MS = 1000

/** Why the service cannot start, in one line; anything else that is thrown is a bug. */
function refuseStart(error: unknown): never {
  const expected = error instanceof WrongSetting || error instanceof FolderInUse || error instanceof WrongSession
  const told = error instanceof Error && ('code' in error || isLost(error))
  const reason = told ? error.message || String(Reflect.get(error, 'code')) : null
  console.error(expected || reason ? `Switchboard cannot start: ${expected ? error.message : reason}` : error)
  process.exit(1)
}

async function openDatabase(config: Config): Promise<{ opened: Opened; unlock: () => Promise<void> }> {
  if (config.databaseUrl)
    return { opened: await openPostgres(config.databaseUrl, undefined, config.databasePoolUrl), unlock: async () => {} }
  const unlock = await lockFolder(config.dataDir).catch((error) => {
    if (error instanceof Error && 'code' in error)
      throw new WrongSetting(`Setting DATA_DIR names a folder that cannot be used (${error.message}).`)
    throw error
  })
  return { opened: await openEmbedded(join(config.dataDir, 'database')), unlock }
}

/** The demo company, on a database in which nobody works yet. Of processes that start together one makes it, and the others wait. */
async function ensureDemo({ services }: App): Promise<void> {
  // The embedded database has one connection, and one process.
  if (services.embedded) return makeDemo(services)
  await services.db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtext('switchboard demo'))`.execute(tx)
    await makeDemo(services)
  })
}

async function makeDemo(services: App['services']): Promise<void> {
  const { db } = services
  const used = await db.selectFrom('rep').select('id').limit(1).executeTakeFirst()
  if (used) return
  const today = services.now().toISOString().slice(0, 10)
  const demo: Caller = { kind: 'api', name: 'Demo', email: null }
  await importSetup(services, demo, ImportRequest.parse(demoCompany(today)))
  for (const { name, meaning, steps } of demoProcesses) {
    const option = meaning === null ? null : await makeFollowUp(services, demo, 'bluewater', { name, meaning })
    const trigger = option ? { kind: 'follow-up' as const, value: option.id } : { kind: 'registration' as const, value: null }
    const rules = {
      conditions: { sources: [], ratings: [], statuses: [] },
      dates: 'fixed' as const,
      stops: [],
      closed: { weekdays: [], country: null },
    }
    await makeProcess(services, demo, { project: 'bluewater', name, active: true, trigger, steps, ...rules })
  }
  for (const { customer, ...place } of demoPlaces) await register(services, demo, customer, place)
  const store = await makeShop(services, demo, { slug: 'design-store', name: 'Design Store' })
  const orders = demoOrders(today).map((order) => toldOrder(ShopOrder.parse(order)))
  await takeOrders(services, store, orders)
}

async function start(): Promise<void> {
  const config = readConfig()
  const log = pino({ level: config.logLevel }, pino.destination(2))

  const starting: RequestListener = (_req, res) => void res.writeHead(503, { 'Retry-After': '1' }).end('Switchboard is starting.\n')
  let handler: RequestListener = starting
  let stopping = false
  // A connection that has just come and has not been read yet counts as idle: none is closed before the last that could come had its moment.
  let settled = false
  const server = createServer((req, res) => {
    if (stopping) {
      // Connections that are kept alive must not hold up the end, and whoever shares out requests is to look elsewhere.
      res.setHeader('Connection', 'close')
      if (req.url === '/readyz') return void res.writeHead(503, { 'Content-Type': 'application/json' }).end('{"status":"stopping"}')
    }
    res.on('close', () => settled && setImmediate(() => server.closeIdleConnections()))
    handler(req, res)
  })
  server.listen(config.port, config.host)
  await once(server, 'listening').catch((error) => {
    if (error.code === 'EADDRINUSE') throw new WrongSetting(`Setting PORT is ${config.port}, where another program listens already.`)
    throw error
  })
  const { port } = server.address() as AddressInfo
  const publicUrl = config.publicUrl ?? `http://localhost:${port}`

  if (config.role !== 'worker') await ensureWidget(() => console.log('Building the pages …'))
  const { opened, unlock } = await openDatabase(config)
  const adminKey = config.adminKey ? { value: config.adminKey, path: null } : await keptSecret(config.dataDir, 'admin-key')
  const secret = config.secret ?? (await keptSecret(config.dataDir, 'secret-key')).value
  const app = await openApp(
    opened,
    {
      ...config,
      publicUrl,
      adminKey: adminKey.value,
      secret,
      publicLimits: { reads: 1200, bookings: 120, bookingsPerPage: 600 },
      fastestFormSeconds: 2,
      signInLimits: { perAddress: 60, perAccount: 10 },
    },
    log,
  )
  if (config.demo) await ensureDemo(app)
  handler = app.handler
  greet(config, publicUrl, (await anyAccount(opened.db)) ? null : adminKey.path)

  const hurry = new AbortController()
  const stop = async () => {
    if (stopping) return hurry.abort()
    stopping = true
    // A balancer needs a moment to see that this process is to be left out; whoever asks until then is answered.
    await setTimeout(config.drainSeconds * 1000, null, { signal: hurry.signal }).catch(() => {})
    const drained = once(server, 'close')
    // The door alone: who has come in by now, and has not asked yet, still does in a moment, and is answered.
    Server.prototype.close.call(server)
    await Promise.race([drained, setTimeout(config.drainSeconds === 0 ? 0 : SETTLE_MS)])
    settled = true
    server.closeIdleConnections()
    await Promise.race([drained, setTimeout(DRAIN_MS)])
    server.closeAllConnections()
    await app.close()
    await opened.close()
    await unlock()
    process.exit(0)
  }
  process.on('SIGTERM', () => void stop())
  process.on('SIGINT', () => void stop())
}

function greet(config: Config, publicUrl: string, keyPath: string | null): void {
  const pages = config.demo ? [`  Booking page     ${publicUrl}/talk-to-sales`, `  All pages        ${publicUrl}/book`] : []
  console.log(
    [
      '',
      'Switchboard is ready.',
      '',
      `  Console          ${publicUrl}/console/home`,
      ...pages,
      `  Outbox           ${publicUrl}/console/outbox`,
      `  API              ${publicUrl}/docs`,
      ...(keyPath ? ['', `  The console's first page asks for the administrator key. It is in ${keyPath}`] : []),
      '',
    ].join('\n'),
  )
}

start().catch(refuseStart)
