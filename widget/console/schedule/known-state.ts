/** What is known of the customer on the phone, as the project in which one works sees it. */
import { effect, signal } from '@preact/signals'
import { get } from '../../api.ts'
import { newestOnly } from '../asking.ts'
import { may, project } from '../session.ts'
import type { Profile } from '../wire.ts'
import { chosen } from './customer-state.ts'

/** Null while it is not known, and where one may not. */
export const known = signal<Profile | null>(null)

const reading = newestOnly()

/** Read it for another customer or project. */
export const watchKnown = () =>
  effect(() => {
    project.value
    known.value = null
    if (chosen.value && 'stored' in chosen.value) void loadKnown()
  })

/** Read it, anew or for the first time. */
export async function loadKnown(): Promise<void> {
  const now = chosen.peek()
  if (now === null || !('stored' in now) || !may('GET /api/v1/customers/{id}/profile')) return
  const from = project.peek() ? { project: project.peek()?.slug } : {}
  const outcome = await reading((signal) => get<Profile>(`/api/v1/customers/${now.stored.id}/profile`, from, signal))
  if (outcome && chosen.peek() === now) known.value = 'value' in outcome ? outcome.value : null
}
