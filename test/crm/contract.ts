/** What every CRM does, as sentences: each provider runs all of them. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Crm } from '../../server/crm/provider.ts'
import { type BookingWrite, type CrmFields, CrmTrouble, type PersonRef } from '../../server/domain/crm.ts'

/** What the people of an org do there by hand. */
export interface Bench {
  readonly crm: Crm
  /** How many calls of it the last ones took. */
  calls(): number
  addUser(user: { readonly name: string; readonly email: string; readonly active?: boolean }): string
  addContact(person: HandPerson): PersonRef
  addLead(person: HandPerson): PersonRef
  /** A person account: the contact and the account that it is. */
  addPersonAccount(person: HandPerson): { readonly accountId: string; readonly contact: PersonRef }
  /** The account of a company. */
  addCompany(name: string): string
  rename(ref: PersonRef, to: { readonly firstName: string; readonly lastName: string }): void
  remove(id: string): void
  merge(kept: PersonRef, gone: PersonRef): void
  /** The lead becomes a contact. */
  convert(lead: PersonRef): PersonRef
  deactivate(userId: string): void
  /** Set the status of a booking's row, as this user. */
  decide(bookingId: string, fields: { readonly status: string; readonly reason?: string }, userId: string): void
  removeBooking(bookingId: string, userId: string): void
  removeEvent(eventId: string): void
  /** What the event of the calendar says, and whose it is. */
  event(eventId: string): { readonly fields: CrmFields; readonly person: PersonRef | null }
  /** How many events there are. */
  events(): number
  /** The tasks of an activity. */
  tasks(activityId: string): readonly { readonly fields: CrmFields; readonly person: PersonRef | null }[]
  /** What the row of a booking says. */
  booking(bookingId: string): CrmFields | null
  /** Fields of somebody's record, as they were written. */
  written(ref: PersonRef): CrmFields
  /** The next calls, that many, go wrong in this way; `lost`: what was to happen happens, and nobody is told. */
  fail(how: 'server-error' | 'reset' | 'half' | 'lost' | 'limit' | 'lock', times?: number): void
  revoke(): void
  close(): Promise<void>
}

export interface HandPerson {
  readonly firstName?: string
  readonly lastName: string
  readonly email?: string
  readonly phone?: string
  readonly country?: string
  readonly state?: string
  readonly ownerId?: string
}

let last = 0
const uuid = () => `00000000-0000-4000-8000-${String(++last).padStart(12, '0')}`

const EVENT = { Subject: 'Consultation', StartDateTime: '2027-03-02T15:00:00Z', EndDateTime: '2027-03-02T15:30:00Z' }

const bookingWrite = (more: Partial<BookingWrite> = {}): BookingWrite => ({
  bookingId: uuid(),
  isNew: false,
  person: null,
  newLead: null,
  assignLead: false,
  personFields: null,
  eventId: null,
  event: EVENT,
  booking: { Status__c: 'scheduled', Start__c: '2027-03-02T15:00:00Z', End__c: '2027-03-02T15:30:00Z', RepName__c: 'Ann' },
  ...more,
})

/** What went wrong, or null. */
const troubleOf = (doing: Promise<unknown>): Promise<CrmTrouble | null> =>
  doing.then(
    () => null,
    (error: unknown) => {
      if (error instanceof CrmTrouble) return error
      throw error
    },
  )

/** The whole suite for one kind of CRM. `open` gives a fresh org. */
export function behavesLikeACrm(vendor: string, open: () => Promise<Bench>): void {
  describe(vendor, () => {
    let bench: Bench
    beforeAll(async () => {
      bench = await open()
    })
    afterAll(() => bench.close())
    const email = () => `person${++last}@example.com`

    describe('who is there', () => {
      test('the org says its id, and whom it takes us for', async () => {
        const org = await bench.crm.org()
        expect(org.id).toMatch(/^00D\w{15}$/)
        expect(org.userId).toMatch(/^005\w{15}$/)
      })
      test('users are told with those who no longer work there', async () => {
        const ann = bench.addUser({ name: 'Ann Other', email: 'Ann@Org.example' })
        const bob = bench.addUser({ name: 'Bob Gone', email: 'bob@org.example', active: false })
        const users = await bench.crm.users()
        expect(users).toContainEqual({ id: ann, name: 'Ann Other', email: 'ann@org.example', active: true })
        expect(users).toContainEqual(expect.objectContaining({ id: bob, active: false }))
      })
    })

    describe('a person', () => {
      test('S1.6 a contact is read with name, email in lower case, phone in E.164, owner and the zone of the address', async () => {
        const owner = bench.addUser({ name: 'Own Er', email: email() })
        const ref = bench.addContact({
          firstName: 'Zoë',
          lastName: "O'Neil",
          email: 'Zoe@Example.COM',
          phone: '(212) 555-0100',
          country: 'United States',
          state: 'NY',
          ownerId: owner,
        })
        expect(await bench.crm.person(ref)).toMatchObject({
          ref,
          name: "Zoë O'Neil",
          email: 'zoe@example.com',
          phone: '+12125550100',
          timeZone: 'America/New_York',
          ownerId: owner,
          isPersonAccount: false,
        })
      })
      test('a lead is read like a contact; what is not known is null', async () => {
        const ref = bench.addLead({ lastName: 'Unknown' })
        const known = { name: 'Unknown', email: null, phone: null, timeZone: null, language: null, accountId: null }
        expect(await bench.crm.person(ref)).toMatchObject({ ref, ...known })
      })
      test('a converted lead is the contact that it became', async () => {
        const lead = bench.addLead({ lastName: 'Turned', email: email() })
        const contact = bench.convert(lead)
        expect((await bench.crm.person(lead)).ref).toEqual(contact)
      })
      test('a merged record is the one it went into, over several steps', async () => {
        const [first, second, third] = [1, 2, 3].map((n) => bench.addContact({ lastName: `Twin ${n}`, email: email() }))
        bench.merge(second!, first!)
        bench.merge(third!, second!)
        expect((await bench.crm.person(first!)).ref).toEqual(third)
      })
      test('a person account is its contact; the account of a company is nobody', async () => {
        const { accountId, contact } = bench.addPersonAccount({ firstName: 'Per', lastName: 'Son', email: email() })
        expect(await bench.crm.person({ object: 'Account', id: accountId })).toMatchObject({ ref: contact, isPersonAccount: true })
        const company = await troubleOf(bench.crm.person({ object: 'Account', id: bench.addCompany('Acme') }))
        expect(company).toMatchObject({ kind: 'gone' })
      })
      test('a record that was deleted is gone, and so is one that never was', async () => {
        const ref = bench.addContact({ lastName: 'Deleted', email: email() })
        bench.remove(ref.id)
        expect(await troubleOf(bench.crm.person(ref))).toMatchObject({ kind: 'gone' })
        const nobody = { object: 'Contact', id: '003Hs00009999999AA' } as const
        expect(await troubleOf(bench.crm.person({ ...nobody, id: '003Hs0000999999AAA' }))).toMatchObject({ kind: 'gone' })
      })
    })

    describe('what a record says', () => {
      test('is told field by field; a field that is empty is null', async () => {
        const [mail, owner] = [email(), bench.addUser({ name: 'Own Er', email: email() })]
        const ref = bench.addLead({ lastName: 'Said', email: mail, ownerId: owner })
        expect(await bench.crm.values(ref, ['LastName', 'Email', 'OwnerId', 'Phone'])).toEqual({
          ...{ LastName: 'Said', Email: mail, OwnerId: owner, Phone: null },
        })
        await bench.crm.put(bookingWrite({ person: ref, personFields: { Phone: '+12125550166' } }))
        expect(await bench.crm.values(ref, ['Phone'])).toEqual({ Phone: '+12125550166' })
      })
      test('of one that was deleted, nothing is told', async () => {
        const ref = bench.addContact({ lastName: 'Mute', email: email() })
        bench.remove(ref.id)
        expect(await troubleOf(bench.crm.values(ref, ['LastName']))).toMatchObject({ kind: 'gone' })
      })
    })

    describe('people', () => {
      test('are found by email without regard to capitals, contacts and unconverted leads alike, the oldest first', async () => {
        const same = email()
        const contact = bench.addContact({ lastName: 'One', email: same.toUpperCase() })
        const lead = bench.addLead({ lastName: 'Two', email: same })
        bench.addContact({ lastName: 'Other', email: `x${same}` })
        const turned = bench.convert(bench.addLead({ lastName: 'Three', email: same }))
        const gone = bench.addContact({ lastName: 'Four', email: same })
        bench.remove(gone.id)
        const found = await bench.crm.people({ email: same.toUpperCase() })
        expect(found.map(({ ref }) => ref.id).sort()).toEqual([contact.id, lead.id, turned.id].sort())
        expect(found.map(({ createdAt }) => createdAt.getTime())).toEqual(found.map(({ createdAt }) => createdAt.getTime()).toSorted())
      })
      test('are found by phone, in whatever way it is written there', async () => {
        const writings = ['(646) 555-0142', '646.555.0142', '+1 646 555 0142', '1-646-555-0142', '6465550142']
        const refs = writings.map((phone) => bench.addContact({ lastName: 'Phone', phone, country: 'USA' }))
        const lead = bench.addLead({ lastName: 'Phone', phone: '646 555 01 42', country: 'US' })
        bench.addContact({ lastName: 'Near', phone: '+1 646 555 0143' })
        const found = await bench.crm.people({ phone: '+16465550142' })
        expect(found.map(({ ref }) => ref.id).sort()).toEqual([...refs, lead].map(({ id }) => id).sort())
      })
      test('nobody is found by what nobody has', async () => {
        expect(await bench.crm.people({ email: email() })).toEqual([])
        expect(await bench.crm.people({ phone: '+442079460958' })).toEqual([])
      })
    })

    describe('a booking', () => {
      test('that is new is refused if it is there already, with its event and its lead', async () => {
        const write = bookingWrite({ isNew: true, newLead: { LastName: 'New', Company: 'None', Email: email() } })
        const first = await bench.crm.put(write)
        const before = bench.events()
        expect(await troubleOf(bench.crm.put(write))).toMatchObject({ kind: 'refused', code: 'DUPLICATE_VALUE', part: 'booking' })
        expect(bench.events()).toBe(before)
        expect(await bench.crm.people({ email: String(write.newLead?.Email) })).toHaveLength(1)
        expect(await bench.crm.find(write.bookingId)).toMatchObject({ eventId: first.eventId, person: first.person })
      })
      test('S1.11 is written with an event and a row of the very contact', async () => {
        const person = bench.addContact({ lastName: 'Booked', email: email() })
        const write = bookingWrite({ person })
        const written = await bench.crm.put(write)
        expect(written.person).toEqual(person)
        expect(bench.event(written.eventId!)).toMatchObject({ fields: { Subject: 'Consultation' }, person })
        expect(bench.booking(write.bookingId)).toMatchObject({ Status__c: 'scheduled', RepName__c: 'Ann' })
        expect(await bench.crm.find(write.bookingId)).toEqual({ person, eventId: written.eventId, status: 'scheduled' })
      })
      test('S1.12 is of the contact that was named, not of another with the same email', async () => {
        const same = email()
        bench.addContact({ lastName: 'First', email: same })
        const person = bench.addContact({ lastName: 'Clicked', email: same })
        const { eventId } = await bench.crm.put(bookingWrite({ person }))
        expect(bench.event(eventId!).person).toEqual(person)
      })
      test('takes one call, whatever there is to write', async () => {
        const before = bench.calls()
        await bench.crm.put(bookingWrite({ newLead: { LastName: 'New', Company: 'Acme', Email: email() } }))
        expect(bench.calls() - before).toBe(1)
        const person = bench.addLead({ lastName: 'Old', email: email() })
        await bench.crm.put(bookingWrite({ person, personFields: { Phone: '+12125550177' } }))
        expect(bench.calls() - before).toBe(2)
      })
      test('changes its event and its row in place', async () => {
        const person = bench.addContact({ lastName: 'Moved', email: email() })
        const write = bookingWrite({ person })
        const { eventId } = await bench.crm.put(write)
        const events = bench.events()
        const moved = { ...EVENT, StartDateTime: '2027-03-03T15:00:00Z', EndDateTime: '2027-03-03T15:30:00Z' }
        const again = await bench.crm.put({ ...write, eventId, event: moved, booking: { Status__c: 'cancelled', CancelReason__c: 'Ill' } })
        expect(again).toEqual({ eventId, person })
        expect(bench.events()).toBe(events)
        expect(bench.booking(write.bookingId)).toMatchObject({ Status__c: 'cancelled', CancelReason__c: 'Ill', RepName__c: 'Ann' })
      })
      test('makes the lead that it is for', async () => {
        const mail = email()
        const write = bookingWrite({ newLead: { LastName: 'Fresh', Company: 'Acme', Email: mail } })
        const { person, eventId } = await bench.crm.put(write)
        expect(person).toMatchObject({ object: 'Lead' })
        expect(await bench.crm.person(person!)).toMatchObject({ ref: person, name: 'Fresh', email: mail })
        expect(bench.event(eventId!).person).toEqual(person)
        expect(await bench.crm.find(write.bookingId)).toMatchObject({ person })
      })
      test('may be nobody’s, and without an event', async () => {
        const write = bookingWrite({ event: null })
        expect(await bench.crm.put(write)).toEqual({ eventId: null, person: null })
        expect(await bench.crm.find(write.bookingId)).toEqual({ eventId: null, person: null, status: 'scheduled' })
      })
      test('follows to the contact when its lead was converted', async () => {
        const lead = bench.addLead({ lastName: 'Before', email: email() })
        const write = bookingWrite({ person: lead })
        const { eventId } = await bench.crm.put(write)
        const contact = bench.convert(lead)
        await bench.crm.put({ ...write, person: contact, eventId })
        expect(bench.event(eventId!).person).toEqual(contact)
        expect(await bench.crm.find(write.bookingId)).toMatchObject({ person: contact, eventId })
      })
      test('writes to the person’s record what it is asked to', async () => {
        const person = bench.addLead({ lastName: 'Changed', email: email() })
        await bench.crm.put(bookingWrite({ person, personFields: { Phone: '+12125550188' } }))
        expect(bench.written(person)).toMatchObject({ Phone: '+12125550188' })
        expect((await bench.crm.person(person)).phone).toBe('+12125550188')
      })
      test('that nobody wrote is not found', async () => {
        expect(await bench.crm.find(uuid())).toBeNull()
      })
      test('of a person who is gone is not written, and it is said that the person was the reason', async () => {
        const person = bench.addContact({ lastName: 'Left', email: email() })
        bench.remove(person.id)
        const events = bench.events()
        const write = bookingWrite({ person })
        expect(await troubleOf(bench.crm.put(write))).toMatchObject({ kind: 'gone', part: 'person' })
        expect([bench.events(), bench.booking(write.bookingId)]).toEqual([events, null])
        const lead = bench.addLead({ lastName: 'Turned', email: email() })
        bench.convert(lead)
        expect(await troubleOf(bench.crm.put(bookingWrite({ person: lead })))).toMatchObject({ kind: 'gone', part: 'person' })
      })
      test('whose event was deleted is not written, and it is said that the event was the reason', async () => {
        const person = bench.addContact({ lastName: 'Here', email: email() })
        const write = bookingWrite({ person })
        const { eventId } = await bench.crm.put(write)
        bench.removeEvent(eventId!)
        const cancelled = { ...write, eventId, booking: { Status__c: 'cancelled' } }
        expect(await troubleOf(bench.crm.put(cancelled))).toMatchObject({ kind: 'gone', part: 'event' })
        expect(bench.booking(write.bookingId)).toMatchObject({ Status__c: 'scheduled' })
        const anew = await bench.crm.put({ ...cancelled, eventId: null })
        expect(anew.eventId).not.toBe(eventId)
        expect(await bench.crm.find(write.bookingId)).toMatchObject({ eventId: anew.eventId, status: 'cancelled' })
      })
    })

    describe('changes', () => {
      test('tell of people as they are now, and of what they became', async () => {
        const [ann, bob, cid, dan] = ['Ann', 'Bob', 'Cid', 'Dan'].map((lastName) => bench.addContact({ lastName, email: email() }))
        const lead = bench.addLead({ lastName: 'Eve', email: email() })
        const { until } = await bench.crm.changes(new Date())
        bench.rename(ann!, { firstName: 'Anna', lastName: 'New' })
        bench.remove(bob!.id)
        bench.merge(dan!, cid!)
        const contact = bench.convert(lead)
        const { people } = await bench.crm.changes(until)
        const of = (ref: PersonRef) => people.filter((one) => one.ref.id === ref.id).at(-1)
        expect(of(ann!)).toMatchObject({ became: null, person: { name: 'Anna New' } })
        expect(of(bob!)).toEqual({ ref: bob, became: null, person: null })
        expect(of(cid!)).toEqual({ ref: cid, became: dan, person: null })
        expect(of(lead)).toEqual({ ref: lead, became: contact, person: null })
      })
      test('tell of users, of what somebody decided of a booking, and of rows that were deleted', async () => {
        const person = bench.addContact({ lastName: 'Met', email: email() })
        const [write, other] = [bookingWrite({ person }), bookingWrite({ person })]
        await bench.crm.put(write)
        await bench.crm.put(other)
        const user = bench.addUser({ name: 'Dee Cider', email: 'dee@org.example' })
        const { until } = await bench.crm.changes(new Date())
        bench.decide(write.bookingId, { status: 'no-show', reason: 'Nobody came' }, user)
        bench.removeBooking(other.bookingId, user)
        bench.deactivate(user)
        const news = await bench.crm.changes(until)
        const by = { id: user, name: 'Dee Cider', email: 'dee@org.example' }
        const told = (bookingId: string) => news.bookings.filter((one) => one.bookingId === bookingId).at(-1)
        expect(told(write.bookingId)).toMatchObject({ status: 'no-show', reason: 'Nobody came', by })
        expect(told(other.bookingId)).toMatchObject({ status: null, by })
        expect(news.users.filter(({ id }) => id === user).at(-1)).toMatchObject({ active: false })
      })
      test('tell of what we wrote ourselves as ours', async () => {
        const { until } = await bench.crm.changes(new Date())
        const write = bookingWrite({ newLead: { LastName: 'Ours', Company: 'Acme', Email: email() } })
        const { person } = await bench.crm.put(write)
        const news = await bench.crm.changes(until)
        const { userId } = await bench.crm.org()
        expect(news.bookings.find(({ bookingId }) => bookingId === write.bookingId)).toMatchObject({
          status: 'scheduled',
          by: { id: userId },
        })
        expect(news.people.find(({ ref }) => ref.id === person!.id)).toMatchObject({ person: { name: 'Ours' } })
      })
      test('take one call, and the next look begins no earlier than the last', async () => {
        const before = bench.calls()
        const since = new Date()
        const { until } = await bench.crm.changes(since)
        expect(bench.calls() - before).toBe(1)
        expect(until.getTime()).toBeGreaterThanOrEqual(since.getTime())
      })
    })

    test('fields say what may be written, and what a new record needs', async () => {
      const fields = await bench.crm.fields('Lead')
      const of = (name: string) => fields.find((one) => one.name === name)
      expect(of('LastName')).toMatchObject({ type: 'string', creatable: true, required: true, length: 80 })
      expect(of('Email')).toMatchObject({ type: 'email', creatable: true, updatable: true, required: false })
      expect(of('Id')).toMatchObject({ creatable: false, updatable: false, required: false })
      const status = (await bench.crm.fields('Booking__c')).find(({ name }) => name === 'Status__c')
      expect(status?.values).toContain('no-show')
    })

    describe('an activity that was done', () => {
      const task = (person: PersonRef) => ({
        activityId: randomUUID(),
        person,
        fields: {
          Subject: 'Call: Ask for questions',
          Status: 'Completed',
          Priority: 'Normal',
          TaskSubtype: 'Call',
          ActivityDate: '2027-05-01',
        },
      })

      test('is a task of the very contact or lead, in one call, and is found by the activity', async () => {
        for (const person of [
          bench.addContact({ lastName: 'Called', email: email() }),
          bench.addLead({ lastName: 'Lead', email: email() }),
        ]) {
          const write = task(person)
          expect(await bench.crm.findTask(write.activityId)).toBeNull()
          const before = bench.calls()
          const id = await bench.crm.putTask(write)
          expect(bench.calls() - before).toBe(1)
          expect(await bench.crm.findTask(write.activityId)).toBe(id)
          expect(bench.tasks(write.activityId)).toMatchObject([{ person, fields: write.fields }])
        }
      })
      test('whose answer was lost is found, and of somebody who is gone it is not written', async () => {
        const person = bench.addContact({ lastName: 'Lost', email: email() })
        const write = task(person)
        bench.fail('lost')
        expect(await troubleOf(bench.crm.putTask(write))).toMatchObject({ kind: 'unreachable' })
        expect(await bench.crm.findTask(write.activityId)).not.toBeNull()
        bench.remove(person.id)
        const late = task(person)
        expect(['gone', 'refused']).toContain((await troubleOf(bench.crm.putTask(late)))?.kind)
        expect(bench.tasks(late.activityId)).toEqual([])
      })
    })

    describe('trouble', () => {
      test('a server that fails, breaks off or answers by halves is unreachable, and nothing is guessed', async () => {
        const person = bench.addContact({ lastName: 'Trouble', email: email() })
        for (const how of ['server-error', 'reset', 'half'] as const) {
          bench.fail(how)
          expect([how, (await troubleOf(bench.crm.person(person)))?.kind]).toEqual([how, 'unreachable'])
          bench.fail(how)
          expect([how, (await troubleOf(bench.crm.put(bookingWrite({ person }))))?.kind]).toEqual([how, 'unreachable'])
        }
        expect((await bench.crm.person(person)).ref).toEqual(person)
      })
      test('a write whose answer was lost is found, with its event', async () => {
        const person = bench.addContact({ lastName: 'Lost', email: email() })
        const write = bookingWrite({ person })
        bench.fail('lost')
        expect(await troubleOf(bench.crm.put(write))).toMatchObject({ kind: 'unreachable' })
        const found = await bench.crm.find(write.bookingId)
        expect(found).toMatchObject({ person, status: 'scheduled' })
        const events = bench.events()
        expect(await bench.crm.put({ ...write, eventId: found!.eventId })).toEqual({ person, eventId: found!.eventId })
        expect(bench.events()).toBe(events)
      })
      test('an org whose calls are used up is left alone as a whole; a locked record only for a moment', async () => {
        const person = bench.addContact({ lastName: 'Patient', email: email() })
        bench.fail('limit')
        expect(await troubleOf(bench.crm.person(person))).toMatchObject({ kind: 'later', wholeOrg: true, code: 'REQUEST_LIMIT_EXCEEDED' })
        bench.fail('lock')
        const write = bookingWrite({ person })
        const locked = await troubleOf(bench.crm.put(write))
        expect(locked).toMatchObject({ kind: 'later', wholeOrg: false, code: 'UNABLE_TO_LOCK_ROW' })
        expect(locked!.retryAfterMs).toBeLessThanOrEqual(10_000)
        expect(await bench.crm.find(write.bookingId)).toBeNull()
      })
      test('an org that lets us in no longer says so in one way', async () => {
        const person = bench.addContact({ lastName: 'Shut', email: email() })
        bench.revoke()
        for (const doing of [
          bench.crm.person(person),
          bench.crm.put(bookingWrite({ person })),
          bench.crm.changes(new Date()),
          bench.crm.org(),
        ])
          expect(await troubleOf(doing)).toMatchObject({ kind: 'revoked' })
      })
    })
  })
}
