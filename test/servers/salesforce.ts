/**
 * A Salesforce org as tests meet it: a server that remembers, and that refuses whatever Salesforce has no name for. What it does follows
 * the REST API Developer Guide, the Object Reference, and Salesforce Help on OAuth. It can be told to fail in every way that a network, or
 * an org, can.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { CrmAccess, TokenSource } from '../../server/crm/provider.ts'
import { CrmTrouble, crmRecordId } from '../../server/domain/crm.ts'
import { type Hands, handsOf } from './salesforce-hands.ts'
import { CLIENT, openSignIn } from './salesforce-oauth.ts'
import { answer, type RestAnswer, type RestRequest, ROOT, refusal } from './salesforce-rest.ts'
import { openStore, SalesforceNo } from './salesforce-store.ts'

/**
 * How a request goes wrong. Before anything happens: `server-error` (500), `unavailable` (503), `slow-down` (429 with Retry-After), `limit`
 * (the day's calls are used up), `lock` (a record is locked), `expired` (the session has ended), `reset`, `hang`. After it has happened:
 * `reset-after`, `half` of the answer, half of it and no end (`stall`), `garbage` in its place, `hang-after`.
 */
export const FAILURES = [
  ...(['server-error', 'unavailable', 'slow-down', 'limit', 'lock', 'expired', 'reset', 'hang'] as const),
  ...(['reset-after', 'half', 'stall', 'garbage', 'hang-after'] as const),
] as const
export type Failure = (typeof FAILURES)[number]

export interface LoggedRequest extends RestRequest {
  /** Below the host, without its query. */
  readonly path: string
  /** 0: there was no answer. */
  status: number
}

export interface TestSalesforce extends Hands {
  /** Both where people sign in and where the org is. */
  readonly url: string
  readonly orgId: string
  readonly clientId: string
  readonly clientSecret: string
  /** The user as whom we work there. */
  readonly integration: { readonly id: string; readonly username: string }
  /** Who signs in when the app asks for consent: the integration user, unless another is named; null says no. */
  signIn(userId: string | null): void
  /** The app's certificate, or public key, in PEM: what it signs is believed from now on. */
  trust(pem: string): void
  /** A session of somebody's; without one named, the integration user's. */
  issueToken(userId?: string): string
  /** Tokens for the provider: a new one whenever one was refused, until all ends. */
  tokenSource(): TokenSource
  /** All that opening it takes. */
  access(more?: Partial<CrmAccess>): CrmAccess
  expireSessions(): void
  revoke(): void
  rotateRefreshTokens(): void
  /** The next requests, that many, go wrong in this way. */
  fail(how: Failure, times?: number, at?: 'rest' | 'oauth'): void
  /** From now on this decides what goes wrong; null ends it. */
  failBy(choose: ((request: { readonly method: string; readonly path: string }) => Failure | null) | null): void
  /** Calls of today, and how many are allowed. */
  readonly calls: { used: number; allowed: number }
  /** No page of an answer is longer. */
  pageSize: number
  /** Whether it is a sandbox. */
  sandbox(is: boolean): void
  /** Every request of the REST API, in order. */
  readonly requests: LoggedRequest[]
  /** Every form that was sent to the sign-in, in order. */
  readonly forms: { readonly path: string; readonly form: Readonly<Record<string, string>> }[]
  close(): Promise<void>
}

export async function openSalesforce({ now = () => new Date() }: { readonly now?: () => Date } = {}): Promise<TestSalesforce> {
  const store = openStore(now)
  const orgId = crmRecordId('00DHs0000000001') as string
  const failures: Record<'rest' | 'oauth', Failure[]> = { rest: [], oauth: [] }
  const requests: LoggedRequest[] = []
  const forms: TestSalesforce['forms'] = []
  const hanging = new Set<ServerResponse>()
  const cursors = new Map<string, readonly unknown[]>()
  const calls = { used: 0, allowed: 100_000 }
  let choose: Parameters<TestSalesforce['failBy']>[0] = null
  let person: string | null | undefined
  let over = false
  let url = ''

  const admin = store.insert(
    'User',
    { LastName: 'Admin', Email: 'admin@org.example', Username: 'admin@org.example', IsActive: true },
    'nobody',
  )
  const hands = handsOf(store, admin)
  const username = 'integration@org.example'
  const us = hands.addUser({ name: 'Switchboard Integration', email: username, username })
  const organization = store.insert('Organization', { Name: 'Acme', IsSandbox: false, OrganizationType: 'Enterprise Edition' }, admin)
  const org = store.records.get(organization)
  if (org) {
    store.records.delete(organization)
    store.records.set(orgId, { ...org, fields: { ...org.fields, Id: orgId } })
  }
  const signIn = openSignIn(
    () => url,
    orgId,
    store,
    () => (person === undefined ? us : person),
    now,
  )

  function rest(request: RestRequest, user: string, locked: boolean): RestAnswer {
    let left = locked
    return answer(
      {
        store,
        user,
        identity: `${url}/id/${orgId}/${user}`,
        pageSize: salesforce.pageSize,
        limits: calls,
        cursors,
        // The row of the booking, or whatever comes last, is the one that somebody else has locked.
        stumble(reference) {
          if (!left || (reference !== 'booking' && reference !== 'event')) return null
          left = false
          return LOCKED
        },
      },
      request,
    )
  }

  function respond(request: RestRequest, token: string | null, failure: Failure | null): RestAnswer {
    const user = failure === 'expired' ? null : signIn.userOf(token)
    if (user === null) return refusal(new SalesforceNo(401, 'INVALID_SESSION_ID', 'Session expired or invalid'))
    if (failure === 'server-error')
      return refusal(
        new SalesforceNo(
          500,
          'UNKNOWN_EXCEPTION',
          'An unexpected error occurred. Please include this ErrorId if you contact support: 1-2 (3)',
        ),
      )
    if (failure === 'unavailable') return refusal(new SalesforceNo(503, 'SERVER_UNAVAILABLE', 'We are down for maintenance.'))
    if (failure === 'slow-down') return { status: 429, body: '', headers: { 'retry-after': '7' } }
    if (failure === 'limit' || calls.used >= calls.allowed)
      return refusal(new SalesforceNo(403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.'))
    calls.used++
    const writes = request.method !== 'GET'
    if (failure === 'lock' && writes && !request.url.startsWith(`${ROOT}/composite`)) return refusal(LOCKED)
    const type = request.headers['content-type'] ?? ''
    if (request.body !== undefined && !/^application\/json\b/.test(type))
      return refusal(new SalesforceNo(415, 'UNSUPPORTED_MEDIA_TYPE', `Content type ${type || 'none'} not supported.`))
    if (request.body === UNREADABLE) return refusal(new SalesforceNo(400, 'JSON_PARSER_ERROR', 'Unexpected character.'))
    return rest(request, user, failure === 'lock')
  }

  function serve(incoming: IncomingMessage, outgoing: ServerResponse, text: string): void {
    const there = new URL(incoming.url ?? '/', url)
    const { method = 'GET' } = incoming
    const headers = Object.fromEntries(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]))
    const data = there.pathname.startsWith('/services/data')
    const failure = failures[data ? 'rest' : 'oauth'].shift() ?? (data ? choose?.({ method, path: there.pathname }) : null) ?? null
    const request: RestRequest = { method, url: incoming.url ?? '/', body: bodyOf(text), headers }
    const log: LoggedRequest = { ...request, path: there.pathname, status: 0 }
    if (data) requests.push(log)
    else if (method === 'POST') forms.push({ path: there.pathname, form: Object.fromEntries(new URLSearchParams(text)) })
    if (failure === 'hang') return void hanging.add(outgoing)
    if (failure === 'reset') return void incoming.socket.resetAndDestroy()
    const token = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1] ?? null
    const reply = data ? respond(request, token, failure) : oauth(method, there, text, headers, failure)
    log.status = reply.status
    if (failure === 'hang-after') return void hanging.add(outgoing)
    if (failure === 'reset-after') return void incoming.socket.resetAndDestroy()
    const said = failure === 'garbage' ? '<html>Down for maintenance</html>' : textOf(reply.body)
    outgoing.writeHead(failure === 'garbage' ? 200 : reply.status, {
      'content-type': typeof reply.body === 'string' || failure === 'garbage' ? 'text/html' : 'application/json;charset=UTF-8',
      ...(data ? { 'sforce-limit-info': `api-usage=${calls.used}/${calls.allowed}` } : {}),
      ...(said === '' ? {} : { 'content-length': String(Buffer.byteLength(said)) }),
      ...reply.headers,
    })
    if (failure !== 'half' && failure !== 'stall') return void outgoing.end(said)
    // An answer without a body can only be broken off before its end.
    if (said === '') return void incoming.socket.resetAndDestroy()
    outgoing.write(said.slice(0, Math.floor(said.length / 2)), () => {
      if (failure === 'half') incoming.socket.destroy()
      else hanging.add(outgoing)
    })
  }

  function oauth(method: string, there: URL, text: string, headers: Readonly<Record<string, string>>, failure: Failure | null): RestAnswer {
    if (failure === 'server-error' || failure === 'unavailable') return { status: failure === 'unavailable' ? 503 : 500, body: 'Down' }
    if (failure === 'slow-down') return { status: 429, body: '', headers: { 'retry-after': '7' } }
    return signIn.answer(method, there, new URLSearchParams(text), headers) ?? { status: 404, body: 'There is nothing here' }
  }

  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = []
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
    incoming.on('error', () => {})
    incoming.on('end', () => {
      try {
        serve(incoming, outgoing, Buffer.concat(chunks).toString())
      } catch (error) {
        // A fault of the fake itself, or a question that it does not know, must be seen.
        console.error('The fake org failed:', error)
        outgoing.writeHead(501).end(String(error))
      }
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  const salesforce: TestSalesforce = {
    ...hands,
    url,
    orgId,
    ...CLIENT,
    integration: { id: us, username },
    signIn(userId) {
      person = userId
    },
    trust: signIn.trust,
    issueToken: (userId = us) => signIn.issue(userId),
    tokenSource() {
      let current = signIn.issue(us)
      return async (refused) => {
        if (over) throw new CrmTrouble('revoked', 'The org no longer lets us in.')
        if (refused === current) current = signIn.issue(us)
        return current
      }
    },
    access: (more = {}) => ({
      apiUrl: url,
      token: salesforce.tokenSource(),
      timeZoneField: null,
      languageField: null,
      heardCalls: () => {},
      ...more,
    }),
    expireSessions: signIn.expire,
    revoke() {
      over = true
      signIn.revoke()
    },
    rotateRefreshTokens() {
      signIn.rotate = true
    },
    fail(how, times = 1, at = 'rest') {
      for (let i = 0; i < times; i++) failures[at].push(how)
    },
    failBy(by) {
      choose = by
    },
    calls,
    pageSize: 2000,
    sandbox(is) {
      store.write(orgId, { IsSandbox: is }, admin)
    },
    requests,
    forms,
    async close() {
      for (const one of hanging) one.destroy()
      await new Promise((resolve) => {
        server.close(resolve)
        server.closeAllConnections()
      })
    },
  }
  return salesforce
}

const LOCKED = new SalesforceNo(400, 'UNABLE_TO_LOCK_ROW', 'unable to obtain exclusive access to this record')
const UNREADABLE = Symbol('unreadable')

function bodyOf(text: string): unknown {
  if (text === '') return undefined
  try {
    return JSON.parse(text)
  } catch {
    return UNREADABLE
  }
}

const textOf = (body: unknown): string =>
  body === null || body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body)
