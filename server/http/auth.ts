/** Who is asking. The one place that decides who may use the staff's routes. */
import { createHash, timingSafeEqual } from 'node:crypto'
import type { Request, RequestHandler, Response } from 'express'
import type { Caller } from '../domain/booking.ts'
import { Refusal } from '../domain/refusal.ts'
import { readSigned, signed } from '../domain/signed.ts'

const COOKIE = 'switchboard_session'
const HOURS = 12

export interface Keys {
  readonly adminKey: string
  readonly secret: string
  readonly publicUrl: string
  readonly now: () => Date
}

/** Compare without telling by time how much is right. */
export function isKey(given: string, right: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(right))
}

/** Only staff pass: with the administrator key as a bearer token, or with the console's session. `callerOf` tells who it is. */
export const staffOnly =
  (keys: Keys): RequestHandler =>
  (req, res, next) => {
    const caller = bearer(req, keys) ?? session(req, keys)
    if (!caller) throw new Refusal('unauthenticated', 'Send the administrator key as a bearer token, or sign in to the console.')
    res.locals.caller = caller
    next()
  }

/** The staff member or program that asks. Only behind `staffOnly`. */
export const callerOf = (res: Response): Caller => res.locals.caller as Caller

function bearer(req: Request, { adminKey }: Keys): Caller | null {
  const [scheme, token] = (req.get('authorization') ?? '').split(' ')
  if (scheme?.toLowerCase() !== 'bearer' || !token) return null
  if (!isKey(token, adminKey)) throw new Refusal('unauthenticated', 'This key is not known.')
  return { kind: 'api', name: null, email: null }
}

function session(req: Request, keys: Keys): Caller | null {
  const cookie = (req.get('cookie') ?? '').split(/; */).find((one) => one.startsWith(`${COOKIE}=`))
  const payload = cookie ? readSigned(sessionSecret(keys), 'session', cookie.slice(COOKIE.length + 1)) : null
  if (!payload) return null
  const { name, email, until } = JSON.parse(payload) as { name: string; email: string; until: number }
  if (until <= keys.now().getTime()) return null
  refuseForeign(req)
  return { kind: 'coordinator', name, email }
}

/** Browsers send the cookie only to us from our own pages (SameSite=Strict); one that says it comes from elsewhere is refused as well. */
function refuseForeign(req: Request): void {
  const origin = req.get('origin')
  if (origin && req.method !== 'GET' && URL.parse(origin)?.host !== req.get('host'))
    throw new Refusal('forbidden', 'This came from another website.')
}

/** A new administrator key ends every session. */
const sessionSecret = ({ secret, adminKey }: Keys) => `${secret}\n${adminKey}`

/** Let the console in for half a day. */
export function beginSession(res: Response, keys: Keys, who: { name: string; email: string }): void {
  const until = keys.now().getTime() + HOURS * 3_600_000
  setCookie(res, keys, signed(sessionSecret(keys), 'session', JSON.stringify({ ...who, until })), HOURS * 3600)
}

export const endSession = (res: Response, keys: Keys): void => setCookie(res, keys, '', 0)

function setCookie(res: Response, { publicUrl }: Keys, value: string, seconds: number): void {
  const secure = publicUrl.startsWith('https:') ? '; Secure' : ''
  res.append('Set-Cookie', `${COOKIE}=${value}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Strict${secure}`)
}
