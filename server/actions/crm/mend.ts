import { type CrmPerson, CrmTrouble } from '../../domain/crm.ts'
import {
  type Draft,
  objectOf,
  partOf,
  refusedFields,
  saysInactive,
  saysLost,
  saysMissing,
  saysThere,
  withoutRefused,
  withoutUser,
  withPlaceholders,
} from '../../domain/crm-draft.ts'
import { fieldsOf } from './described.ts'
import type { Scenery } from './whom.ts'

/** What is left of a draft after this refusal, so that the booking comes into the CRM all the same; null if nothing can be given up. */
export async function mended(scenery: Scenery, draft: Draft, trouble: CrmTrouble): Promise<Draft | null> {
  if (trouble.kind !== 'refused' && trouble.kind !== 'gone') return null
  if (saysThere(trouble)) return adopt(scenery, draft)
  if (saysInactive(trouble)) return withoutUser(draft)
  if (saysMissing(trouble)) return fill(scenery, draft, trouble)
  const without = saysLost(trouble) ? await follow(scenery, draft, trouble) : null
  return without ?? withoutRefused(draft, trouble)
}

/** A call that was taken for lost has come through: what it made is ours. */
async function adopt({ crm }: Scenery, draft: Draft): Promise<Draft | null> {
  const there = draft.isNew ? await crm.find(draft.bookingId) : null
  if (there === null) return null
  const { person } = there
  return {
    ...draft,
    isNew: false,
    eventId: there.eventId,
    person: person ?? draft.person,
    base: person === null ? draft.base : { ...draft.base, lead: null, person: null },
  }
}

/** A record that the write names is gone: the person's became another, or was deleted; else it was the event, which is made anew. */
async function follow({ crm }: Scenery, draft: Draft, { kind, part }: CrmTrouble): Promise<Draft | null> {
  const { person, followed, eventId } = draft
  if (person !== null && !followed) {
    const now = await personNow(() => crm.person(person))
    if (now === null) {
      const said = `The ${person.object.toLowerCase()} whom this was for is no longer in Salesforce: the booking is nobody’s there.`
      return { ...withPerson(draft, null), lasting: [...draft.lasting, said] }
    }
    if (now.ref.id !== person.id) return withPerson(draft, now)
    if (kind === 'gone' && eventId !== null && (part === 'event' || part === null)) return { ...draft, followed: true, eventId: null }
    return null
  }
  return kind === 'gone' && eventId !== null && (part === 'event' || part === null) ? { ...draft, eventId: null } : null
}

async function personNow(ask: () => Promise<CrmPerson>): Promise<CrmPerson | null> {
  try {
    return await ask()
  } catch (error) {
    if (error instanceof CrmTrouble && error.kind === 'gone') return null
    throw error
  }
}

const withPerson = (draft: Draft, person: CrmPerson | null): Draft => ({
  ...draft,
  person: person?.ref ?? null,
  followed: true,
  base: {
    ...draft.base,
    lead: null,
    // What was meant for the one is not written to another.
    person: null,
    booking: draft.base.booking && { ...draft.base.booking, Account__c: person?.accountId ?? null },
  },
})

async function fill({ services, org, crm }: Scenery, draft: Draft, trouble: CrmTrouble): Promise<Draft | null> {
  const part = trouble.part
  if (part === null) return null
  const fields = await fieldsOf(services, org.id, crm, objectOf(part, draft), true)
  const filled = withPlaceholders(draft, part, fields, refusedFields(trouble), services.now())
  return Object.keys(partOf(filled, part) ?? {}).length > Object.keys(partOf(draft, part) ?? {}).length ? filled : null
}
