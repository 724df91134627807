import { findAdministrators } from '../../db/accounts.ts'
import { findOrg } from '../../db/crm-org.ts'
import { composeCrmMail } from '../../domain/crm-mail.ts'
import type { Payload } from '../../jobs/catalog.ts'
import { mailStaff } from '../mail-staff.ts'
import type { Services } from '../services.ts'

/** Tell the administrators that the org is out of reach, or is well again, once for each time. Job `crm.tell`. */
export async function tellOfCrm(services: Services, { orgId, kind, since }: Payload<'crm.tell'>): Promise<void> {
  const org = await findOrg(services.db)
  if (org?.id !== orgId) return // It was disconnected.
  const failures: unknown[] = []
  for (const to of await findAdministrators(services.db)) {
    const words = composeCrmMail(kind, {
      name: to.name,
      company: services.company,
      url: `${services.publicUrl}/console/salesforce`,
      org: org.name,
      problem: org.problem,
    })
    const mail = { dedupe: `crm ${orgId} ${kind} ${since} ${to.email}`, moment: `crm ${kind}`, to, words }
    await mailStaff(services, mail).catch((error: unknown) => failures.push(error))
  }
  if (failures.length > 0) throw failures[0]
}
