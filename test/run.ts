/** `npm test`: every vitest project that this machine can run, and a plain word on what it could not. */
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { relative } from 'node:path'
import { mailPython } from './servers/mail.ts'
import { hasRadicale } from './servers/radicale.ts'
import { chromiumPath } from './support/browser.ts'

interface Report {
  readonly testResults: readonly {
    readonly name: string
    readonly status: string
    readonly message: string
    readonly assertionResults: readonly {
      readonly fullName: string
      readonly status: string
      readonly failureMessages?: readonly string[]
    }[]
  }[]
}

const report = 'test-results/tests.json'

/** What this machine cannot run, each with the reason. */
async function leftOut(): Promise<{ projects: string[]; words: string[] }> {
  const chromium = await chromiumPath()
  const python = await mailPython()
  return {
    projects: chromium ? [] : ['browser'],
    words: [
      ...(process.env.TEST_DATABASE_URL ? [] : ['the service on PostgreSQL, because TEST_DATABASE_URL is not set']),
      ...(python ? [] : ['mail through a mail server, because Python has no aiosmtpd, icalendar and libical here']),
      ...((await hasRadicale()) ? [] : ['calendars by CalDAV, because Radicale is not installed here (Debian has it as radicale)']),
      ...(existsSync('/usr/sbin/pgbouncer') ? [] : ['the service behind a pooler, because PgBouncer is not installed here']),
      ...(chromium ? [] : ['the journeys in a browser, because no Chromium starts here (CHROMIUM_PATH may name one)']),
    ],
  }
}

function runVitest(without: readonly string[]): Promise<number> {
  rmSync(report, { force: true })
  mkdirSync('test-results', { recursive: true })
  const vitest = [
    'node_modules/vitest/vitest.mjs',
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...without.map((project) => `--project=!${project}`),
    ...process.argv.slice(2),
  ]
  // Tests never meet a real company's database or keys: they say themselves what the service is started with.
  const { DATABASE_URL: _, ADMIN_API_KEY: __, SECRET_KEY: ___, ...env } = process.env
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, vitest, { stdio: 'inherit', env })
    child.on('error', reject)
    child.on('close', (code) => resolve(code ?? 1))
  })
}

function readReport(): Report {
  try {
    return JSON.parse(readFileSync(report, 'utf8'))
  } catch {
    return { testResults: [] }
  }
}

/** Counts of test runs, and the tests that were skipped in every project. */
function count({ testResults }: Report) {
  const tests = testResults.flatMap((file) => file.assertionResults.map((test) => ({ ...test, name: `${file.name} ${test.fullName}` })))
  const run = new Set(tests.filter((test) => test.status === 'passed' || test.status === 'failed').map((test) => test.name))
  const broken = testResults.filter((file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'))
  return {
    passed: tests.filter((test) => test.status === 'passed').length,
    failed: tests.filter((test) => test.status === 'failed').length + broken.length,
    again: tests.filter((test) => test.status === 'passed' && test.failureMessages?.length),
    skipped: new Set(tests.filter((test) => !run.has(test.name)).map((test) => test.name)).size,
  }
}

const out = await leftOut()
const code = await runVitest(out.projects)
const { passed, failed, skipped, again } = count(readReport())
if (skipped > 0) out.words.push(`${skipped} skipped ${skipped === 1 ? 'test' : 'tests'}`)

const words = process.argv.length > 2 ? [] : out.words
const incomplete = process.env.CI === 'true' && words.length > 0
for (const { name, failureMessages } of again)
  console.log(`Passed at the second try only, look at it: ${relative('.', name)}\n  ${failureMessages?.[0]?.split('\n')[0]}`)
if (passed + failed === 0) console.log('No test ran.')
if (words.length > 0) console.log(`Left out: ${words.join('; ')}.${incomplete ? ' With CI=true that is a failure.' : ''}`)
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = code !== 0 || failed > 0 || passed === 0 || incomplete ? 1 : 0
