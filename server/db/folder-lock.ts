/**
 * One process on one data folder. PGlite takes no lock, and two processes on one folder would destroy it.
 *
 * The lock is the highest-numbered `lock.N`, made with `link`, which succeeds for exactly one process. A process that died without letting
 * go (`kill -9`) leaves its file behind; whoever finds its owner dead claims the next number, so nobody ever removes a living lock.
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
    const path = join(folder, `lock.${number}`)
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
    const held = (await numbers(folder)).at(-1) ?? 0
    if (held > 0) {
      const owner = await livingOwner(join(folder, `lock.${held}`))
      if (owner === 'gone') continue
      if (owner) throw new FolderInUse(`The data folder ${folder} is in use by process ${owner.pid} on ${owner.host}. Stop it first.`)
    }
    const mine = held + 1
    try {
      await link(draft, join(folder, `lock.${mine}`))
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'EEXIST') continue
      throw error
    }
    const after = await numbers(folder)
    if (after.at(-1) === mine) {
      for (const old of after.slice(0, -1)) await rm(join(folder, `lock.${old}`), { force: true })
      return mine
    }
    await rm(join(folder, `lock.${mine}`), { force: true })
  }
}

const numbers = async (folder: string): Promise<number[]> =>
  (await readdir(folder))
    .flatMap((name) => /^lock\.(\d+)$/.exec(name)?.[1] ?? [])
    .map(Number)
    .sort((a, b) => a - b)

/** Who holds the lock; null if its owner is dead, `gone` if it was let go while we looked. */
async function livingOwner(path: string): Promise<Owner | null | 'gone'> {
  try {
    const owner = JSON.parse(await readFile(path, 'utf8')) as Owner
    if (owner.host !== hostname()) return Date.now() - (await stat(path)).mtimeMs < STALE_AFTER ? owner : null
    return isAlive(owner) ? owner : null
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return 'gone'
    throw error
  }
}

function isAlive({ pid, began }: Owner): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return false
  }
  return began === null || beganAt(pid) === null || beganAt(pid) === began
}

/** Field 22 of /proc/pid/stat (Linux); null elsewhere. The name in field 2 may hold blanks, so count from its closing bracket. */
function beganAt(pid: number): string | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return text.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? null
  } catch {
    return null
  }
}
