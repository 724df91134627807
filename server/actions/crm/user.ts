import { findCrmUser } from '../../db/crm-org.ts'
import { keepUsers } from '../../db/crm-users.ts'
import type { Caller } from '../../domain/booking.ts'
import { CrmTrouble, type CrmUser } from '../../domain/crm.ts'
import { crmUserId } from '../../domain/launch.ts'
import { Refusal } from '../../domain/refusal.ts'
import type { Services } from '../services.ts'
import { openOrg } from './access.ts'
import { inTime } from './patience.ts'

/** A user of the org, asked of the org if never heard of; null if there is none. Throws `CrmTrouble`. */
export async function userOfOrg(services: Services, id: string): Promise<CrmUser | null> {
  const known = await findCrmUser(services.db, id)
  if (known) return known
  const opened = await openOrg(services)
  if (opened === null) return null
  const users = await inTime(opened.crm.users())
  await services.db.transaction().execute((tx) => keepUsers(tx, users, { all: false }))
  return findCrmUser(services.db, id)
}

/** A user of the org as the one who books. */
export const callerOfUser = ({ id, name, email }: { id: string; name: string; email: string | null }): Caller => ({
  kind: 'salesforce',
  name,
  email,
  userId: id,
})

/** The user of the org for whom a program asks. Refuses whoever is not known or no longer works there. */
export async function getActingUser(services: Services, text: string): Promise<CrmUser> {
  const id = crmUserId(text)
  if (id === null) throw new Refusal('forbidden', 'X-Salesforce-User is not the id of a Salesforce user (005…).')
  const user = await userOfOrg(services, id).catch((error) => {
    if (!(error instanceof CrmTrouble)) throw error
    throw new Refusal('forbidden', 'Salesforce does not answer, so we cannot tell who this user is. Try again in a moment.')
  })
  if (user === null) throw new Refusal('forbidden', 'This Salesforce user is not one of the connected org.')
  if (!user.active) throw new Refusal('forbidden', 'This Salesforce user is not active.')
  return user
}
