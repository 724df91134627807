import { noteAudit } from '../../db/audit.ts'
import { forgetOrg, insertOrg, lockLastOrg, renewOrg } from '../../db/crm-org.ts'
import type { Caller } from '../../domain/booking.ts'
import { USUAL_RULES } from '../../domain/crm-rules.ts'
import type { CrmLetIn } from '../../domain/crm-sign-in.ts'
import { OAuthTrouble } from '../../domain/oauth.ts'
import { Refusal } from '../../domain/refusal.ts'
import type { Services } from '../services.ts'
import { sealedTokens } from './access.ts'
import { writeWhatIsLeft } from './replay.ts'

/**
 * Keep an org that has let us in. One that is known is taken up again with its rules, and what could not be written to it meanwhile is; one
 * that is new begins with nothing of what lay in another. Refuses while another one is connected.
 */
export async function keepOrg(services: Services, author: Caller, letIn: CrmLetIn): Promise<void> {
  const { db, now, openCrm, crmTokens } = services
  const { accessToken, apiUrl, orgId } = letIn
  const untold = { timeZoneField: null, languageField: null, heardCalls: () => {} }
  const org = await openCrm({ apiUrl, token: async () => accessToken, ...untold }).org()
  if (org.id !== orgId) throw new OAuthTrouble('misconfigured', 'Salesforce speaks of two orgs.')
  const kept = { ...org, apiUrl, secret: sealedTokens(services, orgId, letIn) }
  await db.transaction().execute(async (tx) => {
    const last = await lockLastOrg(tx)
    if (last && last.id !== orgId && last.disconnectedAt === null)
      throw new Refusal('conflict', 'Another org is connected. Disconnect that one first.')
    if (last?.id === orgId) await renewOrg(tx, kept, now())
    else {
      await forgetOrg(tx)
      await insertOrg(tx, { ...kept, rules: USUAL_RULES }, now())
    }
    await writeWhatIsLeft(services, tx)
    const after = { address: apiUrl, sandbox: org.sandbox }
    await noteAudit(tx, author, now(), [{ kind: 'salesforce', name: org.name, before: null, after }])
  })
  // A token of before may be one that the org has just refused.
  crmTokens.delete(orgId)
}
