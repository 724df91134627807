/** A proxy on loopback that stands before a server and answers in its place, or breaks off, when it is told to. */
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** `hang`: there is never an answer. `reset-after`: the server has done what was asked, and its answer is lost. */
export type Trouble = 'server-error' | 'slow-down' | 'reset' | 'reset-after' | 'half' | 'hang' | 'unauthorized'

/** What a proxy answers itself; null: it passes the request on. */
export interface OwnAnswer {
  readonly status: number
  readonly headers?: Record<string, string>
  readonly body?: string
}

export interface Asked {
  readonly method: string
  readonly path: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

export interface Proxy {
  readonly url: string
  /** Every request so far. */
  readonly asked: Asked[]
  /** The next requests, that many, end so. */
  fail(how: Trouble, times: number): void
  /** Looks at each request first. */
  answer: ((asked: Asked) => OwnAnswer | null) | null
  /** Changes what the server answered. */
  change: ((body: string, asked: Asked) => string) | null
  /** Whether to leave out which versions were stored. */
  dropEtags: boolean
  close(): Promise<void>
}

/** A proxy before `target`, or a server of its own answers if there is no target. */
export async function startProxy(target: string | null): Promise<Proxy> {
  const troubles: Trouble[] = []
  const server = createServer(async (incoming, outgoing) => {
    const parts: Buffer[] = []
    for await (const part of incoming) parts.push(part as Buffer)
    const asked = {
      method: incoming.method ?? '',
      path: incoming.url ?? '',
      headers: incoming.headers,
      body: Buffer.concat(parts).toString(),
    }
    proxy.asked.push(asked)
    const trouble = troubles.shift()
    if (trouble === 'reset') return incoming.socket.resetAndDestroy()
    if (trouble === 'hang') return
    const own = trouble && trouble !== 'half' && trouble !== 'reset-after' ? ANSWERS[trouble] : proxy.answer?.(asked)
    if (own) return outgoing.writeHead(own.status, own.headers).end(own.body)
    if (target === null) return outgoing.writeHead(404).end()
    pass(target, asked, outgoing, trouble, proxy)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const proxy: Proxy = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked: [],
    fail: (how, times) => troubles.push(...Array.from({ length: times }, () => how)),
    answer: null,
    change: null,
    dropEtags: false,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return proxy
}

const ANSWERS: Record<Exclude<Trouble, 'reset' | 'reset-after' | 'half' | 'hang'>, OwnAnswer> = {
  'server-error': { status: 500, body: 'Something went wrong.' },
  'slow-down': { status: 429, headers: { 'retry-after': '7' } },
  unauthorized: { status: 401, headers: { 'www-authenticate': 'Basic realm="calendars"' } },
}

function pass(target: string, asked: Asked, outgoing: ServerResponse, trouble: Trouble | undefined, { change, dropEtags }: Proxy): void {
  const { host: _, connection: __, ...headers } = asked.headers
  const passed = request(new URL(asked.path, target), { method: asked.method, headers, agent: false }, async (answer) => {
    const parts: Buffer[] = []
    for await (const part of answer) parts.push(part as Buffer)
    if (trouble === 'reset-after') return outgoing.destroy()
    const half = trouble === 'half'
    const whole = Buffer.concat(parts)
    const body = change ? Buffer.from(change(whole.toString(), asked)) : whole
    const { 'transfer-encoding': ____, connection: _____, ...kept } = answer.headers
    if (dropEtags) delete kept.etag
    // Half an answer says how long it would have been. One without a body has nothing to halve, so its head breaks off.
    if (half && body.length === 0) return outgoing.destroy()
    outgoing.writeHead(answer.statusCode ?? 500, { ...kept, 'content-length': body.length })
    if (!half) return outgoing.end(body)
    outgoing.write(body.subarray(0, body.length / 2), () => outgoing.destroy())
  })
  passed.on('error', () => outgoing.destroy())
  passed.end(asked.body)
}
