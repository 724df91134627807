import { signal } from '@preact/signals'
import { get } from '../../api.ts'
import { newestOnly } from '../asking.ts'
import { failureText } from '../failure.ts'
import { ownZone } from '../said.ts'
import { project } from '../session.ts'
import type { ActivityCounts, Burden, Home, PanelItem } from '../wire.ts'

/** The days to come as the current project sees them; null while nothing has been answered. */
export const home = signal<Home | null>(null)
/** Reps who cannot keep appointments, and how many. */
export const burdened = signal<readonly Burden[]>([])
/** What is owed to registrants, by type; null to whoever has nothing to do with it. */
export const owed = signal<ActivityCounts | null>(null)
export const homeProblem = signal<string | null>(null)
/** What has just been done, in words. */
export const homeDone = signal<string | null>(null)

/** How many days are shown, today included. */
const HOME_DAYS = 7

/** Whether as much as there may be was asked for. */
export const isWhole = signal(false)

/** The zone in which Home tells the time: of the project, or one's own. */
export const homeZone = (): string => project.value?.timeZone ?? ownZone()

const reading = newestOnly()

/** Read Home, anew or for the first time. What was read stays until there is an answer, and also when there is none. */
export async function loadHome(): Promise<void> {
  const query = {
    days: HOME_DAYS,
    ...(isWhole.value && { limit: 200 }),
    timeZone: homeZone(),
    ...(project.value && { project: project.value.slug }),
  }
  const outcome = await reading((signal) =>
    Promise.all([
      get<Home>('/api/v1/home', query, signal),
      get<{ items: Burden[] }>('/api/v1/affected', {}, signal),
      get<ActivityCounts>('/api/v1/activities/counts', project.value ? { project: project.value.slug } : {}, signal),
    ]),
  )
  if (!outcome) return
  homeProblem.value = 'error' in outcome ? failureText(outcome.error) : null
  if ('value' in outcome) [home.value, { items: burdened.value }, owed.value] = outcome.value
}

/** Read more than stands there at first, from now on. */
export async function showMore(): Promise<void> {
  isWhole.value = true
  await loadHome()
}

/** Say what was done, and show what has become of it. */
export async function homeChanged(said: string): Promise<void> {
  homeDone.value = said
  await loadHome()
}

/** Where the profile of a booking's customer is, if there is one. */
export const profileOf = ({ booking }: PanelItem): string | null => booking.customer.id && `/console/customers/${booking.customer.id}`

/** The booking that a mail has named, among what Home shows. */
export function named(id: string, { appointments, attention }: Home): PanelItem | undefined {
  return [attention.outcomes, appointments, attention.failed].flatMap(({ items }) => items).find(({ booking }) => booking.id === id)
}
