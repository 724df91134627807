/**
 * Values that know who looks at them, for the customer's side.
 *
 * What `@preact/signals` does for the console, as far as it is needed here: the widget is a guest on other websites, and every kilobyte counts.
 */
import { type Component, options, type VNode } from 'preact'

export interface ReadonlySignal<T> {
  readonly value: T
}

export interface Signal<T> {
  value: T
}

interface Watcher {
  readonly run: () => void
  readonly watched: Set<Set<Watcher>>
}

let current: Watcher | null = null
let batches = 0
const waiting = new Set<Watcher>()

/** A value. Effects and components that have read it run again when it changes. */
export function signal<T>(initial: T): Signal<T> {
  const watchers = new Set<Watcher>()
  let value = initial
  return {
    get value() {
      if (current) {
        watchers.add(current)
        current.watched.add(watchers)
      }
      return value
    },
    set value(next) {
      if (next === value) return
      value = next
      batch(() => {
        for (const watcher of watchers) waiting.add(watcher)
      })
    },
  }
}

/** A value that follows from others. It is worked out whenever it is read, so it must be cheap. */
export const computed = <T>(work: () => T): ReadonlySignal<T> => ({
  get value() {
    return work()
  },
})

/** Run now, and again whenever something changes that was read the last time. */
export function effect(act: () => void): void {
  const watcher: Watcher = {
    run() {
      const outer = current
      watch(watcher)
      try {
        act()
      } finally {
        current = outer
      }
    },
    watched: new Set(),
  }
  watcher.run()
}

/** Several changes as one: whoever watches hears of them afterwards. */
export function batch(act: () => void): void {
  batches++
  try {
    act()
  } finally {
    batches--
  }
  if (batches > 0) return
  for (const watcher of waiting) {
    waiting.delete(watcher)
    watcher.run()
  }
}

function forget(watcher: Watcher): void {
  for (const watchers of watcher.watched) watchers.delete(watcher)
  watcher.watched.clear()
}

function watch(watcher: Watcher): void {
  forget(watcher)
  current = watcher
}

/** Preact's own hooks into rendering, by the names that its add-ons use. */
const preact = options as typeof options & { __r?: (node: VNode) => void }
const { __r: before, diffed: after, unmount: leave } = preact
const drawn = new WeakMap<Component, Watcher>()
const componentOf = (node: VNode): Component | undefined => (node as VNode & { __c?: Component }).__c

preact.__r = (node) => {
  before?.(node)
  const component = componentOf(node)
  if (!component) return
  const watcher = drawn.get(component) ?? { run: () => component.setState({}), watched: new Set() }
  drawn.set(component, watcher)
  watch(watcher)
}

preact.diffed = (node) => {
  current = null
  after?.(node)
}

preact.unmount = (node) => {
  const component = componentOf(node)
  const watcher = component && drawn.get(component)
  if (watcher) forget(watcher)
  leave?.(node)
}
