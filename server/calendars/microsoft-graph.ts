/** Questions to Microsoft Graph, and what its answers mean. */
import { z } from 'zod'
import { CalendarTrouble } from '../domain/calendar.ts'
import { type Answer, call } from './microsoft-http.ts'
import type { TokenSource } from './provider.ts'

/** What Graph is asked. Query values are plain text; ids in `path` are encoded with `segment`. */
export interface Question {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  readonly path: string
  readonly query?: Readonly<Record<string, string>>
  readonly body?: unknown
  /** More preferences than those that every question has. */
  readonly prefer?: readonly string[]
}

/** An answer that is not "no patience", "not you" or "not now": its status, and its JSON if it has any. */
export interface Reply {
  readonly status: number
  readonly body: unknown
}

/** The way to Graph for one account. */
export interface Graph {
  /** The answer, a refusal included. Throws a `CalendarTrouble` where there is none. */
  send(question: Question): Promise<Reply>
  /** The answer in the shape it must have; everything else is a `CalendarTrouble`. */
  ask<T>(shape: z.ZodType<T>, question: Question): Promise<T>
  /** All items, page after page, and the link with which changes go on, if there is one. */
  list<T>(item: z.ZodType<T>, question: Question): Promise<List<T>>
  /** As `list`, and null if Graph refuses the first page for a reason that `declines` knows. */
  listUnless<T>(item: z.ZodType<T>, question: Question, declines: (reply: Reply) => boolean): Promise<List<T> | null>
  /** The question behind a link that Graph gave us; null if it leads elsewhere. */
  follow(link: string): Question | null
}

export interface List<T> {
  readonly items: readonly T[]
  readonly deltaLink: string | null
}

/** An id as part of a path. */
export const segment = encodeURIComponent

const PAGE = 100
const PAGES = 1000

const page = z.object({
  value: z.array(z.unknown()),
  '@odata.nextLink': z.string().optional(),
  '@odata.deltaLink': z.string().optional(),
})
const failure = z.object({ error: z.object({ code: z.string() }) })

/** Graph at `apiUrl` (null: Microsoft's own), with tokens from `token`. A call takes `limitMs` at most. */
export function openGraph(apiUrl: string | null, token: TokenSource, limitMs = 10_000): Graph {
  const root = `${(apiUrl ?? 'https://graph.microsoft.com').replace(/(?<!\/)\/+$/, '')}/`

  async function send(question: Question): Promise<Reply> {
    const first = await tokenFrom(token)
    const answer = await call(root, question, first, limitMs)
    if (answer.status !== 401) return replyOf(answer)
    const second = await call(root, question, await tokenFrom(token, first), limitMs)
    if (second.status === 401) throw new CalendarTrouble('revoked', 'Microsoft no longer accepts our access to this account.')
    return replyOf(second)
  }

  async function ask<T>(shape: z.ZodType<T>, question: Question): Promise<T> {
    return shaped(shape, good(await send(question), question))
  }

  async function listUnless<T>(item: z.ZodType<T>, question: Question, declines: (reply: Reply) => boolean): Promise<List<T> | null> {
    const prefer = [...(question.prefer ?? []), `odata.maxpagesize=${PAGE}`]
    const items: T[] = []
    let next: Question = { ...question, prefer }
    for (let count = 0; count < PAGES; count++) {
      const reply = await send(next)
      if (count === 0 && declines(reply)) return null
      const { value, ...links } = shaped(page, good(reply, next))
      for (const one of value) items.push(shaped(item, one))
      const link = links['@odata.nextLink']
      if (link === undefined) return { items, deltaLink: links['@odata.deltaLink'] ?? null }
      const following = follow(link)
      if (!following) throw new CalendarTrouble('unreachable', 'Microsoft Graph named a next page at another address.')
      next = { ...following, prefer }
    }
    throw new CalendarTrouble('unreachable', 'Microsoft Graph does not stop naming next pages.')
  }

  // A link is a whole address. What it asks for is taken only if it leads to where we ask anyway: our token goes with it.
  function follow(link: string): Question | null {
    const base = `${root}v1.0/`
    return link.startsWith(base) && !link.slice(base.length).split('?')[0]?.includes('..')
      ? { method: 'GET', path: `/${link.slice(base.length)}` }
      : null
  }

  return {
    send,
    ask,
    follow,
    listUnless,
    async list(item, question) {
      const list = await listUnless(item, question, () => false)
      return list ?? { items: [], deltaLink: null }
    },
  }
}

/** The body of an answer that is a yes; a `CalendarTrouble` that says what the no means otherwise. */
export function good({ status, body }: Reply, { method }: Question): unknown {
  if (status < 300) return body
  const said = `Microsoft Graph answered ${status}${codeOf(body) === '' ? '' : ` (${codeOf(body)})`}.`
  if (status === 404) throw new CalendarTrouble('gone', said)
  // Read access that is withdrawn makes a calendar one that we do not see; where we may still read, only the writing is refused.
  if (status === 403) throw new CalendarTrouble(method === 'GET' ? 'gone' : 'refused', said)
  // A conflict passes: somebody else was writing the same event.
  if ([408, 409, 410, 412, 423].includes(status)) throw new CalendarTrouble('unreachable', said)
  throw new CalendarTrouble('refused', said)
}

/** Graph's word for why it refuses. */
export function codeOf(body: unknown): string {
  const told = failure.safeParse(body)
  // Codes are single words. Anything longer could be words of the calendar's owner, which have no place in a message.
  return told.success && /^[\w.]{1,80}$/.test(told.data.error.code) ? told.data.error.code : ''
}

/** An answer in the shape it must have. */
export function shaped<T>(shape: z.ZodType<T>, body: unknown): T {
  const read = shape.safeParse(body)
  if (read.success) return read.data
  const where = read.error.issues[0]?.path.join('.') ?? ''
  throw new CalendarTrouble('unreachable', `Microsoft Graph answered in a shape that we do not know (${where || 'all of it'}).`)
}

async function tokenFrom(token: TokenSource, refused?: string): Promise<string> {
  try {
    return await token(refused)
  } catch (cause) {
    if (cause instanceof CalendarTrouble) throw cause
    throw new CalendarTrouble('unreachable', 'There is no access token for Microsoft Graph.', { cause })
  }
}

function replyOf({ status, headers, text }: Answer): Reply {
  const patience = retryAfterMs(headers.get('retry-after'))
  if (status === 429 || status === 509 || (status >= 500 && patience !== null))
    throw new CalendarTrouble(
      'later',
      `Microsoft Graph asks for patience (${status}).`,
      patience === null ? {} : { retryAfterMs: patience },
    )
  if (status >= 500) throw new CalendarTrouble('unreachable', `Microsoft Graph answered ${status}.`)
  if (text === '') return { status, body: null }
  try {
    return { status, body: JSON.parse(text) }
  } catch (cause) {
    throw new CalendarTrouble('unreachable', 'Microsoft Graph answered with something that is not JSON.', { cause })
  }
}

/** `Retry-After` in milliseconds: seconds or a date (RFC 9110, 10.2.3). */
function retryAfterMs(header: string | null): number | null {
  if (header === null) return null
  if (/^\d+$/.test(header.trim())) return Number(header) * 1000
  const until = Date.parse(header)
  return Number.isNaN(until) ? null : Math.max(0, until - Date.now())
}
