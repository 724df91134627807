/** Every "no" that leaves the house: RFC 9457 problems. The only place where errors become answers. */
import type { ErrorRequestHandler, RequestHandler } from 'express'
import type { Logger } from 'pino'
import type { z } from 'zod'
import { isFull, isLost } from '../db/database.ts'
import { minuteText } from '../domain/interval.ts'
import { Refusal, type RefusalCode } from '../domain/refusal.ts'

const problems = {
  invalid: { status: 400, title: 'The request is not valid' },
  unauthenticated: { status: 401, title: 'Sign in first' },
  'second-factor-required': { status: 401, title: 'Enter the code of your second factor' },
  forbidden: { status: 403, title: 'You may not do this' },
  'not-found': { status: 404, title: 'There is no such thing' },
  'slot-taken': { status: 409, title: 'This time has just been taken' },
  conflict: { status: 409, title: 'This does not fit the present state' },
  gone: { status: 410, title: 'This is no longer here' },
  'too-large': { status: 413, title: 'The request is too large' },
  'too-soon': { status: 422, title: 'This time is too soon' },
  'too-far-ahead': { status: 422, title: 'This time is too far ahead' },
  'outside-availability': { status: 422, title: 'This time is outside the hours that can be booked' },
  'limit-reached': { status: 422, title: 'No more bookings fit on this day or week' },
  'not-qualified': { status: 422, title: 'This rep cannot take this meeting' },
  'not-first': { status: 422, title: 'Somebody else is next' },
  'idempotency-key-reused': { status: 422, title: 'This Idempotency-Key came with another request before' },
  'too-many-requests': { status: 429, title: 'Too many requests' },
} satisfies Record<RefusalCode, { status: number; title: string }>

/** Read untrusted input. Anything else that throws a ZodError is our own bug and stays a 500. */
export function read<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const result = schema.safeParse(input ?? {})
  if (result.success) return result.data
  throw new Refusal('invalid', 'Some fields are missing or wrong.', { errors: errorsOf(result.error.issues).slice(0, 100) })
}

const pointer = (path: readonly PropertyKey[]) =>
  path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')

/** One error for each wrong place; an unknown field is named itself. */
function errorsOf(issues: readonly z.core.$ZodIssue[]): { pointer: string; detail: string }[] {
  return issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({ pointer: pointer([...issue.path, key]), detail: 'is not a field here' }))
      : [{ pointer: pointer(issue.path), detail: issue.message }],
  )
}

/** The last route: whatever nobody answered does not exist. */
export const notFound: RequestHandler = () => {
  throw new Refusal('not-found', 'There is nothing at this address.')
}

/** Turn whatever was thrown into an answer. A bug is logged once and tells the caller nothing. */
export const answerProblems =
  (log: Logger): ErrorRequestHandler =>
  (error, _req, res, next) => {
    if (res.headersSent) return next(error)
    const refusal = refusalOf(error)
    if (!refusal) {
      const id = String(res.getHeader('X-Request-Id'))
      log.error({ err: error, requestId: id }, 'A request failed')
      if (isLost(error)) {
        send(res.set('Retry-After', '1'), {
          title: 'The database cannot be reached',
          status: 503,
          detail: 'What you asked for may have been done or not. Ask again in a moment, with the same Idempotency-Key where you sent one.',
          code: 'unavailable',
        })
        return
      }
      if (isFull(error)) {
        send(res.set('Retry-After', '60'), {
          title: 'The disk of the database is full',
          status: 503,
          detail: 'Nothing was changed. Ask again once somebody has made room.',
          code: 'unavailable',
        })
        return
      }
      send(res, {
        title: 'Something went wrong on our side',
        status: 500,
        detail: `Nothing was changed. Tell us the request id ${id}.`,
        code: 'internal',
      })
      return
    }
    const { status, title } = problems[refusal.code]
    const detail = refusal.message === refusal.code ? `${title}.` : refusal.message
    if (refusal.code === 'too-many-requests' && !res.hasHeader('Retry-After')) res.set('Retry-After', '60')
    if (refusal.code === 'unauthenticated') res.set('WWW-Authenticate', 'Bearer')
    send(res, { title, status, detail, code: refusal.code, ...factsOf(refusal) })
  }

function send(res: Parameters<RequestHandler>[1], problem: { status: number; [key: string]: unknown }): void {
  res
    .status(problem.status)
    .set('Cache-Control', 'no-store')
    .type('application/problem+json')
    .send(JSON.stringify({ type: 'about:blank', ...problem }))
}

function factsOf({ facts }: Refusal): Record<string, unknown> {
  const nearest = facts.nearest as readonly { start: number; available: number }[] | undefined
  return nearest ? { ...facts, nearest: nearest.map(({ start, available }) => ({ start: minuteText(start), available })) } : facts
}

/** Our own refusals, and those of Express and its body parser. */
function refusalOf(error: unknown): Refusal | null {
  if (error instanceof Refusal) return error
  if (!(error instanceof Error) || !('status' in error) || typeof error.status !== 'number') return null
  if (error.status === 413)
    return new Refusal('too-large', 'The body may have at most 1 MiB (64 kB on public pages, 32 MiB for an import).')
  if (error.status === 404) return new Refusal('not-found')
  if (error.status < 400 || error.status >= 500) return null
  const malformed = 'type' in error && error.type === 'entity.parse.failed'
  return new Refusal('invalid', malformed ? 'The body is not valid JSON.' : 'The request cannot be read.', {
    errors: [{ pointer: '', detail: malformed ? 'is not valid JSON' : 'cannot be read' }],
  })
}
