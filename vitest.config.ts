import { defineConfig } from 'vitest/config'

const pure = [
  'test/{domain,widget,messages,calendars,crm}/**/*.test.{ts,tsx}',
  'test/architecture.test.ts',
  'test/regular-expressions.test.ts',
]
const journeys = ['test/journeys/**/*.test.ts']

/** What chance draws in a run: properties draw the same at a second try, and a failure that chance found can be drawn again. */
const TEST_SEED = process.env.TEST_SEED ?? String(Math.trunc(Math.random() * 2 ** 31))
const setupFiles = ['test/support/chance.ts']

/**
 * A machine that builds many things at once may starve a test that waits for something. With CI what failed is tried once more, and which
 * tests needed that is said at the end of the run. The rules of the domain wait for nothing, and get no second try.
 */
const retry = process.env.CI ? 1 : 0

/** Whatever is neither a pure rule nor a journey runs on a real database, so that no test file is ever left out. */
const service = (name: string, TEST_ENGINE: 'pglite' | 'postgres', groupOrder: number) => ({
  test: {
    name,
    include: ['test/**/*.test.ts'],
    exclude: [...pure, ...journeys],
    env: { TEST_ENGINE, TEST_SEED },
    setupFiles: [...setupFiles, 'test/support/watch-logs.ts'],
    globalSetup: 'test/support/own-database.ts',
    retry,
    sequence: { groupOrder },
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Files of one worker share its database: an embedded one takes seconds to start.
    isolate: false,
  },
})

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      { test: { name: 'domain', include: pure, env: { TEST_SEED }, setupFiles, sequence: { groupOrder: 1 }, testTimeout: 30_000 } },
      service('service', 'pglite', 2),
      ...(process.env.TEST_DATABASE_URL ? [service('service-postgres', 'postgres', 3)] : []),
      {
        test: {
          name: 'browser',
          include: journeys,
          env: { TEST_ENGINE: 'pglite' },
          setupFiles: ['test/support/watch-logs.ts'],
          globalSetup: ['test/support/browser.ts', 'test/support/own-database.ts'],
          sequence: { groupOrder: 4 },
          retry,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
})
