/** Databases of their own for tests, copied from one that is brought up to date once a run: to begin an embedded one takes seconds. */
import { openAsBlob } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inject } from 'vitest'
import type { TestProject } from 'vitest/node'
import { migrate, type Opened, openEmbedded, openPostgres } from '../../server/db/database.ts'
import { openQueue } from '../../server/jobs/queue.ts'
import { copyDatabase, freshDatabase } from './postgres.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** What databases are copied from: a file as PGlite dumps it, or the name of a database on the server. */
    original: string
  }
}

/** Before the first test of a project: make the database that others are copied from. Returns what removes it. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  if (project.config.env.TEST_ENGINE === 'postgres') {
    const { url, drop } = await freshDatabase()
    await bringUpToDate(await openPostgres(url))
    project.provide('original', new URL(url).pathname.slice(1))
    return drop
  }
  const folder = await mkdtemp(join(tmpdir(), 'switchboard-original-'))
  const path = join(folder, 'database.tar')
  await bringUpToDate(await openEmbedded(null), async ({ engine }) => {
    if (engine.kind !== 'pglite') return
    const dump = await engine.pglite.dumpDataDir('none')
    await writeFile(path, Buffer.from(await dump.arrayBuffer()))
  })
  project.provide('original', path)
  return () => rm(folder, { recursive: true })
}

async function bringUpToDate(opened: Opened, then = async (_opened: Opened) => {}): Promise<void> {
  await migrate(opened.db)
  const queue = await openQueue(opened, (error) => {
    throw error
  })
  await queue.close()
  await then(opened)
  await opened.close()
}

/** A database that no other test sees, on the engine under test. Closing it removes it; one that has a name is replaced by the next run. */
export async function openOwnDatabase(name?: string): Promise<Opened> {
  if (process.env.TEST_ENGINE !== 'postgres') return openEmbedded(null, await openAsBlob(inject('original')))
  const { url, drop } = await copyDatabase(inject('original'), name)
  const opened = await openPostgres(url, 10)
  return {
    ...opened,
    async close() {
      await opened.close()
      await drop()
    },
  }
}
