import { type Opened, openEmbedded, openPostgres } from '../../server/db/database.ts'
import { onPostgres } from '../support/app.ts'
import { freshDatabase } from '../support/postgres.ts'

/** An empty database that no other test sees, on the engine under test. Closing it removes it. */
export async function openOwnDatabase(): Promise<Opened> {
  if (!onPostgres) return openEmbedded(null)
  const { url, drop } = await freshDatabase()
  const opened = await openPostgres(url, 10)
  return {
    ...opened,
    async close() {
      await opened.close()
      await drop()
    },
  }
}
