/** Who is asking, and whether they may. The one place that decides it for the staff's routes. */
import { hash, timingSafeEqual } from 'node:crypto'
import type { Request, RequestHandler, Response } from 'express'
import type { Asking, Known } from '../accounts/sign-in.ts'
import { hashOfKey } from '../actions/accounts/api-keys.ts'
import type { Services } from '../actions/services.ts'
import { findLiveApiKey } from '../db/api-keys.ts'
import { getBooking } from '../db/bookings.ts'
import { findRepIdByEmail } from '../db/reps.ts'
import type { Caller } from '../domain/booking.ts'
import { Refusal } from '../domain/refusal.ts'
import { levelOfKey, operationOf, type Reach, reachOf, type Scope, type Standing } from '../domain/rights.ts'

/** Somebody whom the doors let in. */
export interface Asker {
  readonly caller: Caller
  readonly standing: Standing
  /** The session of a person; null for a program with a key. */
  readonly known: Known | null
}

interface Allowed extends Asker {
  readonly reach: Reach
  /** The rep whose bookings are all that the asker may see; null: all. */
  readonly ownRepId: string | null
}

const NOBODY = '00000000-0000-0000-0000-000000000000'

/** Compare without telling by time how much is right. */
export const isKey = (given: string, right: string): boolean =>
  timingSafeEqual(hash('sha256', given, 'buffer'), hash('sha256', right, 'buffer'))

/** Only staff pass, and only to what `domain/rights.ts` gives them: with a key as a bearer token, or with the console's session. */
export const staffOnly =
  (services: Services, adminKey: string): RequestHandler =>
  async (req, res, next) => {
    const asker = (await bearer(req, services, adminKey)) ?? (await session(req, services))
    if (!asker) throw new Refusal('unauthenticated', 'Send a key as a bearer token, or sign in to the console.')
    const asked = operationOf(req.method, req.baseUrl + req.path)
    const reach = reachOf(asked?.operation ?? null, asker.standing)
    if (reach === null) throw new Refusal('forbidden', asker.known ? 'Your account does not allow this.' : 'This key does not allow this.')
    const ownRepId = reach === 'own' ? await ownRep(services, asker.caller) : null
    if (ownRepId !== null && asked?.id && asked.operation.includes(' /api/v1/bookings/'))
      await refuseForeignBooking(services, ownRepId, decodeURIComponent(asked.id))
    res.locals.asker = { ...asker, reach, ownRepId } satisfies Allowed
    next()
  }

const allowed = (res: Response): Allowed => res.locals.asker as Allowed

/** The staff member or program that asks. Only behind `staffOnly`, like the others here. */
export const callerOf = (res: Response): Caller => allowed(res).caller
export const askerOf = (res: Response): Asker => allowed(res)

/** How far the right to what is asked reaches. */
export const reachIn = (res: Response): Reach => allowed(res).reach

/** The rep whose bookings are all that the asker may see; null: all. */
export const ownRepOf = (res: Response): string | null => allowed(res).ownRepId

/** The session of the person who asks. Refuses programs. */
export function personOf(res: Response): Known {
  const { known } = allowed(res)
  if (!known) throw new Refusal('forbidden', 'Only somebody who is signed in has an account.')
  return known
}

/** What signing in needs to know of a request. */
export const askingOf = (req: Request): Asking => ({
  cookie: req.get('cookie') ?? '',
  address: req.ip ?? '',
  userAgent: (req.get('user-agent') ?? '').slice(0, 300),
})

/** Pass on cookies as they were made. */
export const setCookies = (res: Response, cookies: readonly string[]): void => void res.append('Set-Cookie', [...cookies])

async function bearer(req: Request, { db, now }: Services, adminKey: string): Promise<Asker | null> {
  const [scheme, token] = (req.get('authorization') ?? '').split(' ')
  if (scheme?.toLowerCase() !== 'bearer' || !token) return null
  if (isKey(token, adminKey)) return program(null, ['administer'])
  const key = await findLiveApiKey(db, hashOfKey(token), now())
  if (!key) throw new Refusal('unauthenticated', 'This key is not known, or has run out.')
  return program(key.name, key.scopes)
}

const program = (name: string | null, scopes: readonly Scope[]): Asker => ({
  caller: { kind: 'api', name, email: null },
  standing: { level: levelOfKey(scopes), scopes },
  known: null,
})

async function session(req: Request, { signIn }: Services): Promise<Asker | null> {
  const known = await signIn.session(askingOf(req))
  if (!known) return null
  refuseForeign(req)
  return personAsks(known)
}

/** Somebody who is signed in, as one who asks. */
export const personAsks = (known: Known): Asker => ({
  caller: { kind: 'coordinator', name: known.name, email: known.email },
  standing: { level: known.level, scopes: null },
  known,
})

/** Browsers send the cookie only to us from our own pages (SameSite=Strict); one that says it comes from elsewhere is refused as well. */
function refuseForeign(req: Request): void {
  const origin = req.get('origin')
  if (origin && req.method !== 'GET' && URL.parse(origin)?.host !== req.get('host'))
    throw new Refusal('forbidden', 'This came from another website.')
}

/** What begins a session is asked for by our own pages, or by no page at all. */
export const ownPagesOnly: RequestHandler = (req, _res, next) => {
  refuseForeign(req)
  next()
}

const ownRep = async ({ db }: Services, { email }: Caller): Promise<string> => (email ? await findRepIdByEmail(db, email) : null) ?? NOBODY

/** To a rep, the bookings of others are not there. */
async function refuseForeignBooking({ db }: Services, repId: string, id: string): Promise<void> {
  const booking = await getBooking(db, id)
  if (booking.repId !== repId && !booking.with.some((other) => other.repId === repId))
    throw new Refusal('not-found', 'There is no such booking.')
}
