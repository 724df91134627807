/** What reps may choose for a registrant in a project. */

import { Refusal } from '../domain/refusal.ts'
import { type Database, isId } from './database.ts'

/** A follow-up option. */
export interface FollowUp {
  readonly id: string
  readonly projectId: string
  readonly name: string
  /** When to choose it, in words for reps. */
  readonly meaning: string | null
  readonly position: number
  readonly active: boolean
}

const select = (db: Database) =>
  db.selectFrom('follow_up').select(['id', 'project_id as projectId', 'name', 'meaning', 'position', 'active'])

/** The options of a project, in their order. */
export const findFollowUps = (db: Database, projectId: string): Promise<FollowUp[]> =>
  select(db).where('project_id', '=', projectId).orderBy('position').orderBy('name').execute()

export const findFollowUpsByIds = async (db: Database, ids: readonly string[]): Promise<FollowUp[]> =>
  ids.length === 0 ? [] : select(db).where('id', 'in', ids).execute()

/** The option of this id. Refuses with `not-found`. */
export async function getFollowUp(db: Database, id: string): Promise<FollowUp> {
  const found = isId(id) ? await select(db).where('id', '=', id).executeTakeFirst() : undefined
  if (!found) throw new Refusal('not-found', 'There is no such follow-up option.')
  return found
}

const rowOf = ({ projectId, ...rest }: FollowUp) => ({ ...rest, project_id: projectId })

export async function insertFollowUp(tx: Database, option: FollowUp): Promise<void> {
  await tx.insertInto('follow_up').values(rowOf(option)).execute()
}

export async function updateFollowUps(tx: Database, options: readonly FollowUp[]): Promise<void> {
  for (const option of options) await tx.updateTable('follow_up').set(rowOf(option)).where('id', '=', option.id).execute()
}
