import { z } from 'zod'
import { isDomain } from '../../domain/blocklist.ts'
import { Email, InstantOut, line, listOf, Paging, text } from './shapes.ts'

const Entry = line(254)
  .transform((value) => value.toLowerCase().replace(/^@/, ''))
  .refine((value) => isDomain(value) || Email.safeParse(value).success, 'must be an email address or a domain such as example.com')
  .meta({ id: 'BlockedEntry', example: 'example.com', description: 'An email address, or a domain with all that belongs to it.' })

export const BlockRequest = z.strictObject({ entry: Entry, reason: text(1000).exactOptional() }).meta({ id: 'BlockRequest' })

export const BlockedView = z
  .object({
    id: z.string(),
    entry: z.string(),
    reason: z.string().nullable(),
    author: z.object({ name: z.string().nullable(), email: z.string().nullable() }),
    createdAt: InstantOut,
  })
  .meta({ id: 'Blocked' })

export const BlocklistQuery = z.strictObject(Paging).meta({ id: 'BlocklistQuery' })
export const Blocklist = listOf(BlockedView).meta({ id: 'Blocklist' })
