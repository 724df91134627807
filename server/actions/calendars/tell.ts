import { findAdministrators } from '../../db/accounts.ts'
import { findTroubledAccount } from '../../db/calendars.ts'
import { getRepCard } from '../../db/reps.ts'
import type { Vendor } from '../../domain/calendar.ts'
import { composeCalendarMail } from '../../domain/calendar-mail.ts'
import type { Payload } from '../../jobs/catalog.ts'
import { mailStaff } from '../mail-staff.ts'
import type { Services } from '../services.ts'

const vendorNames: Record<Vendor, string> = { google: 'Google Calendar', microsoft: 'Microsoft 365', caldav: 'CalDAV' }

/** Tell the rep and the administrators that a calendar account is in trouble, once for each trouble. Job `calendar.tell`. */
export async function tellCalendarTrouble(services: Services, { accountId }: Payload<'calendar.tell'>): Promise<void> {
  const account = await findTroubledAccount(services.db, accountId)
  if (!account) return // It has recovered, or was disconnected.
  const rep = await getRepCard(services.db, account.repId)
  const kind = account.revoked ? 'revoked' : account.unreachable ? 'unreachable' : 'gone'
  const readers = [{ name: rep.name, email: rep.email }, ...(await findAdministrators(services.db))]
  const failures: unknown[] = []
  for (const to of readers.filter((one, i) => readers.findIndex((other) => other.email === one.email) === i)) {
    const words = composeCalendarMail(kind, {
      name: to.name,
      company: services.company,
      url: `${services.publicUrl}/console/calendars`,
      whose: rep.name,
      account: `${vendorNames[account.vendor]} of ${account.name}`,
      problem: account.problem,
    })
    const dedupe = `calendar ${account.id} ${kind} ${account.failingSince.toISOString()} ${to.email}`
    await mailStaff(services, { dedupe, moment: `calendar ${kind}`, to, words }).catch((error: unknown) => failures.push(error))
  }
  if (failures.length > 0) throw failures[0]
}
