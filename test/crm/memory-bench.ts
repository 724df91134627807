/** A CRM in memory, for the suite that all CRMs share. */
import { type MemoryCrm, memoryCrm, memoryCrmProvider } from '../../server/crm/memory.ts'
import type { Crm } from '../../server/crm/provider.ts'
import { countryCode, zoneOfAddress } from '../../server/domain/address.ts'
import { type CrmField, type CrmPerson, CrmTrouble, crmRecordId, type PersonRef } from '../../server/domain/crm.ts'
import { phoneNumber } from '../../server/domain/phone.ts'
import type { Bench, HandPerson } from './contract.ts'

let ids = 0
const newId = (prefix: string) => crmRecordId(`${prefix}H${String(++ids).padStart(11, '0')}`) as string

const usual: CrmField = {
  ...{ name: '', label: '', type: 'string', creatable: true, updatable: true },
  ...{ required: false, length: 80, values: null },
}

export async function memoryBench(): Promise<Bench> {
  const crm = memoryCrm()
  crm.fields.set('Lead', [
    { ...usual, name: 'LastName', label: 'Last Name', required: true },
    { ...usual, name: 'Email', label: 'Email', type: 'email' },
    { ...usual, name: 'Id', label: 'Lead ID', type: 'id', creatable: false, updatable: false },
  ])
  crm.fields.set('Booking__c', [{ ...usual, name: 'Status__c', type: 'picklist', values: ['scheduled', 'no-show'] }])
  const faults: ((call: () => Promise<unknown>) => Promise<unknown>)[] = []
  let revoked = false
  const now = () => new Date()
  const handle = troubled(memoryCrmProvider(crm, now), async (call) => {
    if (revoked) throw new CrmTrouble('revoked', 'Not any more.')
    const fault = faults.shift()
    return fault ? fault(call) : call()
  })
  const noted = (id: string, became: PersonRef | null = null) => {
    const person = became || crm.became.has(id) ? null : (crm.people.get(id) ?? null)
    const ref = crm.people.get(id)?.ref ?? { object: 'Contact', id }
    crm.changes.push({ at: now(), person: { ref, became, person } })
  }
  function add(ref: PersonRef, { firstName, lastName, email, phone, country = '', state, ownerId }: HandPerson, more: Partial<CrmPerson>) {
    crm.people.set(ref.id, {
      ref,
      ...{ accountId: null, isPersonAccount: false, language: null, createdAt: now(), lastActivityAt: null },
      name: [firstName, lastName].filter(Boolean).join(' '),
      email: email?.toLowerCase() ?? null,
      phone: phone === undefined ? null : phoneNumber(phone, countryCode(country)),
      timeZone: zoneOfAddress({ country, state: state ?? null }),
      ownerId: ownerId ?? crm.org.userId,
      ...more,
    })
    return ref
  }
  const contactOf = (person: HandPerson, more: Partial<CrmPerson> = {}) => add({ object: 'Contact', id: newId('003') }, person, more)
  const moveEvents = (from: string, to: PersonRef) => {
    for (const [id, event] of crm.events) if (event.person?.id === from) crm.events.set(id, { ...event, person: to })
  }
  const by = (id: string) => ({ id, name: crm.users.get(id)?.name ?? '', email: crm.users.get(id)?.email ?? null })
  const trouble = {
    'server-error': new CrmTrouble('unreachable', 'It failed.'),
    reset: new CrmTrouble('unreachable', 'It broke off.'),
    half: new CrmTrouble('unreachable', 'Half of it came.'),
    lost: new CrmTrouble('unreachable', 'The answer was lost.'),
    limit: new CrmTrouble('later', 'No more today.', { retryAfterMs: 900_000, wholeOrg: true, code: 'REQUEST_LIMIT_EXCEEDED' }),
    lock: new CrmTrouble('later', 'Somebody else writes.', { retryAfterMs: 2000, code: 'UNABLE_TO_LOCK_ROW', part: 'event' }),
  } as const
  return {
    crm: handle,
    calls: () => crm.calls,
    addUser({ name, email, active = true }) {
      const id = newId('005')
      crm.users.set(id, { id, name, email: email.toLowerCase(), active })
      return id
    },
    addContact: (person) => contactOf(person),
    addLead: (person) => add({ object: 'Lead', id: newId('00Q') }, person, {}),
    addPersonAccount(person) {
      const accountId = newId('001')
      const contact = contactOf(person, { accountId, isPersonAccount: true })
      crm.became.set(accountId, contact)
      return { accountId, contact }
    },
    addCompany: () => newId('001'),
    rename({ id }, { firstName, lastName }) {
      crm.people.set(id, { ...known(crm, id), name: `${firstName} ${lastName}` })
      noted(id)
    },
    remove(id) {
      crm.became.set(id, null)
      for (const [event, { person }] of crm.events) if (person?.id === id) crm.events.delete(event)
      noted(id)
    },
    merge(kept, gone) {
      crm.became.set(gone.id, kept)
      moveEvents(gone.id, kept)
      noted(gone.id, kept)
    },
    convert(lead) {
      const contact: PersonRef = { object: 'Contact', id: newId('003') }
      crm.people.set(contact.id, { ...known(crm, lead.id), ref: contact })
      crm.became.set(lead.id, contact)
      moveEvents(lead.id, contact)
      noted(lead.id, contact)
      return contact
    },
    deactivate(id) {
      const user = crm.users.get(id)
      if (!user) return
      const gone = { ...user, active: false }
      crm.users.set(id, gone)
      crm.changes.push({ at: now(), user: gone })
    },
    decide(bookingId, { status, reason = null }, userId) {
      const row = crm.bookings.get(bookingId)
      if (row) crm.bookings.set(bookingId, { ...row, fields: { ...row.fields, Status__c: status, CancelReason__c: reason } })
      crm.changes.push({ at: now(), booking: { bookingId, status, reason, by: by(userId), at: now() } })
    },
    removeBooking(bookingId, userId) {
      crm.bookings.delete(bookingId)
      crm.changes.push({ at: now(), booking: { bookingId, status: null, reason: null, by: by(userId), at: now() } })
    },
    removeEvent: (id) => void crm.events.delete(id),
    event: (id) => crm.events.get(id) ?? { fields: {}, person: null },
    events: () => crm.events.size,
    booking: (bookingId) => crm.bookings.get(bookingId)?.fields ?? null,
    tasks: (activityId) => [...crm.tasks].flatMap(([key, { fields, person }]) => (key === activityId ? [{ fields, person }] : [])),
    written: ({ id }) => crm.written.get(id) ?? {},
    fail(how, times = 1) {
      for (let i = 0; i < times; i++)
        faults.push(async (call) => {
          if (how === 'lost') await call()
          throw trouble[how]
        })
    },
    revoke() {
      revoked = true
    },
    async close() {},
  }
}

function known(crm: MemoryCrm, id: string): CrmPerson {
  const person = crm.people.get(id)
  if (!person) throw new Error(`There is no person ${id}.`)
  return person
}

/** The provider, with somebody who stands between us and each call. */
function troubled(crm: Crm, between: (call: () => Promise<unknown>) => Promise<unknown>): Crm {
  const through =
    <A extends unknown[], R>(call: (...given: A) => Promise<R>) =>
    (...given: A) =>
      between(() => call(...given)) as Promise<R>
  const { org, users, person, people, values, put, find, putTask, findTask, changes, fields } = crm
  return {
    ...{ org: through(org), users: through(users), person: through(person), people: through(people) },
    ...{
      values: through(values),
      put: through(put),
      find: through(find),
      putTask: through(putTask),
      findTask: through(findTask),
      changes: through(changes),
      fields: through(fields),
    },
  }
}
