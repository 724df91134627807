/** Calls of Salesforce's REST API: jsforce with a way of its own to the net, so that no call is held back, repeated or sent elsewhere. */
import { PassThrough } from 'node:stream'
import type { HttpRequest, HttpResponse } from 'jsforce/lib/types/common.js'
import { CrmTrouble } from '../../domain/crm.ts'
import type { CrmAccess } from '../provider.ts'
import { callsOf, salesforceTrouble } from './trouble.ts'

/** The version of the API that is spoken. */
const VERSION = '65.0'
/** Where it lies at an org. */
export const ROOT = `/services/data/v${VERSION}`

/** What is asked: `path` begins below the version, or with `/services/`. */
export interface Question {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly body?: unknown
}

/** Asks an org; the answer is not judged yet. Whatever fails throws a `CrmTrouble`. */
export type Ask = (question: Question) => Promise<unknown>

/** The way to an org. A call takes `limitMs` at most, its whole answer included. */
export function salesforceCalls({ apiUrl, token, heardCalls }: CrmAccess, limitMs: number): Ask {
  async function once({ method, path, body }: Question, accessToken: string): Promise<{ body: unknown } | { refusal: HttpResponse }> {
    // Loaded by the first call: the package is large.
    const [{ Connection }, { StreamPromise }] = await Promise.all([import('jsforce/lib/core.js'), import('jsforce/lib/util/promise.js')])
    let heard: HttpResponse | null = null
    const transport = {
      httpRequest: (request: HttpRequest) =>
        StreamPromise.create<HttpResponse>(() => {
          const promise = fetched(request, limitMs).then((response) => {
            heard = response
            return response
          })
          // jsforce also gives the stream of an answer to those who ask for it; we do not.
          return { stream: new PassThrough(), promise }
        }),
    }
    try {
      const connection = new Connection({ instanceUrl: apiUrl.replace(/(?<!\/)\/+$/, ''), accessToken, version: VERSION })
      const request = {
        method,
        url: path,
        ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
      }
      return { body: await connection.request<unknown>(request, { transport }) }
    } catch (cause) {
      const refusal = heard as HttpResponse | null
      if (refusal === null) throw new CrmTrouble('unreachable', 'Salesforce cannot be reached.', { cause })
      return { refusal }
    } finally {
      const calls = callsOf((heard as HttpResponse | null)?.headers['sforce-limit-info'] ?? null)
      if (calls) heardCalls(calls)
    }
  }

  return async (question) => {
    const first = await tokenFrom(token)
    const answer = await once(question, first)
    if ('body' in answer) return answer.body
    if (answer.refusal.statusCode !== 401) throw troubleOf(answer.refusal)
    const again = await once(question, await tokenFrom(token, first))
    if ('body' in again) return again.body
    throw troubleOf(again.refusal)
  }
}

/** An id or a name as part of a path. */
export const segment = encodeURIComponent

/**
 * jsforce's own way repeats requests for a quarter of a minute, waits half an hour for an answer, and an answer that breaks off ends the
 * process: nobody listens for the error of its stream. A redirect would take the token elsewhere.
 */
async function fetched({ method, url, headers = {}, body }: HttpRequest, limitMs: number): Promise<HttpResponse> {
  const signal = AbortSignal.timeout(limitMs)
  const response = await fetch(url, { method, headers, signal, redirect: 'error', ...(typeof body === 'string' ? { body } : {}) })
  return { statusCode: response.status, headers: Object.fromEntries(response.headers), body: await response.text() }
}

function troubleOf({ statusCode, headers, body }: HttpResponse): CrmTrouble {
  return salesforceTrouble({ status: statusCode, body: jsonOf(body), retryAfter: headers['retry-after'] ?? null })
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

async function tokenFrom(token: CrmAccess['token'], refused?: string): Promise<string> {
  try {
    return await (refused === undefined ? token() : token(refused))
  } catch (cause) {
    if (cause instanceof CrmTrouble) throw cause
    throw new CrmTrouble('unreachable', 'There is no access token for Salesforce.', { cause })
  }
}
