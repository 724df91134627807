import { computed, signal } from '@preact/signals'
import { get, Problem, post, remove } from '../api.ts'
import { isLaunched } from './launch/launched.ts'
import type { Session, Setup, SignInRequest, SignInWays } from './wire.ts'

/** Who is signed in; null: nobody; undefined: not known yet. */
export const session = signal<Session | null | undefined>(undefined)

/** How one can sign in, for those who are not. */
export const ways = signal<SignInWays | null>(null)

/** The projects in which whoever is signed in works. */
export const ownProjects = (): Session['projects'] => session.value?.projects ?? []

const CHOSEN = 'switchboard.project'
const chosen = signal<string | null>(null)

/** The project in which one works now; null: all of one's own. Whoever has but one works in that. */
export const project = computed<Session['projects'][number] | null>(() => {
  const own = ownProjects()
  return own.find(({ slug }) => slug === chosen.value) ?? (own.length === 1 ? (own[0] ?? null) : null)
})

/** Work in this project from now on, in this browser; null: in all. */
export function chooseProject(slug: string | null): void {
  chosen.value = slug
  if (slug === null) localStorage.removeItem(CHOSEN)
  else localStorage.setItem(CHOSEN, slug)
}

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
    if (error instanceof Problem && error.status === 401) await (isLaunched() ? leave() : showSignIn())
    else startProblem.value = error
  }
}

/** A console that was opened from a record is opened there again, and not by signing in. */
function leave(): void {
  session.value = null
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
  const known = await post<Session>('/api/v1/session', request)
  // A leads agent begins with the Leads Agent Report; whoever signs in again in the midst of something stays with it.
  if (known.level === 'leads-agent' && !interrupted) history.replaceState(null, '', '/console/leads')
  interrupted = false
  await enter(known)
}

/** End the session. */
export async function signOut(): Promise<void> {
  await remove('/api/v1/session')
  if (isLaunched()) return leave()
  location.assign('/console/home')
}

/** Whether a session has ended under somebody's hands. */
let interrupted = false

/** The server no longer knows the session. What was typed stays, so that it can go on after signing in again. */
export function signedOut(): void {
  interrupted ||= session.value !== null
  leave()
  if (isLaunched()) return
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
  chosen.value = localStorage.getItem(CHOSEN)
  session.value = known
}
