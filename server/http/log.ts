/** What the log is told: one line a request, and errors, in neither of which customers or secrets can be found. */
import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { RequestHandler } from 'express'
import type { Logger } from 'pino'
import { pinoHttp } from 'pino-http'

/** The log for everything that the service has to say. What an error quotes of a mail or a row stays out of it. */
export const discreet = (log: Logger): Logger => log.child({}, { serializers: { err: errorFacts } })

/** The job queue tells of errors by copies of them, which are errors in all but name. */
const isLikeError = (thing: unknown): thing is Error =>
  thing instanceof Error || (typeof thing === 'object' && thing !== null && 'message' in thing && typeof thing.message === 'string')

function errorFacts(error: unknown): unknown {
  if (!isLikeError(error)) return typeof error
  const told = (name: string) => (name in error ? { [name]: (error as unknown as Record<string, unknown>)[name] } : {})
  return {
    type: error.name ?? 'Error',
    message: withoutEmails(error.message),
    stack: withoutEmails(String(error.stack ?? '')),
    ...told('code'),
    ...told('constraint'),
    ...told('queue'),
    ...(error.cause === undefined ? {} : { cause: errorFacts(error.cause) }),
  }
}

/** A scoped package in a stack (`/@name/`) is no email: something other than a slash stands before the sign. */
const withoutEmails = (text: string): string => text.replace(/(?<![^\s<>"'(),;:=/])[^\s<>"'(),;:=/@]+@[^\s<>"'(),;:=/]+/g, '…')

/** The address without its query, and without the parts that may name somebody or be a secret: emails and tokens. */
const pathOf = (req: IncomingMessage & { originalUrl?: string }): string =>
  (req.originalUrl ?? req.url ?? '')
    .replace(/\?.*$/s, '')
    .replace(/(\/(?:manage|links|requests|unsubscribe)\/)[^/]+/i, '$1…')
    .replace(/[^/]*(?:@|%40)[^/]*|[^/]{65,}/gi, '…')

/** One line a request, by its id, which is the caller's own if that is a sane one. */
export function requestLog(log: Logger): RequestHandler {
  return pinoHttp({
    logger: log,
    quietReqLogger: true,
    customLogLevel: (req, res, error) =>
      error || res.statusCode >= 500 ? 'error' : /^\/(healthz|readyz|assets)/.test(req.url ?? '') ? 'debug' : 'info',
    genReqId(req, res) {
      const given = req.headers['x-request-id']
      const id = typeof given === 'string' && /^[\w.-]{1,64}$/.test(given) ? given : randomUUID()
      res.setHeader('X-Request-Id', id)
      return id
    },
    serializers: { req: (req) => ({ method: req.method, path: pathOf(req.raw) }), res: (res) => ({ status: res.statusCode }) },
    customSuccessObject: (req, res, value) => factsOf(req, res.statusCode, value.responseTime),
    customErrorObject: (req, res, _error, value) => factsOf(req, res.statusCode, value.responseTime),
    customSuccessMessage: () => 'Answered',
    customErrorMessage: () => 'Failed',
  })
}

const factsOf = (req: IncomingMessage, status: number, ms: unknown) => ({
  requestId: req.id,
  method: req.method,
  path: pathOf(req),
  status,
  ms,
})
