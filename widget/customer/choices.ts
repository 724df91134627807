import { isDate } from '../ui/dates.ts'
import { isZone } from '../ui/format.ts'
import { type ReadonlySignal, signal } from '../ui/signal.ts'

const names = ['eventType', 'rep', 'month', 'week', 'date', 'start', 'timeZone', 'do'] as const

/** What has been chosen so far. On our own page it lives in the address, so reload and the back button work; nothing that is typed goes there. */
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
  week: isDate,
  date: isDate,
  start: (value) => !Number.isNaN(Date.parse(value)),
  timeZone: isZone,
}

function read(query: URLSearchParams): Chosen {
  return Object.fromEntries(
    names.map((name) => {
      const value = query.get(name)
      return [name, value && (valid[name]?.(value) ?? true) ? value : null]
    }),
  ) as Chosen
}

/** What an address keeps when everything that was chosen is forgotten: how the page looks, not what it is about. */
const looks = ['embed', 'lang', 'theme', 'accent']

function addressOf(chosen: Chosen, keeps: (name: string) => boolean): string {
  const query = new URLSearchParams([...new URLSearchParams(location.search)].filter(([name]) => !(name in nothing) && keeps(name)))
  for (const name of names) if (chosen[name] !== null) query.set(name, chosen[name])
  return location.pathname + (query.size > 0 ? `?${query}` : '') + location.hash
}

/** The choices of this page, bound to its address. `onBack` hears of the browser's own steps. */
export function addressChoices(onBack: () => void): Choices {
  const now = signal(read(new URLSearchParams(location.search)))
  addEventListener('popstate', () => {
    now.value = read(new URLSearchParams(location.search))
    onBack()
  })
  const change = (how: 'pushState' | 'replaceState', next: Chosen, keeps = (_: string) => true) => {
    now.value = next
    history[how](null, '', addressOf(next, keeps))
  }
  return {
    now,
    choose: (part) => change('pushState', { ...now.value, ...part }),
    adjust: (part) => change('replaceState', { ...now.value, ...part }),
    clear: () => change('replaceState', nothing, (name) => looks.includes(name)),
  }
}

/** Choices that leave the address alone, since it belongs to somebody else's page. They begin with what is given. */
export function ownChoices(given = new URLSearchParams()): Choices {
  const now = signal(read(given))
  const change = (part: Partial<Chosen>) => {
    now.value = { ...now.value, ...part }
  }
  return { now, choose: change, adjust: change, clear: () => change(nothing) }
}
