import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { getCalendarAccount } from '../../db/calendar-accounts.ts'
import type { Caller } from '../../domain/booking.ts'
import { CalendarTrouble } from '../../domain/calendar.ts'
import { OAuthTrouble } from '../../domain/oauth.ts'
import { Refusal } from '../../domain/refusal.ts'
import { seal, unseal } from '../../domain/sealed.ts'
import type { Services } from '../services.ts'
import { keepAccount } from './keep-account.ts'

/** How long somebody may take at the vendor to say yes. */
export const CONSENT_MINUTES = 15

/** Where the browser keeps what it was sent away with: a seal made for anything else is worth nothing there. */
const PLACE = 'calendar consent'

const Pending = z.strictObject({
  vendor: z.enum(['google', 'microsoft']),
  repId: z.string(),
  /** The account that is to be connected anew; null: whichever the person chooses. */
  accountId: z.string().nullable(),
  /** Who was signed in here. */
  by: z.string(),
  state: z.string(),
  verifier: z.string(),
  until: z.number(),
})

interface Wish {
  readonly vendor: 'google' | 'microsoft'
  readonly repId: string
  readonly accountId: string | null
  readonly by: string
}

/** Why a consent did not lead to an account, in a word for the page that says it in many. */
export type ConsentProblem = 'denied' | 'expired' | 'other-person' | 'other-account' | 'misconfigured' | 'unreachable'

/** Where somebody goes to let us into their calendars, and what their browser keeps until it comes back. */
export async function beginConsent(services: Services, wish: Wish): Promise<{ url: string; kept: string }> {
  const { calendars, oauth, now, secret } = services
  if (!calendars[wish.vendor]) throw new Refusal('conflict', `This service is not registered at ${NAMES[wish.vendor]} yet.`)
  const account = wish.accountId === null ? null : await getCalendarAccount(services.db, wish.accountId, wish.repId)
  if (account && account.vendor !== wish.vendor) throw new Refusal('invalid', 'This account is at another vendor.')
  const proof = { state: randomBytes(24).toString('base64url'), verifier: randomBytes(32).toString('base64url') }
  const asked = { ...proof, redirectUri: consentUrl(services, wish.vendor), email: account?.name ?? null }
  const url = await oauth.begin(wish.vendor, asked).catch((error) => {
    throw error instanceof OAuthTrouble ? new Refusal('conflict', `${NAMES[wish.vendor]} cannot be reached at the moment.`) : error
  })
  const pending: z.input<typeof Pending> = { ...wish, ...proof, until: now().getTime() + CONSENT_MINUTES * 60_000 }
  return { url, kept: seal(secret, PLACE, JSON.stringify(pending), randomBytes(12)) }
}

const NAMES = { google: 'Google', microsoft: 'Microsoft' } as const

/** Where a vendor sends the browser back to. */
const consentUrl = ({ publicUrl }: Pick<Services, 'publicUrl'>, vendor: string): string => `${publicUrl}/calendars/connected/${vendor}`

interface Return {
  readonly vendor: 'google' | 'microsoft'
  /** What the browser has kept. */
  readonly kept: string
  /** The account that is signed in now, and whose it is. */
  readonly by: string
  readonly author: Caller
  /** What the vendor says. */
  readonly says: Readonly<Record<string, string>>
}

/** Somebody comes back from the vendor: if they have let us in, their account is kept. */
export async function finishConsent(services: Services, given: Return): Promise<{ accountId: string } | { problem: ConsentProblem }> {
  const pending = read(services, given)
  if (typeof pending === 'string') return { problem: pending }
  const { vendor, repId, accountId, state, verifier } = pending
  const cameBack = new URL(consentUrl(services, vendor))
  for (const name of ['code', 'state', 'error']) if (given.says[name] !== undefined) cameBack.searchParams.set(name, given.says[name])
  try {
    const { email, ...tokens } = await services.oauth.finish(vendor, { state, verifier, cameBack })
    if (accountId !== null && (await getCalendarAccount(services.db, accountId, repId)).name !== email) return { problem: 'other-account' }
    const provider = services.openCalendars(vendor, { kind: 'oauth', token: async () => tokens.accessToken })
    const account = { repId, vendor, name: email, server: null, secret: tokens }
    return { accountId: await keepAccount(services, given.author, account, await provider.calendars()) }
  } catch (error) {
    const problem = problemOf(error)
    if (problem === null) throw error
    services.report('Calendars could not be connected', { vendor, problem }, error)
    return { problem }
  }
}

function read({ seals, now }: Services, { vendor, kept, by, says }: Return): z.output<typeof Pending> | ConsentProblem {
  const text = unseal(seals, PLACE, kept)
  const pending = text === null ? null : Pending.parse(JSON.parse(text))
  // Without its state an answer belongs to another question, or to nobody's (RFC 6749 section 10.12).
  if (!pending || pending.vendor !== vendor || pending.until < now().getTime() || pending.state !== says.state) return 'expired'
  return pending.by === by ? pending : 'other-person'
}

function problemOf(error: unknown): ConsentProblem | null {
  if (error instanceof OAuthTrouble) return error.kind === 'later' ? 'unreachable' : error.kind
  if (error instanceof CalendarTrouble) return error.kind === 'revoked' ? 'denied' : 'unreachable'
  return error instanceof Refusal && error.code === 'not-found' ? 'expired' : null
}
