import type { z } from 'zod'
import { CrmTrouble } from '../../domain/crm.ts'

/** An answer in the shape it must have. */
export function shaped<S extends z.ZodType>(shape: S, body: unknown): z.infer<S> {
  const read = shape.safeParse(body)
  if (read.success) return read.data
  const where = read.error.issues[0]?.path.join('.') ?? ''
  throw new CrmTrouble('unreachable', `Salesforce answered in a shape that we do not know (${where || 'all of it'}).`)
}
