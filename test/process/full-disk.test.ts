import { execFileSync } from 'node:child_process'
import { mkdir, readdir, readFile, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { onPostgres } from '../support/app.ts'
import { canMount, mounted } from './mounted.ts'
import { type Running, run, start } from './service.ts'

const cleaning: (() => unknown)[] = []
afterEach(async () => {
  for (const clean of cleaning.splice(0).reverse()) await clean()
})

const onOwnDisk = test.runIf(!onPostgres && canMount())

async function ask(service: Running, folder: string, path: string, body?: object) {
  const key = (await readFile(join(folder, 'admin-key'), 'utf8')).trim()
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
  const answer = await fetch(`${service.url}/api/v1${path}`, { headers, ...(body ? { method: 'POST', body: JSON.stringify(body) } : {}) })
  return { status: answer.status, body: await answer.json() }
}

onOwnDisk(
  'on a full disk nothing is half done and everything can be read; with room again the service goes on, and nothing that was confirmed is lost',
  async () => {
    const { folder: disk, remove } = mounted(160)
    cleaning.push(remove)
    const folder = join(disk, 'data')
    const service = await run({ DATA_DIR: folder })
    cleaning.push(() => service.stop('SIGKILL'))
    const { bsize, bavail } = await statfs(disk)
    const filler = join(disk, 'filler')
    execFileSync('fallocate', ['-l', String(bsize * bavail - 200_000), filler])
    const known: string[] = []
    const tell = (i: number) =>
      ask(service, folder, '/customers', { name: `Una ${i}`, email: `una.${i}@example.com`, notes: 'Said much. '.repeat(400) })

    let refused = { status: 0, body: {} as any }
    for (let i = 0; i < 500 && refused.status === 0; i++) {
      const { status, body } = await tell(i)
      if (status === 201) known.push(body.id)
      else refused = { status, body }
    }

    expect([refused.status, refused.body.code, refused.body.title]).toEqual([503, 'unavailable', 'The disk of the database is full'])
    expect((await ask(service, folder, `/customers/${known.at(-1)}`)).status).toBe(200)
    expect((await fetch(`${service.url}/readyz`)).status).toBe(200)
    execFileSync('rm', [filler])
    expect((await tell(1000)).status).toBe(201)
    expect(await service.stop('SIGKILL')).toBe('SIGKILL')
    const again = await run({ DATA_DIR: folder })
    cleaning.push(() => again.stop('SIGKILL'))
    for (const id of known) expect((await ask(again, folder, `/customers/${id}`)).body).toMatchObject({ id })
  },
  120_000,
)

onOwnDisk(
  'a folder that cannot be written stops the start with one line that names it, and is left as it is',
  async () => {
    const { folder: disk, remount, remove } = mounted(10)
    cleaning.push(remove)
    const folder = join(disk, 'data')
    await mkdir(folder)
    remount('ro')

    const { printed, ended } = start({ DATA_DIR: folder })

    expect(await ended).toBe(1)
    expect(printed.err).toMatch(/^Switchboard cannot start: Setting DATA_DIR names a folder that cannot be used \(EROFS: .*\)\.\n$/)
    expect(await readdir(folder)).toEqual([])
  },
  60_000,
)
