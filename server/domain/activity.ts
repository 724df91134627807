import type { Caller } from './booking.ts'
import type { ActivityType, EmailWords } from './process.ts'
import type { Due } from './process-due.ts'

/** What is open is owed; all else is history. */
export type ActivityStatus = 'open' | 'done' | 'skipped' | 'cancelled'

/** Something that a rep owes a registrant, or has done for one. */
export interface Activity {
  readonly id: string
  /** The run of a process that it belongs to, and its step there; null: it was made by hand. */
  readonly runId: string | null
  readonly stepId: string | null
  /** Its place among those of its run. */
  readonly position: number
  readonly projectId: string
  readonly customerId: string
  /** Whose it is; null: of a rep who has left it to nobody yet. */
  readonly repId: string | null
  readonly type: ActivityType
  readonly note: string | null
  /** The words that an email begins with. */
  readonly email: EmailWords | null
  readonly automatic: boolean
  readonly due: Due
  readonly status: ActivityStatus
  readonly createdAt: Date
}

/** How an activity left the list. */
export interface Ended {
  readonly at: Date
  readonly by: Caller
  /** What came of it, or why it was skipped or cancelled. */
  readonly result: string | null
}
