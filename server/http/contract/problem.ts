import { z } from 'zod'
import { InstantOut } from './shapes.ts'

/** RFC 9457: every answer that is a "no". */
export const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.string(),
    errors: z.array(z.object({ pointer: z.string(), detail: z.string() })).optional(),
    nearest: z.array(z.object({ start: InstantOut, available: z.int() })).optional(),
  })
  .meta({ id: 'Problem' })
