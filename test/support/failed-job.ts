import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { JobName } from '../../server/jobs/catalog.ts'
import type { TestApp } from './app.ts'

/** A job that was given up after its last try. Returns its id. */
export async function failedJob(app: Pick<TestApp, 'services'>, name: JobName, data: object, failedAt = new Date()): Promise<string> {
  const id = randomUUID()
  await sql`
    insert into pgboss.job (id, name, data, state, retry_count, retry_limit, singleton_key, policy, completed_on, output)
    values (${id}, ${name}, ${JSON.stringify(data)}::jsonb, 'failed', 30, 30, ${id}, 'singleton', ${failedAt},
      ${JSON.stringify({ message: 'The server did not answer.' })}::jsonb)`.execute(app.services.db)
  return id
}
