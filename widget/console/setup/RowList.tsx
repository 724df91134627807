import type { ComponentChildren } from 'preact'
import { texts } from '../text.ts'

interface Props<T> {
  readonly rows: readonly T[]
  readonly onRows: (rows: readonly T[]) => void
  /** What a row is called to somebody who hears it. */
  readonly nameOf: (row: T, index: number) => string
  readonly add: string
  readonly blank: () => T
  /** Whether the order says something, and so can be changed. */
  readonly ordered?: boolean
  readonly children: (row: T, change: (part: Partial<T>) => void, index: number) => ComponentChildren
}

/** A list whose rows are added, changed and removed. */
export function RowList<T extends object>({ rows, onRows, nameOf, add, blank, ordered, children }: Props<T>) {
  const swap = (i: number, j: number) => onRows(rows.map((row, k) => (k === i ? (rows[j] ?? row) : k === j ? (rows[i] ?? row) : row)))
  return (
    <div class="stack tight">
      {rows.length > 0 && (
        <ul class="rows">
          {rows.map((row, i) => (
            <li key={i} class="setup-row">
              <div class="setup-row-fields">
                {children(row, (part) => onRows(rows.map((one, k) => (k === i ? { ...one, ...part } : one))), i)}
              </div>
              <span class="row tight">
                {ordered && (
                  <>
                    <button
                      type="button"
                      class="leaf"
                      aria-label={texts.setup.up(nameOf(row, i))}
                      disabled={i === 0}
                      onClick={() => swap(i, i - 1)}
                    >
                      ↑
                    </button>
                    <button
                      type="button"
                      class="leaf"
                      aria-label={texts.setup.down(nameOf(row, i))}
                      disabled={i === rows.length - 1}
                      onClick={() => swap(i, i + 1)}
                    >
                      ↓
                    </button>
                  </>
                )}
                <button
                  type="button"
                  class="button-link compact"
                  aria-label={texts.setup.removeLabel(nameOf(row, i))}
                  onClick={() => onRows(rows.filter((_, k) => k !== i))}
                >
                  {texts.setup.remove}
                </button>
              </span>
            </li>
          ))}
        </ul>
      )}
      <div>
        <button type="button" class="button-quiet compact" onClick={() => onRows([...rows, blank()])}>
          {add}
        </button>
      </div>
    </div>
  )
}
