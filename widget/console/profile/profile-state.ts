import { signal } from '@preact/signals'
import { get, Problem } from '../../api.ts'
import { newestOnly } from '../asking.ts'
import { failureText } from '../failure.ts'
import { ownZone } from '../said.ts'
import { project } from '../session.ts'
import type { Profile } from '../wire.ts'

/** The customer as the current project sees them; null while nothing has been answered. */
export const profile = signal<Profile | null>(null)
export const profileProblem = signal<string | null>(null)
/** Whether the customer who was asked for is not there for whoever looks. */
export const profileGone = signal(false)
/** What has just been done, in words. */
export const profileDone = signal<string | null>(null)

const reading = newestOnly()

/** Read a profile, anew or for the first time. */
export async function loadProfile(id: string): Promise<void> {
  const from = project.value ? { project: project.value.slug } : {}
  const outcome = await reading((signal) => get<Profile>(`/api/v1/customers/${encodeURIComponent(id)}/profile`, from, signal))
  if (!outcome) return
  profileGone.value = 'error' in outcome && outcome.error instanceof Problem && outcome.error.status === 404
  profileProblem.value = 'error' in outcome ? failureText(outcome.error) : null
  profile.value = 'value' in outcome ? outcome.value : null
}

/** Say what was done, or what has come of it, and show it. */
export async function profileChanged(said: string | ((after: Profile) => string)): Promise<void> {
  if (typeof said === 'string') profileDone.value = said
  if (profile.value) await loadProfile(profile.value.customer.id)
  if (typeof said !== 'string') profileDone.value = profile.value && said(profile.value)
}

/** The zone in which times on a profile are said: of the project, of the customer, or one's own. */
export const profileZone = (): string => project.value?.timeZone ?? profile.value?.customer.timeZone ?? ownZone()
