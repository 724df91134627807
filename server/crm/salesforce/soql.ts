/** Questions in SOQL, and all pages of their answers. */
import { z } from 'zod'
import { CrmTrouble } from '../../domain/crm.ts'
import { type Ask, segment } from './calls.ts'
import { compositeCall, type Part, partTrouble } from './composite.ts'
import { shaped } from './shaped.ts'

/** A text as SOQL has it ("Quoted String Escape Sequences", SOQL and SOSL Reference), without control characters that have no sequence. */
export function quoted(text: string): string {
  const ESCAPED: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\b': '\\b', '\f': '\\f' }
  const safe = text.replaceAll(/[\\'"\p{Cc}]/gu, (one) => ESCAPED[one] ?? (/\p{Cc}/u.test(one) ? '' : `\\${one}`))
  return `'${safe}'`
}

/** An instant as SOQL has it. */
export const instant = (at: Date): string => `${at.toISOString().slice(0, 19)}Z`

/** A question: `deleted`: records in the bin, and those that were merged into others, come as well. */
export interface Soql {
  readonly name: string
  readonly soql: string
  readonly deleted: boolean
}

const pageShape = z.object({ done: z.boolean(), nextRecordsUrl: z.string().optional(), records: z.array(z.unknown()) })

/** What a question was answered: `complete`, unless there is more of it than we take at once. */
export interface Rows {
  readonly rows: readonly unknown[]
  readonly complete: boolean
}

/** 100,000 records. */
const PAGES = 50

/** The records of each question, all asked in one call: five at most. More than a page of them costs a call for each further one. */
export async function askAll(ask: Ask, questions: readonly Soql[]): Promise<Rows[]> {
  const parts = questions.map(
    ({ name, soql, deleted }): Part => ({ name, method: 'GET', path: `/${deleted ? 'queryAll' : 'query'}?q=${segment(soql)}` }),
  )
  const answers = await compositeCall(ask, parts, false)
  const all: Rows[] = []
  for (const answer of answers) {
    if (answer.status !== 200) throw partTrouble(answer)
    all.push(await pagesOf(ask, answer.body))
  }
  return all
}

/** The records of one question. */
export async function askOne(ask: Ask, { soql, deleted }: Omit<Soql, 'name'>): Promise<readonly unknown[]> {
  const body = await ask({ method: 'GET', path: `/${deleted ? 'queryAll' : 'query'}?q=${segment(soql)}` })
  const { rows, complete } = await pagesOf(ask, body)
  if (!complete) throw new CrmTrouble('unreachable', 'Salesforce does not stop naming next pages.')
  return rows
}

async function pagesOf(ask: Ask, first: unknown): Promise<Rows> {
  const rows: unknown[] = []
  let body = first
  for (let count = 1; ; count++) {
    const page = shaped(pageShape, body)
    rows.push(...page.records)
    if (page.done || count === PAGES) return { rows, complete: page.done }
    // The token goes along: a page that lies elsewhere is not asked for.
    const next = page.nextRecordsUrl ?? ''
    if (!/^\/services\/data\/v[\d.]+\/query(All)?\/[\w-]+$/.test(next))
      throw new CrmTrouble('unreachable', 'Salesforce named a next page that we do not know.')
    body = await ask({ method: 'GET', path: next })
  }
}
