import {
  countAdministrators,
  deleteSessions,
  getAccount,
  type ListedAccount,
  lockAccounts,
  replaceAccountProjects,
  updateAccount,
  updateGeneration,
} from '../../db/accounts.ts'
import { getAgentOptions, keepAgentOptions } from '../../db/agents.ts'
import { noteAudit } from '../../db/audit.ts'
import { idOfCallCenter } from '../../db/call-centers.ts'
import type { Database } from '../../db/database.ts'
import { idsOfProjects } from '../../db/projects.ts'
import type { Caller } from '../../domain/booking.ts'
import type { AgentOptions } from '../../domain/lead.ts'
import { Refusal } from '../../domain/refusal.ts'
import type { Level } from '../../domain/rights.ts'
import { releaseLeads } from '../leads/end.ts'
import type { Services } from '../services.ts'

/** Change what an account allows, in which projects (named by id or slug; none: all), or whether it can be used at all. Whoever is deactivated is out at once, and whoever is no leads agent any more has no leads; an administrator always remains. */
export async function changeAccount(
  { db, now }: Services,
  author: Caller,
  id: string,
  { level, active, projects, agent }: { level?: Level; active?: boolean; projects?: readonly string[]; agent?: Partial<AgentOptions> },
): Promise<ListedAccount> {
  return db.transaction().execute(async (tx) => {
    await lockAccounts(tx)
    const account = await getAccount(tx, id)
    await updateAccount(tx, id, {
      ...(level === undefined ? {} : { level }),
      ...(active === undefined ? {} : { deactivated_at: active ? null : (account.deactivatedAt ?? now()) }),
    })
    if (projects !== undefined) await replaceAccountProjects(tx, id, await idsOfProjects(tx, projects))
    await changeAgent(tx, id, level ?? account.level, agent)
    if (active === false || (level !== undefined && level !== 'leads-agent')) await releaseLeads(tx, id, author, now())
    if (active === false) {
      await deleteSessions(tx, id, null)
      await updateGeneration(tx, id, account.generation)
    }
    const administrated = account.level === 'administrator' && !account.deactivatedAt
    if (administrated && (await countAdministrators(tx)) === 0)
      throw new Refusal('conflict', 'This is the last administrator, and one has to remain.')
    const changed = await getAccount(tx, id)
    await noteAudit(tx, author, now(), [{ kind: 'account', name: account.email, before: toldOf(account), after: toldOf(changed) }])
    return changed
  })
}

/** Keep what a leads agent may do; what is absent stays. Refuses with `invalid` if the account is none's. */
export async function changeAgent(tx: Database, id: string, level: Level, wish: Partial<AgentOptions> | undefined): Promise<void> {
  if (wish === undefined) return
  if (level !== 'leads-agent')
    throw new Refusal('invalid', 'Only a leads agent has these options.', {
      errors: [{ pointer: '/agent', detail: 'is for leads agents alone' }],
    })
  const options = { ...(await getAgentOptions(tx, id)), ...wish }
  const { callCenter } = options
  await keepAgentOptions(tx, id, options, callCenter === null ? null : await idOfCallCenter(tx, callCenter, '/agent/callCenter'))
}

/** What the audit log says of an account. */
export const toldOf = ({ name, level, projects, agent, deactivatedAt }: ListedAccount) => ({
  name,
  level,
  projects,
  ...(agent ?? {}),
  active: deactivatedAt === null,
})
