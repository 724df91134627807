import { z } from 'zod'
import { CrmTrouble, type WritePart } from '../../domain/crm.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND

/** Errors as Salesforce writes them, `fields` only where it names some ("Status Codes and Error Responses", REST API Developer Guide). */
const replyShape = z.array(z.object({ errorCode: z.string(), message: z.string(), fields: z.array(z.string()).nullish() })).min(1)

/** Codes that say more than the status they come with. */
const LATER: Readonly<Record<string, number>> = {
  REQUEST_LIMIT_EXCEEDED: 15 * MINUTE,
  UNABLE_TO_LOCK_ROW: 2 * SECOND,
  SERVER_UNAVAILABLE: MINUTE,
  QUERY_TIMEOUT: MINUTE,
}
const GONE: readonly string[] = ['NOT_FOUND', 'ENTITY_IS_DELETED']
const REVOKED: readonly string[] = ['API_DISABLED_FOR_ORG', 'API_CURRENTLY_DISABLED', 'INVALID_SESSION_ID']

/** What Salesforce answered, when it did not do what was asked. A 401 is told of a token that was just renewed. */
export interface SalesforceRefusal {
  readonly status: number
  readonly body: unknown
  /** The header `Retry-After`, if there was one. */
  readonly retryAfter: string | null
  /** Of a write: the part that was refused. */
  readonly part?: WritePart
}

/** The trouble that a refusal of Salesforce means. */
export function salesforceTrouble({ status, body, retryAfter, part }: SalesforceRefusal): CrmTrouble {
  const read = replyShape.safeParse(body)
  const errors = read.success ? read.data : []
  // Where all or nothing is written, every part but the one that failed says only that it was halted.
  const error = errors.find(({ errorCode }) => errorCode !== 'PROCESSING_HALTED') ?? errors[0]
  const code = error?.errorCode ?? null
  const words = error ? `Salesforce: ${error.message} (${error.errorCode})` : `Salesforce answered with status ${status}.`
  const told = { code, part: part ?? null, fields: error?.fields ?? [] }
  if (error && code === 'REQUEST_LIMIT_EXCEEDED')
    return new CrmTrouble('later', words, { ...told, wholeOrg: true, retryAfterMs: limitWait(error.message) })
  const wait = code === null ? undefined : LATER[code]
  if (wait !== undefined) return new CrmTrouble('later', words, { ...told, retryAfterMs: wait })
  if (status === 503 || status === 429) return new CrmTrouble('later', words, { ...told, retryAfterMs: secondsOf(retryAfter) ?? MINUTE })
  // What stands between us and Salesforce has statuses too, and knows nothing of records.
  if (code === null) return new CrmTrouble('unreachable', words, told)
  if (status === 401 || REVOKED.includes(code)) return new CrmTrouble('revoked', words, told)
  if (status === 404 || status === 410 || GONE.includes(code)) return new CrmTrouble('gone', words, told)
  return new CrmTrouble(status >= 400 && status < 500 ? 'refused' : 'unreachable', words, told)
}

/** One code for two limits: all calls of a day, and calls at the same time, which soon end. */
const limitWait = (message: string): number => (/^Concurrent/i.test(message) ? 30 * SECOND : (LATER.REQUEST_LIMIT_EXCEEDED ?? MINUTE))

function secondsOf(header: string | null): number | null {
  return header !== null && /^\d{1,6}$/.test(header) ? Number(header) * 1000 : null
}

/** How many calls an org has made in its day, and how many it may: the header `Sforce-Limit-Info`; null if it cannot be read. */
export function callsOf(header: string | null): { readonly used: number; readonly allowed: number } | null {
  const [, used, allowed] = /(?:^|[;,\s])api-usage=(\d+)\/(\d+)/.exec(header ?? '') ?? []
  return used === undefined || allowed === undefined ? null : { used: Number(used), allowed: Number(allowed) }
}
