/** What the people of an org in memory do: each change is there at once, and told by the next reading. */

import type { MemoryCrm } from '../../server/crm/memory.ts'
import type { CrmPerson, CrmUser, PersonRef } from '../../server/domain/crm.ts'

let records = 0
const idOf = (prefix: string) => `${prefix}${String(++records).padStart(12, '0')}AAA`

export interface Hands {
  /** Somebody new who works there. */
  user(given?: Partial<CrmUser>): CrmUser
  changeUser(id: string, given: Partial<CrmUser>): CrmUser
  /** Somebody new whom the org knows. */
  person(given?: Partial<CrmPerson> & { object?: 'Contact' | 'Lead' }): CrmPerson
  edit(ref: PersonRef, given: Partial<CrmPerson>): CrmPerson
  remove(ref: PersonRef): void
  undelete(ref: PersonRef): void
  /** Merge a record into another, or convert a lead into its contact. */
  becomes(ref: PersonRef, into: PersonRef): void
  /** Give the row of a booking a status by hand; null deletes the row. */
  setStatus(bookingId: string, status: string | null, more?: { reason?: string; by?: CrmUser | 'ourselves' }): void
}

export function hands(crm: MemoryCrm, now: () => Date): Hands {
  const tell = (change: Omit<MemoryCrm['changes'][number], 'at'>) => void crm.changes.push({ at: now(), ...change })
  const write = (person: CrmPerson) => {
    crm.people.set(person.ref.id, person)
    tell({ person: { ref: person.ref, became: null, person } })
    return person
  }
  const writeUser = (user: CrmUser) => {
    crm.users.set(user.id, user)
    tell({ user })
    return user
  }
  const personOf = ({ id }: PersonRef) => {
    const person = crm.people.get(id)
    if (!person) throw new Error(`There is no record ${id}`)
    return person
  }
  return {
    user: (given = {}) => writeUser({ id: idOf('005'), name: 'Uma User', email: `user${records}@org.example`, active: true, ...given }),
    changeUser(id, given) {
      const user = crm.users.get(id)
      if (!user) throw new Error(`There is no user ${id}`)
      return writeUser({ ...user, ...given })
    },
    person({ object = 'Contact', ...given } = {}) {
      const ref: PersonRef = { object, id: idOf(object === 'Contact' ? '003' : '00Q') }
      const nothing = { accountId: null, phone: null, timeZone: null, language: null, ownerId: null, lastActivityAt: null }
      const email = `person${records}@people.example`
      return write({ ref, isPersonAccount: false, name: 'Pat Person', email, createdAt: now(), ...nothing, ...given })
    },
    edit: (ref, given) => write({ ...personOf(ref), ...given }),
    remove(ref) {
      crm.became.set(ref.id, null)
      tell({ person: { ref, became: null, person: null } })
    },
    undelete(ref) {
      crm.became.delete(ref.id)
      write(personOf(ref))
    },
    becomes(ref, into) {
      crm.became.set(ref.id, into)
      tell({ person: { ref, became: into, person: null } })
      write(personOf(into))
    },
    setStatus(bookingId, status, { reason, by = [...crm.users.values()][0] } = {}) {
      const ourselves = { id: crm.org.userId, name: 'Integration', email: null }
      const who = by === 'ourselves' ? ourselves : { id: by?.id ?? '005', name: by?.name ?? 'Uma User', email: by?.email ?? null }
      tell({ booking: { bookingId, status, reason: reason ?? null, by: who, at: now() } })
    },
  }
}
