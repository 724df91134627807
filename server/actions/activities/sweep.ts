import { endActivities, findComeDue, findPlacesOf, findShownActivities, lockActivities, noteTold } from '../../db/activities.ts'
import { isEmailStopped } from '../../db/email-stops.ts'
import { endDoneRuns } from '../../db/processes.ts'
import { lockRegistration } from '../../db/registrations.ts'
import { getReminders } from '../../db/reminders.ts'
import { composeNotice } from '../../domain/activity-mail.ts'
import type { Caller } from '../../domain/booking.ts'
import { dateIn } from '../../domain/process-due.ts'
import { taskJobs } from '../crm/ask.ts'
import { mailStaff } from '../mail-staff.ts'
import type { Services } from '../services.ts'
import { keepActivityEmail } from './mail.ts'

/** Whom history names where no person did anything. */
const THE_CLOCK: Caller = { kind: 'api', name: 'Switchboard', email: null }

/** So many are looked after at once; what is left comes in the next minute. */
const MOST = 200

/** Whoever hears of it so much later has found it on the list. */
const TOO_LATE_MS = 6 * 3_600_000

/** Send the emails, and tell reps of the activities, whose time has come. Job `activity.sweep`, each minute; running it twice does no harm. */
export async function sweepActivities(services: Services): Promise<void> {
  const failures: unknown[] = []
  for (const { id, automatic } of await findComeDue(services.db, services.now(), MOST))
    await (automatic ? sendByItself(services, id) : tell(services, id)).catch((error: unknown) => failures.push(error))
  if (failures.length > 0) throw failures[0]
}

/**
 * Send an email at its time, and enter it into the history. What was laid out only after its day is left to the rep: two emails at once are none
 * that anybody planned. Nobody is sent what they asked not to get.
 */
async function sendByItself(services: Services, id: string): Promise<void> {
  const { db, now } = services
  await db.transaction().execute(async (tx) => {
    for (const { customerId, projectId } of await findPlacesOf(tx, [id])) await lockRegistration(tx, customerId, projectId)
    const [activity] = await lockActivities(tx, [id])
    const [shown] = await findShownActivities(tx, [id])
    const at = now()
    if (activity?.status !== 'open' || !shown || activity.due.at === null || activity.due.at > at) return
    await noteTold(tx, id, at)
    const tooLate = activity.createdAt > activity.due.at && activity.due.on < dateIn(at, shown.project.timeZone)
    if (tooLate || activity.email === null) return
    const { email } = shown.customer
    const why = email === null ? 'No email is known.' : (await isEmailStopped(tx, email)) ? 'The registrant wants no such emails.' : null
    if (why === null) await keepActivityEmail(services, tx, id, activity.email, at)
    await endActivities(tx, [id], why === null ? 'done' : 'cancelled', {
      at,
      by: THE_CLOCK,
      result: why ?? `Sent: ${activity.email.subject}`,
    })
    await services.queue.enqueue(tx, await taskJobs(tx, [id]))
    await endDoneRuns(tx, activity.runId === null ? [] : [activity.runId], at)
  })
}

/** Tell a rep by mail that the time of an activity has come, unless they want no such notices. */
async function tell(services: Services, id: string): Promise<void> {
  const { db, now, company, publicUrl } = services
  const [activity] = await findShownActivities(db, [id])
  const at = now()
  if (activity?.status !== 'open' || activity.due.at === null || activity.due.at > at) return
  const isFresh = at.getTime() - activity.due.at.getTime() < TOO_LATE_MS
  if (activity.rep && isFresh && (await getReminders(db, activity.rep.id)).notices) {
    const { rep, type, note, customer, project, due } = activity
    const reader = { name: rep.name, company, url: `${publicUrl}/console/customers/${customer.id}`, timeZone: rep.timeZone }
    const words = composeNotice({ type, note, customer, project: project.name, due }, reader)
    await mailStaff(services, {
      dedupe: `activity notice ${id} ${activity.due.at.toISOString()} ${rep.id}`,
      moment: 'activity-due',
      to: rep,
      words,
    })
  }
  await noteTold(db, id, at)
}
