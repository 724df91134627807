import { followOwners } from '../../db/crm-users.ts'
import { insertRegistrations } from '../../db/registrations.ts'
import { lockImport } from '../../db/setup.ts'
import type { Caller } from '../../domain/booking.ts'
import { NEW_REGISTRATION } from '../../domain/registration.ts'
import type { CustomerData } from '../../domain/setup.ts'
import type { Services } from '../services.ts'
import { importCustomers } from './customers.ts'
import type { Counts } from './import-setup.ts'
import { readNames } from './names.ts'

/** What is asked of a table of customers. `projectId`: in which they all get a place; null: in none. */
export interface CustomerTable {
  readonly customers: readonly CustomerData[]
  readonly projectId: string | null
  /** Only say what would become of it. */
  readonly dryRun: boolean
}

/** Source of those who came by a table. */
const IMPORTED = 'Import'

/** Take over a table of customers: all of them or, if anything is wrong, nobody. Refuses with `invalid`, with pointers such as `/customers/0/owner`. */
export async function importCustomerTable({ db, now }: Services, caller: Caller, table: CustomerTable): Promise<Counts> {
  const undone = Symbol('only tried')
  let counts: Counts = { created: 0, updated: 0 }
  try {
    await db.transaction().execute(async (tx) => {
      await lockImport(tx)
      const at = now()
      const { ids, created, updated } = await importCustomers(tx, await readNames(tx), table.customers, at)
      counts = { created, updated }
      if (table.dryRun) throw undone
      const { projectId } = table
      const place = { repId: null, rating: null, source: IMPORTED, status: NEW_REGISTRATION, createdAt: at, createdBy: caller }
      if (projectId !== null)
        await insertRegistrations(
          tx,
          ids.map((customerId) => ({ ...place, customerId, projectId })),
        )
      await followOwners(tx)
    })
  } catch (error) {
    if (error !== undone) throw error
  }
  return counts
}
