/**
 * How long the whole service takes to answer over HTTP, beside its health check on the same kept-alive connection: the ratio is the point.
 * Embedded, and on PostgreSQL if TEST_DATABASE_URL names a server.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { dateText } from '../server/domain/zone.ts'
import { freshDatabase } from '../test/support/postgres.ts'
import { importsOf, mondayAfter } from './company.ts'
import { inTurn, number, timed } from './measure.ts'
import { type Server, startServer } from './server.ts'

const quick = process.argv.includes('--quick')
const SIZES = quick ? [1000] : [10, 100, 1000, 10_000]
const ROUNDS = quick ? 150 : 400
const BUSY_A_DAY = 6
const first = mondayAfter(Math.floor(Date.now() / 86_400_000))

const find = JSON.stringify({
  eventType: 'consultation',
  pool: 'sales',
  at: `${dateText(first + 1)}T15:30:00Z`,
  timeZone: 'America/New_York',
})
const ten = JSON.stringify({ ...JSON.parse(find), limit: 10 })
const explained = JSON.stringify({ ...JSON.parse(find), explain: true })
const heatMap = `/api/v1/availability?eventType=consultation&pool=sales&from=${dateText(first)}&to=${dateText(first + 29)}&timeZone=America/New_York`
const touch = JSON.stringify({ reps: [{ email: 'rep0@bench.example', dailyLimit: 20 }] })

async function measure({ ask }: Server, engine: string, count: number): Promise<string> {
  const health = () => ask('GET', '/healthz')
  const { etag } = await ask('GET', heatMap)
  const questions = [
    health,
    () => ask('POST', '/api/v1/find-by-time', ten),
    () => ask('POST', '/api/v1/find-by-time', find),
    () => ask('POST', '/api/v1/find-by-time', explained),
    () => ask('GET', heatMap),
    () => ask('GET', heatMap, undefined, { 'if-none-match': etag }),
  ]
  const [base = Number.NaN, ...others] = await inTurn(questions, ROUNDS)
  const fresh = await inTurn([questions[2], questions[4]] as typeof questions, quick ? 15 : 40, () => ask('POST', '/api/v1/import', touch))
  const cells = [...others, ...fresh].map((ms) => `${number(ms)} ms, ${number(ms / base)} ×`)
  return `| ${engine} | ${count.toLocaleString('en')} | ${number(base)} ms | ${cells.join(' | ')} |`
}

const tables: { answers: string[]; imports: string[]; memory: string[] } = { answers: [], imports: [], memory: [] }

/** Import a company, start the service anew, and measure. */
async function run(engine: string, count: number, days: number, database: Parameters<typeof startServer>[0], what: 'answers' | 'memory') {
  // The bodies first: a server closes a connection that is silent while they are made.
  const bodies = importsOf(count, first, days, BUSY_A_DAY).map((body) => JSON.stringify(body))
  const importing = await startServer(database)
  const spent = await timed(async () => {
    for (const body of bodies) await importing.ask('POST', '/api/v1/import', body)
  })
  if (what === 'answers' && count >= 1000)
    tables.imports.push(
      `| ${engine} | ${count.toLocaleString('en')} | ${(count * days * BUSY_A_DAY).toLocaleString('en')} | ${number(spent / 1000)} s |`,
    )
  const empty = { ...(await importing.memory()) }
  await importing.stop()

  const server = await startServer(database)
  if (what === 'answers') tables.answers.push(await measure(server, engine, count))
  else {
    for (let i = 0; i < 200; i++) {
      await server.ask('POST', '/api/v1/find-by-time', explained)
      await server.ask('GET', heatMap)
    }
    const { now, most } = await server.memory()
    tables.memory.push(
      `| ${engine}, ${count.toLocaleString('en')} reps, ${days} days | ${number(now, 3)} MB | ${number(most, 3)} MB | ${number(empty.most, 3)} MB |`,
    )
  }
  await server.stop()
}

async function onFolder(count: number, days: number, what: 'answers' | 'memory'): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'switchboard-bench-'))
  try {
    await run('embedded', count, days, { folder }, what)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function onServer(count: number, days: number, what: 'answers' | 'memory'): Promise<void> {
  const { url, drop } = await freshDatabase(`bench_${process.pid}`)
  try {
    await run('PostgreSQL', count, days, { url }, what)
  } finally {
    await drop()
  }
}

const engines = process.env.TEST_DATABASE_URL ? [onServer, onFolder] : [onFolder]
for (const on of engines) {
  await on(0, 1, 'memory')
  await on(1000, 90, 'memory')
  for (const count of SIZES) await on(count, 30, 'answers')
}

console.log(
  `\n30 days, ${BUSY_A_DAY} busy times a day; medians of ${ROUNDS} answers on one kept-alive connection, beside \`/healthz\` on the same. “After a change”: something was imported just before.\n`,
)
console.log(
  '| | reps | health check | find by time, 10 named | 100 named | with reasons against all others | heat map | heat map, unchanged (304) | find by time, after a change | heat map, after a change |',
)
console.log('|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|')
for (const row of tables.answers) console.log(row)
console.log('\n| import | reps | busy times | took |\n|---|---:|---:|---:|')
for (const row of tables.imports) console.log(row)
console.log('\n| memory of the process after 400 questions | now | at most | at most while importing |\n|---|---:|---:|---:|')
for (const row of tables.memory) console.log(row)
if (!process.env.TEST_DATABASE_URL) console.log('\nPostgreSQL was left out: TEST_DATABASE_URL is not set.')
