/** What is Salesforce's alone: the calls that are made, and what becomes of answers that other CRMs do not give. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Crm, CrmAccess } from '../../server/crm/provider.ts'
import { salesforceOrgs } from '../../server/crm/salesforce/salesforce.ts'
import { quoted } from '../../server/crm/salesforce/soql.ts'
import { type BookingWrite, CrmTrouble, type PersonRef } from '../../server/domain/crm.ts'
import { openSalesforce, type TestSalesforce } from '../servers/salesforce.ts'

let org: TestSalesforce
let crm: Crm
beforeEach(async () => {
  org = await openSalesforce()
  crm = open()
})
afterEach(() => org.close())

const LIMIT_MS = 400
const open = (more: Partial<CrmAccess> = {}) => salesforceOrgs(LIMIT_MS)(org.access(more))

const EVENT = { Subject: 'Consultation', StartDateTime: '2027-03-02T15:00:00Z', EndDateTime: '2027-03-02T15:30:00Z' }
const write = (more: Partial<BookingWrite> = {}): BookingWrite => ({
  ...{ bookingId: crypto.randomUUID(), isNew: false, person: null, newLead: null, assignLead: false, personFields: null },
  ...{ eventId: null, event: EVENT },
  booking: { Status__c: 'scheduled' },
  ...more,
})
const contact = (more: Record<string, string> = {}): PersonRef => ({ object: 'Contact', id: org.addContact({ LastName: 'Con', ...more }) })
const lead = (more: Record<string, string> = {}): PersonRef => ({ object: 'Lead', id: org.addLead({ LastName: 'Lea', ...more }) })

async function troubleOf(doing: Promise<unknown>): Promise<CrmTrouble> {
  const error = await doing.then(
    () => null,
    (one: unknown) => one,
  )
  if (error instanceof CrmTrouble) return error
  throw new Error(`There was to be trouble, and not ${String(error)}.`)
}

interface Composite {
  readonly compositeRequest: { readonly referenceId: string; readonly httpHeaders?: Record<string, string> }[]
}

/** A part of the last call. */
const partOf = (name: string) =>
  (org.requests.at(-1)?.body as Composite | undefined)?.compositeRequest.find((one) => one.referenceId === name)

describe('a booking', () => {
  test('S1.11 takes one call of the API: the new lead, its event and the row, by reference', async () => {
    const before = org.requests.length
    const written = await crm.put(write({ newLead: { LastName: 'New', Company: 'Acme' } }))
    expect(org.requests.slice(before).map(({ method, path }) => `${method} ${path}`)).toEqual(['POST /services/data/v65.0/composite'])
    expect(org.record(String(written.eventId))).toMatchObject({ WhoId: written.person?.id, WhatId: null })
    expect(org.records('Booking__c')).toMatchObject([{ EventId__c: written.eventId, Lead__c: written.person?.id, Contact__c: null }])
  })
  test('names contact or lead in its row, and the other no longer', async () => {
    const one = write({ person: lead() })
    const { eventId } = await crm.put(one)
    const { contactId } = org.convert(one.person?.id ?? '')
    await crm.put({ ...one, person: { object: 'Contact', id: contactId }, eventId })
    expect(org.records('Booking__c')).toMatchObject([{ Contact__c: contactId, Lead__c: null }])
    expect(org.records('Event')).toMatchObject([{ Id: eventId, WhoId: contactId }])
  })
  test.each(['Event', 'Booking__c', 'Lead'] as const)(
    'of which %s is refused is not written at all, and the part and the fields are told',
    async (object) => {
      org.addField(object, 'Region__c', { required: true })
      const trouble = await troubleOf(crm.put(write({ newLead: { LastName: 'New', Company: 'Acme' } })))
      const part = { Event: 'event', Booking__c: 'booking', Lead: 'lead' }[object]
      expect(trouble).toMatchObject({ kind: 'refused', code: 'REQUIRED_FIELD_MISSING', fields: ['Region__c'], part })
      expect([org.records('Lead'), org.records('Event'), org.records('Booking__c')]).toEqual([[], [], []])
    },
  )
  test('whose owner no longer works there is refused with a code that says so', async () => {
    const gone = org.addUser({ name: 'Go Ne', email: 'gone@org.example', active: false })
    const trouble = await troubleOf(crm.put(write({ person: contact(), event: { ...EVENT, OwnerId: gone } })))
    expect(trouble).toMatchObject({ kind: 'refused', code: 'INACTIVE_OWNER_OR_USER', part: 'event' })
  })
  test('runs the org’s assignment rules for a new lead if that is wished, and for nothing else', async () => {
    const other = org.addUser({ name: 'Ot Her', email: 'other@org.example' })
    org.assignLeadsTo(other)
    const fresh = { LastName: 'New', Company: 'Acme' }
    const ours = await crm.put(write({ newLead: fresh }))
    const theirs = await crm.put(write({ newLead: fresh, assignLead: true }))
    expect(partOf('lead')?.httpHeaders).toMatchObject({ 'Sforce-Auto-Assign': 'TRUE' })
    expect([ours, theirs].map(({ person }) => org.record(person?.id ?? '').OwnerId)).toEqual([org.integration.id, other])
    await crm.put(write({ person: ours.person, personFields: { Phone: '+12125550100' } }))
    expect(org.record(ours.person?.id ?? '')).toMatchObject({ OwnerId: org.integration.id, Phone: '+12125550100' })
  })
  test('takes what customers typed for text, also where it looks like a reference to another part', async () => {
    const typed = '@{event.id} and @{lead.id} and @{nothing.at.all}'
    const one = write({ newLead: { LastName: typed, Company: 'Acme' }, event: { ...EVENT, Description: typed } })
    const { eventId, person } = await crm.put({ ...one, booking: { Status__c: 'scheduled', Reasons__c: typed } })
    const text = '@ {event.id} and @ {lead.id} and @ {nothing.at.all}'
    expect(org.record(person?.id ?? '').LastName).toBe(text)
    expect(org.record(eventId ?? '').Description).toBe(text)
    expect(org.records('Booking__c')).toMatchObject([{ Reasons__c: text }])
  })
  test('is not stopped by a rule that only warns of duplicates', async () => {
    org.warnOfDuplicates()
    lead({ Email: 'twin@example.com' })
    const { person } = await crm.put(write({ newLead: { LastName: 'Twin', Company: 'Acme', Email: 'twin@example.com' } }))
    expect(person?.object).toBe('Lead')
  })
  test('is not written twice by itself: whatever fails is told, and only once tried', async () => {
    for (const how of ['reset-after', 'half', 'stall', 'hang-after', 'garbage'] as const) {
      const before = org.requests.length
      const one = write({ person: contact() })
      org.fail(how)
      expect([how, (await troubleOf(crm.put(one))).kind]).toEqual([how, 'unreachable'])
      expect([how, org.requests.length - before]).toEqual([how, 1])
      const found = await crm.find(one.bookingId)
      await crm.put({ ...one, eventId: found?.eventId ?? null })
      expect([how, org.records('Event').filter(({ WhoId }) => WhoId === one.person?.id).length]).toEqual([how, 1])
    }
  })
  test('with a locked record is undone as a whole and asks for a moment', async () => {
    org.fail('lock')
    const trouble = await troubleOf(crm.put(write({ newLead: { LastName: 'New', Company: 'Acme' } })))
    expect(trouble).toMatchObject({ kind: 'later', code: 'UNABLE_TO_LOCK_ROW', wholeOrg: false, part: 'event' })
    expect(org.records('Lead')).toEqual([])
  })
})

describe('people', () => {
  test('hostile names and addresses stay what they are: text', async () => {
    const hostile = [
      "o'neil@example.com",
      "x' OR Name != '@example.com",
      "a\\' OR Id != null OR Name = '@example.com",
      '%@example.com',
      'a"b@example.com',
    ]
    contact({ Email: 'somebody@example.com' })
    for (const email of hostile) expect([email, await crm.people({ email })]).toEqual([email, []])
    for (const email of hostile) org.edit(contact().id, { Email: email })
    for (const email of hostile)
      expect([email, (await crm.people({ email })).map((one) => one.email)]).toEqual([email, [email.toLowerCase()]])
    expect(quoted('a\n\\\'"\u0000b')).toBe("'a\\n\\\\\\'\\\"b'")
  })
  test('a booking’s id that is no id of ours asks for nothing else', async () => {
    await crm.put(write())
    expect(await crm.find("' OR BookingId__c != '")).toBeNull()
  })
  test('one number in two countries is two numbers', async () => {
    const french = contact({ Phone: '06 12 34 56 78', MailingCountry: 'France' })
    contact({ Phone: '0612345678', MailingCountry: 'Netherlands' })
    const unsaid = contact({ MobilePhone: '06.12.34.56.78' })
    const found = await crm.people({ phone: '+33612345678' })
    expect(found.map(({ ref }) => ref.id).sort()).toEqual([french.id, unsaid.id].sort())
    expect(await crm.people({ phone: 'no number' })).toEqual([])
  })
  test('are asked for in one call', async () => {
    org.personAccounts()
    const before = org.requests.length
    await crm.people({ email: 'anybody@example.com' })
    expect(org.requests.length - before).toBe(1)
  })
  test('an org without person accounts is asked for them once, not with every call', async () => {
    await crm.people({ email: 'anybody@example.com' })
    const before = org.requests.length
    await crm.people({ email: 'anybody@example.com' })
    await crm.person(contact())
    await crm.changes(new Date())
    expect(org.requests.length - before).toBe(3)
  })
  test('an org that gets person accounts later is believed as soon as somebody launches from one', async () => {
    await crm.person(contact())
    const { accountId, contactId } = org.addPersonAccount({ LastName: 'Late' })
    expect(await crm.person({ object: 'Account', id: accountId })).toMatchObject({ ref: { id: contactId }, isPersonAccount: true })
    expect(await crm.person({ object: 'Contact', id: contactId })).toMatchObject({ isPersonAccount: true, accountId })
  })
  test('a lead that was converted into a person account is that account’s contact', async () => {
    const { contactId, accountId } = org.addPersonAccount({ LastName: 'Private' })
    const { id } = lead()
    org.convert(id, { contactId })
    org.edit(id, { ConvertedContactId: null, ConvertedAccountId: accountId })
    expect((await crm.person({ object: 'Lead', id })).ref).toEqual({ object: 'Contact', id: contactId })
  })
  test('time zone and language come from the org’s own fields, if it has some', async () => {
    for (const object of ['Contact', 'Lead']) {
      org.addField(object, 'Zone__c')
      org.addField(object, 'Speaks__c')
    }
    const own = open({ timeZoneField: 'Zone__c', languageField: 'Speaks__c' })
    const zone = '(GMT+01:00) Central European Time (Europe/Berlin)'
    expect(await own.person(contact({ Zone__c: zone, Speaks__c: 'Spanish', MailingCountry: 'France' }))).toMatchObject({
      ...{ timeZone: 'Europe/Berlin', language: 'es' },
    })
    expect(await own.person(lead({ Zone__c: 'nowhere', Speaks__c: 'es_MX', Country: 'France' }))).toMatchObject({
      ...{ timeZone: 'Europe/Paris', language: 'es-MX' },
    })
    expect(await own.person(lead())).toMatchObject({ timeZone: null, language: null })
  })
  test('what a record says in a field that is not there is refused, and whatever is no name of a field', async () => {
    const ref = contact()
    expect(await crm.values(ref, ['Id', 'LastName', 'DoNotCall'])).toEqual({ Id: ref.id, LastName: 'Con', DoNotCall: false })
    expect(await troubleOf(crm.values(ref, ['Nothing__c']))).toMatchObject({ kind: 'refused', code: 'INVALID_FIELD' })
    expect(await troubleOf(crm.values(ref, ['(SELECT Id FROM Events)']))).toMatchObject({ kind: 'refused' })
    expect(org.requests).toHaveLength(2)
  })
  test('the mobile number comes first, and a number that is none is left out', async () => {
    const ref = contact({ Phone: '+1 212 555 0100', MobilePhone: '+1 212 555 0111', HomePhone: 'ask at the desk' })
    expect((await crm.person(ref)).phone).toBe('+12125550111')
    org.edit(ref.id, { MobilePhone: 'none' })
    expect((await crm.person(ref)).phone).toBe('+12125550100')
  })
})

describe('changes', () => {
  test('that are more than a page all come', async () => {
    org.pageSize = 5
    const since = new Date()
    const ids = Array.from({ length: 12 }, () => contact().id)
    const { people } = await crm.changes(since)
    expect(people.map(({ ref }) => ref.id).sort()).toEqual(ids.sort())
  })
  test('that are too many for one look are told in several, and none is left out', async () => {
    org.pageSize = 1
    const at = (minute: number) => `2027-03-02T15:${String(minute).padStart(2, '0')}:00.000+0000`
    const ids = Array.from({ length: 60 }, (_, i) => contact({ SystemModstamp: at(i) }).id)
    const since = new Date('2027-03-02T15:00:00Z')
    const first = await crm.changes(since)
    expect([first.people.length, first.until]).toEqual([50, new Date('2027-03-02T15:49:00Z')])
    const second = await crm.changes(first.until)
    expect(second.until).toEqual(new Date('2027-03-02T15:59:00Z'))
    expect(new Set([...first.people, ...second.people].map(({ ref }) => ref.id))).toEqual(new Set(ids))
  })
  test('that began before the last look and ended after it are seen', async () => {
    const now = Date.now()
    const ref = contact()
    expect((await crm.changes(new Date(now + 60_000))).people.map((one) => one.ref.id)).toContain(ref.id)
    expect((await crm.changes(new Date(now + 3_600_000))).people).toEqual([])
  })
  test('are dated by the org’s clock, so ours may be wrong', async () => {
    const far = new Date('2030-01-01T00:00:00Z')
    expect((await crm.changes(far)).until).toEqual(far)
    contact()
    const { until } = await crm.changes(new Date(0))
    expect(Math.abs(until.getTime() - Date.now())).toBeLessThan(5_000)
  })
  test('of rows that somebody made by hand are none of a booking', async () => {
    org.addField('Booking__c', 'Note__c')
    const { contactId } = org.addPersonAccount({ LastName: 'By hand' })
    await crm.put(write({ person: { object: 'Contact', id: contactId } }))
    org.edit(String(org.records('Booking__c')[0]?.Id), { BookingId__c: null })
    expect((await crm.changes(new Date(0))).bookings).toEqual([])
  })
})

describe('the way there', () => {
  test('a session that has ended is renewed once, and the call made again', async () => {
    const refused: (string | undefined)[] = []
    const tokens = org.tokenSource()
    const own = open({
      token: (given) => {
        refused.push(given)
        return tokens(given)
      },
    })
    const ref = contact()
    await own.person(ref)
    org.expireSessions()
    expect((await own.person(ref)).ref).toEqual(ref)
    expect(refused.filter((one) => one !== undefined)).toHaveLength(1)
    org.fail('expired', 2)
    expect(await troubleOf(own.person(ref))).toMatchObject({ kind: 'revoked', code: 'INVALID_SESSION_ID' })
  })
  test('how many calls are left is told with every answer, refusals included', async () => {
    const heard: number[] = []
    const own = open({ heardCalls: ({ used, allowed }) => void heard.push(allowed - used) })
    org.calls.allowed = 3
    await own.find('one')
    await own.find('two')
    await own.find('three')
    expect(await troubleOf(own.find('four'))).toMatchObject({ kind: 'later', wholeOrg: true, retryAfterMs: 900_000 })
    expect(heard).toEqual([2, 1, 0, 0])
  })
  test('a call ends in time, whatever the server does, and is made once', async () => {
    for (const how of ['hang', 'stall'] as const) {
      org.fail(how)
      const before = org.requests.length
      expect([how, (await troubleOf(crm.find('any'))).kind]).toEqual([how, 'unreachable'])
      expect(org.requests.length - before).toBe(1)
    }
  })
  test.each([
    ['server-error', 'unreachable', null],
    ['unavailable', 'later', 60_000],
    ['slow-down', 'later', 7_000],
    ['garbage', 'unreachable', null],
    ['half', 'unreachable', null],
  ] as const)('an answer of kind %s is trouble of kind %s', async (how, kind, retryAfterMs) => {
    org.fail(how)
    expect(await troubleOf(crm.find('any'))).toMatchObject({ kind, retryAfterMs })
  })
  test('a token that cannot be had is trouble, and no call is made', async () => {
    const own = open({ token: async () => Promise.reject(new Error('no')) })
    expect(await troubleOf(own.find('any'))).toMatchObject({ kind: 'unreachable' })
    expect(org.requests).toEqual([])
  })
  test('a sandbox says that it is one', async () => {
    org.sandbox(true)
    expect(await crm.org()).toEqual({ id: org.orgId, name: 'Acme', sandbox: true, userId: org.integration.id })
  })
  test('fields that the org added are described as what they are', async () => {
    org.addField('Contact', 'Region__c', { type: 'picklist', values: ['North', 'South'], required: true })
    const fields = await crm.fields('Contact')
    const known = { name: 'Region__c', type: 'picklist', creatable: true, updatable: true, required: true, values: ['North', 'South'] }
    expect(fields).toContainEqual(expect.objectContaining(known))
    expect(fields.find(({ name }) => name === 'Name')).toMatchObject({ creatable: false, required: false })
  })
})
