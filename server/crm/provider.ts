import type {
  BookingFound,
  BookingWrite,
  BookingWritten,
  CrmChanges,
  CrmField,
  CrmFields,
  CrmOrg,
  CrmPerson,
  CrmUser,
  MappedObject,
  PersonRef,
  RecordRef,
  TaskWrite,
} from '../domain/crm.ts'
import type { CrmLetIn } from '../domain/crm-sign-in.ts'

/** The records of one org, as far as bookings are concerned. Whatever fails throws a `CrmTrouble`: no method guesses. */
export interface Crm {
  /** The org, and whom it takes us for. */
  org(): Promise<CrmOrg>
  /** Everybody who works in it, those who no longer do included. */
  users(): Promise<CrmUser[]>
  /**
   * The person of a record. A converted lead is the contact it became, a merged record the one it went into, a person account its contact.
   * Throws `gone` for a record that was deleted or is not ours to see, and for an account of a company.
   */
  person(record: RecordRef): Promise<CrmPerson>
  /** Contacts and unconverted leads with this email (compared without case), or with this phone; the oldest first, at most 100. */
  people(by: { readonly email: string } | { readonly phone: string }): Promise<CrmPerson[]>
  /** What the record of a person says in these fields. */
  values(person: PersonRef, fields: readonly string[]): Promise<CrmFields>
  /** Write a booking as a whole or not at all: one call. Of trouble, `part` says which part was the reason, as far as that is known. */
  put(write: BookingWrite): Promise<BookingWritten>
  /** The row of a booking, or null if there is none. */
  find(bookingId: string): Promise<BookingFound | null>
  /** Make a task of what was done; its id. Whoever asks twice has two: `findTask` says whether there is one. */
  putTask(write: TaskWrite): Promise<string>
  /** The task of an activity, or null if there is none. */
  findTask(activityId: string): Promise<string | null>
  /** What has changed since then, our own writes included, a little of what was before included as well. One call, unless it is much. */
  changes(since: Date): Promise<CrmChanges>
  /** The fields of an object. */
  fields(object: MappedObject): Promise<CrmField[]>
}

/** An access token; `refused` is one that the CRM has just refused, so that a new one is needed. */
export type TokenSource = (refused?: string) => Promise<string>

/** How an org is reached, and what it is to be told apart. */
export interface CrmAccess {
  readonly apiUrl: string
  readonly token: TokenSource
  readonly timeZoneField: string | null
  readonly languageField: string | null
  /** How many calls the org has counted today, and how many it allows: told with every answer. */
  readonly heardCalls: (calls: { readonly used: number; readonly allowed: number }) => void
}

/** Opens an org. */
export type OpenCrm = (access: CrmAccess) => Crm

/** What both ends of one consent know: the state comes back with the browser, the verifier proves that it is us who asked. */
interface ConsentProof {
  readonly state: string
  readonly verifier: string
}

/** How a CRM lets us in. Whatever fails throws an `OAuthTrouble`, and tokens never leave for an address that is not the CRM's. */
export interface CrmSignIn {
  /** Whether somebody is asked, or we sign a statement. */
  readonly by: 'consent' | 'statement'
  /** Where the browser is sent, to come back to `redirectUri`. */
  begin(proof: ConsentProof & { readonly redirectUri: string }): Promise<string>
  /** What a consent gives, `refreshToken` with it; `cameBack` is the address at which the browser came back. */
  finish(proof: ConsentProof & { readonly cameBack: URL }): Promise<CrmLetIn>
  /** What a signed statement gives. */
  state(): Promise<CrmLetIn>
  /** New tokens for an old refresh token. */
  renew(refreshToken: string): Promise<CrmLetIn>
  /** Give a token back, and the consent with it. */
  revoke(token: string): Promise<void>
}
