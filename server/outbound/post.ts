import { request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { Forbidden, type Guard } from './guard.ts'

/** What became of a call: the status that was answered (null: there was no answer), and the beginning of the answer, or why there was none. */
export interface Answer {
  readonly status: number | null
  readonly text: string
}

/** The way out to addresses that people enter. */
export interface Outbound {
  /** Why this address must not be called; null if nothing speaks against it. */
  refusalOf(address: string): string | null
  /** Hand something over. Follows no redirect, and never throws. */
  post(address: string, headers: Readonly<Record<string, string>>, body: string): Promise<Answer>
}

/** How many characters of an answer are kept. */
const KEPT = 500

/** Calls that a guard watches; one takes `limitMs` at most. */
export const outbound = (guard: Guard, limitMs = 10_000): Outbound => ({
  refusalOf: guard.refusalOf,
  async post(address, headers, body) {
    const refusal = guard.refusalOf(address)
    if (refusal !== null) return { status: null, text: `The address ${refusal}.` }
    try {
      return await send(guard, new URL(address), headers, body, limitMs)
    } catch (error) {
      return { status: null, text: reasonOf(error, limitMs) }
    }
  },
})

function send(guard: Guard, url: URL, headers: Readonly<Record<string, string>>, body: string, limitMs: number): Promise<Answer> {
  const request = url.protocol === 'https:' ? requestHttps : requestHttp
  return new Promise((resolve, reject) => {
    // A connection of its own: one that is kept open would outlive what the guard has judged.
    const options = { method: 'POST', agent: false, lookup: guard.lookupFor(url), signal: AbortSignal.timeout(limitMs) }
    const sent = request(url, { ...options, headers: { ...headers, 'content-length': Buffer.byteLength(body) } }, (answer) => {
      const status = answer.statusCode ?? 0
      let text = ''
      const done = () => {
        answer.destroy()
        resolve({ status, text: text.slice(0, KEPT).replaceAll('\0', '').toWellFormed() })
      }
      answer.setEncoding('utf8')
      answer.on('data', (part: string) => {
        text += part
        if (text.length >= KEPT) done()
      })
      answer.on('end', done)
      answer.on('error', reject)
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

function reasonOf(error: unknown, limitMs: number): string {
  if (error instanceof Forbidden) return error.message
  if (!(error instanceof Error)) return 'The call failed.'
  if (error.name === 'TimeoutError' || error.name === 'AbortError') return `No answer within ${limitMs / 1000} seconds.`
  const code = 'code' in error ? String(error.code) : error.name
  return code === 'ENOTFOUND' || code === 'EAI_AGAIN' ? `The name is not known (${code}).` : `The connection failed (${code}).`
}
