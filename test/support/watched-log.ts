/** The log of every service under test, searched for what must not be in it: keys, passwords, tokens and emails. */
import { pino } from 'pino'
import { afterAll, expect } from 'vitest'

export const ADMIN_KEY = 'test-administrator-key-0123456789abcdef'
export const SECRET = 'test-secret-key-0123456789abcdef0123'
export const PASSWORD = 'correct horse battery'

/** What tests plant, and the forms of what the service makes: keys of programs, secrets of webhooks, signed tokens, emails. */
const TELLTALE = new RegExp(
  [
    ADMIN_KEY,
    SECRET,
    PASSWORD,
    'sb_[\\w-]{40}',
    'whsec_[\\w+/=-]{20}',
    'eyJ[\\w-]{10,}\\.[\\w-]{10,}',
    'Bearer [\\w.-]{8}',
    '[\\w+-]@[\\w-]+\\.\\w',
  ].join('|'),
  'i',
)

let read = 0
const found: string[] = []

/** A log that nobody sees, and that is searched as it is written. */
export const watchedLog = () =>
  pino(
    { level: 'info' },
    {
      write(line: string) {
        read++
        if (tells(line)) found.push(line)
      },
    },
  )

/** How many lines were searched so far. */
export const linesRead = (): number => read

/** Whether a line has something in it that must not be there. */
export const tells = (line: string): boolean => TELLTALE.test(line)

/** After each file of tests: what its services have logged tells nothing. */
export function watchLogs(): void {
  afterAll(() => {
    expect(found.splice(0), 'lines of the log with something in them that must not be there').toEqual([])
  })
}
