import { getBooking } from '../../db/bookings.ts'
import type { StoredOrg } from '../../db/crm-org.ts'
import { holdReading, type Reading } from '../../db/crm-reading.ts'
import { answerRow, findRows, type StoredRow } from '../../db/crm-rows.ts'
import type { Database } from '../../db/database.ts'
import type { Caller } from '../../domain/booking.ts'
import type { BookingChange } from '../../domain/crm.ts'
import { answerToRow, latestRows, putBackNotice } from '../../domain/crm-outcome.ts'
import { Refusal } from '../../domain/refusal.ts'
import { cancel } from '../cancel.ts'
import type { Services } from '../services.ts'
import { setOutcome } from '../set-outcome.ts'
import { writeAgain } from './ask.ts'

/** Let bookings follow what people have made of their rows in the org. */
export async function followBookings(
  services: Services,
  reading: Reading,
  { userId }: StoredOrg,
  changes: readonly BookingChange[],
): Promise<void> {
  const latest = latestRows(changes)
  const rows = await findRows(
    services.db,
    reading.orgId,
    latest.map(({ bookingId }) => bookingId),
  )
  for (const change of latest) {
    const row = rows.get(change.bookingId)
    if (row) await followBooking(services, reading, { change, byUs: change.by.id === userId }, row)
  }
}

/** How often a booking that somebody changes at this very moment is looked at again. */
const TRIES = 3

/** A change, and whether our own user made it. */
interface Told {
  readonly change: BookingChange
  readonly byUs: boolean
}

async function followBooking(services: Services, reading: Reading, told: Told, seen: StoredRow): Promise<void> {
  let row: StoredRow | undefined = seen
  for (let tries = 1; row; tries++) {
    try {
      return await follow(services, reading, told, row)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      if (!(await services.db.transaction().execute((tx) => holdReading(tx, reading)))) return
      if (tries === TRIES) throw error
      const { bookingId } = told.change
      row = (await findRows(services.db, reading.orgId, [bookingId])).get(bookingId)
    }
  }
}

async function follow(services: Services, reading: Reading, { change, byUs }: Told, row: StoredRow): Promise<void> {
  const { db, queue, now } = services
  const { bookingId, by, reason } = change
  const booking = await getBooking(db, bookingId)
  const answer = answerToRow(change, row, booking, { begunAt: reading.begunAt, byUs }, now())
  /** Part of the very change, so that a crash leaves either both or none, and only once: a row that was written meanwhile says something else. */
  const note = async (tx: Database, notice: string | null = null) => {
    if (!(await holdReading(tx, reading)) || !(await answerRow(tx, reading.orgId, row, change, notice))) throw new Refusal('conflict')
  }
  const caller: Caller = { kind: 'salesforce', name: byUs ? null : by.name, email: byUs ? null : by.email }
  switch (answer.kind) {
    case 'nothing':
      return
    case 'agree':
      return db.transaction().execute((tx) => note(tx))
    case 'take':
      if (answer.status === 'cancelled') await cancel(services, caller, bookingId, reason === null ? {} : { reason }, note)
      else await setOutcome(services, caller, bookingId, { status: answer.status }, note)
      return
    case 'put-back':
      return db.transaction().execute(async (tx) => {
        await note(tx, answer.why === null ? null : putBackNotice(change.status, caller.name, answer.why))
        await queue.enqueue(tx, await writeAgain(tx, [bookingId]))
      })
  }
}
