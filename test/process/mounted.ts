/** Folders with a size of their own, or that cannot be written: only the owner of the machine can make them. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface Mounted {
  readonly folder: string
  readonly remount: (options: string) => void
  readonly remove: () => void
}

/** An empty folder in memory that holds `megabytes`. Throws where mounting is not allowed. */
export function mounted(megabytes: number): Mounted {
  const folder = mkdtempSync(join(tmpdir(), 'switchboard-mounted-'))
  const mount = (options: string) => execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder], { stdio: 'ignore' })
  try {
    mount(`size=${megabytes}m`)
  } catch (error) {
    rmSync(folder, { recursive: true })
    throw error
  }
  return {
    folder,
    remount: (options) => execFileSync('mount', ['-o', `remount,${options}`, folder], { stdio: 'ignore' }),
    remove() {
      execFileSync('umount', [folder])
      rmSync(folder, { recursive: true })
    },
  }
}

/** Whether this machine lets us. */
export function canMount(): boolean {
  try {
    mounted(1).remove()
    return true
  } catch {
    return false
  }
}
