import { z } from 'zod'
import { crmUserId, recordRefOf } from '../../domain/launch.ts'
import { InstantOut } from './shapes.ts'

const LaunchObject = z.enum(['Contact', 'Lead', 'Account'])
const RecordId = z
  .string()
  .max(18)
  .meta({ id: 'RecordId', description: 'The id of a record, of 15 or 18 characters.', example: '003000000000001AAA' })

/** A record of Salesforce; an account is one of a person. */
export const RecordIn = z
  .strictObject({ object: LaunchObject, id: RecordId })
  .transform((record, context) => {
    const ref = recordRefOf(record.object, record.id)
    if (ref) return ref
    context.addIssue({ code: 'custom', path: ['id'], message: `must be the id of a ${record.object.toLowerCase()}` })
    return z.NEVER
  })
  .meta({ id: 'RecordRef' })

/** `user` is the Salesforce user as whom the console opens; `X-Salesforce-User` says it as well. */
export const LaunchRequest = z
  .strictObject({
    object: LaunchObject,
    recordId: RecordId,
    user: z
      .string()
      .max(18)
      .refine((id) => crmUserId(id) !== null, 'must be the id of a Salesforce user (005…)')
      .exactOptional(),
  })
  .refine(({ object, recordId }) => recordRefOf(object, recordId) !== null, {
    path: ['recordId'],
    error: 'must be the id of such a record',
  })
  .meta({ id: 'LaunchRequest' })

/** An address that opens the console once, within a minute. */
export const LaunchView = z.object({ url: z.string(), expiresAt: InstantOut }).meta({ id: 'Launch' })
