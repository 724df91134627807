import { computed, effect, signal, untracked } from '@preact/signals'
import { project as here, setup } from '../session.ts'
import type { Setup } from '../wire.ts'

/** What is to be booked. Skills and languages are as typed, with commas. */
export interface What {
  readonly eventType: string
  readonly pool: string
  readonly project: string
  readonly skills: string
  readonly languages: string
  readonly duration: string
}

const KEPT = 'switchboard.what'
const nothing: What = { eventType: '', pool: '', project: '', skills: '', languages: '', duration: '' }

/** What this browser last booked, as far as it still exists. */
export const what = signal<What>(remembered())

function remembered(): What {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEPT) ?? '{}')
    const { eventType, pool, project } = kept as Partial<Record<keyof What, unknown>>
    const text = (value: unknown) => (typeof value === 'string' ? value : '')
    return { ...nothing, eventType: text(eventType), pool: text(pool), project: text(project) }
  } catch {
    return nothing
  }
}

export const changeWhat = (change: Partial<What>): void => {
  what.value = { ...what.value, ...change }
}

const largest = (pools: Setup['pools']) => [...pools].sort((a, b) => b.members - a.members)[0]?.slug

/** Choose the first event type and the largest pool where nothing, or nothing that still exists, is chosen; and remember the choice. */
export const watchWhat = () =>
  effect(() => {
    if (!setup.value) return
    const { eventTypes, pools, projects } = setup.value
    const { eventType, pool, project } = what.value
    const known = (list: readonly { slug: string }[], slug: string) => list.find((one) => one.slug === slug)?.slug
    const settled = {
      eventType: known(eventTypes, eventType) ?? eventTypes[0]?.slug ?? '',
      pool: known(pools, pool) ?? largest(pools) ?? '',
      project: known(projects, project) ?? '',
    }
    if (settled.eventType !== eventType || settled.pool !== pool || settled.project !== project) changeWhat(settled)
    try {
      localStorage.setItem(KEPT, JSON.stringify(settled))
    } catch {
      // A browser that keeps nothing still books.
    }
  })

/** Times are looked for in the project in which one works, if people meet there. */
export const watchPlace = () =>
  effect(() => {
    const current = here.value
    if (current?.kind === 'onsite') untracked(() => changeWhat({ project: current.slug }))
  })

const list = (typed: string) =>
  typed
    .split(',')
    .map((one) => one.trim())
    .filter(Boolean)

/** What is asked for, as the server's filters. */
export const filters = computed(() => {
  const { project, skills, languages, duration } = what.value
  const minutes = Number(duration)
  return {
    ...(project && { project }),
    ...(list(skills).length > 0 && { skills: list(skills) }),
    ...(list(languages).length > 0 && { languages: list(languages) }),
    ...(Number.isInteger(minutes) && minutes > 0 && minutes <= 1440 && { durationMinutes: minutes }),
  }
})

/** The name of an event type; its slug if it is gone. */
export const eventTypeName = (slug: string): string => setup.value?.eventTypes.find((one) => one.slug === slug)?.name ?? slug

/** The pool that is chosen. */
export const pool = computed(() => setup.value?.pools.find(({ slug }) => slug === what.value.pool) ?? null)

/** What is to be booked, from which team, in a few words. */
export const whatInShort = computed(() => {
  const { eventType, project } = what.value
  const chosen = setup.value?.projects.find(({ slug }) => slug === project)
  return [eventTypeName(eventType), pool.value?.name, chosen?.name].filter(Boolean).join(' · ')
})
