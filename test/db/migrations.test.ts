/** Migrations run beside a version that works already. */
import { globSync, readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { migrate, openPostgres } from '../../server/db/database.ts'
import { onPostgres } from '../support/app.ts'
import { freshDatabase } from '../support/postgres.ts'

/** What the version before could no longer read or write afterwards. */
const TAKES_AWAY =
  /\b(drop\s+(table|column|type)|rename\s+(to|column|constraint)|alter\s+column\s+\S+\s+(type|set\s+data\s+type|set\s+not\s+null)|add\s+column\s+(?![^,;]*(default|generated))[^,;]*not\s+null)\b/i

test.each([
  ['drop table rep', true],
  ['alter table rep drop column name', true],
  ['alter table rep rename to person', true],
  ['alter table rep alter column name type text', true],
  ['alter table rep add column rank int not null', true],
  ['alter table rep add column rank int not null default 1, add column tag text', false],
  ['drop index rep_name', false],
  ['create table note (id uuid not null)', false],
])('“%s” takes something away: %s', (statement, does) => {
  expect(TAKES_AWAY.test(statement)).toBe(does)
})

test('no migration since 023 takes away what the version before reads or writes', () => {
  const later = globSync('server/db/migrations/*.sql').filter((file) => !/\/(00\d|01\d|02[0-3])-[^/]*$/.test(file.replaceAll('\\', '/')))
  expect(later.filter((file) => TAKES_AWAY.test(readFileSync(file, 'utf8').replace(/--.*$/gm, '')))).toEqual([])
})

test.runIf(onPostgres)('a migration that waits for a table lets others read it meanwhile, and is done once it is free', async () => {
  const { url, drop } = await freshDatabase()
  const { db, close } = await openPostgres(url, 5)
  const folder = await mkdtemp(join(tmpdir(), 'switchboard-migrations-'))
  await writeFile(join(folder, '001-note.sql'), 'create table note (id int);\n')
  const migrations = pathToFileURL(`${folder}/`)
  await migrate(db, migrations)
  await writeFile(join(folder, '002-text.sql'), 'alter table note add column text text;\n')

  let done = false
  let migrating: Promise<unknown> = Promise.resolve()
  await db.transaction().execute(async (tx) => {
    await sql`select * from note`.execute(tx)
    migrating = migrate(db, migrations).then(() => {
      done = true
    })
    const isWaiting = async () => {
      const { rows } = await sql<{ waiting: boolean }>`select exists (select from pg_locks where not granted) as waiting`.execute(tx)
      return rows[0]?.waiting
    }
    await expect.poll(isWaiting, { timeout: 10_000 }).toBe(true)
    await sql`select * from note`.execute(db) // Comes after the migration, and would wait for as long as it does.
    expect(done).toBe(false)
  })
  await migrating

  await sql`select text from note`.execute(db)
  await close()
  await rm(folder, { recursive: true })
  await drop()
})
