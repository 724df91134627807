import { randomUUID } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { getBooking, insertBooking } from '../../server/db/bookings.ts'
import { violates } from '../../server/db/database.ts'
import type { Booking } from '../../server/domain/booking.ts'
import { company, onPostgres, startApp, type TestApp, wish } from '../support/app.ts'

let app: TestApp
beforeAll(async () => {
  app = await startApp()
})

/** A booking that stands, from 10:00 to 10:30 in New York with 15 minutes on either side, and copies of it that nobody has checked. */
async function standing() {
  const made = await company(app, { eventType: { bufferBeforeMinutes: 15, bufferAfterMinutes: 15 } })
  const { body } = await app.post('/api/v1/bookings', wish(made, '2027-03-08T15:00:00Z'))
  const first: Booking = await getBooking(app.services.db, body.id)
  const later = (minutes: number): Booking => {
    const id = randomUUID()
    const move = (instant: Date) => new Date(instant.getTime() + minutes * 60_000)
    return { ...first, id, uid: `${id}@booking.test`, start: move(first.start), end: move(first.end) }
  }
  return { first, later }
}

/** What becomes of an unchecked booking; nothing of it is kept. */
const fateOf = (booking: Booking): Promise<string> =>
  app.services.db
    .transaction()
    .execute(async (tx) => {
      await insertBooking(tx, booking, 'none')
      throw new Error('taken back')
    })
    .catch((error: Error) => ('code' in error ? String(error.code) : error.message))

test.each([-59, -30, 0, 1, 59])(
  'with every check lifted, the database alone refuses a booking %i minutes from another',
  async (minutes) => {
    const { later } = await standing()

    expect(await fateOf(later(minutes))).toBe('slot-taken')
  },
)

test.each([-60, 60])('bookings whose buffers only touch, %i minutes apart, are both kept', async (minutes) => {
  const { later } = await standing()

  expect(await fateOf(later(minutes))).toBe('taken back')
})

test('a booking that no longer blocks leaves its time to others', async () => {
  const { first, later } = await standing()
  await app.post(`/api/v1/bookings/${first.id}/cancel`)

  expect(await fateOf(later(0))).toBe('taken back')
})

test('overlapping rows of one rep break the constraint occupancy_rep_free, by code and by name', async () => {
  const { first, later } = await standing()
  const row = {
    rep_id: first.repId,
    booking_id: first.id,
    starts_at: first.start,
    ends_at: first.end,
    busy_from: first.start,
    busy_until: first.end,
  }
  const other = await app.services.db.transaction().execute(async (tx) => {
    const free = later(120)
    await insertBooking(tx, { ...free, status: 'cancelled', notify: { customer: [], rep: [] } }, 'none')
    return free
  })

  const error: unknown = await app.services.db
    .insertInto('occupancy')
    .values({ ...row, booking_id: other.id })
    .execute()
    .catch((thrown: unknown) => thrown)

  expect(error).toMatchObject({ code: '23P01', constraint: 'occupancy_rep_free' })
  expect(violates(error, 'occupancy_rep_free')).toBe(true)
  expect(violates(error, 'booking_uid')).toBe(false)
  await app.services.db.deleteFrom('booking').where('id', '=', other.id).execute()
})

test.runIf(onPostgres)(
  'of two transactions that take one time without asking, the second waits for the first and is then refused',
  async () => {
    const { later } = await standing()
    const inserted = Promise.withResolvers<void>()
    const mayCommit = Promise.withResolvers<void>()
    let second: string | null = null

    const first = app.services.db
      .transaction()
      .execute(async (tx) => {
        await insertBooking(tx, later(240), 'none')
        inserted.resolve()
        await mayCommit.promise
      })
      .then(() => 'kept')
    await inserted.promise
    const waiting = fateOf(later(245)).then((fate) => {
      second = fate
    })
    await new Promise((resolve) => setTimeout(resolve, 150))

    expect(second).toBeNull()
    mayCommit.resolve()
    expect(await first).toBe('kept')
    await waiting
    expect(second).toBe('slot-taken')
  },
)
