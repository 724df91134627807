/** What the owner of a mailbox does by hand at our fake of Microsoft Graph. */
import type { TokenSource } from '../../server/calendars/provider.ts'
import type { SignIn } from './microsoft-oauth.ts'
import type { GraphState, Mailbox, Span, StoredCalendar } from './microsoft-state.ts'
import type { Occurrence, StoredEvent } from './microsoft-store.ts'

/** An event as a person enters it. Whole days are given by their dates, at midnight in UTC. */
export interface ByHand extends Span {
  readonly title: string
  readonly showAs?: string
  readonly response?: string
  readonly isAllDay?: boolean
  readonly cancelled?: boolean
  /** Windows' name of the zone it is entered in. */
  readonly zone?: string
  /** Repeated every so many days, so often. */
  readonly every?: { readonly days: number; readonly count: number }
  /** The UID of an invitation that came by mail, as Exchange keeps it. */
  readonly iCalUId?: string
}

/** What an account's owner, and a test, can do there. */
export interface GraphAccount {
  readonly email: string
  readonly calendarId: string
  addCalendar(name: string, access: 'write' | 'read' | 'free-busy', owner?: string): string
  add(event: ByHand, calendarId?: string): string
  move(id: string, to: Span): void
  change(id: string, fields: Readonly<Record<string, unknown>>): void
  /** Change one occurrence of a series: an exception. */
  except(id: string, index: number, change: Occurrence): void
  /** Copy and paste, properties included. */
  copy(id: string): string
  delete(id: string): void
  events(calendarId?: string): { name: string; uid: string | null; title: string; start: Date; end: Date; fields: Record<string, any> }[]
  setZone(zone: string): void
  issueToken(scopes?: readonly string[]): string
  /** Tokens for the provider, a new one whenever one was refused. */
  tokens(): TokenSource
  expireTokens(): void
  revoke(): void
}

const ALL = ['User.Read', 'Calendars.ReadWrite', 'MailboxSettings.Read', 'offline_access', 'openid']

/** The account with this address, which is made if there is none. */
export function handsOf(state: GraphState, signIn: SignIn, email: string): GraphAccount {
  if (!state.mailboxes.has(email)) {
    state.mailboxes.set(email, { email, zone: 'Eastern Standard Time', revoked: false })
    addCalendar('Calendar', 'write', email, true)
  }
  const box = state.mailboxes.get(email) as Mailbox
  const first = [...state.calendars.values()].find((one) => one.email === email && one.primary) as StoredCalendar

  function addCalendar(name: string, access: StoredCalendar['access'], owner: string, primary = false): string {
    const id = `AAMkAGI2-${String(state.nextNumber()).padStart(6, '0')}_AuAAA=`
    state.calendars.set(id, { id, email, name, access, owner, primary })
    return id
  }
  const byName = (id: string): StoredEvent => state.eventOf(email, id)
  const hands: GraphAccount = {
    email,
    calendarId: first.id,
    addCalendar: (name, access, owner = email) => addCalendar(name, access, owner),
    add(
      { title, start, end, showAs = 'busy', response, isAllDay = false, cancelled = false, zone, every, iCalUId },
      calendarId = first.id,
    ) {
      const fields = {
        subject: title,
        showAs,
        isAllDay,
        isCancelled: cancelled,
        ...(response ? { responseStatus: { response, time: '2027-01-01T00:00:00Z' } } : {}),
        ...(iCalUId ? { iCalUId } : {}),
      }
      const event = state.store(calendarId, { start, end, zone: zone ?? box.zone }, fields)
      if (every) event.series = { everyDays: every.days, count: every.count, changed: new Map() }
      return event.id
    },
    move(id, to) {
      const event = byName(id)
      Object.assign(event, { start: to.start, end: to.end })
      state.touch(event)
    },
    change(id, fields) {
      const event = byName(id)
      Object.assign(event.fields, fields)
      state.touch(event)
    },
    except(id, index, change) {
      const event = byName(id)
      event.series?.changed.set(index, change)
      state.touch(event)
    },
    copy(id) {
      const event = byName(id)
      const { transactionId: _, ...fields } = event.fields
      const twin = state.store(event.calendarId, event, { ...fields })
      twin.properties = [...event.properties]
      return twin.id
    },
    delete: (id) => state.erase(byName(id)),
    events: (calendarId = first.id) =>
      state.ofCalendar(calendarId).map(({ id, properties, fields, start, end }) => ({
        name: id,
        uid: properties.find((one) => one.id.endsWith('Uid'))?.value ?? null,
        title: fields.subject ?? '',
        start,
        end,
        fields,
      })),
    setZone(zone) {
      box.zone = zone
    },
    issueToken: (scopes = ALL) => (box.revoked ? 'no-longer-good' : signIn.issue(email, scopes)),
    tokens() {
      let kept: string | null = null
      return async (refused) => {
        if (kept === null || kept === refused) kept = hands.issueToken()
        return kept
      }
    },
    expireTokens: () => signIn.expire(email),
    revoke() {
      box.revoked = true
      signIn.revoke(email)
    },
  }
  return hands
}
