import type { calendar_v3 } from 'googleapis/build/src/apis/calendar/v3.js'
import { z } from 'zod'
import { CalendarTrouble } from '../domain/calendar.ts'
import type { TokenSource } from './provider.ts'

/** What every call is made with: the token that is good now, no second tries, and an end to waiting. */
export interface CallOptions {
  readonly headers: { readonly authorization: string }
  readonly retry: false
  readonly timeout: number
  readonly responseType: 'json'
}

type Api = calendar_v3.Calendar

/** Asks Google once, and gives the answer as `shape` says. Whatever fails throws a `CalendarTrouble`. */
export type Ask = <S extends z.ZodType>(
  shape: S,
  call: (api: Api, options: CallOptions) => Promise<{ data: unknown }>,
) => Promise<z.infer<S>>

/** A `CalendarTrouble` that also says what Google answered. */
export interface GoogleTrouble {
  readonly status: number | null
  readonly reason: string | null
}

const answers = new WeakMap<CalendarTrouble, GoogleTrouble>()

/** What Google answered when this went wrong. */
export const answerOf = (error: unknown): GoogleTrouble =>
  (error instanceof CalendarTrouble ? answers.get(error) : undefined) ?? { status: null, reason: null }

/** The way to Google's Calendar API. The package is large, so it is loaded by the first call. */
export function googleCalls(apiUrl: string | null, token: TokenSource, timeoutMs: number): Ask {
  let api: Promise<Api> | undefined
  const open = async (): Promise<Api> => {
    const { calendar_v3 } = await import('googleapis/build/src/apis/calendar/v3.js')
    return new calendar_v3.Calendar(apiUrl === null ? {} : { rootUrl: `${apiUrl}/` })
  }
  return async (shape, call) => {
    api ??= open()
    const google = await api
    const once = async (access: string) => {
      const { data } = await call(google, {
        headers: { authorization: `Bearer ${access}` },
        retry: false,
        timeout: timeoutMs,
        responseType: 'json',
      }).catch((error: unknown) => {
        throw troubleOf(error)
      })
      const read = shape.safeParse(data)
      if (!read.success) throw new CalendarTrouble('unreachable', 'Google answered in a way that cannot be read.')
      return read.data
    }
    const access = await tokenFrom(token)
    try {
      return await once(access)
    } catch (error) {
      if (answerOf(error).status !== 401) throw error
    }
    return once(await tokenFrom(token, access))
  }
}

async function tokenFrom(token: TokenSource, refused?: string): Promise<string> {
  try {
    return await (refused === undefined ? token() : token(refused))
  } catch (error) {
    if (error instanceof CalendarTrouble) throw error
    throw new CalendarTrouble('unreachable', 'No access to Google was to be had.')
  }
}

/** Google's client brings a `Headers` of its own. */
interface HeadersLike {
  get(name: string): string | null
}

const isHeaders = (value: unknown): boolean => typeof (value as HeadersLike | null)?.get === 'function'

const Failure = z.object({
  response: z.object({
    status: z.number(),
    headers: z.custom<HeadersLike>(isHeaders).optional().catch(undefined),
    data: z
      .object({ error: z.object({ errors: z.array(z.object({ reason: z.string() })).optional(), status: z.string().optional() }) })
      .optional()
      .catch(undefined),
  }),
})

/** Nothing of what failed is passed on but a number and one word: the rest may hold tokens, and what customers wrote. */
function troubleOf(error: unknown): CalendarTrouble {
  const failure = Failure.safeParse(error)
  if (!failure.success) return new CalendarTrouble('unreachable', 'Google could not be reached.')
  const { status, headers, data } = failure.data.response
  // An answer that is no error of Google's API, as something on the way gives it.
  const reason = data?.error.errors?.[0]?.reason ?? data?.error.status ?? null
  const word = reason !== null && /^[\w.]{1,60}$/.test(reason) ? reason : null
  const retryAfterMs = retryAfter(headers?.get('retry-after') ?? null)
  const trouble = new CalendarTrouble(
    kindOf(status, word),
    `Google answered ${status}${word === null ? '' : ` (${word})`}.`,
    retryAfterMs === null ? {} : { retryAfterMs },
  )
  answers.set(trouble, { status, reason: word })
  return trouble
}

const PATIENCE = new Set(['rateLimitExceeded', 'userRateLimitExceeded', 'quotaExceeded', 'dailyLimitExceeded', 'RESOURCE_EXHAUSTED'])

/** Calendar API, "Handle API errors": what each status means for us. A 404 is about an event or a calendar; who asked knows which. */
function kindOf(status: number, reason: string | null): CalendarTrouble['kind'] {
  if (status === 401) return 'revoked'
  if (status === 429 || (status === 403 && reason !== null && PATIENCE.has(reason))) return 'later'
  // The owner has let us in, but not as far as we need: only the owner can change that.
  if (status === 403 && reason === 'insufficientPermissions') return 'revoked'
  if (status === 404 && reason !== null) return 'gone'
  if (status >= 400 && status < 500 && status !== 408 && reason !== null) return 'refused'
  return 'unreachable'
}

/** RFC 9110, 10.2.3: seconds, or a date. */
function retryAfter(header: string | null): number | null {
  if (header === null) return null
  if (/^\d{1,9}$/.test(header.trim())) return Number(header) * 1000
  const at = Date.parse(header)
  return Number.isNaN(at) ? null : Math.max(0, at - Date.now())
}
