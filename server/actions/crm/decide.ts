import { noteAudit } from '../../db/audit.ts'
import { updateOrg } from '../../db/crm-org.ts'
import type { Caller } from '../../domain/booking.ts'
import { certificateProblem } from '../../domain/certificate.ts'
import type { CrmRules } from '../../domain/crm-rules.ts'
import { Refusal } from '../../domain/refusal.ts'
import type { Services } from '../services.ts'
import { wrongInRules } from './check-rules.ts'
import { getOrg } from './connect.ts'

interface Decision {
  readonly rules?: Partial<CrmRules>
  readonly launchCertificate?: string | null
}

/**
 * Decide what is written to the org, and by which certificate launches are known. Refuses with what is wrong beside each field. Not checked: the
 * org could not be asked whether it has the fields that the rules name; they are kept all the same, and looked at again at each write.
 */
export async function decideCrm(services: Services, author: Caller, { rules, launchCertificate }: Decision): Promise<{ checked: boolean }> {
  const org = await getOrg(services)
  const pem = launchCertificate?.trim()
  const wanted = { ...org.rules, ...rules }
  const inRules = rules === undefined ? [] : await wrongInRules(services, org.rules, wanted)
  const ofCertificate = pem === undefined ? null : certificateProblem(pem, services.now())
  const errors = [...(inRules ?? []), ...(ofCertificate === null ? [] : [{ pointer: '/launchCertificate', detail: ofCertificate }])]
  if (errors.length > 0) throw new Refusal('invalid', 'Some of this cannot be.', { errors })
  const decided = {
    ...(rules === undefined ? {} : { rules: wanted }),
    ...(launchCertificate === undefined ? {} : { launchCertificate: pem ?? null }),
  }
  await services.db.transaction().execute(async (tx) => {
    await updateOrg(tx, org.id, decided)
    const before = { ...org.rules, launchCertificate: org.launchCertificate }
    const after = { ...before, ...decided.rules, ...('launchCertificate' in decided && { launchCertificate: decided.launchCertificate }) }
    await noteAudit(tx, author, services.now(), [{ kind: 'salesforce', name: org.name, before, after }])
  })
  return { checked: inRules !== null }
}
