/** An activity that was done, as a task of its person. */
import { z } from 'zod'
import type { TaskWrite } from '../../domain/crm.ts'
import type { Ask } from './calls.ts'
import { idShape } from './person.ts'
import { shaped } from './shaped.ts'
import { askOne, quoted } from './soql.ts'

const savedShape = z.object({ id: idShape, success: z.literal(true) })
const foundShape = z.object({ Id: idShape })

/** Make the task; its id. What it is related to is left open: a task of a lead has nothing ("Task", Object Reference). */
export async function putTask(ask: Ask, { activityId, person, fields }: TaskWrite): Promise<string> {
  const body = { ...fields, WhoId: person.id, ActivityId__c: activityId }
  return shaped(savedShape, await ask({ method: 'POST', path: '/sobjects/Task', body })).id
}

/** The task of an activity, or null if there is none. */
export async function findTask(ask: Ask, activityId: string): Promise<string | null> {
  const soql = `SELECT Id FROM Task WHERE ActivityId__c = ${quoted(activityId)} ORDER BY CreatedDate, Id LIMIT 1`
  const [row] = await askOne(ask, { soql, deleted: false })
  return row === undefined ? null : shaped(foundShape, row).Id
}
