/** Databases of their own for tests on the PostgreSQL server that TEST_DATABASE_URL names. */
import { randomUUID } from 'node:crypto'
import { Client } from 'pg'

export interface NewDatabase {
  readonly url: string
  /** Remove it, whoever is still connected. */
  drop(): Promise<void>
}

/** A new, empty database. Not of template1: another test's session there would make the copy fail. */
export const freshDatabase = (wanted?: string): Promise<NewDatabase> => copyDatabase('template0', wanted)

/** A new database that begins as another one is, to which nobody is connected; in the place of one with the same name if there is any. */
export async function copyDatabase(original: string, wanted: string = randomUUID()): Promise<NewDatabase> {
  const server = process.env.TEST_DATABASE_URL
  if (!server) throw new Error('TEST_DATABASE_URL names no PostgreSQL server')
  const name = `switchboard_test_${wanted.replaceAll('-', '')}`
  const url = new URL(server)
  url.pathname = `/${name}`
  await run(server, `drop database if exists ${name} with (force)`)
  await run(server, `create database ${name} template ${original}`)
  return { url: url.href, drop: () => run(server, `drop database if exists ${name} with (force)`) }
}

async function run(server: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: server })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
