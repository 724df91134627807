import { randomUUID } from 'node:crypto'
import { Refusal } from '../domain/refusal.ts'
import type { Registration } from '../domain/registration.ts'
import { type Database, isId, json } from './database.ts'

const select = (db: Database) =>
  db
    .selectFrom('registration')
    .select(['registration.id', 'customer_id as customerId', 'project_id as projectId', 'rep_id as repId', 'rating', 'source', 'status'])
    .select(['registration.created_at as createdAt', 'created_by as createdBy', 'follow_up_id as followUpId'])

/** The places of a customer, in the order in which they came about; those of one moment by the name of the project. */
export const findRegistrations = (db: Database, customerId: string): Promise<Registration[]> =>
  select(db)
    .innerJoin('project', 'project.id', 'project_id')
    .where('customer_id', '=', customerId)
    .orderBy('registration.created_at')
    .orderBy('project.name')
    .execute()

/** The registration of this id. Refuses with `not-found`. */
export async function getRegistration(db: Database, id: string): Promise<Registration> {
  const found = isId(id) ? await select(db).where('id', '=', id).executeTakeFirst() : undefined
  if (!found) throw new Refusal('not-found', 'There is no such registration.')
  return found
}

/** The place of a customer in a project, if they have one, locked until the transaction ends. */
export const lockRegistration = (tx: Database, customerId: string, projectId: string): Promise<Registration | undefined> =>
  select(tx).where('customer_id', '=', customerId).where('project_id', '=', projectId).forUpdate().executeTakeFirst()

/** The same; it must be there. */
export async function lockOwnRegistration(tx: Database, customerId: string, projectId: string): Promise<Registration> {
  const found = await lockRegistration(tx, customerId, projectId)
  if (!found) throw new Refusal('not-found', 'There is no such registration.')
  return found
}

/** Give customers their places; returns those that are new. Where somebody has one already, it stays as it is. */
export async function insertRegistrations(
  tx: Database,
  registrations: readonly Omit<Registration, 'id' | 'followUpId'>[],
): Promise<Pick<Registration, 'id' | 'customerId' | 'projectId'>[]> {
  if (registrations.length === 0) return []
  return tx
    .insertInto('registration')
    .values(
      registrations.map((one) => ({
        id: randomUUID(),
        customer_id: one.customerId,
        project_id: one.projectId,
        rep_id: one.repId,
        rating: one.rating,
        source: one.source,
        status: one.status,
        created_at: one.createdAt,
        created_by: json(one.createdBy),
      })),
    )
    .onConflict((conflict) => conflict.constraint('registration_once').doNothing())
    .returning(['id', 'customer_id as customerId', 'project_id as projectId'])
    .execute()
}

/** Store what is known of a customer in a project. */
export async function updateRegistration(tx: Database, registration: Registration): Promise<Registration> {
  const { id, repId, rating, source, status, followUpId } = registration
  await tx
    .updateTable('registration')
    .set({ rep_id: repId, rating, source, status, follow_up_id: followUpId })
    .where('id', '=', id)
    .execute()
  return registration
}
