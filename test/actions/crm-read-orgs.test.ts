/** The way back from an org in memory and from Salesforce over HTTP: the same happens. */
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { keepPerson } from '../../server/actions/crm/keep-person.ts'
import { readCrmChanges } from '../../server/actions/crm/read.ts'
import { writeCrmRecord } from '../../server/actions/crm/write.ts'
import { memoryCrm } from '../../server/crm/memory.ts'
import type { PersonRef } from '../../server/domain/crm.ts'
import type { Bench, HandPerson } from '../crm/contract.ts'
import { memoryBench } from '../crm/memory-bench.ts'
import { salesforceBench } from '../crm/salesforce-bench.ts'
import { type Company, company, openTestApp, type TestApp, wish } from '../support/app.ts'
import { connectOrg } from '../support/crm.ts'
import { openOwnDatabase } from '../support/own-database.ts'

const HOUR = 3_600_000

/** Weekdays to come, at ten in New York or at eleven, one after the other. */
function* mornings(): Generator<string> {
  for (let day = Math.ceil(Date.now() / (24 * HOUR)) + 2; ; day++)
    if (![0, 6].includes(new Date(day * 24 * HOUR).getUTCDay()))
      yield new Date(day * 24 * HOUR + 15 * HOUR).toISOString().replace('.000', '')
}

describe.each([
  ['an org in memory', memoryBench],
  ['Salesforce', salesforceBench],
] as const)('%s', (_, open) => {
  let bench: Bench
  let app: TestApp
  let made: Company
  let uma: string
  let ann: string
  let time = Date.now()
  const starts = mornings()

  beforeAll(async () => {
    bench = await open()
    app = await openTestApp(await openOwnDatabase(), { role: 'web', openCrm: () => bench.crm }, pino({ level: 'silent' }))
    app.at(new Date(time).toISOString())
    made = await company(app)
    await connectOrg(app, { ...memoryCrm(), org: await bench.crm.org() })
    uma = bench.addUser({ name: 'Uma User', email: 'uma@org.example' })
    ann = bench.addUser({ name: 'Ann Lee', email: made.reps[0]! })
    await read()
  })
  afterAll(async () => {
    await app.close()
    await bench.close()
  })

  const later = (hours: number) => {
    time += hours * HOUR
    app.at(new Date(time).toISOString())
  }
  const read = async () => {
    later(0.1)
    await readCrmChanges(app.services)
    const org = await app.services.db.selectFrom('crm_org').select(['problem', 'read_at']).executeTakeFirstOrThrow()
    expect(org).toEqual({ problem: null, read_at: new Date(time) })
  }
  const customer = async (id: string) => (await app.get(`/api/v1/customers/${id}`)).body
  const booking = async (id: string) => (await app.get(`/api/v1/bookings/${id}`)).body

  /** Somebody with a record, launched from it, whose booking the org has. */
  async function booked(add: (person: HandPerson) => PersonRef, more: Partial<HandPerson> = {}) {
    const ref = add({ firstName: 'Pat', lastName: 'Person', email: `pat${time}@people.example`, ownerId: ann, ...more })
    const { id } = await keepPerson(app.services, await bench.crm.person(ref))
    const reply = await app.post('/api/v1/bookings', wish(made, starts.next().value, { customer: { id } }))
    expect(reply.status).toBe(201)
    await writeCrmRecord(app.services, { bookingId: reply.body.id })
    expect(bench.booking(reply.body.id)).toMatchObject({ Status__c: 'scheduled' })
    return { ref, customerId: id, bookingId: reply.body.id as string, start: reply.body.start as string }
  }
  const begin = (start: string) => later((Date.parse(start) - time) / HOUR + 1)

  test('S1.11 a record that is edited is followed by its customer', async () => {
    const { ref, customerId } = await booked(bench.addContact)
    bench.rename(ref, { firstName: 'Patricia', lastName: 'Parker' })
    await read()
    const after = await customer(customerId)
    expect(after).toMatchObject({ name: 'Patricia Parker', salesforce: ref })
    expect(after.owner.email).toBe(made.reps[0])
  })

  test('S1.11 a lead that is converted takes its customer and bookings to the contact', async () => {
    const { ref, customerId, bookingId } = await booked(bench.addLead)
    const contact = bench.convert(ref)
    await read()
    expect(await customer(customerId)).toMatchObject({ salesforce: contact })
    await writeCrmRecord(app.services, { bookingId })
    expect(bench.booking(bookingId)).toMatchObject({ Status__c: 'scheduled' })
    const { person_id } = await app.services.db
      .selectFrom('crm_record')
      .select('person_id')
      .where('booking_id', '=', bookingId)
      .executeTakeFirstOrThrow()
    expect(person_id).toBe(contact.id)
  })

  test('S1.12 two records that are merged become one customer with the bookings of both', async () => {
    const one = await booked(bench.addContact, { email: 'one@people.example' })
    const other = await booked(bench.addContact, { email: 'other@people.example' })
    bench.merge(one.ref, other.ref)
    await read()
    const { items } = (await app.get(`/api/v1/bookings?customer=${one.customerId}`)).body
    expect(items.map(({ id }: any) => id)).toEqual([one.bookingId, other.bookingId])
    expect((await app.get(`/api/v1/customers/${other.customerId}`)).status).toBe(404)
  })

  test('a record that is deleted leaves its customer, whose bookings stand', async () => {
    const { ref, customerId, bookingId } = await booked(bench.addContact, { email: 'gone@people.example' })
    bench.remove(ref.id)
    await read()
    expect(await customer(customerId)).toMatchObject({ salesforce: null, salesforceDeleted: true })
    expect((await booking(bookingId)).status).toBe('scheduled')
    // A later booking makes no second record of somebody whom somebody has thrown away.
    const reply = await app.post('/api/v1/bookings', wish(made, starts.next().value, { customer: { id: customerId } }))
    await writeCrmRecord(app.services, { bookingId: reply.body.id })
    expect(await bench.crm.people({ email: 'gone@people.example' })).toEqual([])
  })

  test.each(['completed', 'no-show'])('S1.11 an outcome that somebody sets there is the booking’s: %s', async (status) => {
    const { bookingId, start } = await booked(bench.addContact)
    begin(start)
    bench.decide(bookingId, { status }, uma)
    await read()
    expect(await booking(bookingId)).toMatchObject({ status, completedBy: { name: 'Uma User', email: 'uma@org.example' } })
    await writeCrmRecord(app.services, { bookingId })
    await read()
    expect(await booking(bookingId)).toMatchObject({ status })
    expect(bench.booking(bookingId)).toMatchObject({ Status__c: status })
  })

  test('S1.11 a booking that somebody cancels there is cancelled, with the reason', async () => {
    const { bookingId } = await booked(bench.addContact)
    bench.decide(bookingId, { status: 'cancelled', reason: 'Bought elsewhere' }, uma)
    await read()
    expect((await booking(bookingId)).status).toBe('cancelled')
    const { cancel_reason } = await app.services.db
      .selectFrom('booking')
      .select('cancel_reason')
      .where('id', '=', bookingId)
      .executeTakeFirstOrThrow()
    expect(cancel_reason).toBe('Bought elsewhere')
  })

  test('an outcome before the start is put right there', async () => {
    const { bookingId } = await booked(bench.addContact)
    bench.decide(bookingId, { status: 'completed' }, uma)
    await read()
    expect((await booking(bookingId)).status).toBe('scheduled')
    await writeCrmRecord(app.services, { bookingId })
    expect(bench.booking(bookingId)).toMatchObject({ Status__c: 'scheduled' })
    await read()
    expect((await booking(bookingId)).sync.crm).toBe('done')
  })

  test('what somebody sets there is not lost when something else of the booking is written meanwhile', async () => {
    const { bookingId, start } = await booked(bench.addContact)
    begin(start)
    bench.decide(bookingId, { status: 'completed' }, uma)
    await app.services.db.updateTable('booking').set({ crm_sync: 'pending' }).where('id', '=', bookingId).execute()
    await writeCrmRecord(app.services, { bookingId })
    await read()
    expect((await booking(bookingId)).status).toBe('completed')
  })

  test('a row that is deleted there is written again', async () => {
    const { bookingId } = await booked(bench.addContact)
    bench.removeBooking(bookingId, uma)
    expect(bench.booking(bookingId)).toBeNull()
    await read()
    await writeCrmRecord(app.services, { bookingId })
    expect(bench.booking(bookingId)).toMatchObject({ Status__c: 'scheduled' })
    await read()
    expect((await booking(bookingId)).sync.crm).toBe('done')
  })

  test('a user who is deactivated owns nobody', async () => {
    const { customerId } = await booked(bench.addContact)
    expect((await customer(customerId)).owner.email).toBe(made.reps[0])
    bench.deactivate(ann)
    await read()
    expect((await customer(customerId)).owner).toBeNull()
  })

  test('a reading costs one call', async () => {
    await read()
    const before = bench.calls()
    await read()
    expect(bench.calls()).toBe(before + 1)
  })
})
