import { findAdministrators } from '../db/accounts.ts'
import { findSentEntry } from '../db/registration-forms.ts'
import { findRepCards } from '../db/reps.ts'
import { composeRegistrationMail } from '../domain/registration-mail.ts'
import type { Payload } from '../jobs/catalog.ts'
import { mailStaff } from './mail-staff.ts'
import type { Services } from './services.ts'

/** Tell the rep, or the administrators where nobody looks after them, that somebody has registered with a form. Job `registration.tell`. */
export async function tellOfRegistration(services: Services, { entryId }: Payload<'registration.tell'>): Promise<void> {
  const { db, company, publicUrl } = services
  const entry = await findSentEntry(db, entryId)
  if (!entry) return // The person has asked to be forgotten since.
  const rep = entry.repId === null ? undefined : (await findRepCards(db, [entry.repId])).get(entry.repId)
  const failures: unknown[] = []
  for (const to of rep ? [rep] : await findAdministrators(db)) {
    const url = `${publicUrl}/console/customers/${entry.customerId}`
    const words = composeRegistrationMail(entry, { name: to.name, company, url, isYours: rep !== undefined })
    const dedupe = `registration ${entry.id} ${to.email}`
    await mailStaff(services, { dedupe, moment: 'registered', to, words }).catch((error: unknown) => failures.push(error))
  }
  if (failures.length > 0) throw failures[0]
}
