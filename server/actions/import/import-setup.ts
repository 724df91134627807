import { sql } from 'kysely'
import { lockAllPools } from '../../db/pools.ts'
import { touchReps } from '../../db/reps.ts'
import type { SetupData } from '../../domain/setup.ts'
import type { Services } from '../services.ts'
import { importCustomers } from './customers.ts'
import { readNames } from './names.ts'
import { importEventTypes, importPages, importPools, importProjects, importShares } from './offers.ts'
import { importReps } from './reps.ts'
import { importTemplates } from './templates.ts'

/** How many objects of a kind an import made and changed. */
export interface Counts {
  readonly created: number
  readonly updated: number
}

/** What became of each kind; texts are counted where there are any. */
type Counted = Readonly<Record<Exclude<keyof SetupData, 'messageTemplates'>, Counts>> & { readonly messageTemplates?: Counts }

/**
 * Take over configuration: all of it or, if anything is wrong, nothing. What is absent stays as it is, so the same import twice changes
 * nothing the second time. Refuses with `invalid`, naming each wrong place.
 */
export async function importSetup(services: Services, data: SetupData): Promise<Counted> {
  const { db, now, company, publicUrl } = services
  const templates = data.messageTemplates ?? []
  return db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtext('switchboard import'))`.execute(tx)
    // Before any rep is touched, as bookings do it.
    if (data.pools.length > 0) await lockAllPools(tx)
    const names = await readNames(tx)
    // Before anything is read or written: from here on nobody else changes these reps' time. A booking that has its rep waits for projects,
    // pools and the like that we write, so we must not wait for a rep after that.
    await touchReps(
      tx,
      data.reps.flatMap((rep) => names.idOf('rep', rep.email) ?? []),
    )
    const at = now()
    const projects = await importProjects(tx, names, data.projects)
    const reps = await importReps(tx, names, data.reps, at)
    const pools = await importPools(tx, names, data.pools, at)
    const counts = {
      projects,
      shares: await importShares(tx, names, data.shares),
      reps,
      eventTypes: await importEventTypes(tx, names, data.eventTypes),
      pools,
      bookingPages: await importPages(tx, names, data.bookingPages),
      customers: await importCustomers(tx, names, data.customers, at),
      ...(templates.length > 0 ? { messageTemplates: await importTemplates(tx, names, templates, { company, publicUrl, at }) } : {}),
    }
    names.check()
    return counts
  })
}
