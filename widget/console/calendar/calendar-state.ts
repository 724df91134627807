import { signal } from '@preact/signals'
import { get } from '../../api.ts'
import { asking, newestOnly } from '../asking.ts'
import { failureText } from '../failure.ts'
import { ownZone } from '../said.ts'
import { session } from '../session.ts'
import type { AffectedList, List, RepCalendar, RepWithState, Schedule } from '../wire.ts'

/** The reps whose calendars one may see; null while that is not known. */
export const reps = signal<readonly RepWithState[] | null>(null)
export const chosenRep = signal<RepWithState | null>(null)
export const schedule = signal<Schedule | null>(null)
/** What the rep cannot keep as things are. */
export const affected = signal<AffectedList | null>(null)
export const calendarProblem = signal<string | null>(null)
/** What has just been done, in words. */
export const calendarDone = signal<string | null>(null)
/** Rises when what stands in the calendar has changed. */
export const calendarVersion = signal(0)

/** The zone in which the calendar tells the time: the rep's own. */
export const calendarZone = (): string => chosenRep.value?.timeZone ?? ownZone()

/** The address of something of the rep who is looked at. */
export const ofRep = (rest: string): string => `/api/v1/reps/${chosenRep.value?.id}/${rest}`

/** Learn whose calendars there are, and open that of the address, one's own, or the first. */
export async function loadReps(): Promise<void> {
  try {
    const { items } = await asking(get<List<RepWithState>>('/api/v1/reps'))
    reps.value = items
    const wanted = new URLSearchParams(location.search).get('rep')
    const own = session.value?.email
    const found = items.find(({ id, email }) => id === wanted || email === wanted) ?? items.find(({ email }) => email === own)
    await chooseRep(found ?? items.find(({ active }) => active) ?? items[0] ?? null)
  } catch (error) {
    calendarProblem.value = failureText(error)
  }
}

/** Look at this rep's calendar from now on. */
export async function chooseRep(rep: RepWithState | null): Promise<void> {
  chosenRep.value = rep
  schedule.value = null
  affected.value = null
  calendarDone.value = null
  if (!rep) return
  history.replaceState(null, '', `/console/calendar?rep=${encodeURIComponent(rep.email)}`)
  await lookAgain()
}

const reading = newestOnly()

/** Read hours, time off and what cannot be kept anew; the calendar reads what it shows by itself. */
async function lookAgain(): Promise<void> {
  const outcome = await reading(() => Promise.all([get<Schedule>(ofRep('schedule')), get<AffectedList>(ofRep('affected'))]))
  if (!outcome) return
  calendarProblem.value = 'error' in outcome ? failureText(outcome.error) : null
  if ('value' in outcome) [schedule.value, affected.value] = outcome.value
  calendarVersion.value++
}

/** Say what was done, and show what has become of it. */
export async function calendarChanged(said: string): Promise<void> {
  calendarDone.value = said
  await lookAgain()
}

/** What stands in the rep's calendar on these dates. */
export const readCalendar = (from: string, to: string): Promise<RepCalendar> =>
  asking(get<RepCalendar>(ofRep('calendar'), { from, to, timeZone: calendarZone() }))
