/** The same chaos with a real CalDAV server, behind a proxy that fails. */
import { afterAll, beforeAll, test } from 'vitest'
import { caldavBench } from '../calendars/caldav-bench.ts'
import { hasRadicale, type Radicale, startRadicale } from '../servers/radicale.ts'
import { onPostgres } from '../support/app.ts'
import { CHANGES, chaos, SEED } from './calendar-chaos.ts'

const runs = (await hasRadicale()) && !onPostgres

let radicale: Radicale
beforeAll(async () => {
  if (runs) radicale = await startRadicale()
})
afterAll(async () => {
  await radicale?.close()
})

test.skipIf(!runs)('1,000 changes of bookings while a CalDAV server fails: at the end all agree', { timeout: 900_000 }, () =>
  chaos('caldav', () => caldavBench(radicale, 400), CHANGES, SEED),
)
