/** Databases of their own for tests on the PostgreSQL server that TEST_DATABASE_URL names. */
import { randomUUID } from 'node:crypto'
import { Client } from 'pg'

/** A new, empty database, in the place of one with the same name if there is any. `drop` removes it, whoever is still connected. */
export async function freshDatabase(wanted: string = randomUUID()): Promise<{ url: string; drop(): Promise<void> }> {
  const server = process.env.TEST_DATABASE_URL
  if (!server) throw new Error('TEST_DATABASE_URL names no PostgreSQL server')
  const name = `switchboard_test_${wanted.replaceAll('-', '')}`
  const url = new URL(server)
  url.pathname = `/${name}`
  // Not template1: another test's session there would make the copy fail.
  await run(server, `drop database if exists ${name} with (force)`)
  await run(server, `create database ${name} template template0`)
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
