/** The way to our own server: JSON over fetch, a refusal as a `Problem`, and no answer at all as `Unreachable`. */
import type { z } from 'zod'
import type { Problem as ProblemView } from '../server/http/contract/problem.ts'

type ProblemBody = z.infer<typeof ProblemView>

/** The server's "no", with the words and the code it gave. */
export class Problem extends Error {
  readonly status: number
  readonly code: string
  readonly title: string
  readonly detail: string
  readonly errors: NonNullable<ProblemBody['errors']>
  readonly nearest: NonNullable<ProblemBody['nearest']>

  constructor(body: Pick<ProblemBody, 'status' | 'code' | 'title' | 'detail'> & Partial<ProblemBody>) {
    super(body.detail)
    this.status = body.status
    this.code = body.code
    this.title = body.title
    this.detail = body.detail
    this.errors = body.errors ?? []
    this.nearest = body.nearest ?? []
  }
}

/** Nothing came back: no network, or the server is away. The request may or may not have arrived. */
export class Unreachable extends Error {}

let server = ''

/** Ask the server at this address, an origin, instead of the one that the page came from. */
export function askServer(origin: string): void {
  server = origin
}

/** The full address of a path on the server. */
export const addressOf = (path: string): string => new URL(path, server || location.href).href

/** Values of a query string; what is undefined is left out, a list is joined with commas. */
export type Query = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>

/** Read something. */
export const get = <T>(path: string, query: Query = {}, signal?: AbortSignal): Promise<T> =>
  send<T>('GET', path + queryOf(query), signal && { signal })

/** Ask the server something, in a way of one's own. */
export async function send<T>(method: string, path: string, init: RequestInit = {}): Promise<T> {
  const response = await fetch(server + path, { ...init, method, credentials: 'same-origin' }).catch((error: unknown) => {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw new Unreachable('no answer', { cause: error })
  })
  if (!response.ok) throw await problemOf(response)
  if (response.status === 204) return undefined as T
  return response.json() as Promise<T>
}

/** A proxy in between may answer without our JSON: that is a problem as well, only with fewer words. */
async function problemOf(response: Response): Promise<Problem> {
  const body = (await response.json().catch(() => null)) as ProblemBody | null
  if (typeof body?.code === 'string') return new Problem(body)
  const title = response.statusText || `HTTP ${response.status}`
  return new Problem({ status: response.status, code: 'unknown', title, detail: title })
}

/** A query string, with its question mark; empty for no values. */
export function queryOf(query: Query): string {
  const given = Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]))
  return given.length > 0 ? `?${new URLSearchParams(given)}` : ''
}
