import { noteAudit } from '../../db/audit.ts'
import { followOwners } from '../../db/crm-users.ts'
import { lockAllPools } from '../../db/pools.ts'
import { touchReps } from '../../db/reps.ts'
import { lockImport } from '../../db/setup.ts'
import type { Caller } from '../../domain/booking.ts'
import type { SetupData, SetupKind } from '../../domain/setup.ts'
import type { Services } from '../services.ts'
import { importCallCenters } from './call-centers.ts'
import { importCustomers } from './customers.ts'
import { readNames } from './names.ts'
import { importEventTypes, importPages, importPools, importProjects, importShares } from './offers.ts'
import { differencesBetween, refuseStale, standOf } from './read-before.ts'
import { importForms } from './registration-forms.ts'
import { importReps } from './reps.ts'
import { importTemplates } from './templates.ts'

/** How many objects of a kind an import made and changed. */
export interface Counts {
  readonly created: number
  readonly updated: number
}

/** Kinds that are counted where there are any. */
type Counting = 'messageTemplates' | 'registrationForms' | 'callCenters'

/** What became of each kind. */
type Counted = Readonly<Record<Exclude<SetupKind, Counting>, Counts> & Partial<Record<Counting, Counts>>>

/**
 * Take over configuration: all of it or, if anything is wrong, nothing. What is absent stays as it is, so the same import twice changes
 * nothing the second time. What the import says was read before must still be so. Refuses with `invalid`, naming each wrong place.
 */
export async function importSetup(services: Services, author: Caller, data: SetupData): Promise<Counted> {
  const { db, now, company, publicUrl } = services
  const templates = data.messageTemplates ?? []
  const forms = data.registrationForms ?? []
  const callCenters = data.callCenters ?? []
  return db.transaction().execute(async (tx) => {
    await lockImport(tx)
    // Before any rep is touched, as bookings do it.
    if (data.pools.length > 0) await lockAllPools(tx)
    const names = await readNames(tx)
    // Before anything is read or written: from here on nobody else changes these reps' time. A booking that has its rep waits for projects,
    // pools and the like that we write, so we must not wait for a rep after that.
    await touchReps(
      tx,
      data.reps.flatMap((rep) => names.idOf('rep', rep.email) ?? []),
    )
    const before = await standOf(tx, data)
    await refuseStale(tx, data, before)
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
      ...(forms.length > 0 ? { registrationForms: await importForms(tx, names, forms) } : {}),
      ...(callCenters.length > 0 ? { callCenters: await importCallCenters(tx, names, callCenters) } : {}),
      ...(templates.length > 0 ? { messageTemplates: await importTemplates(tx, names, templates, { company, publicUrl, at }) } : {}),
    }
    names.check()
    // Reps may name other users now. Whose a customer is says the record, where it is known.
    if (data.reps.length + data.customers.length > 0) await followOwners(tx)
    const { customers } = counts
    const after = { created: customers.created, updated: customers.updated }
    await noteAudit(tx, author, at, [
      ...differencesBetween(before, await standOf(tx, data)),
      ...(data.customers.length === 0 ? [] : [{ kind: 'customers' as const, name: 'import', before: null, after }]),
    ])
    return counts
  })
}
