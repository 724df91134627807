/** A CRM that lives in memory: for tests, which reach into it as its people would. */
import type {
  BookingChange,
  BookingWrite,
  CrmField,
  CrmFields,
  CrmOrg,
  CrmPerson,
  CrmUser,
  PersonChange,
  PersonRef,
} from '../domain/crm.ts'
import { CrmTrouble, crmRecordId, type MappedObject } from '../domain/crm.ts'
import type { Crm } from './provider.ts'

export interface MemoryEvent {
  readonly id: string
  readonly fields: CrmFields
  readonly person: PersonRef | null
}

export interface MemoryBooking {
  readonly fields: CrmFields
  readonly person: PersonRef | null
  readonly eventId: string | null
}

/** What the CRM holds. */
export interface MemoryCrm {
  readonly org: CrmOrg
  readonly users: Map<string, CrmUser>
  readonly people: Map<string, CrmPerson>
  /** What the record of a person says beside: fields that were written to it. */
  readonly written: Map<string, CrmFields>
  /** Records that are gone, and what they became. */
  readonly became: Map<string, PersonRef | null>
  readonly events: Map<string, MemoryEvent>
  readonly bookings: Map<string, MemoryBooking>
  /** Tasks, by the activity of each. */
  readonly tasks: Map<string, MemoryEvent>
  /** What people have done since the beginning, in order. */
  readonly changes: { readonly at: Date; readonly person?: PersonChange; readonly user?: CrmUser; readonly booking?: BookingChange }[]
  readonly fields: Map<MappedObject, readonly CrmField[]>
  /** How many calls were made. */
  calls: number
}

/** An org with nothing in it. */
export const memoryCrm = (): MemoryCrm => ({
  org: { id: '00D000000000001EAA', name: 'Memory', sandbox: true, userId: '005000000000000AAA' },
  users: new Map(),
  people: new Map(),
  written: new Map(),
  became: new Map(),
  events: new Map(),
  bookings: new Map(),
  tasks: new Map(),
  changes: [],
  fields: new Map(),
  calls: 0,
})

/** The door to a CRM in memory. */
export function memoryCrmProvider(crm: MemoryCrm, now: () => Date): Crm {
  let last = 0
  const newId = (prefix: string) => {
    const id = `${prefix}${String(++last).padStart(12, '0')}`
    return crmRecordId(id) ?? id
  }

  function personNow(id: string): CrmPerson {
    const became = crm.became.get(id)
    if (became) return personNow(became.id)
    const person = crm.became.has(id) ? undefined : crm.people.get(id)
    if (!person) throw new CrmTrouble('gone', 'This record was deleted.', { code: 'ENTITY_IS_DELETED' })
    return person
  }

  return {
    org: async () => call(crm, crm.org),
    users: async () => call(crm, [...crm.users.values()]),
    async person({ id }) {
      call(crm, null)
      return personNow(id)
    },
    async people(by) {
      const all = call(crm, [...crm.people.values()]).filter(({ ref }) => !crm.became.has(ref.id))
      const same = (one: CrmPerson) => ('email' in by ? one.email === by.email.toLowerCase() : one.phone === by.phone)
      return all
        .filter(same)
        .sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime())
        .slice(0, 100)
    },
    async values({ id }, fields) {
      call(crm, null)
      const { name, email, phone, ownerId } = personNow(id)
      const says: CrmFields = { LastName: name, Email: email, Phone: phone, OwnerId: ownerId, ...crm.written.get(id) }
      return Object.fromEntries(fields.map((field) => [field, says[field] ?? null]))
    },
    async put(write) {
      call(crm, null)
      if (write.isNew && crm.bookings.has(write.bookingId))
        throw new CrmTrouble('refused', 'duplicate value found: BookingId__c', { code: 'DUPLICATE_VALUE', part: 'booking' })
      if (write.person && (crm.became.has(write.person.id) || !crm.people.has(write.person.id)))
        throw new CrmTrouble('gone', 'The record of the person is gone.', { code: 'ENTITY_IS_DELETED', part: 'person' })
      if (write.eventId !== null && write.event && !crm.events.has(write.eventId))
        throw new CrmTrouble('gone', 'The event is gone.', { code: 'NOT_FOUND', part: 'event' })
      const person = write.person ?? (write.newLead ? newLead(write, newId('00Q')) : null)
      const eventId = write.event ? (write.eventId ?? newId('00U')) : write.eventId
      if (eventId !== null && write.event) {
        const before = crm.events.get(eventId)
        crm.events.set(eventId, { id: eventId, fields: { ...before?.fields, ...write.event }, person: person ?? before?.person ?? null })
      }
      if (person && write.personFields) keepFields(person, write.personFields)
      const before = crm.bookings.get(write.bookingId)
      crm.bookings.set(write.bookingId, {
        fields: { ...before?.fields, ...write.booking },
        person: person ?? before?.person ?? null,
        eventId,
      })
      noteRow(write.bookingId)
      return { eventId, person }
    },
    async find(bookingId) {
      const found = call(crm, crm.bookings.get(bookingId))
      return found ? { person: found.person, eventId: found.eventId, status: statusOf(found) } : null
    },
    async putTask({ activityId, person, fields }) {
      call(crm, null)
      if (crm.became.has(person.id) || !crm.people.has(person.id))
        throw new CrmTrouble('gone', 'The record of the person is gone.', { code: 'ENTITY_IS_DELETED' })
      const id = newId('00T')
      crm.tasks.set(activityId, { id, fields: { ...fields, ActivityId__c: activityId }, person })
      return id
    },
    findTask: async (activityId) => call(crm, crm.tasks.get(activityId)?.id ?? null),
    async changes(since) {
      const news = call(crm, crm.changes).filter(({ at }) => at >= since)
      return {
        people: news.flatMap(({ person }) => person ?? []),
        users: news.flatMap(({ user }) => user ?? []),
        bookings: news.flatMap(({ booking }) => booking ?? []),
        until: now(),
      }
    },
    fields: async (object) => call(crm, [...(crm.fields.get(object) ?? [])]),
  }

  function newLead({ newLead: fields }: BookingWrite, id: string): PersonRef {
    const ref: PersonRef = { object: 'Lead', id }
    const text = (name: string) => (typeof fields?.[name] === 'string' ? fields[name] : null)
    const name = [text('FirstName'), text('LastName')].filter(Boolean).join(' ')
    const known = { accountId: null, isPersonAccount: false, timeZone: null, language: null, createdAt: now(), lastActivityAt: null }
    crm.people.set(id, { ...known, ref, name, email: text('Email'), phone: text('Phone'), ownerId: text('OwnerId') ?? crm.org.userId })
    crm.written.set(id, fields ?? {})
    notePerson(id)
    return ref
  }

  function keepFields({ id }: PersonRef, fields: CrmFields): void {
    crm.written.set(id, { ...crm.written.get(id), ...fields })
    const person = crm.people.get(id)
    if (!person) return
    const text = (name: string, before: string | null) => (typeof fields[name] === 'string' ? fields[name] : before)
    const { email, phone, ownerId } = person
    crm.people.set(id, {
      ...person,
      email: text('Email', email)?.toLowerCase() ?? null,
      phone: text('Phone', phone),
      ownerId: text('OwnerId', ownerId),
    })
    notePerson(id)
  }

  // An org tells of our own writes as of everybody else's.
  function notePerson(id: string): void {
    const person = crm.people.get(id)
    if (person) crm.changes.push({ at: now(), person: { ref: person.ref, became: null, person } })
  }
  function noteRow(bookingId: string): void {
    const row = crm.bookings.get(bookingId)
    const reason = typeof row?.fields.CancelReason__c === 'string' ? row.fields.CancelReason__c : null
    const by = { id: crm.org.userId, name: 'Switchboard', email: null }
    crm.changes.push({ at: now(), booking: { bookingId, status: row ? statusOf(row) : null, reason, by, at: now() } })
  }
}

function call<T>(crm: MemoryCrm, answer: T): T {
  crm.calls++
  return answer
}

const statusOf = ({ fields }: MemoryBooking): string | null => (typeof fields.Status__c === 'string' ? fields.Status__c : null)
