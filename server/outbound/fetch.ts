import { type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { Forbidden, type Guard } from './guard.ts'

/** A call as `fetch` has it, for text. */
export interface Call {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  /** `manual`: a redirect is handed back as the answer it is. */
  readonly redirect?: 'follow' | 'manual'
}

/** `fetch`, as far as calls that read from addresses which people enter need it. */
export type Fetch = (address: string, call?: Call) => Promise<Response>

/** An answer that is larger than anybody needs. */
export class TooLarge extends Error {}

/** How many redirects one call follows. */
const HOPS = 4

/** What proves who we are; only the origin that it was meant for gets it. */
const SECRET = /^(authorization|cookie|proxy-authorization)$/i

/**
 * A `fetch` that a guard watches: every address is judged, also those of redirects, each name is resolved once and the connection goes to
 * what was judged. `limitMs` is for all of it, `maxBytes` for the body.
 */
export function guardedFetch(guard: Guard, { limitMs = 10_000, maxBytes = 16_000_000 } = {}): Fetch {
  return async (address, call = {}) => {
    const signal = AbortSignal.timeout(limitMs)
    let headers = call.headers ?? {}
    let url = new URL(address)
    for (let hop = 0; ; hop++) {
      const refusal = guard.refusalOf(url.href)
      if (refusal !== null) throw new Forbidden(`The address ${refusal}.`)
      const answer = await send(guard, url, { ...call, headers }, signal)
      const next = redirectOf(answer, url)
      if (next === null || call.redirect === 'manual') return await responseOf(answer, url, maxBytes)
      answer.destroy()
      if (hop === HOPS) throw new Error('The server sends us on and on.')
      if (url.protocol === 'https:' && next.protocol === 'http:') throw new Forbidden('A redirect leads from https:// to http://.')
      if (next.origin !== url.origin) headers = Object.fromEntries(Object.entries(headers).filter(([name]) => !SECRET.test(name)))
      url = next
    }
  }
}

/** Where an answer sends us, method and body unchanged: 303, which would change them, is an answer like others. */
function redirectOf(answer: IncomingMessage, from: URL): URL | null {
  if (![301, 302, 307, 308].includes(answer.statusCode ?? 0)) return null
  return URL.parse(answer.headers.location ?? ':', from)
}

function send(guard: Guard, url: URL, { method = 'GET', headers = {}, body }: Call, signal: AbortSignal): Promise<IncomingMessage> {
  const request = url.protocol === 'https:' ? requestHttps : requestHttp
  return new Promise((resolve, reject) => {
    // A connection of its own: one that is kept open would outlive what the guard has judged.
    const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }
    const options = { method, agent: false, lookup: guard.lookupFor(url), signal, headers: { ...headers, ...length } }
    request(url, options, resolve).on('error', reject).end(body)
  })
}

async function responseOf(answer: IncomingMessage, url: URL, maxBytes: number): Promise<Response> {
  const parts: Buffer[] = []
  let size = 0
  // A connection that breaks off in the middle throws here.
  for await (const part of answer as AsyncIterable<Buffer>) {
    size += part.length
    if (size > maxBytes) throw new TooLarge(`The answer is larger than ${maxBytes} bytes.`)
    parts.push(part)
  }
  const status = answer.statusCode ?? 0
  const headers = Object.entries(answer.headers).flatMap(([name, value]) =>
    [value ?? []].flat().map((one): [string, string] => [name, one]),
  )
  const response = new Response([204, 205, 304].includes(status) ? null : Buffer.concat(parts), { status, headers })
  return Object.defineProperty(response, 'url', { value: url.href })
}
