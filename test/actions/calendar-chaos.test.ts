import { test } from 'vitest'
import { googleBench } from '../calendars/google-bench.ts'
import { memoryBench } from '../calendars/memory-bench.ts'
import { microsoftBench } from '../calendars/microsoft-bench.ts'
import { onPostgres } from '../support/app.ts'
import { chaos } from './calendar-chaos.ts'

const seed = Number(process.env.CHAOS_SEED ?? Date.now() % 1_000_000)
const CHANGES = 1000

// It is about vendors; races of the database are shown elsewhere.
test.skipIf(onPostgres)('1,000 changes of bookings while calendars in memory fail: at the end all agree', { timeout: 300_000 }, () =>
  chaos('caldav', memoryBench, CHANGES, seed),
)
test.skipIf(onPostgres)('1,000 changes of bookings while Google fails: at the end all agree', { timeout: 600_000 }, () =>
  chaos('google', () => googleBench(400), CHANGES, seed),
)
test.skipIf(onPostgres)('1,000 changes of bookings while Microsoft 365 fails: at the end all agree', { timeout: 300_000 }, () =>
  chaos('microsoft', microsoftBench, CHANGES, seed),
)
