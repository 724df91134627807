import { randomUUID } from 'node:crypto'
import { noteAudit } from '../../db/audit.ts'
import { type Database, violates } from '../../db/database.ts'
import { type FollowUp, findFollowUps, getFollowUp, insertFollowUp, updateFollowUps } from '../../db/follow-ups.ts'
import { getProject } from '../../db/projects.ts'
import type { Caller } from '../../domain/booking.ts'
import { Refusal } from '../../domain/refusal.ts'
import type { Services } from '../services.ts'

/** Give reps of a project another option to choose, at the end of the list. */
export async function makeFollowUp(
  { db, now }: Services,
  author: Caller,
  project: string,
  { name, meaning }: Pick<FollowUp, 'name' | 'meaning'>,
): Promise<FollowUp> {
  const { id: projectId } = await getProject(db, project)
  return unlessTaken(async () =>
    db.transaction().execute(async (tx) => {
      const last = (await findFollowUps(tx, projectId)).at(-1)
      const option = { id: randomUUID(), projectId, name, meaning, position: (last?.position ?? 0) + 1, active: true }
      await insertFollowUp(tx, option)
      await note(tx, author, now(), null, option)
      return option
    }),
  )
}

/** Change an option, or move it to another place in the list. Whoever has it keeps it. */
export async function changeFollowUp(
  { db, now }: Services,
  author: Caller,
  id: string,
  wish: Partial<Pick<FollowUp, 'name' | 'meaning' | 'active' | 'position'>>,
): Promise<FollowUp> {
  const { projectId } = await getFollowUp(db, id)
  return unlessTaken(async () =>
    db.transaction().execute(async (tx) => {
      const all = await findFollowUps(tx, projectId)
      const before = await getFollowUp(tx, id)
      const { position, ...rest } = wish
      const others = all.filter((one) => one.id !== id)
      const place = position === undefined ? all.findIndex((one) => one.id === id) : Math.min(position, all.length) - 1
      const ordered = others.toSpliced(place, 0, { ...before, ...rest }).map((one, i) => ({ ...one, position: i + 1 }))
      await updateFollowUps(tx, ordered)
      const after = ordered.find((one) => one.id === id) ?? before
      await note(tx, author, now(), before, after)
      return after
    }),
  )
}

const told = ({ name, meaning, active, position }: FollowUp) => ({ name, meaning, active, position })
const note = (tx: Database, author: Caller, at: Date, before: FollowUp | null, after: FollowUp) =>
  noteAudit(tx, author, at, [{ kind: 'follow-up', name: after.name, before: before && told(before), after: told(after) }])

async function unlessTaken<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!violates(error, 'follow_up_name')) throw error
    throw new Refusal('invalid', 'There is an option of this name in the project already.', {
      errors: [{ pointer: '/name', detail: 'is the name of another option of the project' }],
    })
  }
}
