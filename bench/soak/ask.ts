/** How the storm's clients ask: patiently, with the same key again when no answer came, and noting all that they met. */
import { Agent, type IncomingMessage, request } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'

export interface Reply {
  readonly status: number
  readonly body: any
}

/** A request that was not answered as it should have been. */
export interface Trouble {
  readonly kind: string
  readonly from: number
  readonly until: number
  /** `reset`, `time-out`, or the status of an answer of 500 and above. */
  readonly what: string
  readonly detail: string
}

export interface Wish {
  readonly method?: string
  readonly path: string
  readonly body?: unknown
  /** The Idempotency-Key. */
  readonly key?: string
  readonly address?: string
  /** The client goes away before it hears the answer, and asks again. */
  readonly lose?: boolean
}

export interface Figures {
  /** Milliseconds of every answer, by kind of request. */
  readonly times: Map<string, number[]>
  /** Answers by `kind status code`. */
  readonly answers: Map<string, number>
  readonly troubles: Trouble[]
  requests: number
  /** Connections kept alive that were closed under a request, which was then sent again, as browsers do. */
  stale: number
  /** Answers that a client did not wait for, or asked for again. */
  again: number
  /** Requests that were never answered within a client's patience. */
  unanswered: number
}

export const newFigures = (): Figures => ({
  ...{ times: new Map(), answers: new Map(), troubles: [], requests: 0, stale: 0, again: 0, unanswered: 0 },
})

export interface Client {
  /** Ask until there is an answer other than 503 and 429; null if there was none for a minute. */
  ask(kind: string, wish: Wish): Promise<Reply | null>
  close(): void
}

const PATIENCE_MS = 60_000
const ANSWER_MS = 20_000

/** A client of its own, with connections that are kept alive. `authorization` is its key, if it has one. */
export function openClient(port: number, authorization: string | null, figures: Figures, chance: () => number): Client {
  const agent = new Agent({ keepAlive: true, maxSockets: 4 })

  function once(
    { method = 'GET', path, body, key, address }: Wish,
    loseAfter: number | null,
  ): Promise<{ status: number; text: string; after: number }> {
    const text = body === undefined ? undefined : JSON.stringify(body)
    const headers = {
      ...(authorization === null ? {} : { authorization: `Bearer ${authorization}` }),
      ...(text === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
      ...(key === undefined ? {} : { 'idempotency-key': key }),
      ...(address === undefined ? {} : { 'x-forwarded-for': address }),
    }
    return new Promise((resolve, reject) => {
      const asked = request({ host: '127.0.0.1', port, method, path, agent, headers, timeout: ANSWER_MS })
      const fail = (error: Error) => {
        if (asked.reusedSocket && !answered && (error as { code?: unknown }).code === 'ECONNRESET') {
          figures.stale++
          return resolve(once({ method, path, body, ...(key && { key }), ...(address && { address }) }, null))
        }
        reject(error)
      }
      let answered = false
      asked.on('timeout', () => asked.destroy(new Error('time-out')))
      asked.on('error', fail)
      asked.on('response', (answer: IncomingMessage) => {
        answered = true
        const parts: Buffer[] = []
        answer.on('data', (part) => parts.push(part))
        answer.on('error', reject)
        answer.on('end', () => {
          const after = Number(answer.headers['retry-after'] ?? 0)
          resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(parts).toString(), after })
        })
      })
      asked.end(text)
      if (loseAfter !== null) setTimeout(() => asked.destroy(new Lost()), loseAfter)
    })
  }

  return {
    async ask(kind, wish) {
      const begun = Date.now()
      let lose = wish.lose ?? false
      for (let pause = 50; Date.now() - begun < PATIENCE_MS; pause = Math.min(pause * 2, 1000)) {
        const from = Date.now()
        const clock = performance.now()
        figures.requests++
        const trouble = (what: string, detail: string) => figures.troubles.push({ kind, from, until: Date.now(), what, detail })
        try {
          const { status, text, after } = await once(wish, lose ? chance() * 30 : null)
          const body = text.startsWith('{') ? JSON.parse(text) : null
          note(figures.answers, `${status} ${status < 400 ? '' : (body?.code ?? '')}`.trim())
          if (status >= 500) trouble(String(status), `${wish.method ?? 'GET'} ${wish.path}: ${text.slice(0, 300)}`)
          if (status < 500 && status !== 429) {
            times(figures, kind).push(performance.now() - clock)
            return { status, body }
          }
          if (status === 429) await wait(Math.min(after, 5) * 1000)
        } catch (error) {
          if (error instanceof Lost) figures.again++
          else trouble((error as Error).message === 'time-out' ? 'time-out' : 'reset', `${wish.method ?? 'GET'} ${wish.path}: ${error}`)
        }
        if (!lose) await wait(pause * (0.5 + chance()))
        lose = false
      }
      figures.unanswered++
      return null
    },
    close: () => agent.destroy(),
  }
}

/** The client went away. */
class Lost extends Error {}

const times = (figures: Figures, kind: string): number[] => {
  const known = figures.times.get(kind) ?? []
  figures.times.set(kind, known)
  return known
}

/** Count one more. */
export const note = (counts: Map<string, number>, what: string): void => void counts.set(what, (counts.get(what) ?? 0) + 1)
