/**
 * A vendor that asks people for consent, on the paths of Google and Microsoft: codes that are good once with PKCE, access tokens that end,
 * refresh tokens that are good once. Strict in what it takes.
 */
import { createHash, randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export const CLIENT = { clientId: 'switchboard', clientSecret: 'client-secret-of-switchboard' }

export interface ConsentServer {
  readonly url: string
  /** What the person at the browser says. */
  answer: { email: string; says: 'yes' | 'no' | 'less' }
  /** What was asked for, in order: path and form. */
  readonly asked: { readonly path: string; readonly form: Readonly<Record<string, string>> }[]
  /** What the token endpoint answers instead, while it is set. */
  broken: { status: number; headers?: Record<string, string>; body: string } | null
  /** The refresh tokens that are good. */
  readonly refresh: Map<string, string>
  /** How long access tokens are good. */
  seconds: number
  close(): Promise<void>
}

export async function consentServer(): Promise<ConsentServer> {
  const codes = new Map<string, { email: string; challenge: string; redirectUri: string; scope: string }>()
  const give = (email: string, scope: string) => {
    const refresh = `refresh-${randomBytes(9).toString('hex')}`
    made.refresh.set(refresh, email)
    const token = { access_token: `access-${randomBytes(9).toString('hex')}`, token_type: 'Bearer', expires_in: made.seconds, scope }
    return { ...token, refresh_token: refresh }
  }
  const identity = (email: string) =>
    ['{"alg":"RS256"}', JSON.stringify({ iss: 'https://vendor.example', aud: CLIENT.clientId, email }), 'signature']
      .map((part) => Buffer.from(part).toString('base64url'))
      .join('.')

  function authorize(query: URLSearchParams): { status: number; location?: string } {
    const get = (name: string) => query.get(name) ?? ''
    const asks = get('response_type') === 'code' && get('client_id') === CLIENT.clientId && get('code_challenge_method') === 'S256'
    if (!asks || !/^[\w-]{43}$/.test(get('code_challenge')) || get('state').length < 20) return { status: 400 }
    const back = new URL(get('redirect_uri'))
    back.searchParams.set('state', get('state'))
    if (made.answer.says === 'no') back.searchParams.set('error', 'access_denied')
    else {
      const code = randomBytes(9).toString('hex')
      const scope = made.answer.says === 'less' ? 'openid email' : get('scope')
      codes.set(code, { email: made.answer.email, challenge: get('code_challenge'), redirectUri: get('redirect_uri'), scope })
      back.searchParams.set('code', code)
    }
    return { status: 302, location: back.href }
  }

  function token(form: URLSearchParams): [number, object] {
    const get = (name: string) => form.get(name) ?? ''
    if (get('client_id') !== CLIENT.clientId || get('client_secret') !== CLIENT.clientSecret) return [401, { error: 'invalid_client' }]
    if (get('grant_type') === 'refresh_token') {
      const email = made.refresh.get(get('refresh_token'))
      made.refresh.delete(get('refresh_token'))
      return email === undefined ? [400, { error: 'invalid_grant' }] : [200, give(email, '')]
    }
    const code = codes.get(get('code'))
    codes.delete(get('code'))
    const proven = code?.challenge === createHash('sha256').update(get('code_verifier')).digest('base64url')
    if (!code || !proven || code.redirectUri !== get('redirect_uri')) return [400, { error: 'invalid_grant' }]
    return [200, { ...give(code.email, code.scope), id_token: identity(code.email) }]
  }

  async function handle(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const url = new URL(req.url ?? '', 'http://here')
    const chunks: Buffer[] = []
    for await (const chunk of req) chunks.push(chunk)
    const form = new URLSearchParams(Buffer.concat(chunks).toString())
    if (req.method === 'POST') made.asked.push({ path: url.pathname, form: Object.fromEntries(form) })
    const json = (status: number, body: object) => res.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    if (/^(\/o\/oauth2\/v2\/auth|\/common\/oauth2\/v2\.0\/authorize)$/.test(url.pathname)) {
      const { status, location } = authorize(url.searchParams)
      res.writeHead(status, location ? { location } : {}).end()
    } else if (/^(\/token|\/common\/oauth2\/v2\.0\/token)$/.test(url.pathname)) {
      if (made.broken) res.writeHead(made.broken.status, made.broken.headers).end(made.broken.body)
      else json(...token(form))
    } else if (url.pathname === '/revoke') {
      const known = made.refresh.delete(form.get('token') ?? '')
      json(known ? 200 : 400, {})
    } else json(404, {})
  }

  const server = createServer((req, res) => void handle(req, res))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const made: ConsentServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    answer: { email: 'ann@vendor.example', says: 'yes' },
    asked: [],
    broken: null,
    refresh: new Map(),
    seconds: 3600,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return made
}
