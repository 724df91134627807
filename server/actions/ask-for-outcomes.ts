import { type AskedOutcome, findOutcomesToAsk, noteOutcomeAsked } from '../db/outcomes.ts'
import { composeOutcomeMail } from '../domain/outcome-mail.ts'
import { mailStaff } from './mail-staff.ts'
import type { Services } from './services.ts'

/** Whoever has just met somebody is left to set the outcome unasked. */
const PATIENCE_MS = 3_600_000

/** What is over for longer is on everybody's Home, and nobody is asked about it by mail any more. */
const TOO_LATE_MS = 24 * 3_600_000

/** Ask reps by mail, once for each booking, what came of meetings that have been over for an hour. Job `outcome.ask`, every ten minutes. */
export async function askForOutcomes(services: Services): Promise<void> {
  const { db, now } = services
  const at = now()
  const due = await findOutcomesToAsk(db, new Date(at.getTime() - TOO_LATE_MS), new Date(at.getTime() - PATIENCE_MS))
  const failures: unknown[] = []
  // One after the other, and each noted when it is sent: a mail that fails is tried again, the others are not.
  for (const one of due) {
    try {
      await ask(services, one)
      await noteOutcomeAsked(db, one.bookingId, at)
    } catch (error) {
      failures.push(error)
    }
  }
  if (failures.length > 0) throw failures[0]
}

async function ask(services: Services, { bookingId, subject, start, rep }: AskedOutcome): Promise<void> {
  const { company, publicUrl } = services
  const words = composeOutcomeMail({
    name: rep.name,
    company,
    url: `${publicUrl}/console/home?outcome=${bookingId}`,
    subject,
    start,
    timeZone: rep.timeZone,
  })
  await mailStaff(services, { dedupe: `outcome ${bookingId}`, moment: 'outcome', to: rep, words })
}
