/**
 * A storm: many clients at once, for minutes, while processes are killed and the database dies under them; then it is checked that nothing was
 * lost, and nothing was done twice. `npm run soak`, or `-- --minutes 0.5 --reps 100 --seed 7`. It needs PostgreSQL's programs, and starts a
 * server of its own. `--logs folder` keeps what the processes said.
 */
import { mkdirSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { ensureWidget } from '../server/build-widget.ts'
import { openPostgres } from '../server/db/database.ts'
import { openBalancer } from '../test/servers/balancer.ts'
import { type Client, newFigures, openClient } from './soak/ask.ts'
import { checkDatabase } from './soak/checks.ts'
import { checkOutside } from './soak/checks-outside.ts'
import { openCluster } from './soak/cluster.ts'
import { companyOf, importOf } from './soak/company.ts'
import { checkCounts } from './soak/counts.ts'
import { drain } from './soak/drain.ts'
import { type Happened, letHappen } from './soak/faults.ts'
import { connectCalendars, connectOrg, enterByHand, openOutside } from './soak/outside.ts'
import { type Storm, work } from './soak/people.ts'
import { checkTroubles, tellChecks, tellFigures, tellTimes } from './soak/report.ts'
import { openService } from './soak/service.ts'
import { randomFrom } from './world.ts'

const KEY = 'storm-administrator-key-0123456789abcdef'
const CALENDARS = 30

const { values } = parseArgs({
  options: { minutes: { type: 'string' }, reps: { type: 'string' }, seed: { type: 'string' }, logs: { type: 'string' } },
})
const minutes = Number(values.minutes ?? 10)
const count = Number(values.reps ?? 500)
const seed = Number(values.seed ?? Math.trunc(Math.random() * 2 ** 31))
if (!(minutes > 0 && minutes <= 240 && count >= 40 && count <= 5000 && Number.isInteger(seed)))
  throw new Error('Say --minutes (up to 240), --reps (40 to 5000) and --seed as numbers.')

/** What is undone when all is over, also by an error: the newest first, and without waiting for anything. */
const undone: (() => void)[] = []
process.on('exit', () => {
  for (const undo of undone.reverse()) undo()
})
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(1))

/** Whatever happens, it ends. */
const most = minutes * 60_000 * 2 + 300_000
setTimeout(() => {
  console.error('The storm did not end in time.')
  process.exit(1)
}, most).unref()

async function must(client: Client, path: string, body: object) {
  const reply = await client.ask('setting up', { method: 'POST', path, body })
  if (!reply || reply.status >= 300) throw new Error(`${path} was answered ${JSON.stringify(reply)?.slice(0, 1000)}`)
  return reply.body
}

console.log(`A storm of ${minutes} minutes with ${count} reps, seed ${seed}.`)
const began = Date.now()
await ensureWidget(() => console.log('Building the pages …'))
if (values.logs !== undefined) mkdirSync(values.logs, { recursive: true })
const cluster = await openCluster()
undone.push(() => cluster.remove())
const outside = await openOutside()
const service = await openService(
  {
    ...{ DATABASE_URL: cluster.url, ADMIN_API_KEY: KEY, SECRET_KEY: KEY, DEMO: '0', LOG_LEVEL: 'error', TRUST_PROXY: '1' },
    ...{ PUBLIC_URL: 'http://storm.example', ...outside.settings },
  },
  values.logs ?? cluster.folder,
)
undone.push(() => service.kill())
const balancer = await openBalancer(service.webs)
const opened = await openPostgres(cluster.url, 5)

const company = companyOf(count)
const calendars = company.reps.slice(0, CALENDARS).map(({ email }) => email)
const figures = newFigures()
const direct = service.webs.map(({ port }) => openClient(port, KEY, newFigures(), Math.random))
const client = direct[0] as Client
await must(client, '/api/v1/import', importOf(company, randomFrom(seed)))
const { secret } = await must(client, '/api/v1/webhooks', { url: outside.webhook.url })
for (const email of company.reps.map((rep) => rep.email)) outside.salesforce.addUser({ name: email, email })
await connectOrg(opened.db, outside.salesforce)
outside.google.pageSize = 250
await connectCalendars(opened, outside.google, KEY, calendars)
console.log(`Ready after ${Math.round((Date.now() - began) / 1000)} s.`)

const byHand = randomFrom(seed + 2)
const storm: Storm = {
  enterByHand: () => enterByHand(outside.google, calendars, byHand),
  ...{ company, figures, acknowledged: [], soon: [], requested: [], manage: [], unlike: [], over: false },
}
const happened: Happened[] = []
const end = Date.now() + minutes * 60_000
const isOver = () => Date.now() >= end

/** The health check, asked all the time by the same way: what everything else is measured by. */
async function probe(): Promise<void> {
  const prober = openClient(balancer.port, null, figures, randomFrom(seed))
  for (; !storm.over; await wait(100)) await prober.ask('health check', { path: '/healthz' })
  prober.close()
}
const clients = Promise.all([work(storm, balancer.port, KEY, seed), probe()])
await letHappen(happened, service, cluster, { seed: seed + 1, pause: minutes < 2 ? 3000 : 7000 }, isOver)
storm.over = true
await clients

const took = await drain(opened.db, service, minutes * 60_000 + 30_000)
console.log(`The storm is over; what was left was done after ${Math.round(took / 1000)} s.`)
const faults = happened.filter(({ fault }) => fault !== 'web-restarted' && fault !== 'web-killed').length
const checks = [
  ...(await checkDatabase(opened.db, storm.acknowledged)),
  { holds: 'who asked again with the same key heard of the same booking', broken: storm.unlike },
  ...(await checkOutside(opened.db, outside, { secret, faults, calendars })),
  await checkCounts(
    opened.db,
    company,
    direct.map((one) => (path) => one.ask('counts', { path })),
  ),
  ...checkTroubles(figures, happened, service.died),
]
tellFigures(figures, happened, storm.acknowledged.length, minutes)
tellTimes(figures)
const allHold = tellChecks(checks)
console.log(`\n${allHold ? 'All holds' : 'NOT ALL HOLDS'}, after ${Math.round((Date.now() - began) / 1000)} s in all. Seed ${seed}.`)

for (const one of direct) one.close()
await balancer.close()
await service.stop()
await opened.close()
await outside.close()
process.exit(allHold ? 0 : 1)
