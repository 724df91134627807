/** How an operation of the API is described. */
import { z } from 'zod'
import type { ZodOpenApiOperationObject, ZodOpenApiPathItemObject } from 'zod-openapi'
import { ActivityView } from '../activities.ts'
import { BookingView } from '../bookings.ts'
import { Problem } from '../problem.ts'
import { Ref, Slug } from '../shapes.ts'

interface Parts {
  readonly tag: string
  readonly path?: z.ZodObject
  readonly query?: z.ZodType
  readonly body?: z.ZodType
  readonly status?: 200 | 201 | 204
  readonly answer?: z.ZodType
  /** Whether anybody may ask. */
  readonly open?: boolean
  /** Whether it makes something, and so takes an `Idempotency-Key`. */
  readonly creates?: boolean
  /** Whether its answer has an `ETag`, and so it takes an `If-None-Match`. */
  readonly tagged?: boolean
}

export const id = z.object({ id: z.string() })
export const token = z.object({ token: z.string() })
export const slug = z.object({ slug: Slug })
export const ref = z.object({ ref: Ref })
const idempotency = z.object({
  'Idempotency-Key': z.string().max(255).optional().describe('The same key with the same request gets the first answer again.'),
})

const condition = z.object({
  'If-None-Match': z.string().optional().describe('The ETag of an earlier answer: 304 if the same question would be answered alike.'),
})

/** A table to take away. */
export const table = (summary: string, { tag, path, query }: Pick<Parts, 'tag' | 'path' | 'query'>): ZodOpenApiPathItemObject => ({
  get: {
    summary,
    tags: [tag],
    security: [{ key: [] }, { session: [] }],
    requestParams: { ...(path ? { path } : {}), ...(query ? { query: query as z.ZodObject } : {}) },
    responses: { 200: { description: 'CSV (RFC 4180)', content: { 'text/csv': { schema: z.string() } } } },
  },
})

export function operation(
  summary: string,
  { tag, path, query, body, status = 200, answer, open = false, creates = false, tagged = false }: Parts,
): ZodOpenApiOperationObject {
  return {
    summary,
    tags: [tag],
    security: open ? [] : [{ key: [] }, { session: [] }],
    requestParams: {
      ...(path ? { path } : {}),
      ...(query ? { query: query as z.ZodObject } : {}),
      ...(creates ? { header: idempotency } : tagged ? { header: condition } : {}),
    },
    ...(body ? { requestBody: { required: true, content: { 'application/json': { schema: body } } } } : {}),
    responses: {
      [status]: {
        description: status === 201 ? 'Made' : 'Done',
        ...(answer ? { content: { 'application/json': { schema: answer } } } : {}),
      },
      ...(tagged ? { 304: { description: 'Unchanged since the answer with this ETag' } } : {}),
      default: { description: 'A problem, with a code', content: { 'application/problem+json': { schema: Problem } } },
    },
  }
}

export const redirect = (summary: string): ZodOpenApiOperationObject => ({
  summary,
  tags: ['Session'],
  security: [],
  responses: { 302: { description: 'Elsewhere' } },
})

export const settle = (summary: string, body: z.ZodType) => ({
  post: operation(summary, { tag: 'Activities', path: id, body, answer: ActivityView }),
})
export const step = (summary: string, body: z.ZodType) => ({
  post: operation(summary, { tag: 'Bookings', path: id, body, answer: BookingView }),
})
