import { signal } from '@preact/signals'
import { get, Problem, post, remove } from '../api.ts'
import type { Session, Setup, SignInRequest, SignInWays } from './wire.ts'

/** Who is signed in; null: nobody; undefined: not known yet. */
export const session = signal<Session | null | undefined>(undefined)

/** How one can sign in, for those who are not. */
export const ways = signal<SignInWays | null>(null)

/** What the console chooses from, once somebody is signed in. */
export const setup = signal<Setup | null>(null)

/** Why the console cannot start, if it cannot. */
export const startProblem = signal<unknown>(null)

/** Whether whoever is signed in may do something, by its name in the API's document. */
export const may = (operation: string): boolean => session.value?.rights.includes(operation) ?? false

/** Take up the session that the browser's cookie names. */
export async function resume(): Promise<void> {
  startProblem.value = null
  try {
    await enter(await get<Session>('/api/v1/session'))
  } catch (error) {
    if (error instanceof Problem && error.status === 401) await showSignIn()
    else startProblem.value = error
  }
}

async function showSignIn(): Promise<void> {
  try {
    ways.value = await get<SignInWays>('/api/v1/sign-in')
    session.value = null
  } catch (error) {
    startProblem.value = error
  }
}

/** Sign in with an account. */
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
  get<SignInWays>('/api/v1/sign-in').then(
    (known) => {
      ways.value = known
    },
    () => {}, // The sign-in works without knowing of others.
  )
}

/** Learn anew who is signed in: something about the account has changed. */
export async function lookAgain(): Promise<void> {
  session.value = await get<Session>('/api/v1/session')
}

async function enter(known: Session): Promise<void> {
  setup.value = await get<Setup>('/api/v1/setup')
  session.value = known
}
