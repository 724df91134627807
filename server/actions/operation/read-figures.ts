import { countCrmWrites, findOrg } from '../../db/crm-org.ts'
import { countJobs } from '../../db/jobs.ts'
import { countFailingWebhooks, readCalendarFigures } from '../../db/operation.ts'
import type { Figures } from '../../domain/alert.ts'
import { factsOfCertificate } from '../../domain/certificate.ts'
import type { Services } from '../services.ts'

const DAY_MS = 86_400_000

/** How what works in the background stands now: what alerts and metrics are drawn from. */
export async function readFigures({ db, email, now }: Services): Promise<Figures> {
  const [jobs, calendars, org, writes, webhooksFailing] = await Promise.all([
    countJobs(db, now()),
    readCalendarFigures(db, now()),
    findOrg(db),
    countCrmWrites(db),
    countFailingWebhooks(db, new Date(now().getTime() - DAY_MS)),
  ])
  const salesforce = org && {
    revoked: org.revoked,
    failingSince: org.failingSince,
    readAt: org.readAt,
    unwritten: writes.failed,
    certificateUntil: org.launchCertificate === null ? null : (factsOfCertificate(org.launchCertificate)?.until ?? null),
  }
  return { jobs, calendars, salesforce, webhooksFailing, mailLeaves: email.kind === 'smtp' }
}
