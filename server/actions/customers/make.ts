import { randomUUID } from 'node:crypto'
import { type Customer, findCustomersByEmail, getCustomer, insertCustomer } from '../../db/customers.ts'
import { getProject } from '../../db/projects.ts'
import { insertRegistrations, lockOwnRegistration } from '../../db/registrations.ts'
import { getRepCard } from '../../db/reps.ts'
import type { Caller } from '../../domain/booking.ts'
import { Refusal } from '../../domain/refusal.ts'
import { NEW_REGISTRATION } from '../../domain/registration.ts'
import { followNew } from '../processes/happen.ts'
import type { Services } from '../services.ts'

/** What staff know of somebody new. The rep who looks after them is named by id or email, their project by id or slug. */
export interface CustomerWish {
  readonly name: string
  readonly email?: string | null
  readonly phone?: string | null
  readonly timeZone?: string | null
  readonly language?: string | null
  readonly owner?: string | null
  readonly coordinator?: string | null
  readonly notes?: string | null
}

/**
 * Take down somebody new, with a place in a project if one is named. Refuses with `conflict` if somebody with that email is known, unless they
 * are another person `anyway`.
 */
export async function makeCustomer(
  { db, now }: Services,
  caller: Caller,
  { project, anyway, ...wish }: CustomerWish & { readonly project?: string; readonly anyway: boolean },
): Promise<Customer> {
  const projectId = project === undefined ? null : (await getProject(db, project)).id
  const ownerId = wish.owner ? (await getRepCard(db, wish.owner)).id : null
  const at = now()
  return db.transaction().execute(async (tx) => {
    const [known] = wish.email && !anyway ? await findCustomersByEmail(tx, wish.email) : []
    if (known) throw new Refusal('conflict', `${known.name} has this email already.`)
    const id = randomUUID()
    await insertCustomer(tx, { ...blank, ...wish, id, key: wish.email ? null : id, ownerId }, at)
    const place = { rating: null, source: null, status: NEW_REGISTRATION, createdAt: at, createdBy: caller }
    if (projectId !== null) {
      await insertRegistrations(tx, [{ ...place, customerId: id, projectId, repId: null }])
      await followNew(tx, await lockOwnRegistration(tx, id, projectId), 'staff', caller, at)
    }
    return getCustomer(tx, id)
  })
}

const blank = { email: null, phone: null, timeZone: null, language: null, coordinator: null, notes: null }
