import type { Caller } from './booking.ts'

/** A time kept for a moment while a person decides. It is not a booking: it counts against no limit, and nobody is told of it. */
export interface Hold {
  readonly id: string
  readonly eventTypeId: string
  readonly poolId: string | null
  readonly repId: string
  /** Other people and rooms whose time it keeps, with the pool they were taken from. */
  readonly with: readonly { readonly repId: string; readonly poolId: string }[]
  readonly start: Date
  readonly end: Date
  readonly bufferBeforeMinutes: number
  readonly bufferAfterMinutes: number
  readonly heldBy: Caller
  readonly createdAt: Date
  /** From this instant on its time is free, whether anybody has tidied it away or not. */
  readonly expiresAt: Date
}

const HOLD_MINUTES = 5

/** When a hold that is taken or renewed at `at` ends: a whole second, so that what the wire says of it is exact. */
export const expiryFrom = (at: Date): Date => new Date(Math.floor(at.getTime() / 1000) * 1000 + HOLD_MINUTES * 60_000)

/** How many holds a caller may have open at once. A key may serve many people at once, a person speaks with one customer. */
export const mostHolds = ({ kind }: Caller): number => (kind === 'api' ? 200 : 20)

/** Everybody who takes part in a booking or hold: their time is what it takes. */
export const peopleOf = ({ repId, with: others }: Pick<Hold, 'repId' | 'with'>): string[] => [repId, ...others.map((one) => one.repId)]
