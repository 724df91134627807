import { type Grid, type Packed, type Row, type Shape, startRow, workingRow } from '../domain/availability.ts'
import type { Member } from '../domain/matching.ts'

/** Rows of members by the shape of meeting and the grid they were made for. */
export interface Rows {
  /** The starts on `grid` at which the member may begin a meeting of this shape; kept for the next question if `lasting`. */
  of(member: Member, shape: Shape, grid: Grid, lasting: boolean): Row
  /** The member's time has changed. */
  forget(member: Member): void
  clear(): void
}

/** All rows of one shape and grid. */
interface Sheet {
  readonly rows: Map<Member, Row>
  readonly bases: Map<Packed, Row>
  bytes: number
}

/** What a typed array takes beside its numbers. */
const OVERHEAD = 160

/**
 * Keep rows, at most so many bytes of them: the sheet that was not used for the longest time goes first. A row that would not even fit
 * beside its own sheet is made and not kept.
 */
export function keepRows(budget: number): Rows {
  const sheets = new Map<string, Sheet>()
  let bytes = 0

  function sheetOf(shape: Shape, grid: Grid): Sheet {
    const key = `${shape.duration} ${shape.before} ${shape.after} ${grid.origin} ${grid.step} ${grid.length}`
    const sheet = sheets.get(key) ?? { rows: new Map(), bases: new Map(), bytes: 0 }
    sheets.delete(key)
    sheets.set(key, sheet) // A Map keeps the order in which it was filled: the newest stands last.
    return sheet
  }

  function makeRoom(wanted: number, inUse: Sheet): boolean {
    for (const [key, sheet] of sheets) {
      if (bytes + wanted <= budget) break
      if (sheet === inUse) continue
      sheets.delete(key)
      bytes -= sheet.bytes
    }
    return bytes + wanted <= budget
  }

  function keep<K>(rows: Map<K, Row>, key: K, row: Row, sheet: Sheet): Row {
    const size = row.byteLength + OVERHEAD
    if (!makeRoom(size, sheet)) return row
    rows.set(key, row)
    sheet.bytes += size
    bytes += size
    return row
  }

  /** Reps of one zone and week share the row of their working time; one with overrides has his own. */
  function baseOf({ rep, time: { working } }: Member, shape: Shape, grid: Grid, sheet: Sheet): Row {
    const make = () => workingRow(working, shape.duration, grid)
    if (rep.overrides.size > 0) return make()
    return sheet.bases.get(working) ?? keep(sheet.bases, working, make(), sheet)
  }

  let last: { readonly shape: Shape; readonly grid: Grid; readonly sheet: Sheet } | null = null

  return {
    of(member, shape, grid, lasting) {
      // A question asks for all its rows with the same two objects.
      if (last?.shape !== shape || last.grid !== grid) last = { shape, grid, sheet: sheetOf(shape, grid) }
      const { sheet } = last
      const known = sheet.rows.get(member)
      if (known) return known
      const made = startRow(member.time, shape, grid, baseOf(member, shape, grid, sheet))
      return lasting ? keep(sheet.rows, member, made, sheet) : made
    },
    forget(member) {
      for (const sheet of sheets.values()) {
        const row = sheet.rows.get(member)
        if (!row) continue
        sheet.rows.delete(member)
        sheet.bytes -= row.byteLength + OVERHEAD
        bytes -= row.byteLength + OVERHEAD
      }
    },
    clear() {
      sheets.clear()
      last = null
      bytes = 0
    },
  }
}
