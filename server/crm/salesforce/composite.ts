/** Several requests in one call ("Send Multiple Requests Using Composite", REST API Developer Guide): it counts as one. */
import { z } from 'zod'
import { CrmTrouble } from '../../domain/crm.ts'
import { type Ask, ROOT } from './calls.ts'
import { shaped } from './shaped.ts'
import { salesforceTrouble } from './trouble.ts'

/** One of the requests. A later one may take `@{name.id}` of an earlier one's answer. */
export interface Part {
  readonly name: string
  readonly method: 'GET' | 'POST' | 'PATCH'
  /** Below the version. */
  readonly path: string
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** What one of them was answered. */
export interface PartAnswer {
  readonly name: string
  readonly status: number
  readonly body: unknown
}

const answerShape = z.object({
  compositeResponse: z.array(z.object({ body: z.unknown(), httpStatusCode: z.int(), referenceId: z.string() })),
})

/** Ask for all parts in one call. With `allOrNone` a part that fails undoes the others. */
export async function compositeCall(ask: Ask, parts: readonly Part[], allOrNone: boolean): Promise<PartAnswer[]> {
  const compositeRequest = parts.map(({ name, method, path, body, headers }) => ({
    method,
    url: `${ROOT}${path}`,
    referenceId: name,
    ...(body === undefined ? {} : { body }),
    ...(headers === undefined ? {} : { httpHeaders: headers }),
  }))
  const answer = await ask({ method: 'POST', path: '/composite', body: { allOrNone, compositeRequest } })
  const answers = shaped(answerShape, answer).compositeResponse.map(({ referenceId, httpStatusCode, body }) => ({
    name: referenceId,
    status: httpStatusCode,
    body: body ?? null,
  }))
  const missing = parts.find(({ name }, at) => answers[at]?.name !== name)
  if (missing || answers.length !== parts.length) throw new CrmTrouble('unreachable', 'Salesforce did not answer all that it was asked.')
  return answers
}

/** The answer that says why, of answers of which some are refusals: the others were only halted. Null if all is well. */
export function failedPart(answers: readonly PartAnswer[]): PartAnswer | null {
  const failed = answers.filter(({ status }) => status >= 300)
  return failed.find(({ body }) => !halted(body)) ?? failed[0] ?? null
}

const haltedShape = z.array(z.object({ errorCode: z.literal('PROCESSING_HALTED') })).min(1)
const halted = (body: unknown): boolean => haltedShape.safeParse(body).success

/** The trouble that a part's refusal means. */
export const partTrouble = ({ status, body }: PartAnswer): CrmTrouble => salesforceTrouble({ status, body, retryAfter: null })
