import { sql } from 'kysely'
import type { CalendarAccess, Vendor } from '../domain/calendar.ts'
import { Refusal } from '../domain/refusal.ts'
import { type Database, isId } from './database.ts'

/** An account's secret as it is kept, with what is needed to use it. */
export interface SealedAccount {
  readonly id: string
  readonly repId: string
  readonly vendor: Vendor
  readonly name: string
  readonly server: string | null
  readonly secret: string
  readonly secretVersion: number
  /** Where its rep lives. */
  readonly zone: string
}

const selectSealed = (db: Database) =>
  db
    .selectFrom('calendar_account')
    .innerJoin('rep', 'rep.id', 'calendar_account.rep_id')
    .select(['calendar_account.id', 'rep_id as repId', 'vendor', 'calendar_account.name', 'server', 'secret'])
    .select(['secret_version as secretVersion', 'rep.time_zone as zone'])

/** Every account with its sealed secret. */
export const findCalendarSecrets = (db: Database): Promise<SealedAccount[]> => selectSealed(db).execute()

/** An account with its sealed secret, or nothing. */
export const findSealedAccount = async (db: Database, id: string): Promise<SealedAccount | undefined> =>
  isId(id) ? selectSealed(db).where('calendar_account.id', '=', id).executeTakeFirst() : undefined

/** Replace an account's secret, unless somebody else has replaced it meanwhile: then false. */
export async function replaceSecret(db: Database, { id, secretVersion }: SealedAccount, secret: string): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('calendar_account')
    .set({ secret, secret_version: secretVersion + 1 })
    .where('id', '=', id)
    .where('secret_version', '=', secretVersion)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/** A calendar of an account, as people see it. */
export interface ListedCalendar {
  readonly id: string
  readonly accountId: string
  readonly name: string
  readonly access: CalendarAccess
  readonly counts: boolean
  readonly takesBookings: boolean
  readonly syncedAt: Date | null
}

/** An account as people see it: nothing of its secret. */
export interface ListedAccount {
  readonly id: string
  readonly repId: string
  readonly vendor: Vendor
  readonly name: string
  readonly server: string | null
  readonly revoked: boolean
  readonly failingSince: Date | null
  readonly problem: string | null
  readonly unreachable: boolean
  readonly calendars: readonly ListedCalendar[]
}

const selectAccounts = (db: Database) =>
  db
    .selectFrom('calendar_account')
    .select(['id', 'rep_id as repId', 'vendor', 'name', 'server', 'revoked', 'problem', 'unreachable'])
    .select('failing_since as failingSince')

async function withCalendars(db: Database, accounts: readonly Omit<ListedAccount, 'calendars'>[]): Promise<ListedAccount[]> {
  const ids = accounts.map(({ id }) => id)
  const calendars: ListedCalendar[] = await db
    .selectFrom('calendar')
    .select(['id', 'account_id as accountId', 'name', 'access', 'counts', 'takes_bookings as takesBookings', 'synced_at as syncedAt'])
    .where(sql<boolean>`account_id = any(${ids}::uuid[])`)
    .orderBy('name')
    .orderBy('id')
    .execute()
  return accounts.map((account) => ({ ...account, calendars: calendars.filter(({ accountId }) => accountId === account.id) }))
}

/** All accounts, those of one rep if one is named, in the order in which they were connected. */
export async function findCalendarAccounts(db: Database, repId: string | null): Promise<ListedAccount[]> {
  const all = selectAccounts(db).orderBy('created_at').orderBy('id')
  return withCalendars(db, await (repId === null ? all : all.where('rep_id', '=', repId)).execute())
}

/** The account of this id; to whom only one rep's are open, those of others are not there. Refuses with `not-found`. */
export async function getCalendarAccount(db: Database, id: string, ownRepId: string | null): Promise<ListedAccount> {
  const row = isId(id) ? await selectAccounts(db).where('id', '=', id).executeTakeFirst() : undefined
  const [account] = row && (ownRepId === null || row.repId === ownRepId) ? await withCalendars(db, [row]) : []
  if (!account) throw new Refusal('not-found', 'There is no such calendar account.')
  return account
}

/** A rep's account of this name at a vendor, with where its calendars are. */
export const findAccountNamed = (
  db: Database,
  { repId, vendor, name }: { repId: string; vendor: Vendor; name: string },
): Promise<{ id: string; server: string | null } | undefined> =>
  db
    .selectFrom('calendar_account')
    .select(['id', 'server'])
    .where('rep_id', '=', repId)
    .where('vendor', '=', vendor)
    .where('name', '=', name)
    .executeTakeFirst()

/** Whether somebody else is connected by the same account at the vendor. */
export const isSharedAccount = async (db: Database, { id, vendor, name }: ListedAccount): Promise<boolean> =>
  (await db
    .selectFrom('calendar_account')
    .select('id')
    .where('vendor', '=', vendor)
    .where('name', '=', name)
    .where('id', '!=', id)
    .executeTakeFirst()) !== undefined

interface NewAccount {
  readonly id: string
  readonly repId: string
  readonly vendor: Vendor
  readonly name: string
  readonly server: string | null
  readonly secret: string
}

/** Keep a new account, to be read at once. */
export async function insertCalendarAccount(tx: Database, { repId, ...account }: NewAccount, now: Date): Promise<void> {
  const state = { failing_since: null, problem: null, next_sync_at: now, created_at: now }
  await tx
    .insertInto('calendar_account')
    .values({ ...account, rep_id: repId, ...state })
    .execute()
}

/** Give an account another secret: whatever was wrong with it is forgotten, and it is read at once. */
export async function renewCalendarAccount(tx: Database, { id, server, secret }: NewAccount, now: Date): Promise<void> {
  await tx
    .updateTable('calendar_account')
    .set(({ eb }) => ({ server, secret, secret_version: eb('secret_version', '+', 1), connection: eb('connection', '+', 1) }))
    .set({ revoked: false, unreachable: false })
    .set({ failing_since: null, problem: null, failures: 0, next_sync_at: now })
    .where('id', '=', id)
    .execute()
}

/** Take an account away, with its calendars and the busy time that is known from them. */
export async function deleteCalendarAccount(tx: Database, { id, calendars }: ListedAccount): Promise<void> {
  await forgetBusy(tx, calendars)
  await tx.deleteFrom('calendar_account').where('id', '=', id).execute()
}

/** The coming bookings in which a rep takes part are no longer known to stand in the calendars. Their ids. */
export async function markUnwritten(tx: Database, repId: string, now: Date): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    update booking set calendar_sync = 'pending' where status = 'scheduled' and ends_at > ${now}
      and id in (select booking_id from occupancy where rep_id = ${repId}::uuid and booking_id is not null)
    returning id::text as id`.execute(tx)
  return rows.map(({ id }) => id)
}

/** Forget the busy time that is known from these calendars. */
export async function forgetBusy(tx: Database, calendars: readonly { readonly id: string }[]): Promise<void> {
  if (calendars.length === 0) return
  const ids = calendars.map(({ id }) => id)
  await sql`delete from busy where source = any(${ids}::text[])`.execute(tx)
}
