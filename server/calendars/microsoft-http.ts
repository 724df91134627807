/** One call of Microsoft Graph: the vendor's client with two links of our own, so that no call is held back, repeated or redirected. */
import { Client, type Context, type Middleware, ResponseType } from '@microsoft/microsoft-graph-client'
import { CalendarTrouble } from '../domain/calendar.ts'
import type { Question } from './microsoft-graph.ts'

/** Times as UTC, and ids that stay the same when an event is moved to another folder (Graph: "Obtain immutable identifiers"). */
const PREFER = ['IdType="ImmutableId"', 'outlook.timezone="UTC"']

/** What came back, all of it. */
export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
}

/** Ask Graph at `root` with this token; it takes `limitMs` at most. */
export async function call(
  root: string,
  { method, path, query, body, prefer = [] }: Question,
  token: string,
  limitMs: number,
): Promise<Answer> {
  const client = Client.initWithMiddleware({ middleware: authorized(token, http(limitMs)), baseUrl: root, defaultVersion: 'v1.0' })
  const request = client
    .api(path)
    .responseType(ResponseType.RAW)
    .header('prefer', [...PREFER, ...prefer].join(', '))
  // The client joins what it is given as it is.
  for (const [name, value] of Object.entries(query ?? {})) request.query({ [name]: encodeURIComponent(value) })
  try {
    const sent: Response =
      method === 'GET'
        ? await request.get()
        : method === 'DELETE'
          ? await request.delete()
          : method === 'POST'
            ? await request.post(body ?? {})
            : await request.patch(body ?? {})
    return { status: sent.status, headers: sent.headers, text: await sent.text() }
  } catch (cause) {
    throw new CalendarTrouble('unreachable', 'Microsoft Graph cannot be reached.', { cause })
  }
}

// The client's own handler sends tokens to Microsoft's addresses alone, and so none to a server that stands in for it.
const authorized = (token: string, next: Middleware): Middleware => ({
  execute(context: Context) {
    const headers = new Headers(context.options?.headers as HeadersInit | undefined)
    headers.set('authorization', `Bearer ${token}`)
    context.options = { ...context.options, headers }
    return next.execute(context)
  },
})

// The body is read here, so that the time limit holds for all of it. A redirect would take the token elsewhere.
const http = (limitMs: number): Middleware => ({
  async execute(context: Context) {
    const signal = AbortSignal.timeout(limitMs)
    const response = await fetch(context.request, { ...(context.options as RequestInit), redirect: 'error', signal })
    const text = await response.text()
    const { status, headers } = response
    context.response = new Response([204, 205, 304].includes(status) ? null : text, { status, headers })
  },
})
