/** Orders as a table (CSV, RFC 4180), as shops export them: a line for each item; lines with one number are one order. */
import type { z } from 'zod'
import { type ErrorAt, Refusal } from '../domain/refusal.ts'
import { ShopOrder } from './contract/orders.ts'
import { errorAt, linesOf, MOST_LINES, phoneOf, plain, refusedTable, unmasked } from './table.ts'

const COLUMNS = [
  'number',
  'status',
  'currency',
  'total',
  'placedAt',
  'changedAt',
  'name',
  'email',
  'phone',
  'item',
  'sku',
  'quantity',
  'price',
  'paymentReference',
  'paymentUrl',
] as const
type Column = (typeof COLUMNS)[number]
const NEEDED: readonly Column[] = ['number', 'status', 'currency', 'placedAt', 'name', 'item', 'price']

/** What is said of an order as a whole: the same in each of its lines, or but in the first. */
const OF_ORDER = COLUMNS.filter((column) => !['item', 'sku', 'quantity', 'price'].includes(column))
/** So many orders are read at a stretch. */
const SLICE = 250

/** Other headings that shops' tables have. */
const ALSO: Readonly<Record<string, Column>> = {
  ordernumber: 'number',
  orderstatus: 'status',
  customer: 'name',
  customername: 'name',
  emailaddress: 'email',
  phonenumber: 'phone',
  product: 'item',
  productname: 'item',
  unitprice: 'price',
  orderdate: 'placedAt',
  updatedat: 'changedAt',
}
const columnOf = (heading: string) => COLUMNS.find((column) => plain(column) === plain(heading)) ?? ALSO[plain(heading)] ?? null
const NOTHING = 'No order was imported'

/** What a table says. Refuses with `invalid`, naming lines, whatever is no table or holds a wrong value. */
export async function ordersOf(csv: string): Promise<{ orders: z.output<typeof ShopOrder>[]; ignored: string[] }> {
  const [heading, ...rows] = linesOf(csv, NOTHING)
  if (!heading) throw refusedTable(NOTHING, [{ pointer: '/csv', detail: 'Line 1: the table is empty.' }])
  const columns = heading.record.map(columnOf)
  const missing = NEEDED.filter((column) => !columns.includes(column))
  const headingErrors = [
    ...heading.record
      .filter((_, i) => columns[i] !== null && columns.indexOf(columns[i] ?? null) !== i)
      .map((name) => `the column “${name}” comes twice.`),
    ...missing.map((column) => `there is no column “${column}”.`),
  ]
  if (headingErrors.length > 0)
    throw refusedTable(
      NOTHING,
      headingErrors.map((detail) => ({ pointer: '/csv', detail: `Line 1: ${detail}` })),
    )
  if (rows.length > MOST_LINES) throw new Refusal('too-large', `A table has at most ${MOST_LINES} lines.`)

  const value = (record: readonly string[], column: Column) => unmasked(record[columns.indexOf(column)] ?? '') || undefined
  const groups = Map.groupBy(rows, ({ record }, i) => value(record, 'number') ?? ` ${i}`)
  const errors: ErrorAt[] = []
  const orders: z.output<typeof ShopOrder>[] = []
  let done = 0
  for (const lines of groups.values()) {
    // Others are answered while a long table is read.
    if (++done % SLICE === 0) await new Promise((resolve) => setImmediate(resolve))
    const [first, ...others] = lines
    if (!first) continue
    for (const { record, info } of others)
      for (const column of OF_ORDER) {
        const said = value(record, column)
        if (said !== undefined && said !== value(first.record, column))
          errors.push(errorAt(info.lines, [column], `is another than in line ${first.info.lines}, for the same order`))
      }
    const parsed = ShopOrder.safeParse(
      orderIn(
        (column) => value(first.record, column),
        lines.map(
          ({ record }) =>
            (column: Column) =>
              value(record, column),
        ),
      ),
    )
    if (parsed.success) orders.push(parsed.data)
    else
      for (const { path, message } of parsed.error.issues)
        errors.push(errorAt(lines[path[0] === 'items' ? Number(path[1] ?? 0) : 0]?.info.lines ?? 1, nameOf(path), message))
  }
  if (errors.length > 0) throw refusedTable(NOTHING, errors)
  return { orders, ignored: heading.record.filter((name, i) => columns[i] === null && name !== '') }
}

/** The column that a wrong value stands in. */
function nameOf(path: readonly PropertyKey[]): string[] {
  const last = String(path.at(-1) ?? '')
  return last === '' || /^\d+$/.test(last) ? [] : [path[0] === 'items' && last === 'name' ? 'item' : last]
}

type Cell = (column: Column) => string | undefined

function orderIn(cell: Cell, lines: readonly Cell[]): Record<string, unknown> {
  const said = {
    number: cell('number'),
    status: cell('status')?.toLowerCase(),
    currency: cell('currency')?.toUpperCase(),
    total: cell('total'),
    placedAt: cell('placedAt'),
    changedAt: cell('changedAt'),
    paymentReference: cell('paymentReference'),
    paymentUrl: cell('paymentUrl'),
    customer: present({ name: cell('name'), email: cell('email'), phone: phoneOf(cell('phone')) }),
    items: lines.map((of) =>
      present({
        name: of('item'),
        sku: of('sku'),
        quantity: of('quantity') === undefined ? undefined : Number(of('quantity')),
        price: of('price'),
      }),
    ),
  }
  return present(said)
}

/** An empty cell says nothing. */
const present = (said: Readonly<Record<string, unknown>>) => Object.fromEntries(Object.entries(said).filter(([, one]) => one !== undefined))
