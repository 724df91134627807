import type { Caller } from './booking.ts'

/** A customer's place in a project. */
export interface Registration {
  readonly id: string
  readonly customerId: string
  readonly projectId: string
  /** Who looks after the customer there. */
  readonly repId: string | null
  readonly rating: string | null
  readonly source: string | null
  readonly status: string
  /** The follow-up option that was chosen. */
  readonly followUpId: string | null
  readonly createdAt: Date
  readonly createdBy: Caller
}

/** What a registration is called until somebody says otherwise. */
export const NEW_REGISTRATION = 'Prospect'
