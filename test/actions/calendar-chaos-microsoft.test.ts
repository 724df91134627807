import { test } from 'vitest'
import { microsoftBench } from '../calendars/microsoft-bench.ts'
import { onPostgres } from '../support/app.ts'
import { CHANGES, chaos, SEED } from './calendar-chaos.ts'

// It is about vendors; races of the database are shown elsewhere.
test.skipIf(onPostgres)('1,000 changes of bookings while Microsoft 365 fails: at the end all agree', { timeout: 600_000 }, () =>
  chaos('microsoft', () => microsoftBench(400), CHANGES, SEED),
)
