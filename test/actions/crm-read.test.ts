/** What becomes of customers when their records change in the org. */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { readCrmChanges } from '../../server/actions/crm/read.ts'
import { sendInvitation } from '../../server/actions/send-invitation.ts'
import { findRepOfUser } from '../../server/db/crm-people.ts'
import { openReadingWorld, type ReadingWorld } from './crm-reading-world.ts'

let world: ReadingWorld
beforeAll(async () => {
  world = await openReadingWorld()
})
afterAll(() => world.close())
afterEach(() => {
  world.door = (crm) => crm
})

const repId = async (email: string): Promise<string> =>
  (await world.app.services.db.selectFrom('rep').select('id').where('email', '=', email).executeTakeFirstOrThrow()).id

/** A user of the org who is the rep with this email. */
const userOf = (email: string) => world.org.user({ email })

test('the first reading learns who works in the org, later ones who has changed', async () => {
  const { crm, org, app } = world
  const ann = userOf(world.made.reps[0]!)
  const ben = org.user({ email: 'ben@org.example' })
  crm.changes.length = 0 // Everybody was there before anything changed.
  await world.read()
  const users = () => app.services.db.selectFrom('crm_user').select(['id', 'active']).orderBy('id').execute()
  expect(await users()).toEqual([
    { id: ann.id, active: true },
    { id: ben.id, active: true },
  ])
  expect(await findRepOfUser(app.services.db, ann.id)).toBe(await repId(world.made.reps[0]!))

  org.changeUser(ben.id, { active: false })
  await world.read()
  expect(await users()).toEqual([
    { id: ann.id, active: true },
    { id: ben.id, active: false },
  ])
})

test('a reading without news costs one call', async () => {
  await world.read()
  const { calls } = world.crm
  await world.read()
  expect(world.crm.calls).toBe(calls + 1)
})

test('a linked customer says what the record says: name, email, phone, zone, language and owner', async () => {
  const { org } = world
  const pat = org.person({ ownerId: userOf(world.made.reps[0]!).id })
  await world.read()
  const { id } = await world.launch(pat)
  expect((await world.customer(id)).owner.email).toBe(world.made.reps[0])

  const told = { name: 'Patricia Person', email: 'patricia@people.example', phone: '+12125550199', timeZone: 'America/Chicago' }
  org.edit(pat.ref, { ...told, language: 'es', ownerId: userOf(world.made.reps[1]!).id })
  await world.read()

  const after = await world.customer(id)
  expect(after).toMatchObject({ ...told, language: 'es', salesforce: pat.ref, salesforceDeleted: false })
  expect(after.owner.email).toBe(world.made.reps[1])

  org.edit(pat.ref, { timeZone: null, language: null, ownerId: null })
  await world.read()
  // What the record does not say is still known; whose it is, nobody's.
  expect(await world.customer(id)).toMatchObject({ timeZone: 'America/Chicago', language: 'es', owner: null })
})

test('people whom nobody was booked for are not kept', async () => {
  const { db } = world.app.services
  const count = async () => (await db.selectFrom('customer').select('id').execute()).length
  const before = await count()
  world.org.person()
  await world.read()
  expect(await count()).toBe(before)
})

test('a thousand changed people cost as many statements as one', async () => {
  const { org, app } = world
  const statements = async (many: number) => {
    const people = Array.from({ length: many }, (_, i) => org.person({ name: `One of ${many}: ${i}` }))
    await app.post('/api/v1/import', {
      customers: people.map(({ ref, name }) => ({ name, salesforce: ref })),
    })
    for (const one of people) org.edit(one.ref, { name: `${one.name}, edited` })
    let count = 0
    const counting = app.services.db.withPlugin({
      transformQuery: ({ node }) => {
        count++
        return node
      },
      transformResult: async ({ result }) => result,
    })
    world.later(1)
    await readCrmChanges({ ...app.services, db: counting })
    const kept = await app.services.db.selectFrom('customer').select('name').where('name', 'like', `One of ${many}:%, edited`).execute()
    expect(kept.length).toBe(many)
    return count
  }
  const one = await statements(1)
  expect(one).toBeGreaterThan(5)
  expect(await statements(1000)).toBe(one)
})

test('somebody who no longer works there owns nobody, and owns them again when they come back', async () => {
  const { org } = world
  const user = userOf(world.made.reps[0]!)
  const pat = org.person({ ownerId: user.id })
  await world.read()
  const { id } = await world.launch(pat)

  org.changeUser(user.id, { active: false })
  await world.read()
  expect((await world.customer(id)).owner).toBeNull()

  // A record that is edited meanwhile is nobody's all the same.
  org.edit(pat.ref, { name: 'Pat Edited' })
  await world.read()
  expect((await world.customer(id)).owner).toBeNull()

  org.changeUser(user.id, { active: true })
  await world.read()
  expect((await world.customer(id)).owner.email).toBe(world.made.reps[0])
})

test('a rep who names a user of the org owns that user’s customers at once', async () => {
  const { org, app, made } = world
  const stranger = org.user({ email: 'stranger@org.example' })
  const pat = org.person({ ownerId: stranger.id })
  await world.read()
  const { id } = await world.launch(pat)
  expect((await world.customer(id)).owner).toBeNull()

  // As Salesforce shows ids in addresses: fifteen characters.
  await app.post('/api/v1/import', { reps: [{ email: made.reps[1], salesforceUserId: stranger.id.slice(0, 15) }] })
  expect((await world.customer(id)).owner.email).toBe(made.reps[1])

  await app.post('/api/v1/import', { reps: [{ email: made.reps[1], salesforceUserId: null }] })
  expect((await world.customer(id)).owner).toBeNull()
})

test('an import that names another owner does not last where the record says whose the customer is', async () => {
  const { org, app, made } = world
  const pat = org.person({ ownerId: userOf(made.reps[0]!).id })
  await world.read()
  const { id } = await world.launch(pat)
  await app.post('/api/v1/import', { customers: [{ name: 'Pat', salesforce: pat.ref, owner: made.reps[1] }] })
  expect((await world.customer(id)).owner.email).toBe(made.reps[0])

  // Linked to a record of which nothing is known yet, it lasts.
  const key = `relinked-${made.tag}`
  const linked = { key, name: 'Pat Relinked', salesforce: { object: 'Contact', id: '003000000777777AAA' }, owner: made.reps[1] }
  const { status } = await app.post('/api/v1/import', { customers: [linked] })
  expect(status).toBe(200)
  const { items } = (await app.get('/api/v1/customers?search=relinked')).body
  expect(items).toMatchObject([{ key, owner: { email: made.reps[1] } }])
})

test('S1.11 a converted lead takes its bookings along to the contact, and they are written there', async () => {
  const { org } = world
  const lead = org.person({ object: 'Lead', name: 'Lena Lead' })
  const { id } = await world.launch(lead)
  const booking = await world.book(id, '2027-03-02T15:00:00Z', lead.ref)
  await world.work('crm.write')

  const contact = org.person({ name: 'Lena Lead', accountId: '001000000000077AAA' })
  org.becomes(lead.ref, contact.ref)
  await world.read()

  expect(await world.customer(id)).toMatchObject({ salesforce: contact.ref, name: 'Lena Lead' })
  expect(await world.record(booking)).toMatchObject({
    person_object: 'Contact',
    person_id: contact.ref.id,
    account_id: '001000000000077AAA',
  })
  expect(await world.work('crm.write')).toEqual([{ bookingId: booking }])
})

test('a lead whose contact was not told of is asked for once', async () => {
  const { org, crm } = world
  const lead = org.person({ object: 'Lead' })
  const { id } = await world.launch(lead)
  const contact = org.person({ name: 'Told Later' })
  await world.read()
  world.later(1)
  crm.became.set(lead.ref.id, contact.ref)
  crm.changes.push({ at: world.app.services.now(), person: { ref: lead.ref, became: contact.ref, person: null } })
  const { calls } = crm
  await world.read()
  expect(crm.calls).toBe(calls + 2)
  expect(await world.customer(id)).toMatchObject({ salesforce: contact.ref, name: 'Told Later' })
})

test('S1.12 two customers whose records were merged are one person: nothing of either is lost', async () => {
  const { org, app, made } = world
  const [one, other] = [org.person({ name: 'Mia Merge' }), org.person({ name: 'Mia Merged' })]
  const survivor = await world.launch(one)
  const loser = await world.launch(other)
  await app.post('/api/v1/import', {
    customers: [
      { name: 'Mia Merged', salesforce: other.ref, key: `mia-${made.tag}`, coordinator: 'osc@example.com', timeZone: 'America/Denver' },
    ],
  })
  const first = await world.book(survivor.id, '2027-03-03T15:00:00Z', one.ref)
  const second = await world.book(loser.id, '2027-03-03T16:00:00Z', other.ref)
  const link = await app.post('/api/v1/booking-links', { customer: loser.id, page: made.page })
  expect(link.status).toBe(201)
  await world.work('crm.write')

  org.becomes(other.ref, one.ref)
  await world.read()

  const kept = await world.customer(survivor.id)
  expect(kept).toMatchObject({ name: 'Mia Merge', key: `mia-${made.tag}`, coordinator: 'osc@example.com', timeZone: 'America/Denver' })
  expect((await app.get(`/api/v1/customers/${loser.id}`)).status).toBe(404)
  const bookings = (await app.get(`/api/v1/bookings?customer=${survivor.id}`)).body.items
  expect(bookings.map((booking: any) => booking.id)).toEqual([first, second])
  // What was typed for a booking stays with it.
  expect(bookings[1].customer).toMatchObject({ id: survivor.id, name: 'Mia Merged', email: other.email })
  expect((await app.get(`/api/v1/booking-links?customer=${survivor.id}`)).body.items.length).toBe(1)
  expect(await world.record(second)).toMatchObject({ person_id: one.ref.id })
  expect(await world.work('crm.write')).toEqual([{ bookingId: second }])

  await world.read()
  expect(await world.customer(survivor.id)).toEqual(kept)
})

test('three records that were merged one after the other are one customer', async () => {
  const { org } = world
  const people = [org.person(), org.person(), org.person()]
  const customers = []
  for (const one of people) customers.push(await world.launch(one))
  const starts = ['2027-03-04T15:00:00Z', '2027-03-04T16:00:00Z', '2027-03-04T17:00:00Z']
  for (const [i, customer] of customers.entries()) await world.book(customer.id, starts[i]!, people[i]!.ref)

  org.becomes(people[0]!.ref, people[1]!.ref)
  org.becomes(people[1]!.ref, people[2]!.ref)
  await world.read()

  const { items } = (await world.app.get(`/api/v1/bookings?customer=${customers[2]!.id}`)).body
  expect(items.map((one: any) => one.start)).toEqual(starts)
})

test('S1.12 a customer whose record was deleted stays, says so, and is not taken for the person of another record', async () => {
  const { org } = world
  const pat = org.person({ email: 'shared@people.example', ownerId: userOf(world.made.reps[0]!).id })
  await world.read()
  const { id } = await world.launch(pat)
  const booking = await world.book(id, '2027-03-05T15:00:00Z', pat.ref)

  org.remove(pat.ref)
  await world.read()

  expect(await world.customer(id)).toMatchObject({ salesforce: null, salesforceDeleted: true, owner: null, email: 'shared@people.example' })
  expect(await world.record(booking)).toMatchObject({
    person_object: null,
    person_id: null,
    notices: ['The record of the customer was deleted in Salesforce.'],
  })
  expect(await world.booking(booking)).toMatchObject({ status: 'scheduled', customer: { id } })

  const namesake = await world.launch(org.person({ email: 'shared@people.example' }))
  expect(namesake.id).not.toBe(id)
})

test('a record that was taken out of the recycle bin is its customer’s again', async () => {
  const { org } = world
  const [pat, sam] = [org.person(), org.person()]
  const [one, other] = [await world.launch(pat), await world.launch(sam)]
  org.remove(pat.ref)
  org.remove(sam.ref)
  await world.read()
  org.undelete(pat.ref)
  org.undelete(sam.ref)
  // Of two that are back, one is launched from before it was told, and one is only told.
  expect((await world.launch(sam)).id).toBe(other.id)
  await world.read()
  expect(await world.customer(one.id)).toMatchObject({ salesforce: pat.ref, salesforceDeleted: false })
  expect(await world.customer(other.id)).toMatchObject({ salesforce: sam.ref, salesforceDeleted: false })
})

test('a customer who was imported with a person’s account follows its contact', async () => {
  const { org, app, made } = world
  const account = '001000000000099AAA'
  const key = `account-${made.tag}`
  await app.post('/api/v1/import', { customers: [{ key, name: 'By Account', salesforce: { object: 'Account', id: account } }] })
  const pat = org.person({ isPersonAccount: true, accountId: account, name: 'Now a Person' })
  await world.read()
  const { items } = (await app.get('/api/v1/customers?search=Now%20a%20Person')).body
  expect(items).toMatchObject([{ key, salesforce: pat.ref }])
})

test('messages about a coming booking reach the email that the record has now, by a link of its own', async () => {
  const { org, app } = world
  const [first, second] = ['before', 'after'].map((word) => `${word}.${world.made.tag}@people.example`) as [string, string]
  const pat = org.person({ email: first })
  const { id } = await world.launch(pat)
  const booking = await world.book(id, '2027-03-08T15:00:00Z', pat.ref)
  const typed = await app.post('/api/v1/bookings', {
    ...{ eventType: world.made.eventType, pool: world.made.pool, start: '2027-03-08T16:00:00Z', timeZone: 'America/New_York' },
    customer: { name: 'Pat at Work', email: 'typed@people.example' },
  })
  await app.services.db.updateTable('booking').set({ customer_id: id }).where('id', '=', typed.body.id).execute()
  await world.work('invitation.send')
  const before = await world.booking(booking)

  org.edit(pat.ref, { email: second })
  await world.read()
  await world.work('invitation.send')

  const after = await world.booking(booking)
  expect(after).toMatchObject({ sequence: before.sequence, customer: { email: second } })
  expect(after.manageUrl).not.toBe(before.manageUrl)
  const [invitation, ...more] = await world.mails(second)
  expect(invitation).toMatchObject({ moment: 'booked', method: 'REQUEST' })
  expect(invitation!.text).toContain(after.manageUrl)
  expect(more).toEqual([])
  // Who was reached before hears nothing more, and neither does the rep.
  expect((await world.mails(first)).map((mail) => mail.moment)).toEqual(['booked'])
  expect((await world.mails(after.rep.email)).filter((mail) => mail.text.includes('Pat')).map((mail) => mail.moment)).not.toContain(
    'rescheduled',
  )
  expect((await app.get(before.manageUrl.replace('http://booking.test/manage', '/api/v1/manage'))).status).toBe(410)
  // What was typed for one booking is that booking's.
  expect((await world.booking(typed.body.id)).customer.email).toBe('typed@people.example')

  await app.post(`/api/v1/bookings/${booking}/cancel`)
  await world.work('invitation.send')
  expect((await world.mails(second)).map((mail) => mail.moment)).toEqual(['booked', 'cancelled'])
  expect((await world.mails(first)).length).toBe(1)
})

test('an email that is changed and changed back is told a link that opens; a text message comes with it', async () => {
  const { org, app, made } = world
  const pat = org.person({ email: 'right@people.example', phone: '+12125550177' })
  const { id } = await world.launch(pat)
  const reply = await app.post('/api/v1/bookings', {
    ...{ eventType: made.eventType, pool: made.pool, start: '2027-03-11T15:00:00Z', timeZone: 'America/New_York' },
    ...{ customer: { id }, notify: { customer: ['email', 'sms'] } },
  })
  expect(reply.status).toBe(201)
  await world.work('invitation.send')
  for (const email of ['wrong@people.example', 'right@people.example']) {
    org.edit(pat.ref, { email })
    await world.read()
    await world.work('invitation.send')
  }
  const { manageUrl } = await world.booking(reply.body.id)
  const moments = async (to: string) => (await world.mails(to)).map(({ moment, text }) => [moment, text.includes(manageUrl)])
  expect(await moments('wrong@people.example')).toEqual([['booked', false]])
  expect(await moments('right@people.example')).toEqual([
    ['booked', false],
    ['booked', true],
  ])
  expect(await moments('+12125550177')).toEqual([
    ['booked', false],
    ['booked', false],
    ['booked', true],
  ])

  org.edit(pat.ref, { phone: '+12125550178' })
  await world.read()
  await world.work('invitation.send')
  expect(await moments('+12125550178')).toEqual([['booked', true]])
  expect((await moments('right@people.example')).length).toBe(2)
})

test('a launch that finds another email before the next reading lets coming bookings follow as well', async () => {
  const { org } = world
  const pat = org.person({ email: 'launch-before@people.example' })
  const { id } = await world.launch(pat)
  const booking = await world.book(id, '2027-03-12T16:00:00Z', pat.ref)
  await world.launch(org.edit(pat.ref, { email: 'launch-after@people.example' }))
  expect((await world.booking(booking)).customer.email).toBe('launch-after@people.example')
  await world.read()
  await world.work('invitation.send')
  expect((await world.mails('launch-after@people.example')).map((mail) => mail.moment)).toEqual(['booked'])
})

test('what has not left for an address of before does not leave any more', async () => {
  const { org, app } = world
  const pat = org.person({ email: 'bounces@people.example' })
  const { id } = await world.launch(pat)
  const booking = await world.book(id, '2027-03-12T15:00:00Z', pat.ref)
  const email = { ...app.services.email, send: () => Promise.reject(new Error('No such mailbox')) }
  await expect(sendInvitation({ ...app.services, email }, { bookingId: booking })).rejects.toThrow('No such mailbox')
  org.edit(pat.ref, { email: 'works@people.example' })
  await world.read()
  await world.work('invitation.send')
  const states = await app.services.db
    .selectFrom('message')
    .select(['to_address', 'status'])
    .where('booking_id', '=', booking)
    .where('audience', '=', 'customer')
    .orderBy('to_address')
    .execute()
  expect(states).toEqual([
    { to_address: 'bounces@people.example', status: 'superseded' },
    { to_address: 'works@people.example', status: 'outbox' },
  ])
})

test('somebody without an email is invited once the record has one; a record that loses its email takes none from a booking', async () => {
  const { org } = world
  const pat = org.person({ email: null })
  const { id } = await world.launch(pat)
  const booking = await world.book(id, '2027-03-09T15:00:00Z', pat.ref)
  await world.work('invitation.send')

  org.edit(pat.ref, { email: 'late@people.example' })
  await world.read()
  await world.work('invitation.send')
  expect((await world.mails('late@people.example')).map((mail) => mail.moment)).toEqual(['booked'])

  org.edit(pat.ref, { email: null })
  await world.read()
  expect((await world.customer(id)).email).toBeNull()
  expect((await world.booking(booking)).customer.email).toBe('late@people.example')
})

test('a meeting that is over keeps the address with which it was held', async () => {
  const { org } = world
  const pat = org.person({ email: 'held@people.example' })
  const { id } = await world.launch(pat)
  const booking = await world.book(id, '2027-03-10T15:00:00Z', pat.ref)
  world.later(10 * 24 * 60)
  org.edit(pat.ref, { email: 'moved-on@people.example' })
  await world.read()
  expect((await world.customer(id)).email).toBe('moved-on@people.example')
  expect((await world.booking(booking)).customer.email).toBe('held@people.example')
})
