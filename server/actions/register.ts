import { getCustomer } from '../db/customers.ts'
import { findFollowUpsByIds } from '../db/follow-ups.ts'
import { getProject } from '../db/projects.ts'
import { getRegistration, insertRegistrations, lockOwnRegistration, updateRegistration } from '../db/registrations.ts'
import { getRepCard } from '../db/reps.ts'
import { findProjectsOfRep } from '../db/sight.ts'
import type { Caller } from '../domain/booking.ts'
import { Refusal } from '../domain/refusal.ts'
import { NEW_REGISTRATION, type Registration } from '../domain/registration.ts'
import { followNew, followRegistration } from './processes/happen.ts'
import type { Services } from './services.ts'

/** What is known of a customer in a project. The rep is named by id or email. */
export interface PlaceWish {
  readonly rep?: string | null
  readonly rating?: string | null
  readonly source?: string | null
  readonly status?: string
  /** The follow-up option, by its id; null: none any more. */
  readonly followUp?: string | null
}

/** Give a customer a place in a project, with the rep who looks after them there. Whoever has a place there already keeps it, with what is new about it. */
export async function register(
  { db, now }: Services,
  caller: Caller,
  customerId: string,
  { project, ...wish }: PlaceWish & { readonly project: string },
): Promise<Registration> {
  const customer = await getCustomer(db, customerId)
  const { id: projectId } = await getProject(db, project)
  return db.transaction().execute(async (tx) => {
    const repId = await repOf(tx, projectId, wish.rep)
    const at = now()
    const made = await insertRegistrations(tx, [
      {
        customerId: customer.id,
        projectId,
        repId: repId ?? null,
        rating: wish.rating ?? null,
        source: wish.source ?? null,
        status: wish.status ?? NEW_REGISTRATION,
        createdAt: at,
        createdBy: caller,
      },
    ])
    const there = await lockOwnRegistration(tx, customer.id, projectId)
    const after = await updateRegistration(tx, changed(there, wish, repId))
    if (made.length > 0) await followNew(tx, after, 'staff', caller, at)
    else await followRegistration(tx, there, after, caller, at)
    return after
  })
}

/** Change what is known of a customer in a project. */
export async function changeRegistration({ db, now }: Services, caller: Caller, id: string, wish: PlaceWish): Promise<Registration> {
  const { customerId, projectId } = await getRegistration(db, id)
  return db.transaction().execute(async (tx) => {
    const there = await lockOwnRegistration(tx, customerId, projectId)
    if (wish.followUp) await refuseOther(tx, projectId, wish.followUp)
    const after = await updateRegistration(tx, changed(there, wish, await repOf(tx, projectId, wish.rep)))
    await followRegistration(tx, there, after, caller, now())
    return after
  })
}

const changed = (there: Registration, wish: PlaceWish, repId: string | null | undefined): Registration => ({
  ...there,
  ...(repId === undefined ? {} : { repId }),
  ...(wish.rating === undefined ? {} : { rating: wish.rating }),
  ...(wish.source === undefined ? {} : { source: wish.source }),
  ...(wish.status === undefined ? {} : { status: wish.status }),
  ...(wish.followUp === undefined ? {} : { followUpId: wish.followUp }),
})

/** Refuse an option of another project, or one that is no longer offered. */
async function refuseOther(db: Services['db'], projectId: string, id: string): Promise<void> {
  const [option] = await findFollowUpsByIds(db, [id])
  if (option?.projectId !== projectId || !option.active)
    throw new Refusal('invalid', 'There is no such follow-up option in this project.', {
      errors: [{ pointer: '/followUp', detail: 'must be an option of the project' }],
    })
}

/** The rep who is named, who must be one of the project's; undefined: nobody is named. */
async function repOf(db: Services['db'], projectId: string, rep: string | null | undefined): Promise<string | null | undefined> {
  if (rep === undefined || rep === null) return rep
  const { id, name } = await getRepCard(db, rep)
  if (!(await findProjectsOfRep(db, id)).includes(projectId))
    throw new Refusal('invalid', `${name} does not work in this project.`, {
      errors: [{ pointer: '/rep', detail: 'must be a rep of the project' }],
    })
  return id
}
