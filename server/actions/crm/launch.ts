import { hash, randomBytes } from 'node:crypto'
import { findOrg } from '../../db/crm-org.ts'
import {
  deleteLaunchSession,
  findLaunchSession,
  findTicket,
  insertLaunchSession,
  insertTicket,
  isUsed,
  type LaunchSession,
  useTicket,
  useToken,
} from '../../db/launches.ts'
import { CrmTrouble } from '../../domain/crm.ts'
import { LAUNCH_SECONDS, type Launch, SESSION_HOURS } from '../../domain/launch.ts'
import { Refusal } from '../../domain/refusal.ts'
import type { Services } from '../services.ts'
import { readLaunchToken } from './launch-token.ts'
import { customerOfRecord } from './record-customer.ts'
import { userOfOrg } from './user.ts'

/** Under what tickets and cookies are kept: nobody reads them from it. */
const hashed = (secret: string): string => hash('sha256', secret, 'base64url')

/** A one-time address that opens the console for a record, as a user of the org. */
export async function makeLaunch(services: Services, launch: Launch): Promise<{ url: string; expiresAt: Date }> {
  if ((await findOrg(services.db)) === null) throw new Refusal('conflict', 'No Salesforce org is connected.')
  const ticket = randomBytes(32).toString('base64url')
  const expiresAt = new Date(services.now().getTime() + LAUNCH_SECONDS * 1000)
  await insertTicket(services.db, hashed(ticket), launch, expiresAt)
  return { url: `${services.publicUrl}/salesforce/launch?ticket=${ticket}`, expiresAt }
}

/** What somebody brings along to launch. */
export type LaunchKey = { readonly token: string } | { readonly ticket: string }

/** What the page says of a launch that opened nothing. Which of its many faults a key has is for the log alone. */
export type LaunchProblem = 'key' | 'user' | 'record' | 'unreachable'

/** A console that was opened, and the cookie that keeps it open; or why none was. */
export type Launched =
  | { readonly customerId: string; readonly cookie: string }
  | { readonly problem: LaunchProblem; readonly why: string; readonly error?: unknown }

/** Open the console for a record. The key is used up by nothing but that, so a launch that met an org out of reach may be tried again. */
export async function openLaunch(services: Services, key: LaunchKey, formerCookie: string | null): Promise<Launched> {
  const { db, now } = services
  const found = 'token' in key ? await byToken(services, key.token) : await byTicket(services, key.ticket)
  if (typeof found === 'string') return { problem: 'key', why: found }
  try {
    const user = await userOfOrg(services, found.user)
    if (!user?.active) return { problem: 'user', why: user ? 'user-inactive' : 'user-unknown' }
    const record = await customerOfRecord(services, found.ref)
    if (record === null) return { problem: 'key', why: 'no-org' }
    const { customer, stale } = record
    const cookie = randomBytes(32).toString('base64url')
    const at = now()
    const expiresAt = new Date(at.getTime() + SESSION_HOURS * 3_600_000)
    const session = { hash: hashed(cookie), customerId: customer.id, user, stale, createdAt: at, expiresAt }
    const isFirst = await db.transaction().execute(async (tx) => {
      if (!(await found.use(tx))) return false
      await insertLaunchSession(tx, session, formerCookie === null ? null : hashed(formerCookie))
      return true
    })
    return isFirst ? { customerId: customer.id, cookie } : { problem: 'key', why: 'used' }
  } catch (error) {
    if (!(error instanceof CrmTrouble)) throw error
    return error.kind === 'gone' ? { problem: 'record', why: 'record-gone', error } : { problem: 'unreachable', why: error.kind, error }
  }
}

interface Usable extends Launch {
  /** Use it up; false if it was used before. */
  readonly use: (tx: Services['db']) => Promise<boolean>
}

async function byToken({ db, publicUrl, now }: Services, token: string): Promise<Usable | string> {
  const org = await findOrg(db)
  if (org === null) return 'no-org'
  const read = await readLaunchToken(token, org, publicUrl, now())
  if (typeof read === 'string') return read
  if (await isUsed(db, read.id)) return 'used'
  return { ...read, use: (tx) => useToken(tx, read.id, read.expiresAt) }
}

async function byTicket({ db, now }: Services, ticket: string): Promise<Usable | string> {
  const id = hashed(ticket)
  const launch = await findTicket(db, id, now())
  return launch ? { ...launch, use: (tx) => useTicket(tx, id) } : 'ticket'
}

/** The console that a cookie opens for a customer, if it is still open. It ends with the org's connection as well. */
export async function launchSession({ db, now }: Services, cookie: string, customerId: string): Promise<LaunchSession | null> {
  const session = await findLaunchSession(db, hashed(cookie), customerId, now())
  const org = session && (await findOrg(db))
  return org && session && session.createdAt >= org.connectedAt ? session : null
}

/** End a console; false if the same cookie opens another one still. */
export const endLaunch = async ({ db }: Services, session: LaunchSession): Promise<boolean> =>
  (await deleteLaunchSession(db, session)) === 0
