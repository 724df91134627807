import type { SignIn } from '../accounts/sign-in.ts'
import type { DiscoverCaldav, OpenCalendars } from '../calendars/provider.ts'
import type { CrmSignIn, OpenCrm } from '../crm/provider.ts'
import type { Database } from '../db/database.ts'
import type { CalendarSettings } from '../domain/calendar.ts'
import type { Tokens } from '../domain/oauth.ts'
import type { Finder } from '../finder/finder.ts'
import type { Turns } from '../finder/turns.ts'
import type { Queue } from '../jobs/queue.ts'
import type { EmailProvider, SmsProvider } from '../messages/provider.ts'
import type { OAuth } from '../outbound/oauth.ts'
import type { Outbound } from '../outbound/post.ts'
import type { Described } from './crm/described.ts'

/** All that actions work with. A plain object, made once in `app.ts`. */
export interface Services {
  readonly db: Database
  readonly finder: Finder
  readonly turns: Turns
  /** Turns with registrations, which are told apart from those with bookings. */
  readonly registrationTurns: Turns
  readonly queue: Pick<Queue, 'enqueue'>
  readonly email: EmailProvider
  readonly sms: SmsProvider
  readonly signIn: SignIn
  readonly outbound: Outbound
  readonly openCalendars: OpenCalendars
  readonly discoverCaldav: DiscoverCaldav
  readonly oauth: OAuth
  /** Tokens of calendar accounts that are being renewed right now, by account. */
  readonly renewals: Map<string, Promise<Tokens>>
  readonly calendars: CalendarSettings
  readonly openCrm: OpenCrm
  /** How the CRM lets us in; null: we are not registered there. */
  readonly crmSignIn: CrmSignIn | null
  /** Access tokens of an org, by its id: those that are being renewed right now, and those that a signed statement has given. */
  readonly crmTokens: Map<string, Promise<string>>
  /** Fields of the CRM's objects as they were last described, by org and object. */
  readonly described: Map<string, Described>
  /** A booking as the API shows it to staff. */
  readonly show: (db: Database, bookingId: string) => Promise<object>
  readonly now: () => Date
  /** Signs links, and seals what is kept. */
  readonly secret: string
  /** Opens seals: the secret, and those that were used before it. */
  readonly seals: readonly string[]
  /** Where people reach us, without a slash at the end. */
  readonly publicUrl: string
  readonly mailFrom: string
  /** The name that messages are signed with. */
  readonly company: string
  /** Whether the database is the embedded one, which nobody else vacuums. */
  readonly embedded: boolean
  /** Nobody fills in the form of a booking page faster than this. */
  readonly fastestFormSeconds: number
  /** Tell the log of something that was helped, and that somebody should look at. */
  readonly report: (message: string, facts: Readonly<Record<string, string>>, error: unknown) => void
}
