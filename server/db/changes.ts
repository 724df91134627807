/**
 * What has changed in the database since the question before: exact in any number of processes, without a message bus.
 *
 * Every transaction that touches a rep's time, the configuration or a pool's ledger leaves its number in `rep_change`, `config_change` or
 * `pool_change`.
 */
import type { PGlite } from '@electric-sql/pglite'
import pg from 'pg'
import type { Opened } from './database.ts'

export interface Change {
  /** The reps whose time has changed; all there are, if `anew`. */
  readonly repIds: readonly string[]
  /** Whether event types, pools, projects or booking pages have changed. */
  readonly config: boolean
  /** Whether a ledger has a new entry. */
  readonly turns: boolean
  /** Whether all that was known before may be wrong. */
  readonly anew: boolean
}

export interface News {
  /** Everything that was committed before this call and has not been taken in yet. One call at a time. */
  read(): Promise<Change>
  /** What the last `read` told has been taken in. What is not is told again. */
  taken(): void
  close(): Promise<void>
}

export const openNews = ({ engine }: Opened): News => (engine.kind === 'pglite' ? hear(engine.pglite) : ask(engine.url))

const NO_CHANGE: Change = { repIds: [], config: false, turns: false, anew: false }

/** A snapshot that has seen nothing. */
const NOTHING = '1:1:'

/** The first transaction number that a snapshot says was not given out yet: it never goes back on one server. */
const nextOf = (snapshot: string): bigint => BigInt(snapshot.split(':')[1] ?? 0)

/**
 * Which changes a snapshot did not see, and the snapshot of this read, in one round trip: a transaction that was still open is not
 * visible in the snapshot of the read before, whatever its number.
 */
export const CHANGES = {
  name: 'changes',
  text: `select pg_current_snapshot()::text as snapshot, array(
      select rep_id::text from rep_change
      where changed >= pg_snapshot_xmin($1::pg_snapshot) and not pg_visible_in_snapshot(changed, $1::pg_snapshot)
    ) as "repIds",
    exists (select from config_change where not pg_visible_in_snapshot(changed, $1::pg_snapshot)) as config,
    exists (select from pool_change where not pg_visible_in_snapshot(changed, $1::pg_snapshot)) as turns`,
}

type ChangesAnswer = Omit<Change, 'anew'> & { readonly snapshot: string }

/** How long the one reader waits for an answer before it tries another connection. */
const PATIENCE_MS = 15_000

/** News from whoever answers `CHANGES`; `anew` tells that he cannot know what was asked before. */
export function follow(ask: (snapshot: string) => Promise<ChangesAnswer & { readonly anew: boolean }>): Omit<News, 'close'> {
  let cursor = NOTHING
  let next = NOTHING
  return {
    async read() {
      let answer = await ask(cursor)
      // A snapshot that goes backward is another server's.
      if (answer.anew || nextOf(answer.snapshot) < nextOf(cursor)) {
        cursor = NOTHING
        answer = await ask(cursor)
      }
      next = answer.snapshot
      return { repIds: answer.repIds, config: answer.config, turns: answer.turns, anew: cursor === NOTHING }
    },
    taken() {
      cursor = next
    },
  }
}

/** News from a server: one connection of its own with a prepared statement. With a new one, everything is read anew. */
function ask(url: string): News {
  let client: pg.Client | null = null

  async function connect(): Promise<pg.Client> {
    const made = new pg.Client({
      connectionString: url,
      application_name: 'switchboard finder',
      keepAlive: true,
      connectionTimeoutMillis: PATIENCE_MS,
      query_timeout: PATIENCE_MS,
    })
    const lost = () => {
      if (client === made) client = null
    }
    made.on('error', lost).on('end', lost)
    await made.connect()
    try {
      const { rows } = await made.query<{ standby: boolean }>('select pg_is_in_recovery() as standby')
      if (rows[0]?.standby) throw new Error('The database is a hot standby, which lags behind; the finder needs the primary.')
    } catch (error) {
      await made.end().catch(() => {})
      throw error
    }
    client = made
    return made
  }

  /** After a crash of the server numbers of transactions can be given out twice, so over a new connection nothing is known any more. */
  async function query(snapshot: string): Promise<ChangesAnswer & { anew: boolean }> {
    const anew = client === null
    const { rows } = await (client ?? (await connect())).query<ChangesAnswer>({ ...CHANGES, values: [snapshot] })
    return { ...(rows[0] as ChangesAnswer), anew }
  }

  const news = follow((snapshot) =>
    query(snapshot).catch(() => {
      const broken = client
      client = null
      void broken?.end().catch(() => {})
      return query(snapshot)
    }),
  )
  return {
    ...news,
    async close() {
      const last = client
      client = null
      await last?.end().catch(() => {})
    },
  }
}

/** News of the embedded database: this process is the only one, and hears of its commits before they are acknowledged. */
function hear(pglite: PGlite): News {
  const heard = new Set<string>()
  let telling: readonly string[] = []
  let unlisten: (() => Promise<void>) | null = null
  let known = false

  return {
    async read() {
      unlisten ??= await pglite.listen('switchboard_change', (what) => void heard.add(what))
      if (known && heard.size === 0 && telling.length === 0) return NO_CHANGE
      for (const what of telling) heard.add(what)
      telling = [...heard]
      heard.clear()
      if (known) {
        const repIds = telling.filter((what) => what !== 'config' && what !== 'turns')
        return { repIds, config: telling.includes('config'), turns: telling.includes('turns'), anew: false }
      }
      const { rows } = await pglite.query<{ id: string }>('select rep_id::text as id from rep_change')
      return { repIds: rows.map(({ id }) => id), config: true, turns: true, anew: true }
    },
    taken() {
      known = true
      telling = []
    },
    async close() {
      if (!pglite.closed) await unlisten?.()
    },
  }
}
