/**
 * Microsoft Graph and Microsoft's sign-in as tests meet them: a server that remembers, and that refuses whatever Graph has no name for. What it
 * does follows Graph's pages "event: delta", "calendar: getSchedule", "Create subscription", "event resource type" and "Use delta query".
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type GraphAccount, handsOf } from './microsoft-hands.ts'
import { openNotices, type Subscription } from './microsoft-notices.ts'
import { CLIENT, openSignIn } from './microsoft-oauth.ts'
import { openReading, type Schedule } from './microsoft-reading.ts'
import { type Answer, GraphNo, type GraphRequest } from './microsoft-render.ts'
import { openRoutes } from './microsoft-routes.ts'
import { type GraphMail, type GraphState, openState } from './microsoft-state.ts'
import { openWriting } from './microsoft-writing.ts'

/** How a request fails: with a status, before or after its effect, by halves, or never at all. */
export type Failure = 'server-error' | 'unavailable' | 'slow-down' | 'reset' | 'reset-after' | 'half' | 'hang' | 'nonsense'

/** The fake. `fail` may be narrowed to certain requests. */
export interface TestGraph {
  readonly url: string
  readonly client: typeof CLIENT
  account(email: string): GraphAccount
  /** Who signs in when an account is connected. */
  signsIn(email: string | null): void
  fail(how: Failure, times: number, when?: (request: GraphRequest) => boolean): void
  /** Every request is asked how it fails, for chaos. */
  failWith(choose: ((request: GraphRequest) => Failure | null) | null): void
  forgetCursors(): void
  /** What a create answers that repeats the name of one whose event is gone. */
  spentNames: 'answered' | 'conflict' | 'forgotten'
  /** How often each notice is sent. */
  noticeTimes: number
  /** What getSchedule says of somebody. */
  setSchedule(address: string, schedule: Schedule): void
  lifecycle(watchId: string, event: string): Promise<void>
  /** Until every notice has been delivered. */
  settled(): Promise<void>
  readonly requests: GraphRequest[]
  readonly subscriptions: ReadonlyMap<string, Subscription>
  readonly mails: readonly GraphMail[]
  close(): Promise<void>
}

/** Start the fake on a free port of this machine. */
export async function openGraph(): Promise<TestGraph> {
  const requests: GraphRequest[] = []
  const failures: { how: Failure; left: number; when: (request: GraphRequest) => boolean }[] = []
  const hanging = new Set<ServerResponse>()
  let choose: ((request: GraphRequest) => Failure | null) | null = null
  let signsIn: string | null = null
  let url = ''
  const here = () => url

  const state: GraphState = openState((event, kind) => notices.notify(event, kind))
  const notices = openNotices(
    here,
    () => state,
    () => graph.noticeTimes,
  )
  const reading = openReading(here, state)
  const writing = openWriting(state, () => graph.spentNames)
  const answer = openRoutes(here, state, { ...reading, ...writing, ...notices })
  const signIn = openSignIn(
    here,
    () => signsIn,
    (email) => state.mailboxes.get(email)?.revoked === false,
  )

  async function handle(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const parts: Buffer[] = []
    for await (const part of incoming) parts.push(part as Buffer)
    const text = Buffer.concat(parts).toString('utf8')
    const there = new URL(incoming.url ?? '/', url)
    const { method = 'GET', headers } = incoming
    if (!there.pathname.startsWith('/v1.0/')) {
      const said = signIn.answer(method, there, new URLSearchParams(text), headers.authorization)
      outgoing.writeHead(said?.status ?? 404, {
        'content-type': 'application/json',
        ...(said?.location ? { location: said.location } : {}),
      })
      outgoing.end(said?.body ? JSON.stringify(said.body) : '')
      return
    }
    const token = headers.authorization?.replace('Bearer ', '') ?? ''
    let body: any = null
    let malformed = false
    try {
      body = text === '' ? null : JSON.parse(text)
    } catch {
      malformed = true
    }
    const prefer = headers.prefer === undefined ? '' : String(headers.prefer)
    const path = there.pathname.slice('/v1.0'.length)
    const request: GraphRequest = { method, path, query: there.searchParams, prefer, body, token }
    requests.push(request)
    const how = failureOf(request)
    if (how === 'reset') return void incoming.socket.destroy()
    if (how === 'hang') return void hanging.add(outgoing)
    const answered = how === 'server-error' || how === 'unavailable' || how === 'slow-down' ? FAILED[how] : await respond()
    if (how === 'reset-after') return void incoming.socket.destroy()
    const said = answered.body === undefined ? '' : JSON.stringify(how === 'nonsense' ? { hello: ['world'] } : answered.body)
    const length = Buffer.byteLength(said)
    outgoing.writeHead(answered.status, {
      ...(said === '' ? {} : { 'content-type': 'application/json; odata.metadata=minimal; charset=utf-8' }),
      ...(how === 'half' ? { 'content-length': String(Math.max(2, length)) } : { 'content-length': String(length) }),
      'request-id': crypto.randomUUID(),
      ...(prefer ? { 'preference-applied': prefer } : {}),
      ...answered.headers,
    })
    if (how !== 'half') return void outgoing.end(said)
    outgoing.write(said.slice(0, Math.max(1, Math.floor(said.length / 2))) || '{', () => incoming.socket.destroy())

    async function respond(): Promise<Answer> {
      try {
        const known = signIn.tokenOf(token)
        if (!known) throw new GraphNo(401, 'InvalidAuthenticationToken', 'Access token has expired or is not yet valid.')
        if (malformed || (body !== null && !headers['content-type']?.startsWith('application/json')))
          throw new GraphNo(400, 'BadRequest', 'Unable to read JSON request payload.')
        return await answer(known.email, known.scopes, request, headers['if-match'])
      } catch (error) {
        if (!(error instanceof GraphNo)) throw error
        return refusal(error.status, error.code, error.message)
      }
    }
  }
  function failureOf(request: GraphRequest): Failure | null {
    const planned = failures.find(({ left, when }) => left > 0 && when(request))
    if (planned) planned.left--
    return planned?.how ?? choose?.(request) ?? null
  }

  const server = createServer((incoming, outgoing) => {
    handle(incoming, outgoing).catch((error) => {
      // A fault of the fake itself must be seen.
      console.error('The fake of Microsoft Graph failed:', error)
      outgoing.destroy()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  const graph: TestGraph = {
    url,
    client: CLIENT,
    account: (email) => handsOf(state, signIn, email),
    signsIn(email) {
      signsIn = email
    },
    fail: (how, times, when = () => true) => void failures.push({ how, left: times, when }),
    failWith(chosen) {
      choose = chosen
    },
    forgetCursors: () => reading.places.clear(),
    spentNames: 'answered',
    noticeTimes: 1,
    setSchedule: (address, schedule) => void reading.schedules.set(address, schedule),
    async lifecycle(watchId, lifecycleEvent) {
      const one = notices.subscriptions.get(watchId)
      if (one) notices.deliver(one, { lifecycleEvent })
      await notices.settled()
    },
    settled: notices.settled,
    requests,
    subscriptions: notices.subscriptions,
    mails: state.mails,
    async close() {
      for (const one of hanging) one.destroy()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await notices.settled()
    },
  }
  return graph
}

function refusal(status: number, code: string, message: string): Answer {
  const innerError = {
    date: new Date().toISOString().slice(0, 19),
    'request-id': crypto.randomUUID(),
    'client-request-id': crypto.randomUUID(),
  }
  return { status, body: { error: { code, message, innerError } } }
}

const FAILED: Record<'server-error' | 'unavailable' | 'slow-down', Answer> = {
  'server-error': refusal(500, 'InternalServerError', 'An internal server error occurred.'),
  unavailable: refusal(503, 'ServiceUnavailable', 'The service is unavailable.'),
  'slow-down': {
    ...refusal(429, 'ApplicationThrottled', 'Application is over its MailboxConcurrency limit.'),
    headers: { 'retry-after': '7' },
  },
}
