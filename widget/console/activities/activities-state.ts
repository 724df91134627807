import { signal } from '@preact/signals'
import { get } from '../../api.ts'
import { newestOnly } from '../asking.ts'
import { failureText } from '../failure.ts'
import { project } from '../session.ts'
import type { Activity, ActivityCounts, List } from '../wire.ts'

export type Type = Activity['type']

/** What is listed: one type or all, what is due or what is to come, of one rep or of everybody whom one sees. */
export interface Choice {
  readonly type: Type | null
  readonly when: 'due' | 'upcoming'
  /** The id of a rep. */
  readonly rep: string
}

/** The activities that are listed, soonest first; null while nothing has been answered. */
export const activities = signal<List<Activity> | null>(null)
export const counts = signal<ActivityCounts | null>(null)
export const activitiesProblem = signal<string | null>(null)
/** What has just been done, in words. */
export const activitiesDone = signal<string | null>(null)

const reading = newestOnly()

/** Read the list and the counts, anew or for the first time; with `cursor`, more of the list. */
export async function loadActivities({ type, when, rep }: Choice, cursor?: string): Promise<void> {
  const whose = { ...(project.value && { project: project.value.slug }), ...(rep && { rep }) }
  const query = { ...whose, ...(type && { type }), when: when === 'due' ? 'overdue,today' : 'upcoming', ...(cursor && { cursor }) }
  const outcome = await reading((signal) =>
    Promise.all([
      get<List<Activity>>('/api/v1/activities', query, signal),
      get<ActivityCounts>('/api/v1/activities/counts', whose, signal),
    ]),
  )
  if (!outcome) return
  activitiesProblem.value = 'error' in outcome ? failureText(outcome.error) : null
  if (!('value' in outcome)) return
  const [list, counted] = outcome.value
  activities.value = cursor && activities.value ? { ...list, items: [...activities.value.items, ...list.items] } : list
  counts.value = counted
}
