/** What the product asks its database, and how PostgreSQL goes about it. */
import { type CompiledQuery, Kysely, PostgresDialect, sql } from 'kysely'
import pg from 'pg'
import { type Opened, SESSION } from '../../server/db/database.ts'
import type { Tables } from '../../server/db/tables.ts'

/** A database whose queries can be read afterwards. */
export interface Overheard extends Opened {
  /** All that is asked while `work` runs, in order. */
  during(work: () => Promise<unknown>): Promise<CompiledQuery[]>
}

export function overhear(url: string): Overheard {
  let heard: CompiledQuery[] = []
  const pool = new pg.Pool({ connectionString: url, max: 10, options: SESSION })
  pool.on('error', () => {}) // Its database is dropped in the end, whoever is still connected.
  const db = new Kysely<Tables>({
    dialect: new PostgresDialect({ pool }),
    log: ({ level, query }) => {
      if (level === 'query') heard.push(query as CompiledQuery)
    },
  })
  return {
    db,
    engine: { kind: 'postgres', url },
    close: () => db.destroy(),
    async during(work) {
      const mine: CompiledQuery[] = []
      heard = mine
      await work()
      heard = []
      return mine
    },
  }
}

/** A step of a plan that read a table. */
export interface Step {
  readonly how: string
  readonly table: string
  readonly index: string | null
  /** As many rows as it looked at, whatever it then did with them. */
  readonly rows: number
}

interface Node {
  'Node Type': string
  'Relation Name'?: string
  'Index Name'?: string
  'Actual Rows': number
  'Actual Loops': number
  'Rows Removed by Filter'?: number
  'Rows Removed by Index Recheck'?: number
  Plans?: Node[]
}

/** How PostgreSQL answers these queries: every step that reads a table. Nothing that they would change is changed. */
export async function stepsOf(db: Kysely<Tables>, queries: readonly CompiledQuery[]): Promise<Step[]> {
  const steps: Step[] = []
  const undo = new Error('taken back')
  await db
    .transaction()
    .execute(async (tx) => {
      for (const query of queries) {
        if (!/^\s*(select|with|update|insert|delete)\b/i.test(query.sql)) continue
        const explained = sql`${sql.raw('explain (analyze, format json) ')}`.compile(tx)
        const { rows } = await tx.executeQuery<{ 'QUERY PLAN': [{ Plan: Node }] }>({ ...query, sql: explained.sql + query.sql })
        steps.push(...(rows[0] ? stepsIn(rows[0]['QUERY PLAN'][0].Plan) : []))
      }
      throw undo
    })
    .catch((error) => {
      if (error !== undo) throw error
    })
  return steps
}

function stepsIn(node: Node): Step[] {
  const below = (node.Plans ?? []).flatMap(stepsIn)
  const table = node['Relation Name']
  if (table === undefined) return below
  const seen = node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0) + (node['Rows Removed by Index Recheck'] ?? 0)
  return [{ how: node['Node Type'], table, index: node['Index Name'] ?? null, rows: Math.round(seen * node['Actual Loops']) }, ...below]
}
