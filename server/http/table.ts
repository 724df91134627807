/** Tables (CSV, RFC 4180) that people bring: read line by line, and refused by line and column. */
import { CsvError, parse } from 'csv-parse/sync'
import { type ErrorAt, Refusal } from '../domain/refusal.ts'

/** As many lines as one import takes, and as many errors as one answer lists. */
export const MOST_LINES = 100_000
const MOST_ERRORS = 100

export interface Line {
  readonly record: readonly string[]
  readonly info: { readonly lines: number }
}

/** A heading without what people write differently. */
export const plain = (heading: string): string => heading.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')

/** The lines of a table, separated by commas, semicolons or tabs; `nothing` says that nothing was taken. Refuses with `invalid` whatever is no table. */
export function linesOf(csv: string, nothing: string): Line[] {
  try {
    const options = { bom: true, delimiter: [',', ';', '\t'], info: true, skip_empty_lines: true, trim: true }
    return parse(csv, options) as unknown as Line[]
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    const line = Number(error.lines ?? 1)
    throw refusedTable(nothing, [{ pointer: '/csv', detail: `Line ${line}: ${WRONG[error.code] ?? 'this is no line of a table.'}` }])
  }
}

const WRONG: Readonly<Record<string, string>> = {
  CSV_RECORD_INCONSISTENT_FIELDS_LENGTH: 'it has more or fewer columns than the heading.',
  CSV_QUOTE_NOT_CLOSED: 'a quotation mark is not closed.',
  CSV_INVALID_CLOSING_QUOTE: 'something stands behind a closing quotation mark.',
  INVALID_OPENING_QUOTE: 'a quotation mark stands within a value; double it and put the value in quotation marks.',
}

/** Spreadsheets' formulas are written with an apostrophe before them (`csv.ts`). */
export const unmasked = (value: string) => value.replace(/^'(?=\s*[=+\-@＝＋－＠])/u, '')

/** A number as people write it, with its country: spaces and signs say nothing. */
export const phoneOf = (value: string | undefined) => (value?.startsWith('+') ? value.replace(/[\s().\-/]/g, '') : value)

/** What is wrong in a line, as a problem tells it. */
export function errorAt(line: number, path: readonly string[], detail: string): ErrorAt {
  const column = path.join('.')
  return { pointer: '/csv', detail: `Line ${line}${column && `, ${column}`}: ${detail}` }
}

/** The refusal of a table, with the first of its errors. */
export const refusedTable = (nothing: string, errors: readonly ErrorAt[]): Refusal =>
  new Refusal('invalid', `${nothing}: the table has errors.`, { errors: errors.slice(0, MOST_ERRORS) })
