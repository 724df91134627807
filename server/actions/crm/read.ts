import { randomUUID } from 'node:crypto'
import { findOrg } from '../../db/crm-org.ts'
import { beginReading, lockCondition, noteRead, type Reading } from '../../db/crm-reading.ts'
import type { CrmChanges } from '../../domain/crm.ts'
import { CrmTrouble } from '../../domain/crm.ts'
import { isReadingDue } from '../../domain/crm-reading.ts'
import type { Services } from '../services.ts'
import { openOrg } from './access.ts'
import { followBookings } from './follow-booking.ts'
import { followPeople } from './follow-person.ts'
import { followUsers } from './follow-user.ts'
import { noteTrouble, tellIfRevoked } from './trouble.ts'

/**
 * Read what has changed in the org, and follow it. Job `crm.read`, each minute; running it twice does no harm.
 *
 * The cursor is advanced last, so what a crash has left undone is read again. Every step asks whether another reading has begun since: one
 * that was held up, or that began before another org was connected, changes nothing any more.
 */
export async function readCrmChanges(services: Services): Promise<void> {
  const { db, now } = services
  const org = await findOrg(db)
  if (org?.revoked) return tellIfRevoked(services, org)
  if (org === null || !isReadingDue(org, now())) return
  const reading: Reading = { id: randomUUID(), orgId: org.id, begunAt: now() }
  await beginReading(db, reading)
  try {
    const opened = await openOrg(services)
    if (opened === null || opened.org.id !== org.id) return
    if (org.readAt === null) await followUsers(services, reading, await opened.crm.users(), { all: true })
    const changes = await opened.crm.changes(opened.org.changesUntil)
    await followUsers(services, reading, changes.users, { all: false })
    await followPeople(services, reading, opened.crm, changes.people)
    await followBookings(services, reading, opened.org, changes.bookings)
    await noteSuccess(services, reading, changes)
  } catch (error) {
    if (!(error instanceof CrmTrouble)) throw error
    await noteTrouble(services, reading, org, error)
  }
}

async function noteSuccess({ db, queue, now }: Services, reading: Reading, { until }: CrmChanges): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const condition = await lockCondition(tx, reading)
    if (condition === null) return
    await noteRead(tx, until, now())
    if (condition.told === null) return
    const since = (condition.failingSince ?? reading.begunAt).toISOString()
    await queue.enqueue(tx, [['crm.tell', { orgId: reading.orgId, kind: 'well', since }]])
  })
}
