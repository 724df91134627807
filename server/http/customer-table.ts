/** Customers as a table (CSV, RFC 4180): what spreadsheets and other programs read and write. */
import type { Customer } from '../db/customers.ts'
import { type ErrorAt, Refusal } from '../domain/refusal.ts'
import type { CustomerData } from '../domain/setup.ts'
import { CustomerInImport } from './contract/import.ts'
import { errorAt, linesOf, MOST_LINES, phoneOf, plain, refusedTable, unmasked } from './table.ts'

const COLUMNS = [
  'name',
  'email',
  'phone',
  'timeZone',
  'language',
  'owner',
  'coordinator',
  'key',
  'notes',
  'salesforceObject',
  'salesforceId',
] as const
type Column = (typeof COLUMNS)[number]

/** Other headings that people's tables have. */
const ALSO: Readonly<Record<string, Column | 'firstName' | 'lastName'>> = {
  fullname: 'name',
  firstname: 'firstName',
  givenname: 'firstName',
  lastname: 'lastName',
  surname: 'lastName',
  familyname: 'lastName',
  emailaddress: 'email',
  phonenumber: 'phone',
  telephone: 'phone',
  mobile: 'phone',
  rep: 'owner',
  salesrep: 'owner',
}

const NOBODY = 'Nobody was imported'
const columnOf = (heading: string) => COLUMNS.find((column) => plain(column) === plain(heading)) ?? ALSO[plain(heading)] ?? null

/** What a table says. */
export interface ReadTable {
  readonly customers: readonly CustomerData[]
  /** The line of each customer; the heading's is 1. */
  readonly lines: readonly number[]
  /** Headings of columns that mean nothing here. */
  readonly ignored: readonly string[]
}

/** Read a table with a heading, separated by commas, semicolons or tabs. Refuses with `invalid`, naming lines, whatever is no table or holds a wrong value. */
export function customersOf(csv: string): ReadTable {
  const [heading, ...rows] = linesOf(csv, NOBODY)
  if (!heading) throw refusedTable(NOBODY, [{ pointer: '/csv', detail: 'Line 1: the table is empty.' }])
  const columns = heading.record.map(columnOf)
  const twice = heading.record.filter((_, i) => columns[i] !== null && columns.indexOf(columns[i] ?? null) !== i)
  if (twice.length > 0)
    throw refusedTable(
      NOBODY,
      twice.map((name) => ({ pointer: '/csv', detail: `Line 1: the column “${name}” comes twice.` })),
    )
  if (!columns.some((column) => column === 'name' || column === 'firstName' || column === 'lastName'))
    throw refusedTable(NOBODY, [{ pointer: '/csv', detail: 'Line 1: there is no column “name”.' }])
  if (rows.length > MOST_LINES) throw new Refusal('too-large', `A table has at most ${MOST_LINES} lines.`)

  const errors: ErrorAt[] = []
  const customers: CustomerData[] = []
  for (const { record, info } of rows) {
    const read = CustomerInImport.safeParse(customerIn(columns, record))
    if (read.success) customers.push(read.data)
    else for (const { path, message } of read.error.issues) errors.push(errorAt(info.lines, path.map(String), message))
  }
  if (errors.length > 0) throw refusedTable(NOBODY, errors)
  return {
    customers,
    lines: rows.map(({ info }) => info.lines),
    ignored: heading.record.filter((name, i) => columns[i] === null && name !== ''),
  }
}

/** An error of an import whose pointers name customers, in words that name lines and columns of the table. */
export function atLines(error: unknown, lines: readonly number[]): unknown {
  if (!(error instanceof Refusal) || error.code !== 'invalid' || !Array.isArray(error.facts.errors)) return error
  return refusedTable(
    NOBODY,
    (error.facts.errors as ErrorAt[]).map(({ pointer, detail }) => {
      const [, , at, ...path] = pointer.split('/')
      return errorAt(lines[Number(at)] ?? 1, path, detail)
    }),
  )
}

/** The heading of tables that we write. */
export const CUSTOMER_HEADING: readonly string[] = COLUMNS

/** A customer as a line of a table. */
export const customerLine = (customer: Customer, ownerEmail: string | null): (string | null)[] => [
  customer.name,
  customer.email,
  customer.phone,
  customer.timeZone,
  customer.language,
  ownerEmail,
  customer.coordinator,
  customer.key,
  customer.notes,
  customer.salesforceObject,
  customer.salesforceId,
]

function customerIn(columns: readonly ReturnType<typeof columnOf>[], record: readonly string[]) {
  const value = (column: (typeof columns)[number]) => unmasked(record[columns.indexOf(column)] ?? '') || undefined
  const name = value('name') ?? ([value('firstName'), value('lastName')].filter(Boolean).join(' ') || undefined)
  const [object, id] = [value('salesforceObject'), value('salesforceId')]
  const said = Object.entries({
    name,
    email: value('email'),
    phone: phoneOf(value('phone')),
    timeZone: value('timeZone'),
    language: value('language'),
    owner: value('owner'),
    coordinator: value('coordinator'),
    key: value('key'),
    notes: value('notes'),
    salesforce: object === undefined && id === undefined ? undefined : { object, id },
  })
  // An empty cell says nothing: what is known stays.
  return Object.fromEntries(said.filter(([, one]) => one !== undefined))
}
