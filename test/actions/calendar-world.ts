/** A service whose reps have calendars in memory, which tests reach into as their owners would. */
import { randomUUID } from 'node:crypto'
import { pino } from 'pino'
import { sealedFor } from '../../server/actions/calendars/access.ts'
import { syncCalendar } from '../../server/actions/calendars/sync.ts'
import type { Settings } from '../../server/app.ts'
import { type MemoryCalendar, memoryCalendar, memoryCalendars } from '../../server/calendars/memory.ts'
import type { CalendarProvider, WatchingCalendars } from '../../server/calendars/provider.ts'
import type { CalendarEvent, CalendarSettings, CalendarTrouble, Vendor } from '../../server/domain/calendar.ts'
import type { Bench } from '../calendars/contract.ts'
import { openTestApp, type TestApp } from '../support/app.ts'
import { openOwnDatabase } from '../support/own-database.ts'

export const SETTINGS: CalendarSettings = {
  google: null,
  microsoft: null,
  edits: 'follow',
  invites: 'mail',
  whenUnreachable: 'refuse',
  patienceMinutes: 15,
}

/** A rep's account as tests hold it: the calendar, and what goes wrong with it. */
export interface OwnAccount {
  readonly id: string
  readonly name: string
  readonly repId: string
  readonly calendarId: string
  readonly calendar: MemoryCalendar
  /** What every call meets from now on; null: nothing. */
  trouble: CalendarTrouble | null
  /** How long every call takes. */
  delayMs: number
  /** Where the calendar is, if not in memory. */
  readonly bench: Bench | null
  /** What was written, in order. */
  readonly puts: CalendarEvent[]
  /** How the vendor was asked to call us. */
  watching(): { watchId: string; token: string }
  /** Read the calendar now. */
  sync(): Promise<void>
}

export interface CalendarWorld {
  readonly app: TestApp
  /** Give a rep a calendar that counts and takes bookings, read once unless told otherwise. */
  connect(repEmail: string, given?: { vendor?: Vendor; takesBookings?: boolean; read?: boolean; bench?: Bench }): Promise<OwnAccount>
}

let names = 0

export async function openCalendarWorld(calendars: Partial<CalendarSettings> = {}, more: Partial<Settings> = {}): Promise<CalendarWorld> {
  const accounts = new Map<string, OwnAccount>()
  const watches = new Map<string, { watchId: string; token: string }>()
  const providerOf = (vendor: Vendor, name: string): CalendarProvider => {
    const account = accounts.get(name)
    if (!account) throw new Error('No such account')
    if (account.bench) return account.bench.provider
    const provider = troubled(memoryCalendars(new Map([['own', account.calendar]])), account)
    return vendor === 'caldav' ? provider : watching(provider, watches.get(name) ?? { watchId: '', token: '' })
  }
  const openCalendars: Settings['openCalendars'] = (vendor, access) =>
    access.kind === 'password' ? providerOf(vendor, access.password) : whoseever(async () => providerOf(vendor, await access.token()))
  const opened = await openOwnDatabase()
  const app = await openTestApp(opened, { calendars: { ...SETTINGS, ...calendars }, openCalendars, ...more }, pino({ level: 'silent' }))
  return {
    app,
    async connect(repEmail, { vendor = 'caldav', takesBookings = true, read = true, bench } = {}) {
      const { db, now } = app.services
      const { id: repId } = await db.selectFrom('rep').select('id').where('email', '=', repEmail).executeTakeFirstOrThrow()
      const id = randomUUID()
      const name = `account-${++names}`
      const calendarId = randomUUID()
      // The name stands in for the secret, so that whoever opens the account is known by it.
      const tokens = { accessToken: name, refreshToken: name, expiresAt: new Date('2037-01-01T00:00:00Z') }
      const sealed = sealedFor(app.services, id, vendor === 'caldav' ? { password: name } : tokens)
      const watch = { watchId: '', token: '' }
      watches.set(name, watch)
      const account: OwnAccount = {
        id,
        name,
        repId,
        calendarId,
        calendar: memoryCalendar(),
        trouble: null,
        delayMs: 0,
        bench: bench ?? null,
        puts: [],
        watching: () => watch,
        sync: () => syncCalendar(app.services, { accountId: id }),
      }
      accounts.set(name, account)
      const far = new Date(now().getTime() + 1e10)
      await db
        .insertInto('calendar_account')
        .values({
          id,
          rep_id: repId,
          vendor,
          name,
          server: null,
          secret: sealed,
          next_sync_at: far,
          created_at: now(),
          failing_since: null,
          problem: null,
        })
        .execute()
      await db
        .insertInto('calendar')
        .values({
          id: calendarId,
          account_id: id,
          rep_id: repId,
          vendor_id: bench?.calendarId ?? 'own',
          name: 'Own',
          access: 'write',
          counts: true,
          takes_bookings: takesBookings,
          cursor: null,
          known_until: null,
          complete_at: null,
          synced_at: null,
          watch_id: null,
          watch_resource: null,
          watch_expires_at: null,
        })
        .execute()
      if (read) await account.sync()
      return account
    },
  }
}

/** The provider, slow and in trouble as the account says. */
function troubled(provider: CalendarProvider, account: OwnAccount): CalendarProvider {
  const first =
    <A extends unknown[], R>(call: (...given: A) => Promise<R>) =>
    async (...given: A): Promise<R> => {
      if (account.delayMs > 0) await new Promise((resolve) => setTimeout(resolve, account.delayMs))
      if (account.trouble) throw account.trouble
      return call(...given)
    }
  const { calendars, busy, changes, put, remove } = provider
  const noted: CalendarProvider['put'] = (id, event) => {
    account.puts.push(event)
    return put(id, event)
  }
  return { calendars: first(calendars), busy: first(busy), changes: first(changes), put: first(noted), remove: first(remove) }
}

/** A provider of an account that is known once its token is. */
const whoseever = (provider: () => Promise<CalendarProvider>): WatchingCalendars => ({
  calendars: async () => (await provider()).calendars(),
  busy: async (...given) => (await provider()).busy(...given),
  changes: async (...given) => (await provider()).changes(...given),
  put: async (...given) => (await provider()).put(...given),
  remove: async (...given) => (await provider()).remove(...given),
  watch: async (...given) => ((await provider()) as WatchingCalendars).watch(...given),
  unwatch: async () => {},
})

/** The provider as that of a vendor who calls. */
const watching = (provider: CalendarProvider, known: { watchId: string; token: string }): WatchingCalendars => ({
  ...provider,
  async watch(_calendarId, { id, token }) {
    Object.assign(known, { watchId: id, token })
    return { id, resource: null, expiresAt: new Date('2028-01-01T00:00:00Z') }
  },
  async unwatch() {},
})
