import { signal } from '@preact/signals'
import { get, Problem, post, remove } from '../api.ts'
import type { Session, Setup, SignInRequest } from './wire.ts'

/** Who is signed in; null: nobody; undefined: not known yet. */
export const session = signal<Session | null | undefined>(undefined)

/** What the console chooses from, once somebody is signed in. */
export const setup = signal<Setup | null>(null)

/** Why the console cannot start, if it cannot. */
export const startProblem = signal<unknown>(null)

/** Take up the session that the browser's cookie names. */
export async function resume(): Promise<void> {
  startProblem.value = null
  try {
    await enter(await get<Session>('/api/v1/session'))
  } catch (error) {
    if (error instanceof Problem && error.status === 401) session.value = null
    else startProblem.value = error
  }
}

/** Sign in with the administrator key and a name. */
export async function signIn(request: SignInRequest): Promise<void> {
  await enter(await post<Session>('/api/v1/session', request))
}

/** End the session. */
export async function signOut(): Promise<void> {
  await remove('/api/v1/session')
  location.assign('/console/schedule')
}

/** The server no longer knows the session. What was typed stays, so that it can go on after signing in again. */
export function signedOut(): void {
  session.value = null
}

async function enter(known: Session): Promise<void> {
  setup.value = await get<Setup>('/api/v1/setup')
  session.value = known
}
