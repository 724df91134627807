import type { Crm } from '../../crm/provider.ts'
import { findConcerned, joinCustomers, keepPeople, leaveRecords, lockLinked, moveRecords, relink } from '../../db/crm-follow.ts'
import { holdReading, type Reading } from '../../db/crm-reading.ts'
import { followOwners } from '../../db/crm-users.ts'
import type { Database } from '../../db/database.ts'
import { lockImport } from '../../db/setup.ts'
import { CrmTrouble, type PersonChange } from '../../domain/crm.ts'
import { joiningsOf, recordKey, type SettledPeople, settlePeople } from '../../domain/crm-reading.ts'
import type { Services } from '../services.ts'
import { writeAgain } from './ask.ts'
import { followReach } from './reach.ts'

/** What the page of failures says of a booking whose person is no longer there. */
const DELETED = 'The record of the customer was deleted in Salesforce.'

/**
 * Let customers follow their records: what they say, whose they are, into which they were merged or converted, and whether they are still
 * there. One transaction, and as many statements for many records as for one.
 */
export async function followPeople(services: Services, reading: Reading, crm: Crm, changes: readonly PersonChange[]): Promise<void> {
  const settled = await concerned(services.db, reading, settlePeople(changes))
  if (settled.known.size + settled.moved.size + settled.gone.size === 0) return
  const { known, moved, gone } = await lookUp(crm, settled)
  const people = [...known.values()]
  await services.db.transaction().execute(async (tx) => {
    if (!(await holdReading(tx, reading))) return
    await lockImport(tx)
    await relink(tx, [...known.keys(), ...moved.keys()])
    const bookings = moved.size === 0 ? [] : await move(tx, reading, { known, moved, gone })
    if (gone.size > 0) await leaveRecords(tx, reading.orgId, [...gone], DELETED)
    const changed = await keepPeople(tx, people)
    if (changed.length > 0)
      await followOwners(
        tx,
        changed.map(({ id }) => id),
      )
    const reached = await followReach(services, tx, changed)
    const others = bookings.filter((id) => !reached.includes(id))
    await services.queue.enqueue(tx, await writeAgain(tx, others))
  })
}

/** What concerns somebody whom we know: orgs have far more people than are ever booked for. */
async function concerned(db: Database, { orgId }: Reading, { known, moved, gone }: SettledPeople): Promise<SettledPeople> {
  const ids = [...known.keys(), ...moved.keys(), ...gone]
  const ours = ids.length === 0 ? new Set<string>() : await findConcerned(db, orgId, ids)
  const moves = [...moved].filter(([key]) => ours.has(key))
  const ends = new Set(moves.map(([, ref]) => recordKey(ref.id)))
  return {
    known: new Map([...known].filter(([key]) => ours.has(key) || ends.has(key))),
    moved: new Map(moves),
    gone: new Set([...gone].filter((key) => ours.has(key) || ends.has(key))),
  }
}

/** The records into which others went say what they say now, asked for where that was not told. */
async function lookUp(crm: Crm, { known, moved, gone }: SettledPeople): Promise<SettledPeople> {
  const more = { known: new Map(known), moved: new Map(moved), gone: new Set(gone) }
  for (const [key, ref] of moved) {
    if (more.known.has(recordKey(ref.id)) || more.gone.has(recordKey(ref.id))) continue
    try {
      const person = await crm.person(ref)
      more.known.set(recordKey(person.ref.id), person)
      more.moved.set(key, person.ref)
    } catch (error) {
      if (!(error instanceof CrmTrouble) || error.kind !== 'gone') throw error
      more.gone.add(recordKey(ref.id))
    }
  }
  return more
}

async function move(tx: Database, { orgId }: Reading, { known, moved }: SettledPeople): Promise<string[]> {
  const keys = [...moved].flatMap(([key, ref]) => [key, recordKey(ref.id)])
  const joinings = joiningsOf(await lockLinked(tx, keys), moved)
  if (joinings.length > 0) await joinCustomers(tx, joinings)
  const moves = [...moved].map(([from, to]) => ({ from, to, accountId: known.get(recordKey(to.id))?.accountId ?? null }))
  return moveRecords(tx, orgId, moves)
}
