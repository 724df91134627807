import { type ReadonlySignal, signal } from '@preact/signals'
import { isDate } from '../ui/dates.ts'
import { isZone } from '../ui/format.ts'

const names = ['eventType', 'rep', 'month', 'date', 'start', 'timeZone', 'do'] as const

/** What has been chosen so far. It lives in the address, so reload and the back button work; nothing that is typed goes there. */
export type Chosen = Readonly<Record<(typeof names)[number], string | null>>

export interface Choices {
  readonly now: ReadonlySignal<Chosen>
  /** A step forward or back: the browser's back button undoes it. */
  choose(change: Partial<Chosen>): void
  /** The same step, seen differently: another month, another zone. */
  adjust(change: Partial<Chosen>): void
  /** Forget everything: what follows begins anew. */
  clear(): void
}

const nothing = Object.fromEntries(names.map((name) => [name, null])) as Chosen

const valid: Partial<Record<(typeof names)[number], (value: string) => boolean>> = {
  month: (value) => isDate(`${value}-01`),
  date: isDate,
  start: (value) => !Number.isNaN(Date.parse(value)),
  timeZone: isZone,
}

function read(search: string): Chosen {
  const query = new URLSearchParams(search)
  return Object.fromEntries(
    names.map((name) => {
      const value = query.get(name)
      return [name, value && (valid[name]?.(value) ?? true) ? value : null]
    }),
  ) as Chosen
}

function addressOf(chosen: Chosen): string {
  const given = names.flatMap((name) => (chosen[name] === null ? [] : [[name, chosen[name]]]))
  return location.pathname + (given.length > 0 ? `?${new URLSearchParams(given)}` : '')
}

/** The choices of this page, bound to its address. `onBack` hears of the browser's own steps. */
export function createChoices(onBack: () => void = () => {}): Choices {
  const now = signal(read(location.search))
  addEventListener('popstate', () => {
    now.value = read(location.search)
    onBack()
  })
  const change = (how: 'pushState' | 'replaceState', next: Chosen) => {
    now.value = next
    history[how](null, '', addressOf(next))
  }
  return {
    now,
    choose: (part) => change('pushState', { ...now.value, ...part }),
    adjust: (part) => change('replaceState', { ...now.value, ...part }),
    clear: () => change('replaceState', nothing),
  }
}
