import type { Level } from './rights.ts'

/** Somebody who may sign in to the console. */
export interface Account {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly level: Level
  /** Raising it makes every link that was mailed to the account void. */
  readonly generation: number
  readonly deactivatedAt: Date | null
}

/** What a mailed link is for: to choose a first password, or a new one. */
export type LinkKind = 'invitation' | 'reset'

const HOUR_MS = 3_600_000

/** How long a mailed link can be used. */
export const linkLifetimeMs: Readonly<Record<LinkKind, number>> = { invitation: 7 * 24 * HOUR_MS, reset: HOUR_MS }

/** How many characters a password has, at least and at most. */
export const PASSWORD = { min: 12, max: 128 } as const
