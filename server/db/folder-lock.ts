/**
 * One process on one data folder. PGlite takes no lock, and two processes on one folder would destroy it.
 *
 * The lock is a file `lock.N`, made with `link`, which succeeds for exactly one process. A process that died without letting go (`kill -9`)
 * leaves its file behind; whoever finds its owner dead claims the next number, so nobody ever removes a living lock.
 */
import { readFileSync } from 'node:fs'
import { link, mkdir, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'

interface Owner {
  readonly pid: number
  /** When the process began, as the kernel tells: a reused process id is not the same process. */
  readonly began: string | null
  readonly host: string
}

/** Thrown when another living process uses the folder. */
export class FolderInUse extends Error {}

/** On another host, or in another container, we cannot see processes: its lock counts while it was renewed within this time. */
const STALE_AFTER = 30_000

/** Take the folder, making it if need be. Throws `FolderInUse`. The answer lets go of it. */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  await mkdir(folder, { recursive: true })
  const me: Owner = { pid: process.pid, began: beganAt(process.pid), host: hostname() }
  const draft = join(folder, `lock-draft-${process.pid}-${performance.now()}`)
  await writeFile(draft, JSON.stringify(me), { mode: 0o600 })
  try {
    const number = await claim(folder, draft)
    const path = pathOf(folder, number)
    const heartbeat = setInterval(() => void utimes(path, new Date(), new Date()).catch(() => {}), STALE_AFTER / 3)
    heartbeat.unref()
    return async () => {
      clearInterval(heartbeat)
      await rm(path, { force: true })
    }
  } finally {
    await rm(draft, { force: true })
  }
}

async function claim(folder: string, draft: string): Promise<number> {
  for (;;) {
    const held = await numbers(folder)
    const owner = await firstLiving(folder, held)
    if (owner) throw new FolderInUse(`The data folder ${folder} is in use by process ${owner.pid} on ${owner.host}. Stop it first.`)
    const mine = (held.at(-1) ?? 0) + 1
    try {
      await link(draft, pathOf(folder, mine))
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'EEXIST') continue
      throw error
    }
    const others = (await numbers(folder)).filter((number) => number !== mine)
    if (!(await firstLiving(folder, others))) {
      for (const old of others) await rm(pathOf(folder, old), { force: true })
      return mine
    }
    // The folder was taken and let go since we looked, so numbers began anew and somebody holds a lower one.
    await rm(pathOf(folder, mine), { force: true })
  }
}

const pathOf = (folder: string, number: number): string => join(folder, `lock.${number}`)

const numbers = async (folder: string): Promise<number[]> =>
  (await readdir(folder))
    .flatMap((name) => /^lock\.(\d+)$/.exec(name)?.[1] ?? [])
    .map(Number)
    .sort((a, b) => a - b)

async function firstLiving(folder: string, held: readonly number[]): Promise<Owner | null> {
  for (const number of held) {
    const owner = await livingOwner(pathOf(folder, number))
    if (owner) return owner
  }
  return null
}

/** Who holds the lock; null if its owner is dead, or has just let it go. */
async function livingOwner(path: string): Promise<Owner | null> {
  try {
    const owner = JSON.parse(await readFile(path, 'utf8')) as Owner
    if (owner.host !== hostname()) return Date.now() - (await stat(path)).mtimeMs < STALE_AFTER ? owner : null
    return isAlive(owner) ? owner : null
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    if (error instanceof SyntaxError) return null // Cut short when the machine went down: locks are complete from their first moment.
    throw error
  }
}

function isAlive({ pid, began }: Owner): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return false
  }
  const now = statusOf(pid)
  return now?.state !== 'Z' && (began === null || now === null || now.began === began)
}

const beganAt = (pid: number): string | null => statusOf(pid)?.began ?? null

/**
 * Fields 3 and 22 of /proc/pid/stat (Linux); null elsewhere. The name in field 2 may hold blanks, so count from its closing bracket. A
 * process in state Z is dead, and only waits for its parent to ask.
 */
function statusOf(pid: number): { state: string; began: string } | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    return { state: fields[0] ?? '', began: fields[19] ?? '' }
  } catch {
    return null
  }
}
