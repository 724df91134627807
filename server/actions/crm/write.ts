import { getBooking, type StoredBooking, setCrmSync } from '../../db/bookings.ts'
import { findOrg, type StoredOrg } from '../../db/crm-org.ts'
import { linkCustomer } from '../../db/crm-people.ts'
import { type CrmRecord, expectWrite, findUsersOfReps, getCrmRecord, getCrmSurroundings, noteCrmWritten } from '../../db/crm-records.ts'
import { type BookingWritten, CrmTrouble, crmRecordId } from '../../domain/crm.ts'
import { IN_CRM } from '../../domain/crm-booking.ts'
import { type Draft, writeOf } from '../../domain/crm-draft.ts'
import type { Found } from '../../domain/crm-matching.ts'
import type { Payload } from '../../jobs/catalog.ts'
import type { Services } from '../services.ts'
import { openOrg } from './access.ts'
import { draftOf } from './draft.ts'
import { heed, tryAgain } from './heed.ts'
import { mended } from './mend.ts'
import type { Scenery, Whom } from './whom.ts'

/** How often a refused write is mended within one run. */
const MOST_MENDS = 12

const A_MOMENT_MS = 2000

const OUR_OWN = 'Switchboard itself failed over it; its log tells more.'

/**
 * Make the CRM say what the booking says: its event, its row, and the person it is for, all in one call. Job `crm.write`; running it twice does
 * no harm. Before the call is made it is stored that its end is not known, so after a lost answer what is there is looked up first.
 */
export async function writeCrmRecord(services: Services, { bookingId }: Payload<'crm.write'>): Promise<void> {
  const { db, now } = services
  const booking = await getBooking(db, bookingId)
  const org = await findOrg(db)
  // Without an org that lets us in it waits to be asked for again.
  if (booking.crmSync !== 'pending' || org === null || org.revoked) return
  if (org.pausedUntil !== null && org.pausedUntil > now()) return tryAgain(services, bookingId, org.pausedUntil)
  const record = await getCrmRecord(db, bookingId, org.id)
  const run: Run = { unsure: record.unsure }
  try {
    await makeAgree(services, org, booking, record, run)
  } catch (error) {
    // A bug counts as well, or the queue would give up and the booking be pending for ever.
    const trouble = error instanceof CrmTrouble ? error : new CrmTrouble('unreachable', OUR_OWN, { cause: error })
    await heed(services, { org, booking, failures: record.failures, certain: !run.unsure }, trouble)
  }
}

/** Whether something may have been written whose answer is not known: it changes while the run goes on. */
interface Run {
  unsure: boolean
}

async function makeAgree(services: Services, org: StoredOrg, booking: StoredBooking, stored: CrmRecord, run: Run): Promise<void> {
  const { db } = services
  const opened = await openOrg(services)
  if (opened === null) return
  const { crm } = opened
  const record = stored.unsure ? await asItIsThere(services, crm, booking.id, stored) : stored
  const around = await getCrmSurroundings(db, booking.id)
  if (record.writtenAt === null && !(around.wanted && around.stood && IN_CRM.includes(booking.status)))
    return setCrmSync(db, booking, 'none')
  const [user] = await findUsersOfReps(db, [booking.repId])
  const scenery: Scenery = { services, org, crm, booking, record, around, userId: user?.active ? crmRecordId(user.userId) : null }
  const { draft, whom } = await draftOf(scenery)
  const { email, phone, id } = booking.customer
  const leadFor = draft.base.lead === null ? null : (email ?? phone ?? id)
  if (!(await expectWrite(db, booking.id, org.id, { found: { ...whom.found, notices: draft.lasting }, leadFor })))
    throw new CrmTrouble('later', 'Another booking of the same person is just being written.', { retryAfterMs: A_MOMENT_MS })
  const end = await put(scenery, draft, run)
  await store(scenery, whom, end.draft, end.written)
}

/** The record as the CRM has it, after a write whose answer was lost. */
async function asItIsThere({ now }: Services, crm: Scenery['crm'], bookingId: string, record: CrmRecord): Promise<CrmRecord> {
  const there = await crm.find(bookingId)
  if (there === null) return record
  return {
    ...record,
    isThere: true,
    person: there.person ?? record.person,
    eventId: there.eventId ?? record.eventId,
    writtenAt: record.writtenAt ?? (there.eventId === null ? null : now()),
  }
}

async function put(scenery: Scenery, first: Draft, run: Run): Promise<{ readonly draft: Draft; readonly written: BookingWritten }> {
  let draft = first
  for (let mends = 0; ; mends++) {
    try {
      run.unsure = true
      const written = await scenery.crm.put(writeOf(draft))
      return { draft, written }
    } catch (error) {
      if (!(error instanceof CrmTrouble)) throw error
      run.unsure = !isCertain(error)
      const next = mends < MOST_MENDS ? await mended(scenery, draft, error) : null
      if (next === null) throw error
      draft = next
    }
  }
}

/** Whether this says for sure that nothing was written: an answer of the CRM's own, not of something on the way to it. */
const isCertain = ({ kind, code, wholeOrg }: CrmTrouble): boolean =>
  kind === 'refused' || kind === 'gone' || kind === 'revoked' || (kind === 'later' && (wholeOrg || code === 'UNABLE_TO_LOCK_ROW'))

async function store({ services, booking, record }: Scenery, whom: Whom, draft: Draft, written: BookingWritten): Promise<void> {
  const { db, now } = services
  const person = written.person ?? draft.person
  const accountId = typeof draft.base.booking?.Account__c === 'string' ? draft.base.booking.Account__c : null
  const isNobody = person === null && whom.found.by !== 'nobody'
  const found: Found = { ...whom.found, ...(isNobody ? { by: 'nobody', why: null } : {}), notices: draft.lasting }
  await db.transaction().execute(async (tx) => {
    await setCrmSync(tx, booking, 'done')
    await noteCrmWritten(tx, booking.id, {
      person,
      accountId: person === null ? null : accountId,
      found,
      eventId: written.eventId,
      status: booking.status,
      notices: [...new Set([...draft.notices, ...draft.lasting])],
      at: now(),
    })
    const { customer, bookedBy } = booking
    // What is typed on a public page says nothing for sure of a stored customer.
    if (person !== null && record.writtenAt === null && customer.id !== null && bookedBy.kind !== 'customer')
      await linkCustomer(tx, customer.id, person, accountId, customer.email)
  })
}
