import { z } from 'zod'
import { AUDIT_ACTIONS, AUDITED } from '../../domain/audit.ts'
import { Instant, InstantOut, line, listOf, Paging } from './shapes.ts'

/** `by` and `name` are parts of whom and what the entries are about; `from` is included, `to` is not. */
export const AuditQuery = z
  .strictObject({
    kind: z.enum(AUDITED).exactOptional(),
    action: z.enum(AUDIT_ACTIONS).exactOptional(),
    by: line(200).exactOptional(),
    name: line(320).exactOptional(),
    from: Instant.exactOptional(),
    to: Instant.exactOptional(),
    ...Paging,
  })
  .meta({ id: 'AuditQuery' })

export const AuditView = z
  .object({
    id: z.string(),
    at: InstantOut,
    author: z.object({ kind: z.string(), name: z.string().nullable(), email: z.string().nullable() }),
    kind: z.enum(AUDITED),
    /** A slug, an email, an address: by which the thing is known. */
    name: z.string(),
    action: z.enum(AUDIT_ACTIONS),
    /** Long values are told by their beginning. */
    changes: z.array(z.object({ field: z.string(), before: z.unknown(), after: z.unknown() })),
  })
  .meta({ id: 'AuditEntry' })
export const AuditList = listOf(AuditView).meta({ id: 'AuditList' })
