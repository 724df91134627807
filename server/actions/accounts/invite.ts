import { randomUUID } from 'node:crypto'
import { getAccount, insertAccount, type ListedAccount, replaceAccountProjects } from '../../db/accounts.ts'
import { noteAudit } from '../../db/audit.ts'
import { idsOfProjects } from '../../db/projects.ts'
import type { Caller } from '../../domain/booking.ts'
import type { AgentOptions } from '../../domain/lead.ts'
import { Refusal } from '../../domain/refusal.ts'
import type { Level } from '../../domain/rights.ts'
import type { Services } from '../services.ts'
import { changeAgent, toldOf } from './change.ts'

/** Make an account, and let its owner choose a password by mail. */
export async function inviteAccount(
  { db, queue, now }: Services,
  author: Caller,
  {
    projects = [],
    agent,
    ...wish
  }: { name: string; email: string; level: Level; projects?: readonly string[]; agent?: Partial<AgentOptions> },
): Promise<ListedAccount> {
  const at = now()
  return db.transaction().execute(async (tx) => {
    const id = randomUUID()
    await insertAccount(tx, { id, ...wish }, at)
    await replaceAccountProjects(tx, id, await idsOfProjects(tx, projects))
    await changeAgent(tx, id, wish.level, agent)
    await queue.enqueue(tx, [['account-link.send', { email: wish.email, kind: 'invitation', at: at.toISOString() }]])
    const made = await getAccount(tx, id)
    await noteAudit(tx, author, at, [{ kind: 'account', name: made.email, before: null, after: toldOf(made) }])
    return made
  })
}

/** Send the invitation once more, to somebody who has not used it. */
export async function inviteAgain({ db, queue, now }: Services, id: string): Promise<void> {
  const account = await getAccount(db, id)
  if (account.deactivatedAt) throw new Refusal('conflict', 'This account is deactivated.')
  if (account.joined) throw new Refusal('conflict', 'This person has joined already.')
  await db
    .transaction()
    .execute((tx) => queue.enqueue(tx, [['account-link.send', { email: account.email, kind: 'invitation', at: now().toISOString() }]]))
}
