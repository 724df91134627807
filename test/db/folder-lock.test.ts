import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { FolderInUse, lockFolder } from '../../server/db/folder-lock.ts'

const cleaning: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const clean of cleaning.splice(0).reverse()) await clean()
})

async function freshFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'switchboard-lock-'))
  cleaning.push(() => rm(folder, { recursive: true }))
  return folder
}

async function lock(folder: string): Promise<() => Promise<void>> {
  const unlock = await lockFolder(folder)
  cleaning.push(unlock)
  return unlock
}

const locks = async (folder: string) => (await readdir(folder)).sort()
const leave = (folder: string, name: string, owner: object | string) =>
  writeFile(join(folder, name), typeof owner === 'string' ? owner : JSON.stringify(owner))

/** The id of a process that has ended. */
async function deadPid(): Promise<number> {
  const child = spawn(process.execPath, ['-e', ''])
  await once(child, 'exit')
  return child.pid!
}

const source = new URL('../../server/db/folder-lock.ts', import.meta.url).href
const CLAIM = `import { lockFolder } from ${JSON.stringify(source)}
process.stdout.write('ready')
process.stdin.once('data', () => lockFolder(process.argv[1]).then(() => process.stdout.write(' won'), (error) => process.stdout.write(' ' + error.constructor.name)))`

/** A process of its own that claims the folder when told to, and says how it went. */
async function claimant(folder: string) {
  const child = spawn(process.execPath, ['--input-type=module', '-e', CLAIM, folder], { stdio: ['pipe', 'pipe', 'inherit'] })
  cleaning.push(async () => {
    if (child.exitCode === null && child.signalCode === null && child.kill('SIGKILL')) await once(child, 'exit')
  })
  await once(child.stdout, 'data')
  return {
    child,
    async claim(): Promise<string> {
      child.stdin.write('go\n')
      const [said] = await once(child.stdout, 'data')
      return String(said).trim()
    },
  }
}

test('a folder that is in use is refused, by a message that names the folder and the process', async () => {
  const folder = await freshFolder()
  await lock(folder)

  const refused = lockFolder(folder)

  await expect(refused).rejects.toBeInstanceOf(FolderInUse)
  await expect(refused).rejects.toThrow(`The data folder ${folder} is in use by process ${process.pid} on ${hostname()}. Stop it first.`)
  expect(await locks(folder)).toEqual(['lock.1'])
})

test('a folder that does not exist is made, and is free again once it was let go', async () => {
  const folder = join(await freshFolder(), 'deep', 'data')
  const unlock = await lock(folder)
  await unlock()

  expect(await locks(folder)).toEqual([])
  await lock(folder)
  expect(await locks(folder)).toEqual(['lock.1'])
})

test('a lock whose owner has died does not stand in the way', async () => {
  const folder = await freshFolder()
  await leave(folder, 'lock.7', { pid: await deadPid(), began: '1', host: hostname() })

  await lock(folder)

  expect(await locks(folder)).toEqual(['lock.8'])
})

test.runIf(process.platform === 'linux')(
  'a lock whose owner’s process id was given to another process does not stand in the way',
  async () => {
    const folder = await freshFolder()
    await leave(folder, 'lock.3', { pid: process.pid, began: '1', host: hostname() })

    await lock(folder)

    expect(await locks(folder)).toEqual(['lock.4'])
  },
)

test.runIf(process.platform === 'linux')(
  'a lock whose owner has died but was never asked about by its parent does not stand in the way',
  async () => {
    const folder = await freshFolder()
    const parent = spawn('sh', ['-c', 'sleep 0.3 & echo $!; exec sleep 60'], { stdio: ['ignore', 'pipe', 'inherit'] })
    cleaning.push(async () => parent.kill('SIGKILL') && (await once(parent, 'exit')))
    const [said] = await once(parent.stdout, 'data')
    const pid = Number(said)
    await expect.poll(async () => (await readFile(`/proc/${pid}/stat`, 'utf8')).includes(') Z ')).toBe(true)
    const began = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ')[1]!.split(' ')[19]
    await leave(folder, 'lock.1', { pid, began, host: hostname() })

    await lock(folder)

    expect(await locks(folder)).toEqual(['lock.2'])
  },
)

test('a lock file that a crash of the machine has cut short does not stand in the way', async () => {
  const folder = await freshFolder()
  await leave(folder, 'lock.1', '')

  await lock(folder)

  expect(await locks(folder)).toEqual(['lock.2'])
})

test('a lock from another host counts for as long as it is renewed', async () => {
  const folder = await freshFolder()
  await leave(folder, 'lock.1', { pid: await deadPid(), began: null, host: 'elsewhere' })
  await expect(lockFolder(folder)).rejects.toThrow('on elsewhere')

  const minuteAgo = new Date(Date.now() - 60_000)
  await utimes(join(folder, 'lock.1'), minuteAgo, minuteAgo)
  await lock(folder)

  expect(await locks(folder)).toEqual(['lock.2'])
})

test('a living owner is respected below the lock of one who died', async () => {
  const folder = await freshFolder()
  await lock(folder)
  await leave(folder, 'lock.9', { pid: await deadPid(), began: '1', host: hostname() })

  await expect(lockFolder(folder)).rejects.toBeInstanceOf(FolderInUse)

  expect(await locks(folder)).toEqual(['lock.1', 'lock.9'])
})

test('of processes that claim an abandoned folder at the same moment, exactly one wins', async () => {
  for (let round = 0; round < 2; round++) {
    const folder = await freshFolder()
    if (round > 0) await leave(folder, 'lock.4', { pid: await deadPid(), began: '1', host: hostname() })
    const rivals = await Promise.all(Array.from({ length: 4 }, () => claimant(folder)))

    const outcomes = await Promise.all(rivals.map((rival) => rival.claim()))

    expect(outcomes.sort()).toEqual(['FolderInUse', 'FolderInUse', 'FolderInUse', 'won'])
    expect(await locks(folder)).toEqual([round > 0 ? 'lock.5' : 'lock.1'])
  }
})

test('a process that was killed leaves a folder that the next one can use', async () => {
  const folder = await freshFolder()
  const owner = await claimant(folder)
  expect(await owner.claim()).toBe('won')
  await expect(lockFolder(folder)).rejects.toBeInstanceOf(FolderInUse)

  owner.child.kill('SIGKILL')
  await once(owner.child, 'exit')
  await lock(folder)

  expect(await locks(folder)).toEqual(['lock.2'])
})
