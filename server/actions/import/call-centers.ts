import { randomUUID } from 'node:crypto'
import type { Database } from '../../db/database.ts'
import { upsert } from '../../db/setup.ts'
import type { CallCenterData } from '../../domain/setup.ts'
import type { Counts } from './import-setup.ts'
import { countsOf, merge } from './merge.ts'
import type { Names } from './names.ts'

/** Import of call centers. Dispositions that are no longer among those of their call center are no longer offered. */
export async function importCallCenters(tx: Database, names: Names, data: readonly CallCenterData[]): Promise<Counts> {
  const stored = await tx.selectFrom('call_center').selectAll().execute()
  const merged = merge(names, 'call_center', { at: 'callCenters', key: 'slug', data, nameOf: (one) => one.slug }, stored)
  const rows = merged.map(({ data: one, row, id, pointer }) => {
    const name = one.name ?? row?.name
    if (name === undefined) names.fail(`${pointer}/name`, 'is required for something new')
    return {
      id,
      slug: one.slug,
      name: name ?? '',
      payment_url: one.paymentUrl === undefined ? (row?.payment_url ?? null) : one.paymentUrl,
      active: one.active ?? row?.active ?? true,
    }
  })
  names.check()
  await upsert(tx, 'call_center', rows)

  const listed = merged.flatMap(({ data: one, id }) => (one.dispositions ? [{ id, dispositions: one.dispositions }] : []))
  const known = await tx.selectFrom('call_disposition').selectAll().execute()
  const wanted = listed.flatMap(({ id, dispositions }) =>
    dispositions.map(({ kind, name }, position) => {
      const before = known.find((row) => row.call_center_id === id && row.kind === kind && row.name === name)
      return { id: before?.id ?? randomUUID(), call_center_id: id, kind, name, position, active: true }
    }),
  )
  const kept = new Set(wanted.map(({ id }) => id))
  const gone = known.filter((row) => listed.some(({ id }) => id === row.call_center_id) && !kept.has(row.id))
  await upsert(tx, 'call_disposition', [...wanted, ...gone.map((row) => ({ ...row, active: false }))])
  return countsOf(merged)
}
