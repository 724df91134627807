const steps: Record<string, readonly [number, number]> = {
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
}

/** Arrow keys move among the buttons of a table, Home and End to the ends of a row; only one button is in the tab order. */
export function moveInGrid(event: KeyboardEvent): void {
  const cell = (event.target as HTMLElement).closest('td')
  const row = cell?.parentElement
  if (!(cell instanceof HTMLTableCellElement) || !(row instanceof HTMLTableRowElement)) return
  const rows = [...(row.parentElement?.children ?? [])] as HTMLTableRowElement[]
  const target = targetOf(event.key, rows, rows.indexOf(row), cell.cellIndex)
  if (!target) return
  event.preventDefault()
  target.focus()
}

function targetOf(key: string, rows: HTMLTableRowElement[], row: number, column: number): HTMLButtonElement | null {
  const buttonAt = (y: number, x: number) => rows[y]?.cells[x]?.querySelector<HTMLButtonElement>('button:enabled') ?? null
  if (key === 'Home' || key === 'End') {
    const buttons = [...(rows[row]?.querySelectorAll<HTMLButtonElement>('button:enabled') ?? [])]
    return (key === 'Home' ? buttons[0] : buttons.at(-1)) ?? null
  }
  const step = steps[key]
  if (!step) return null
  for (let y = row + step[0], x = column + step[1]; rows[y]?.cells[x]; y += step[0], x += step[1]) {
    const found = buttonAt(y, x)
    if (found) return found
  }
  return null
}

/** Arrow keys move among the buttons of a list. */
export function moveInList(event: KeyboardEvent & { readonly currentTarget: HTMLElement }): void {
  const step = steps[event.key]
  if (!step) return
  const buttons = [...event.currentTarget.querySelectorAll('button')]
  const here = buttons.indexOf(event.target as HTMLButtonElement)
  const target = buttons[here + step[0] + step[1]]
  event.preventDefault()
  target?.focus()
}
