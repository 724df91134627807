/** Opens the database: PostgreSQL by its address, or PGlite (PostgreSQL inside this process) in a folder. */
import { readdir, readFile } from 'node:fs/promises'
import { PGlite } from '@electric-sql/pglite'
import { btree_gist } from '@electric-sql/pglite/contrib/btree_gist'
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm'
import { Kysely, PGliteDialect, PostgresDialect, sql } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
import pg from 'pg'
import type { Tables } from './tables.ts'

export type Database = Kysely<Tables>

/** An open database with what the job queue needs to run on the same one. */
export interface Opened {
  readonly db: Database
  readonly engine: { readonly kind: 'pglite'; readonly pglite: PGlite } | { readonly kind: 'postgres'; readonly url: string }
  close(): Promise<void>
}

/**
 * How much of their groups of three letters two words must share to be alike: as much as a letter too many, missing or wrong leaves, or two that
 * changed places. A setting of the session, because the index asks for it there.
 */
const ALIKE = 0.3
/** The same for words of seven letters and more, of which such slips leave more. */
const LONG_ALIKE = 0.33

/** What every session on a server begins with. */
const SETTINGS = {
  TimeZone: 'UTC',
  'pg_trgm.word_similarity_threshold': String(ALIKE),
  'pg_trgm.strict_word_similarity_threshold': String(LONG_ALIKE),
}
export const SESSION = Object.entries(SETTINGS)
  .map(([name, value]) => `-c ${name}=${value}`)
  .join(' ')

/** A pooler hands out sessions that it has begun itself, and must begin them so. */
export class WrongSession extends Error {
  constructor() {
    const query = Object.entries(SETTINGS).map(([name, value]) => `set ${name}='${value}'`)
    super(`The pooler at DATABASE_POOL_URL must begin each of its connections with: ${query.join('; ')}`)
  }
}

/** Open PGlite in `folder`, or in memory; a new one begins as a copy of `original`, if given. The caller holds the folder's lock: PGlite takes none. */
export async function openEmbedded(folder: string | null, original?: Blob): Promise<Opened> {
  const place = folder === null ? {} : { dataDir: folder }
  const pglite = await PGlite.create({ ...place, ...(original && { loadDataDir: original }), extensions: { btree_gist, pg_trgm } })
  await pglite.exec(`set pg_trgm.word_similarity_threshold = ${ALIKE}; set pg_trgm.strict_word_similarity_threshold = ${LONG_ALIKE}`)
  const db = new Kysely<Tables>({ dialect: new PGliteDialect({ pglite }) })
  return {
    db,
    engine: { kind: 'pglite', pglite },
    async close() {
      await db.destroy()
      if (!pglite.closed) await pglite.close()
    },
  }
}

/**
 * Open PostgreSQL at `url`, in part through the transaction pooler at `poolUrl` if there is one: the jobs and the finder listen and prepare, and
 * keep connections of their own. Every session runs in UTC. Throws `WrongSession` if those of the pooler do not.
 */
export async function openPostgres(url: string, connections = 20, poolUrl: string | null = null): Promise<Opened> {
  const pool = new pg.Pool({
    connectionString: poolUrl ?? url,
    max: connections,
    application_name: 'switchboard',
    ...(poolUrl === null ? { options: SESSION } : {}),
  })
  pool.on('error', () => {}) // An idle connection that breaks is replaced; a query in flight reports its own error.
  // One that breaks between two queries of a transaction fails the next of them. Unheard, its error would end the process.
  pool.on('connect', (client) => void client.on('error', () => {}))
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
  try {
    const { rows } = await sql<{ name: keyof typeof SETTINGS; value: string | null }>`
      select name, current_setting(name, true) as value from unnest(${Object.keys(SETTINGS)}::text[]) name`.execute(db)
    if (rows.some(({ name, value }) => value !== SETTINGS[name])) throw new WrongSession()
  } catch (error) {
    await db.destroy()
    throw error
  }
  return { db, engine: { kind: 'postgres', url }, close: () => db.destroy() }
}

const ours = new URL('./migrations/', import.meta.url)

/** How often it is tried to change a table that others are using. */
const PATIENT_TRIES = 120

/**
 * Bring the tables up to date, and tell the names of all migrations. Safe to call from several processes at once, and while others work: a
 * migration waits a second at a time for a table that is in use, because whoever comes after waits behind it.
 */
export async function migrate(db: Database, folder: URL = ours): Promise<string[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort()
  const nameOf = (file: string) => file.replace(/\.sql$/, '')
  const migrator = new Migrator({
    db,
    // Numbers are given out before the work on them is done, so a lower one may come later. None needs what a higher one made.
    allowUnorderedMigrations: true,
    provider: {
      async getMigrations() {
        return Object.fromEntries(names.map((name) => [nameOf(name), fromFile(new URL(name, folder))]))
      },
    },
  })
  for (let tries = 1; ; tries++) {
    const { error } = await migrator.migrateToLatest()
    if (!error) return names.map(nameOf)
    if (!isInTheWay(error) || tries === PATIENT_TRIES) throw error
  }
}

/** Whether somebody else was in the way of a migration: with a table in use, or by making the same extension at the same moment. */
const isInTheWay = (error: unknown): boolean => {
  const { code, constraint } = error as { code?: unknown; constraint?: unknown }
  return code === '55P03' || (code === '23505' && constraint === 'pg_extension_name_index')
}

function fromFile(file: URL): Migration {
  return {
    async up(db) {
      const text = await readFile(file, 'utf8')
      await sql`set local lock_timeout = '1s'`.execute(db)
      for (const statement of statementsOf(text)) await sql.raw(statement).execute(db)
    },
  }
}

/** The statements of a migration file: each ends with a semicolon at the end of a line, unless that is within the body of a function. */
const statementsOf = (text: string): string[] =>
  text
    .replace(/^[ \t]*--.*$/gm, '')
    .replace(/\$\$[\s\S]*?\$\$/g, (body) => body.replace(/;\s*\n/g, '; '))
    .split(/;\s*\n/)
    .map((statement) => statement.trim())
    .filter(Boolean)

/** What a transaction may end with through no fault of its own: a circle of waiting, or a row that has just gone. */
const PASSING: readonly unknown[] = ['40P01', '23503']

/** Do it once more if the database ended it because others were in the way; three times at most. */
export async function again<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++)
    try {
      return await work()
    } catch (error) {
      if (tries === 3 || !PASSING.includes((error as { code?: unknown } | null)?.code)) throw error
    }
}

/** What a server says when it ends a session or begins none, and what a socket says when nobody is there. */
const LOST: readonly unknown[] = ['57P01', '57P02', '57P03', '53300', 'ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT']
/** What the driver says in words alone. */
const LOST_WORDS =
  /^(Connection terminated|Client has encountered a connection error|Client was closed|Query read timeout|timeout exceeded)/

/** Whether an error says that the database could not be reached, or was lost on the way: what was asked for may have been done all the same. */
export function isLost(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = 'code' in error ? String(error.code) : ''
  return LOST.includes(code) || code.startsWith('08') || LOST_WORDS.test(error.message)
}

/** Whether an error says that the database has no room to write: nothing was written, and it can still be read. */
export const isFull = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === '53100'

/** Whether a database error is the violation of the named constraint. */
export function violates(error: unknown, constraint: string): boolean {
  return error instanceof Error && 'constraint' in error && error.constraint === constraint
}

/** A value for a `jsonb` column. */
export const json = (value: unknown): string => JSON.stringify(value)

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** Whether a text has the form of our ids. */
export const isId = (text: string): boolean => uuid.test(text)
