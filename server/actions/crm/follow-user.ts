import { holdReading, type Reading } from '../../db/crm-reading.ts'
import { followOwners, keepUsers } from '../../db/crm-users.ts'
import { lockImport } from '../../db/setup.ts'
import type { CrmUser } from '../../domain/crm.ts'
import type { Services } from '../services.ts'

/** Keep who works in the org. Whoever no longer does owns no customer, and owns them again when they come back. */
export async function followUsers({ db }: Services, reading: Reading, users: readonly CrmUser[], of: { all: boolean }): Promise<void> {
  if (users.length === 0) return
  const latest = [...new Map(users.map((user) => [user.id, user])).values()]
  await db.transaction().execute(async (tx) => {
    if (!(await holdReading(tx, reading))) return
    await lockImport(tx)
    if (await keepUsers(tx, latest, of)) await followOwners(tx)
  })
}
