import { randomBytes } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { z } from 'zod'
import type { CalendarProvider, TokenSource, WatchingCalendars } from '../../calendars/provider.ts'
import { findSealedAccount, replaceSecret, type SealedAccount } from '../../db/calendar-accounts.ts'
import { CalendarTrouble } from '../../domain/calendar.ts'
import { OAuthTrouble, type Tokens } from '../../domain/oauth.ts'
import { seal, unseal } from '../../domain/sealed.ts'
import type { Services } from '../services.ts'

/** A token that ends sooner is not begun with. */
const MINUTE_MS = 60_000

/** How long another process that has just renewed a token may take to store it. */
const GRACE_MS = 1000

/** Where the secret of an account is kept: moved to another account, it cannot be read. */
export const placeOf = (accountId: string): string => `calendar account ${accountId}`

const Password = z.strictObject({ password: z.string() })
const StoredTokens = z.strictObject({
  accessToken: z.string(),
  refreshToken: z.string(),
  expiresAt: z.iso.datetime().pipe(z.coerce.date()),
})

/** A secret of an account as it is kept: tokens, or a password. */
export const sealedFor = ({ secret }: Services, accountId: string, what: Tokens | { readonly password: string }): string =>
  seal(secret, placeOf(accountId), JSON.stringify(what), randomBytes(12))

/** The account's calendars at its vendor. Throws `CalendarTrouble`, here or when they are used. */
export async function openAccount(services: Services, accountId: string): Promise<CalendarProvider | WatchingCalendars> {
  const account = await getAccount(services, accountId)
  const { vendor, server, name, zone } = account
  if (vendor === 'caldav')
    return services.openCalendars(vendor, {
      kind: 'password',
      server: server ?? '',
      user: name,
      zone,
      ...read(services, account, Password),
    })
  return services.openCalendars(vendor, { kind: 'oauth', token: tokensOf(services, account, vendor) })
}

/** The refresh token of an account that was connected by consent. */
export const refreshTokenOf = (services: Services, account: SealedAccount): string => read(services, account, StoredTokens).refreshToken

async function getAccount({ db }: Services, accountId: string): Promise<SealedAccount> {
  const account = await findSealedAccount(db, accountId)
  if (!account) throw new CalendarTrouble('revoked', 'This account is no longer connected.')
  return account
}

function read<S extends z.ZodType>(services: Services, account: SealedAccount, schema: S): z.infer<S> {
  const text = unseal(services.seals, placeOf(account.id), account.secret)
  if (text === null)
    throw new CalendarTrouble('revoked', 'What was kept to sign in cannot be read: SECRET_KEY is not the one with which it was sealed.')
  return schema.parse(JSON.parse(text))
}

/** The access token of an account, renewed when it ends or is refused; whatever is given out has been stored before. */
function tokensOf(services: Services, account: SealedAccount, vendor: 'google' | 'microsoft'): TokenSource {
  let known = read(services, account, StoredTokens)
  const isGood = ({ accessToken, expiresAt }: Tokens, refused: string | undefined) =>
    accessToken !== refused && expiresAt.getTime() - services.now().getTime() > MINUTE_MS

  return async (refused) => {
    if (isGood(known, refused)) return known.accessToken
    // One renewal at a time: whoever comes meanwhile waits for the same.
    const begun = services.renewals.get(account.id) ?? renewed(services, account.id, vendor, (tokens) => isGood(tokens, refused))
    services.renewals.set(account.id, begun)
    try {
      known = await begun
    } finally {
      if (services.renewals.get(account.id) === begun) services.renewals.delete(account.id)
    }
    return known.accessToken
  }
}

async function renewed(
  services: Services,
  accountId: string,
  vendor: 'google' | 'microsoft',
  isGood: (tokens: Tokens) => boolean,
): Promise<Tokens> {
  const account = await getAccount(services, accountId)
  const stored = read(services, account, StoredTokens)
  // Another process may have renewed it, or its owner has connected it anew.
  if (isGood(stored)) return stored
  try {
    const fresh = await services.oauth.renew(vendor, stored.refreshToken)
    if (await replaceSecret(services.db, account, sealedFor(services, accountId, fresh))) return fresh
    return read(services, await getAccount(services, accountId), StoredTokens)
  } catch (error) {
    if (!(error instanceof OAuthTrouble)) throw error
    if (error.kind === 'denied') {
      // A refresh token that is good for one use may have been used by another process, which is about to store the next.
      await wait(GRACE_MS)
      const later = await getAccount(services, accountId)
      if (later.secretVersion !== account.secretVersion) return read(services, later, StoredTokens)
    }
    throw calendarTrouble(error)
  }
}

/** The same trouble, as calendars tell it. */
function calendarTrouble(error: OAuthTrouble): CalendarTrouble {
  const { message, retryAfterMs } = error
  if (error.kind === 'denied') return new CalendarTrouble('revoked', message, { cause: error })
  if (error.kind === 'later')
    return new CalendarTrouble('later', message, { cause: error, ...(retryAfterMs === null ? {} : { retryAfterMs }) })
  return new CalendarTrouble('unreachable', message, { cause: error })
}
