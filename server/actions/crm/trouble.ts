import type { StoredOrg } from '../../db/crm-org.ts'
import { lockCondition, noteFailing, noteToldOfRevoked, type Reading } from '../../db/crm-reading.ts'
import type { CrmTrouble } from '../../domain/crm.ts'
import { isOutOfReach, USUAL_PAUSE_MS } from '../../domain/crm-reading.ts'
import type { Services } from '../services.ts'

/** Note that the org could not be read. Once that has lasted too long, or only its administrator can change it, people are told. */
export async function noteTrouble(
  { db, queue, now, report }: Services,
  reading: Reading,
  org: StoredOrg,
  trouble: CrmTrouble,
): Promise<void> {
  const at = now()
  report('The CRM could not be read', { org: reading.orgId, kind: trouble.kind, code: trouble.code ?? '' }, trouble)
  await db.transaction().execute(async (tx) => {
    const condition = await lockCondition(tx, reading)
    // Whoever has connected it anew meanwhile has it read anew: what the old tokens met is over.
    if (condition === null || (trouble.kind === 'revoked' && condition.secretVersion !== org.secretVersion)) return
    const failingSince = condition.failingSince ?? at
    const revoked = trouble.kind === 'revoked'
    const kind = revoked ? 'revoked' : isOutOfReach(failingSince, at) ? 'unreachable' : null
    const told = kind ?? condition.told
    const pausedUntil = trouble.wholeOrg ? new Date(at.getTime() + (trouble.retryAfterMs ?? USUAL_PAUSE_MS)) : null
    await noteFailing(tx, { revoked, failingSince, problem: trouble.message, pausedUntil, told })
    if (kind !== null && condition.told !== kind)
      await queue.enqueue(tx, [['crm.tell', { orgId: reading.orgId, kind, since: failingSince.toISOString() }]])
  })
}

/** Tell of an org that lets us in no longer, whoever found that out. */
export async function tellIfRevoked({ db, queue, now }: Services, { id: orgId }: StoredOrg): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const since = await noteToldOfRevoked(tx, orgId, now())
    if (since !== null) await queue.enqueue(tx, [['crm.tell', { orgId, kind: 'revoked', since: since.toISOString() }]])
  })
}
