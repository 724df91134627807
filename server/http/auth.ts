/** Who is asking, and whether they may. The one place that decides it for the staff's routes. */
import { hash, timingSafeEqual } from 'node:crypto'
import type { Request, RequestHandler, Response } from 'express'
import type { Asking, Known } from '../accounts/sign-in.ts'
import { hashOfKey } from '../actions/accounts/api-keys.ts'
import { callerOfUser, getActingUser } from '../actions/crm/user.ts'
import type { Services } from '../actions/services.ts'
import { getAgentOptions } from '../db/agents.ts'
import { findLiveApiKey } from '../db/api-keys.ts'
import { getBooking } from '../db/bookings.ts'
import { type Customer, getCustomer } from '../db/customers.ts'
import { findHold, getHold } from '../db/holds.ts'
import type { LaunchSession } from '../db/launches.ts'
import type { Project } from '../db/projects.ts'
import { findRepIdByEmail, getRepCard } from '../db/reps.ts'
import {
  findLandscape,
  findProjectsOfAccount,
  findProjectsOfRep,
  findSight,
  type Landscape,
  refuseUnseenBooking,
  refuseUnseenCustomer,
} from '../db/sight.ts'
import { type Caller, callerKey } from '../domain/booking.ts'
import { type AgentOptions, openSince } from '../domain/lead.ts'
import { Refusal } from '../domain/refusal.ts'
import { levelOfKey, operationOf, type Reach, reachOf, type Scope, type Standing } from '../domain/rights.ts'
import { type AgentSight, EVERYTHING, type Sight, seesAll, sightFrom } from '../domain/sight.ts'
import { LAUNCH_HEADER, launchOf } from './launch-cookie.ts'

/** Somebody whom the doors let in. */
export interface Asker {
  readonly caller: Caller
  readonly standing: Standing
  /** The session of a person; null for a program with a key. */
  readonly known: Known | null
  /** The console that was opened from a record of the CRM, if the asker works in one. */
  readonly launch: LaunchSession | null
  /** What a leads agent may do; null: the asker is none. */
  readonly agent: AgentOptions | null
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

/**
 * Only staff pass, and only to what `domain/rights.ts` gives them: with a key as a bearer token, in a console that was opened from a record,
 * or with the console's session.
 */
export const staffOnly =
  (services: Services, adminKey: string): RequestHandler =>
  async (req, res, next) => {
    const asker = (await bearer(req, services, adminKey)) ?? (await session(req, services))
    if (!asker) throw new Refusal('unauthenticated', 'Send a key as a bearer token, or sign in to the console.')
    const asked = operationOf(req.method, req.baseUrl + req.path)
    const reach = reachOf(asked?.operation ?? null, asker.standing)
    if (reach === null) throw new Refusal('forbidden', refusalText(asker))
    const ownRepId = reach === 'own' && !asker.launch ? await ownRep(services.db, asker.caller) : null
    if (asker.known && asked?.id) await refuseUnseen(services, asker, asked.operation, asked.id)
    if (asker.launch && asked?.id) await refuseBeyondLaunch(services, asker, asked.operation, decodeURIComponent(asked.id))
    res.locals.asker = { ...asker, reach, ownRepId } satisfies Allowed
    next()
  }

const refusalText = ({ known, launch }: Asker): string =>
  launch
    ? 'A console opened from Salesforce finds a time and books it, no more.'
    : known
      ? 'Your account does not allow this.'
      : 'This key does not allow this.'

const allowed = (res: Response): Allowed => res.locals.asker as Allowed

/** The staff member or program that asks. Only behind `staffOnly`, like the others here. */
export const callerOf = (res: Response): Caller => allowed(res).caller
export const askerOf = (res: Response): Asker => allowed(res)

/** How far the right to what is asked reaches. */
export const reachIn = (res: Response): Reach => allowed(res).reach

/** The rep whose bookings are all that the asker may see; null: all. */
export const ownRepOf = (res: Response): string | null => allowed(res).ownRepId

/** The ids of the projects in which the asker works; null: in all. Programs and administrators work in all; a rep works in the rep's. */
export async function projectsOf({ db }: Services, { known, standing, caller }: Asker): Promise<readonly string[] | null> {
  if (!known || standing.level === 'administrator') return null
  return standing.level === 'rep' ? findProjectsOfRep(db, await ownRep(db, caller)) : findProjectsOfAccount(db, known.accountId)
}

/** What a leads agent is shown; null: the asker is none. */
const agentSight = ({ now }: Services, { known, agent }: Asker): AgentSight | null =>
  known && agent
    ? { accountId: known.accountId, onlyAssigned: agent.onlyAssigned, since: openSince(now()), partialOnly: !agent.seesAllOrders }
    : null

/** The account of the leads agent who asks; null: the asker is none. */
export const ownAgentOf = (res: Response): string | null => (allowed(res).agent ? (allowed(res).known?.accountId ?? null) : null)

/** What the asker sees: from everywhere, or as `lookFrom` has it from the project that is named. */
export async function sightIn(services: Services, res: Response, project?: string): Promise<Sight> {
  if (project !== undefined) return (await lookFrom(services, res, project)).sight
  const asker = askerOf(res)
  const repId = asker.standing.level === 'rep' ? await ownRep(services.db, asker.caller) : null
  return findSight(services.db, await projectsOf(services, asker), repId, agentSight(services, asker))
}

/** What the asker sees when they look from a project (its id or slug), or from all of theirs. Refuses with `not-found` one in which they do not work. */
export async function lookFrom(
  services: Services,
  res: Response,
  ref: string | undefined,
): Promise<{ readonly from: Project | null; readonly sight: Sight; readonly landscape: Landscape }> {
  const { db } = services
  const asker = askerOf(res)
  const [landscape, own] = await Promise.all([findLandscape(db), projectsOf(services, asker)])
  const isOwn = ({ id }: Project) => own === null || own.includes(id)
  const from = ref === undefined ? null : landscape.projects.find((one) => (one.id === ref || one.slug === ref) && isOwn(one))
  if (from === undefined) throw new Refusal('not-found', `There is no project “${ref}”.`)
  const seen = from ? [from.id] : own
  const repId = asker.standing.level === 'rep' ? await ownRep(db, asker.caller) : null
  const sight = seen === null ? EVERYTHING : sightFrom(seen, landscape.projects, landscape.shares, repId)
  return { from, sight: { ...sight, agent: agentSight(services, asker) }, landscape }
}

/** The customer who is named, if the asker sees them. Refuses with `not-found`. */
export async function seenCustomer(services: Services, res: Response, ref: string): Promise<Customer> {
  const sight = await sightIn(services, res)
  const customer = await (seesAll(sight) ? getCustomer(services.db, ref) : getNamed(services.db, ref))
  await refuseUnseenCustomer(services.db, sight, customer.id, ref)
  return customer
}

/** Refuse what a rep asks for another rep: they book, hold and move for themselves alone. `rep` is whom the request names, if anybody. */
export async function refuseOtherRep({ db }: Services, res: Response, rep: string | undefined): Promise<void> {
  const own = ownRepOf(res)
  if (own !== null && (rep === undefined || (await getRepCard(db, rep)).id !== own))
    throw new Refusal('forbidden', 'Your account books for yourself alone: name yourself as the rep.')
}

/** The one customer for whom a console was opened from a record; null: the asker may name any. */
export const ownCustomerOf = (res: Response): string | null => allowed(res).launch?.customerId ?? null

/** Refuse a console that was opened for one customer whatever is about another: `ref` is whom the request names, if anybody. */
export function refuseOtherCustomer(res: Response, ref: string | undefined): void {
  const own = ownCustomerOf(res)
  if (own !== null && ref !== undefined && ref !== own) throw new Refusal('forbidden', 'This console was opened for one customer.')
}

/** Refuse a leads agent who sees assigned customers alone whoever is named otherwise than by id: it may be somebody else's customer. */
export function refuseStranger(res: Response, customer: object): void {
  if (allowed(res).agent?.onlyAssigned && !('id' in customer))
    throw new Refusal('forbidden', 'Your account works for the customers who are assigned to you: choose one of them.')
}

/** Refuse to look past a booking that is to be moved if the asker does not see it, or works in a console that was opened from a record: it moves none. */
export async function refuseMoving(services: Services, res: Response, booking: string | undefined): Promise<void> {
  if (booking === undefined) return
  if (allowed(res).launch) throw new Refusal('forbidden', refusalText(allowed(res)))
  const sight = await sightIn(services, res)
  if (!seesAll(sight)) await refuseUnseenBooking(services.db, sight, (await getBooking(services.db, booking)).id)
}

/** The id of a hold, unless it is another's and the asker works in a console that was opened from a record: then it means nothing. */
export async function ownHoldOf({ db, now }: Services, res: Response, id: string): Promise<string | undefined> {
  const { launch, caller } = allowed(res)
  if (!launch) return id
  const held = await findHold(db, id, now())
  return held && callerKey(held.heldBy) === callerKey(caller) ? id : undefined
}

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

async function bearer(req: Request, services: Services, adminKey: string): Promise<Asker | null> {
  const [scheme, token] = (req.get('authorization') ?? '').split(' ')
  if (scheme?.toLowerCase() !== 'bearer' || !token) return null
  const key = isKey(token, adminKey)
    ? { name: null, scopes: ['administer'] as const }
    : await findLiveApiKey(services.db, hashOfKey(token), services.now())
  if (!key) throw new Refusal('unauthenticated', 'This key is not known, or has run out.')
  return actingFor(req, services, program(key.name, key.scopes))
}

/** A program that books may say for which user of the CRM it does. */
async function actingFor(req: Request, services: Services, asker: Asker): Promise<Asker> {
  const user = req.get('x-salesforce-user')
  if (user === undefined) return asker
  if (reachOf('POST /api/v1/bookings', asker.standing) === null)
    throw new Refusal('forbidden', 'This key cannot act for a Salesforce user.')
  return { ...asker, caller: callerOfUser(await getActingUser(services, user)) }
}

const program = (name: string | null, scopes: readonly Scope[]): Asker => ({
  caller: { kind: 'api', name, email: null },
  standing: { level: levelOfKey(scopes), scopes },
  known: null,
  launch: null,
  agent: null,
})

/** A page that was opened from a record says so with each request; it never asks as whoever else is signed in, nor the other way round. */
async function session(req: Request, services: Services): Promise<Asker | null> {
  if (req.get(LAUNCH_HEADER) !== undefined) return launched(req, services)
  const known = await services.signIn.session(askingOf(req))
  if (!known) return null
  refuseForeign(req)
  return personAsks(services, known)
}

async function launched(req: Request, services: Services): Promise<Asker> {
  const launch = await launchOf(req, services)
  if (!launch) throw new Refusal('unauthenticated', 'This console has ended. Press Schedule on the record again.')
  refuseForeign(req)
  return { caller: callerOfUser(launch.user), standing: { level: 'launched', scopes: null }, known: null, launch, agent: null }
}

/** Somebody who is signed in, as one who asks. */
export async function personAsks({ db }: Services, known: Known): Promise<Asker> {
  const agent = known.level === 'leads-agent' ? await getAgentOptions(db, known.accountId) : null
  return {
    caller: { kind: 'coordinator', name: known.name, email: known.email },
    standing: { level: known.level, scopes: null, ...(agent ? { pages: agent.pages } : {}) },
    known,
    launch: null,
    agent,
  }
}

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

const ownRep = async (db: Services['db'], { email }: Caller): Promise<string> =>
  (email ? await findRepIdByEmail(db, email) : null) ?? NOBODY

/** What somebody's projects do not show them is not there: customers and bookings of other projects, and to a rep those of others. */
async function refuseUnseen(services: Services, asker: Asker, operation: string, part: string): Promise<void> {
  const ofBooking = operation.includes(' /api/v1/bookings/')
  if (!ofBooking && !operation.includes(' /api/v1/customers/')) return
  const { db } = services
  const id = decodeURIComponent(part)
  const repId = asker.standing.level === 'rep' ? await ownRep(db, asker.caller) : null
  const sight = await findSight(db, await projectsOf(services, asker), repId, agentSight(services, asker))
  if (seesAll(sight)) return
  if (ofBooking) await refuseUnseenBooking(db, sight, (await getBooking(db, id)).id)
  else await refuseUnseenCustomer(db, sight, (await getNamed(db, id)).id, id)
}

/** That several have an email says something of customers who may not be seen. */
async function getNamed(db: Services['db'], ref: string): Promise<Customer> {
  return getCustomer(db, ref).catch((error: unknown) => {
    throw error instanceof Refusal && error.code === 'conflict' ? new Refusal('not-found', `There is no customer “${ref}”.`) : error
  })
}

/** In a console that was opened for one customer, others are not there, nor are the holds of other users. */
async function refuseBeyondLaunch({ db }: Services, { launch, caller }: Asker, operation: string, id: string): Promise<void> {
  const own = launch?.customerId
  if (operation.includes(' /api/v1/bookings/') && (await getBooking(db, id)).customer.id !== own)
    throw new Refusal('not-found', 'There is no such booking.')
  if (operation.includes(' /api/v1/customers/') && id !== own) throw new Refusal('not-found', 'There is no such customer.')
  if (operation.includes(' /api/v1/holds/') && callerKey((await getHold(db, id)).heldBy) !== callerKey(caller))
    throw new Refusal('not-found', 'There is no such hold; it may have ended.')
}
