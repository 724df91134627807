/** A PostgreSQL server of the storm's own, which may be killed: on a folder of its own, on loopback, with every commit waiting for the disk. */
import { type SpawnSyncReturns, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { globSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { Client } from 'pg'
import { freePort } from '../server.ts'

export interface Cluster {
  readonly url: string
  /** Where logs may be written. */
  readonly folder: string
  /** End the sessions of the service, as a failover or an administrator does. How many there were. */
  terminate(): Promise<number>
  /** The server dies without a word; what was committed is found again when it starts. */
  crash(): Promise<void>
  start(): Promise<void>
  /** Stop and remove everything. Called also when the process ends by an error, so it waits for nothing. */
  remove(): void
}

/** Ask the server once, on a connection of its own. */
async function query(url: string, text: string): Promise<number> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5000 })
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query(text)).rowCount ?? 0
  } finally {
    await client.end().catch(() => {})
  }
}

/** The newest PostgreSQL that is installed; what is on PATH otherwise. */
const binaries = (): string => {
  const found = globSync('/usr/lib/postgresql/*/bin/initdb').sort((a, b) => Number(a.split('/')[4]) - Number(b.split('/')[4]))
  const last = found.at(-1)
  return last === undefined ? '' : `${dirname(last)}/`
}

export async function openCluster(): Promise<Cluster> {
  const bin = binaries()
  const folder = mkdtempSync(join(tmpdir(), 'switchboard-storm-'))
  const port = await freePort()
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`
  // PostgreSQL does not run as root.
  const asRoot = process.getuid?.() === 0
  const command = (name: string, args: readonly string[]): readonly [string, readonly string[]] =>
    asRoot ? ['runuser', ['-u', 'postgres', '--', `${bin}${name}`, ...args]] : [`${bin}${name}`, args]
  const data = join(folder, 'data')
  const settings = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=on -c max_connections=200`

  function now(name: string, args: readonly string[]): SpawnSyncReturns<string> {
    const [program, all] = command(name, args)
    return spawnSync(program, all, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'ignore', 'pipe'] })
  }
  async function run(name: string, args: readonly string[]): Promise<void> {
    const [program, all] = command(name, args)
    const child = spawn(program, all, { cwd: folder, stdio: 'ignore' })
    const [code] = await once(child, 'exit')
    if (code !== 0) throw new Error(`${name} ended with code ${code}: see ${folder}`)
  }
  const start = () => run('pg_ctl', ['-D', data, '-w', '-t', '120', '-l', join(folder, 'postgres.log'), '-o', settings, 'start'])

  if (asRoot) spawnSync('chown', ['postgres', folder])
  const made = now('initdb', ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync'])
  if (made.status !== 0) {
    rmSync(folder, { recursive: true, force: true })
    throw new Error(
      `The storm needs PostgreSQL's initdb and pg_ctl, in /usr/lib/postgresql or on PATH. ${made.error?.message ?? made.stderr}`,
    )
  }
  await start()
  return {
    url,
    folder,
    start,
    terminate: () => query(url, `select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'switchboard%'`),
    crash: () => run('pg_ctl', ['-D', data, '-w', '-m', 'immediate', 'stop']),
    remove() {
      now('pg_ctl', ['-D', data, '-w', '-m', 'immediate', 'stop'])
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
