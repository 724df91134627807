import { askToWrite } from '../../db/crm-rows.ts'
import { askForTasks } from '../../db/crm-tasks.ts'
import type { Database } from '../../db/database.ts'
import type { Job } from '../../jobs/catalog.ts'

/** The jobs that write bookings into the CRM anew that are there already, or were to be. */
export const writeAgain = async (tx: Database, bookingIds: readonly string[]): Promise<Job[]> =>
  bookingIds.length === 0 ? [] : (await askToWrite(tx, bookingIds)).map((bookingId): Job => ['crm.write', { bookingId }])

/** The jobs that write activities, which were just done, as tasks. Skipped and cancelled ones write nothing. */
export const taskJobs = async (tx: Database, activityIds: readonly string[]): Promise<Job[]> =>
  (await askForTasks(tx, activityIds)).map((activityId): Job => ['crm.task', { activityId }])
