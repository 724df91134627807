/** Requests to a CalDAV server. Whatever goes wrong, also within a 207, throws a `CalendarTrouble`. */
import { CalendarTrouble, type TroubleKind } from '../domain/calendar.ts'
import { type Fetch, TooLarge } from '../outbound/fetch.ts'
import { Forbidden } from '../outbound/guard.ts'
import { DECLARED, type Multistatus, readMultistatus, readXml, type Told, xmlText } from './caldav-xml.ts'

/** How an account is opened. `server` is its calendar home; `zone` is where its owner lives, for calendars that do not tell their own. */
export interface CaldavAccess {
  readonly server: string
  readonly user: string
  readonly password: string
  readonly zone?: string
}

/** What was answered. */
export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
}

/** A server, asked as one user. Paths are absolute and normal, as `pathOf` gives them. */
export interface Dav {
  readonly home: string
  /** The path of something on this server, written in one way; null if it is elsewhere. */
  pathOf(href: string): string | null
  propfind(path: string, depth: 0 | 1, props: readonly string[]): Promise<Multistatus>
  report(path: string, depth: 0 | 1, body: string): Promise<Multistatus>
  /** Any request. An answer that is no success throws, but for the statuses in `fine`. */
  send(method: string, path: string, more?: { headers?: Record<string, string>; body?: string; fine?: readonly number[] }): Promise<Answer>
}

const XML = { 'content-type': 'application/xml; charset=utf-8' }

export function davOf(fetch: Fetch, { server, user, password }: Pick<CaldavAccess, 'server' | 'user' | 'password'>): Dav {
  const base = new URL(server)
  const authorization = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`

  function pathOf(href: string): string | null {
    const url = URL.parse(href, base)
    return url?.origin === base.origin ? normal(url.pathname) : null
  }

  async function send(method: string, path: string, { headers = {}, body, fine = [] }: Parameters<Dav['send']>[2] = {}): Promise<Answer> {
    const address = new URL(path, base)
    try {
      const call = { method, headers: { authorization, ...headers }, ...(body === undefined ? {} : { body }) }
      const response = await fetch(address.href, call)
      const answer = { status: response.status, headers: response.headers, text: await response.text() }
      if (new URL(response.url).origin !== base.origin)
        throw new CalendarTrouble('refused', `The server sends us to ${new URL(response.url).origin}. Connect that address instead.`)
      if (response.ok || fine.includes(response.status)) return answer
      throw troubleOf(answer, `${method} ${path}`)
    } catch (error) {
      throw error instanceof CalendarTrouble ? error : brokenCall(error)
    }
  }

  async function multistatus(method: string, path: string, depth: 0 | 1, body: string): Promise<Multistatus> {
    const answer = await send(method, path, { headers: { ...XML, depth: String(depth) }, body })
    if (answer.status !== 207) throw new CalendarTrouble('unreachable', `${method} ${path} was answered ${answer.status}, not 207.`)
    try {
      return readMultistatus(answer.text)
    } catch (error) {
      throw new CalendarTrouble('unreachable', `The answer to ${method} ${path} cannot be read.`, { cause: error })
    }
  }

  return {
    home: normal(base.pathname),
    pathOf,
    send,
    propfind: (path, depth, props) =>
      multistatus(
        'PROPFIND',
        path,
        depth,
        `<D:propfind ${DECLARED}><D:prop>${props.map((name) => `<${name}/>`).join('')}</D:prop></D:propfind>`,
      ),
    report: (path, depth, body) => multistatus('REPORT', path, depth, body),
  }
}

/** A path with each part escaped in the same way, so that a thing has one name however its server writes it. */
function normal(path: string): string {
  const part = (text: string) => {
    try {
      return encodeURIComponent(decodeURIComponent(text))
    } catch {
      return encodeURIComponent(text)
    }
  }
  return path.split('/').map(part).join('/')
}

export const hrefElement = (path: string): string => `<D:href>${xmlText(path)}</D:href>`

/** A call that got no answer, or none that we take. */
export function brokenCall(error: unknown): CalendarTrouble {
  if (error instanceof Forbidden) return new CalendarTrouble('refused', error.message, { cause: error })
  if (error instanceof TooLarge) return new CalendarTrouble('refused', error.message, { cause: error })
  const timedOut = error instanceof Error && /^(TimeoutError|AbortError)$/.test(error.name)
  if (error instanceof Error && 'code' in error && error.code === 'ENOTFOUND')
    return new CalendarTrouble('unreachable', 'There is no server of this name.', { cause: error })
  return new CalendarTrouble('unreachable', timedOut ? 'The server did not answer in time.' : 'The connection failed.', { cause: error })
}

/** The status of an answer that was no success: the cause of a trouble. */
class Answered extends Error {
  readonly status: number

  constructor(status: number) {
    super(`status ${status}`)
    this.status = status
  }
}

/** Whether a whole request was answered with 403. */
export const isForbidden = (error: unknown): boolean =>
  error instanceof CalendarTrouble && error.cause instanceof Answered && error.cause.status === 403

/** What an answer that is no success means. */
export function troubleOf({ status, headers, text }: Pick<Answer, 'status' | 'headers' | 'text'>, what: string): CalendarTrouble {
  const words = `${what} was answered ${status}.`
  const retryAfterMs = waitOf(headers.get('retry-after'))
  if (status === 429 || (status === 503 && retryAfterMs !== null))
    return new CalendarTrouble('later', words, retryAfterMs === null ? {} : { retryAfterMs })
  const cause = new Answered(status)
  const conditions = conditionsOf(text).map((name) => name.replace(/^\{.*\}/, ''))
  return new CalendarTrouble(kindOf(status), conditions.length === 0 ? words : `${words.slice(0, -1)} (${conditions.join(', ')}).`, {
    cause,
  })
}

function kindOf(status: number): TroubleKind {
  if (status === 401) return 'revoked'
  if (status === 404 || status === 410) return 'gone'
  if ((status >= 400 && status < 500 && status !== 408) || status === 507) return 'refused'
  return 'unreachable'
}

/** RFC 9110, 10.2.3: seconds, or a date. */
function waitOf(text: string | null): number | null {
  if (text === null) return null
  if (/^\d+$/.test(text.trim())) return Number(text) * 1000
  const date = Date.parse(text)
  return Number.isNaN(date) ? null : Math.max(0, date - Date.now())
}

/** The names of the conditions that an error names (RFC 4918, 16). */
export function conditionsOf(text: string): string[] {
  try {
    const root = readXml(text)
    return root.name === '{DAV:}error' ? root.children.map(({ name }) => name) : []
  } catch {
    return []
  }
}

/** What one response within a multistatus says is wrong, as it would be outside of it. */
export function innerTrouble({ href, status, errors }: Told, where: string): CalendarTrouble {
  const kind = status === 404 || status === 410 ? 'refused' : status === 429 ? 'later' : kindOf(status)
  const why = errors.map((name) => name.replace(/^\{.*\}/, '')).join(', ')
  return new CalendarTrouble(kind, `${where}: ${href} has the status ${status}${why && ` (${why})`}.`)
}
