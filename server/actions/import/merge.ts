import { randomUUID } from 'node:crypto'
import type { Kind, Names } from './names.ts'

/** An object of an import beside the row that is stored of it, if any. */
export interface Merged<D, R> {
  readonly data: D
  readonly row: R | undefined
  readonly id: string
  /** JSON pointer to the object. */
  readonly pointer: string
}

/** Lay the objects of an import beside what is stored. A name that comes twice is an error. New names are known from here on. */
export function merge<D, R extends { id: string }>(
  names: Names,
  kind: Kind,
  list: { readonly at: string; readonly key: string; readonly data: readonly D[]; readonly nameOf: (data: D) => string },
  rows: readonly R[],
): Merged<D, R>[] {
  const seen = new Set<string>()
  const byId = new Map(rows.map((row) => [row.id, row]))
  return list.data.map((data, i) => {
    const name = list.nameOf(data)
    const pointer = `/${list.at}/${i}`
    if (seen.has(name)) names.fail(`${pointer}/${list.key}`, `“${name}” comes twice.`)
    seen.add(name)
    const id = names.idOf(kind, name) ?? randomUUID()
    names.add(kind, name, id)
    return { data, row: byId.get(id), id, pointer }
  })
}

export const countsOf = (merged: readonly { row: unknown }[]): { created: number; updated: number } => ({
  created: merged.filter((one) => one.row === undefined).length,
  updated: merged.filter((one) => one.row !== undefined).length,
})
