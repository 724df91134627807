/** Text of any length, of the kinds that make careless patterns try every way to read it, costs no more than its length. */
import { pino } from 'pino'
import { expect, test } from 'vitest'
import { holdsCardNumber } from '../../server/domain/order.ts'
import { phoneNumber } from '../../server/domain/phone.ts'
import { operationOf } from '../../server/domain/rights.ts'
import { wordsOf } from '../../server/domain/spelling.ts'
import { oneLine } from '../../server/domain/text.ts'
import { Email, Instant, LanguageTag, Slug } from '../../server/http/contract/shapes.ts'
import { csvText } from '../../server/http/csv.ts'
import { discreet } from '../../server/http/log.ts'
import { phoneOf, plain, unmasked } from '../../server/http/table.ts'

// A pattern that goes over each of these again from every place in it would take minutes, and the test its limit.
const LONG = ['  ', ' \n', '//', 'a@', '@@', 'a.', 'a-', '1 ', '((', '==', 'é\u0301'].flatMap((pair) => {
  const text = pair.repeat(100_000)
  return [text, `${text}x`, `x${text}!`]
})

test.each([
  ['text that is put on one line', oneLine],
  ['the address of a request', (text: string) => operationOf('GET', text)],
  ['a name', wordsOf],
  ['a phone number', (text: string) => phoneNumber(text, 'US')],
  ['the phone of a table', phoneOf],
  ['the heading of a table', plain],
  ['the cell of a table', unmasked],
  ['the cell of an export', (text: string) => csvText([[text]])],
  ['the number of an order', (text: string) => holdsCardNumber(text)],
  ['an email', (text: string) => Email.safeParse(text).success],
  ['a language', (text: string) => LanguageTag.safeParse(text).success],
  ['a slug', (text: string) => Slug.safeParse(text).success],
  ['an instant', (text: string) => Instant.safeParse(text).success],
  ['the words of an error', (text: string) => discreet(pino({}, { write: () => {} })).error({ err: new Error(text) })],
] as const)('%s is read in one go, however long it is', (_what, read) => {
  for (const text of LONG) expect(() => read(text)).not.toThrow()
})

test('what a log says of an error holds no email, and keeps the names of packages', () => {
  const lines: string[] = []
  const log = discreet(pino({}, { write: (line: string) => void lines.push(line) }))

  log.error({ err: new Error('550 <jane@example.com> (a.b+c@example.org): no; see node_modules/@better-auth/core') }, 'It failed')

  expect(lines.join()).toContain('550 <…> (…): no; see node_modules/@better-auth/core')
})
