import { noteAudit } from '../../db/audit.ts'
import { findOrg, leaveOrg, lockLastOrg, type StoredOrg } from '../../db/crm-org.ts'
import type { Caller } from '../../domain/booking.ts'
import type { Services } from '../services.ts'
import { refreshTokenOf } from './access.ts'

/**
 * Leave the org, if one is connected: nothing is read from it or written to it any more, and consent is given back, if it can be reached.
 * What was written stays there. What waits here goes on waiting, should the same org be connected again.
 */
export async function disconnectCrm(services: Services, author: Caller): Promise<void> {
  const { db, now, crmTokens } = services
  const org = await findOrg(db)
  if (!org) return
  await db.transaction().execute(async (tx) => {
    await lockLastOrg(tx)
    await leaveOrg(tx, org.id, now())
    await noteAudit(tx, author, now(), [
      { kind: 'salesforce', name: org.name, before: { address: org.apiUrl, sandbox: org.sandbox }, after: null },
    ])
  })
  crmTokens.delete(org.id)
  await giveBack(services, org)
}

async function giveBack(services: Services, org: StoredOrg): Promise<void> {
  try {
    const token = org.revoked ? null : refreshTokenOf(services, org)
    if (token !== null) await services.crmSignIn?.revoke(token)
  } catch (error) {
    services.report('Salesforce could not be told that it was disconnected', { org: org.id }, error)
  }
}
