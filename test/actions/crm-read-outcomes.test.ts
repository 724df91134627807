/** What becomes of bookings when people change their rows in the org. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readCrmChanges } from '../../server/actions/crm/read.ts'
import { writeCrmRecord } from '../../server/actions/crm/write.ts'
import { openReadingWorld, type ReadingWorld } from './crm-reading-world.ts'

let world: ReadingWorld
let customerId: string
beforeAll(async () => {
  world = await openReadingWorld()
  world.org.user({ name: 'Uma User', email: 'uma@org.example' })
  customerId = (await world.launch(world.org.person())).id
  await world.read()
})
afterAll(() => world.close())

let days = 0

/** A booking that has begun an hour ago. */
async function begun(): Promise<string> {
  const start = new Date(Date.UTC(2027, 2, 2, 15) + days++ * 7 * 24 * 3_600_000)
  world.later((start.getTime() - world.app.services.now().getTime()) / 60_000 - 24 * 60)
  const id = await world.book(customerId, start.toISOString().replace('.000', ''))
  world.later(25 * 60)
  await world.work('crm.write')
  return id
}

/** A booking whose time is still to come. */
async function coming(): Promise<string> {
  const id = await begun()
  const start = new Date(new Date((await world.booking(id)).start).getTime() + 2 * 24 * 3_600_000)
  const later = await world.book(customerId, start.toISOString().replace('.000', ''))
  await world.work('crm.write')
  return later
}

const history = (id: string) =>
  world.app.services.db
    .selectFrom('booking_history')
    .select(['action', 'caller', 'reason'])
    .where('booking_id', '=', id)
    .orderBy('id')
    .execute()

test.each(['completed', 'no-show'])('S1.11 an outcome that is set in Salesforce is the booking’s: %s', async (status) => {
  const id = await begun()
  world.org.setStatus(id, status)
  await world.read()

  const uma = { kind: 'salesforce', name: 'Uma User', email: 'uma@org.example' }
  expect(await world.booking(id)).toMatchObject({ status, completedBy: { name: 'Uma User', email: 'uma@org.example' } })
  expect((await history(id)).at(-1)).toMatchObject({ action: `outcome: ${status}`, caller: uma })
  expect(await world.record(id)).toMatchObject({ status, notices: [], put_back: null })
})

test('an outcome that is taken back in Salesforce is taken back', async () => {
  const id = await begun()
  world.org.setStatus(id, 'completed')
  await world.read()
  world.org.setStatus(id, 'scheduled')
  await world.read()
  expect(await world.booking(id)).toMatchObject({ status: 'scheduled', completedBy: null })
})

test('a booking that is cancelled in Salesforce is cancelled, with the reason, and its time is free', async () => {
  const id = await coming()
  world.org.setStatus(id, 'cancelled', { reason: 'Bought elsewhere' })
  await world.read()
  expect(await world.booking(id)).toMatchObject({ status: 'cancelled' })
  expect((await history(id)).at(-1)).toMatchObject({ action: 'cancelled', reason: 'Bought elsewhere', caller: { name: 'Uma User' } })
  const taken = await world.app.services.db.selectFrom('occupancy').select('rep_id').where('booking_id', '=', id).execute()
  expect(taken).toEqual([])
})

const crmRecord = (id: string) => world.app.services.db.updateTable('crm_record').where('booking_id', '=', id)

test('what we wrote ourselves is no news, also where its answer was lost', async () => {
  const id = await begun()
  world.org.setStatus(id, 'scheduled', { by: 'ourselves' })
  await world.read()
  await crmRecord(id).set({ unsure: true }).execute()
  world.org.setStatus(id, 'no-show', { by: 'ourselves' })
  await world.read()
  expect((await world.booking(id)).status).toBe('scheduled')
})

test('an outcome is followed although we have written the row since: our writes leave the status alone', async () => {
  const id = await begun()
  world.org.setStatus(id, 'completed', { by: 'ourselves' })
  await world.read()
  expect(await world.booking(id)).toMatchObject({ status: 'completed', completedBy: { name: null, email: null } })
})

test('a row that was written while it was read is not believed, but read again', async () => {
  const id = await begun()
  world.org.setStatus(id, 'completed')
  await crmRecord(id)
    .set({ written_at: new Date(world.app.services.now().getTime() + 90_000) })
    .execute()
  await world.read()
  expect((await world.booking(id)).status).toBe('scheduled')
  world.org.setStatus(id, 'completed')
  await world.read()
  expect((await world.booking(id)).status).toBe('completed')
})

test('rows that we wrote in another org are left alone: this one may be a copy of it', async () => {
  const id = await begun()
  await crmRecord(id).set({ org_id: '00D000000000009EAA' }).execute()
  world.org.setStatus(id, 'completed')
  await world.read()
  expect((await world.booking(id)).status).toBe('scheduled')
})

test('a row that still says what we wrote is older than the booking, and changes nothing', async () => {
  const id = await begun()
  await world.app.post(`/api/v1/bookings/${id}/outcome`, { status: 'completed' })
  world.org.setStatus(id, 'scheduled') // Somebody has edited another field of the row.
  await world.read()
  expect((await world.booking(id)).status).toBe('completed')
})

test('a change that was followed is not followed again over what was decided since', async () => {
  const id = await begun()
  world.org.setStatus(id, 'completed')
  await world.read()
  await world.app.post(`/api/v1/bookings/${id}/outcome`, { status: 'no-show' })
  // The next reading tells a little of what was before once more.
  world.crm.changes.push({ ...world.crm.changes.at(-1)!, at: world.app.services.now() })
  await world.read()
  expect((await world.booking(id)).status).toBe('no-show')
})

test('where both say the same there is nothing to follow, then or later', async () => {
  const id = await begun()
  await world.app.post(`/api/v1/bookings/${id}/outcome`, { status: 'completed' })
  world.org.setStatus(id, 'completed')
  await world.read()
  await world.app.post(`/api/v1/bookings/${id}/outcome`, { status: 'no-show' })
  world.crm.changes.push({ ...world.crm.changes.at(-1)!, at: world.app.services.now() })
  await world.read()
  expect((await world.booking(id)).status).toBe('no-show')
  expect((await history(id)).map(({ action }) => action)).toEqual(['booked', 'outcome: completed', 'outcome: no-show'])
})

test.each([
  ['an outcome before the start', coming, 'completed', 'An outcome can be set once the meeting has begun.'],
  ['a status that nobody sets by hand', begun, 'declined', 'This status is not set by hand.'],
] as const)('the rules refuse %s: the row is put right, and staff see why', async (_, make, status, why) => {
  const id = await make()
  world.org.setStatus(id, status)
  await world.read()

  expect((await world.booking(id)).status).toBe('scheduled')
  expect(await world.work('crm.write')).toEqual([{ bookingId: id }])
  const { notices } = await world.record(id)
  expect(notices).toHaveLength(1)
  expect(notices[0]).toContain(`Uma User set the status to`)
  expect(notices[0]).toContain(why)
  // It is still to be seen once the row is right again.
  await writeCrmRecord(world.app.services, { bookingId: id })
  expect((await world.record(id)).notices).toContain(notices[0])
  expect(world.crm.bookings.get(id)?.fields.Status__c).toBe('scheduled')

  // Told once more, it is not put right once more.
  world.crm.changes.push({ ...world.crm.changes.at(-1)!, at: world.app.services.now() })
  await world.read()
  expect(await world.work('crm.write')).toEqual([])
})

test('a cancelled booking stays cancelled, whatever its row is set to', async () => {
  const id = await coming()
  await world.app.post(`/api/v1/bookings/${id}/cancel`)
  await world.app.services.db.updateTable('crm_record').set({ status: 'cancelled' }).where('booking_id', '=', id).execute()
  await world.work('crm.write')
  world.org.setStatus(id, 'scheduled')
  await world.read()
  expect((await world.booking(id)).status).toBe('cancelled')
  expect(await world.work('crm.write')).toEqual([{ bookingId: id }])
})

test('a row that was deleted is written again, once', async () => {
  const id = await begun()
  world.org.setStatus(id, null)
  await world.read()
  expect(await world.work('crm.write')).toEqual([{ bookingId: id }])
  expect(await world.booking(id)).toMatchObject({ status: 'scheduled', sync: { crm: 'pending' } })

  world.crm.changes.push({ ...world.crm.changes.at(-1)!, at: world.app.services.now() })
  await world.read()
  expect(await world.work('crm.write')).toEqual([])
})

test('a row that the org made itself, of which nothing is known yet, is followed as well', async () => {
  const id = await begun()
  await world.app.services.db.deleteFrom('crm_record').where('booking_id', '=', id).execute()
  world.org.setStatus(id, 'completed')
  await world.read()
  expect((await world.booking(id)).status).toBe('completed')
})

test('rows of bookings that are not ours are left alone', async () => {
  world.org.setStatus('0192d0a0-0000-7000-8000-000000000000', 'completed')
  world.org.setStatus('made by hand', null)
  await world.read()
  expect((await world.orgRow()).problem).toBeNull()
  expect((await world.orgRow()).read_at).toEqual(world.app.services.now())
})

test('a booking that somebody else changes at the same moment is looked at again', async () => {
  const id = await begun()
  world.org.setStatus(id, 'completed')
  const { services } = world.app
  const { db } = services
  // Between looking and storing, somebody moves the booking on.
  let moved = false
  const busy = db.withPlugin({
    transformQuery: ({ node }) => node,
    transformResult: async ({ result }) => {
      const row = result.rows[0] as any
      if (!moved && row?.id === id && row.sequence !== undefined) {
        moved = true
        await db.updateTable('booking').set({ sequence: 7 }).where('id', '=', id).execute()
      }
      return result
    },
  })
  world.later(1)
  await readCrmChanges({ ...services, db: busy })
  expect(moved).toBe(true)
  expect(await world.booking(id)).toMatchObject({ status: 'completed', sequence: 7 })
})
