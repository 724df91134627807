/** Cells of exports that a spreadsheet would take for something else. */
import { expect, test } from 'vitest'
import { csvText } from '../../server/http/csv.ts'

test.each(['=1+1', '+1', '-1', '@SUM(A1)', '  =1', '\t=1', '\r=1', '\n=1', '＝1', '＋1', '－1', '＠A'])(
  '%j is text and no formula',
  (value) => {
    expect(csvText([[value]]).replace(/^"/, '')).toMatch(/^'/)
  },
)

test.each([
  ['plain text', 'Jane Smith', 'Jane Smith'],
  ['a sign within', 'a=b@c', 'a=b@c'],
  ['quotation marks, commas and lines', 'say "no",\nor', '"say ""no"",\nor"'],
  ['a number', -5, '-5'],
  ['nothing', null, ''],
])('%s stays as it is', (_, value, cell) => {
  expect(csvText([[value]])).toBe(`${cell}\r\n`)
})
