/** What the rest of the service knows of signing in. Cookies are whole `Set-Cookie` values, to be passed on as they are. */

import type { Level } from '../domain/rights.ts'

/** What a browser sends that matters for signing in. */
export interface Asking {
  readonly cookie: string
  readonly address: string
  readonly userAgent: string
}

/** A session that a cookie of ours names. */
export interface Known {
  readonly accountId: string
  readonly sessionId: string
  readonly name: string
  readonly email: string
  readonly level: Level
  readonly secondFactor: boolean
}

export type SignedIn =
  | { readonly is: 'in'; readonly cookies: readonly string[]; readonly accountId: string }
  /** The password was right, and a code is needed, or the one given was wrong. */
  | { readonly is: 'code-needed' }
  | { readonly is: 'refused' }

/** A second factor that waits for its first code. */
export interface NewSecondFactor {
  readonly uri: string
  readonly backupCodes: readonly string[]
}

/** Passwords, second factors, sessions, and accounts kept elsewhere. A null says that the password or code was wrong. */
export interface SignIn {
  /** Takes about as long for an unknown email as for a wrong password. */
  withPassword(asking: Asking, email: string, password: string, code: string | null): Promise<SignedIn>
  session(asking: Asking): Promise<Known | null>
  end(asking: Asking): Promise<readonly string[]>
  hash(password: string): Promise<string>
  changePassword(asking: Asking, current: string, next: string): Promise<readonly string[] | null>
  enrolSecondFactor(asking: Asking, password: string): Promise<NewSecondFactor | null>
  confirmSecondFactor(asking: Asking, code: string): Promise<readonly string[] | null>
  disableSecondFactor(asking: Asking, password: string): Promise<readonly string[] | null>
  /** What the console calls the sign-in elsewhere, or null if there is none. */
  readonly elsewhere: { readonly name: string } | null
  /** Where to send the browser to sign in elsewhere; null if the other side cannot be reached. */
  startElsewhere(asking: Asking): Promise<{ url: string; cookies: readonly string[] } | null>
  /** What came back from elsewhere: in, or null for any reason. */
  finishElsewhere(asking: Asking, query: Readonly<Record<string, string>>): Promise<readonly string[] | null>
}
