/** Whom a booking is for, among those whom the CRM knows, and what is made of somebody whom it does not know. */
import type { Booking } from './booking.ts'
import type { CrmFields, CrmPerson, PersonRef } from './crm.ts'
import { shortened } from './crm-mapping.ts'
import type { CrmRules } from './crm-rules.ts'
import { oneLine } from './text.ts'

/** How somebody was chosen, kept with the booking: by what, why this one of several, and who else it might have been. */
export interface Found {
  /** `record`: the record was known before; `nobody`: no one was found, or whoever it was is gone. */
  readonly by: 'record' | 'email' | 'phone' | 'new-lead' | 'nobody'
  readonly why: 'only' | 'owner' | 'activity' | 'oldest' | null
  readonly others: readonly PersonRef[]
  /** What is to be known for good of how the records came to be, in words for people. */
  readonly notices: readonly string[]
}

const MOST_OTHERS = 10

/**
 * The one who is meant, of all with the booking's email or phone: contacts before person accounts before leads. Of several, one whom a rep of
 * the pool owns, then the one with the most recent activity, then the oldest. Null if there is none.
 */
export function choosePerson(
  people: readonly CrmPerson[],
  ownerIds: readonly string[],
): { readonly person: CrmPerson; readonly why: Exclude<Found['why'], null>; readonly others: readonly PersonRef[] } | null {
  const tiers = [
    people.filter(({ ref, isPersonAccount }) => ref.object === 'Contact' && !isPersonAccount),
    people.filter(({ isPersonAccount }) => isPersonAccount),
    people.filter(({ ref }) => ref.object === 'Lead'),
  ]
  const tier = tiers.find((one) => one.length > 0) ?? []
  const owned = tier.filter(({ ownerId }) => ownerId !== null && ownerIds.some((id) => isSameId(id, ownerId)))
  const byOwner = owned.length > 0 ? owned : tier
  const latest = Math.max(...byOwner.map(activityOf))
  const active = byOwner.filter((one) => activityOf(one) === latest)
  const person = active.toSorted((a, b) => a.createdAt.getTime() - b.createdAt.getTime() || (a.ref.id < b.ref.id ? -1 : 1))[0]
  if (!person) return null
  const why = tier.length === 1 ? 'only' : active.length > 1 ? 'oldest' : byOwner.length > 1 ? 'activity' : ('owner' as const)
  const others = people.filter((one) => one !== person).map(({ ref }) => ref)
  return { person, why, others: others.slice(0, MOST_OTHERS) }
}

const activityOf = ({ lastActivityAt }: CrmPerson): number => lastActivityAt?.getTime() ?? Number.NEGATIVE_INFINITY

/** Whether two ids of the CRM, in whichever form, name the same. */
export const isSameId = (a: string, b: string): boolean => a.slice(0, 15) === b.slice(0, 15)

/** A name in two parts: the last word, or what stands before a comma, is the last name. */
export function nameParts(name: string): { readonly first: string | null; readonly last: string } {
  const plain = oneLine(name).trim().replace(/\s+/g, ' ')
  const comma = /^([^,]+), ?([^,]+)$/.exec(plain)
  if (comma) return { first: comma[2]?.trim() ?? null, last: comma[1]?.trim() ?? plain }
  const words = plain.split(' ')
  const particle = words.findIndex((word, i) => i > 0 && i < words.length - 1 && PARTICLES.includes(word))
  const at = particle > 0 ? particle : words.length - 1
  return { first: words.slice(0, at).join(' ') || null, last: words.slice(at).join(' ') || 'Unspecified' }
}

/** Words that belong to the last name that follows them; written with a capital they are names of their own. */
const PARTICLES = [
  'van',
  'von',
  'de',
  'der',
  'den',
  'del',
  'della',
  'di',
  'da',
  'dos',
  'du',
  'la',
  'le',
  'bin',
  'ibn',
  'al',
  'el',
  'ter',
  'zu',
]

/** The lead that is made for somebody whom the CRM does not know. `userId` is the rep's, if the rep works there. */
export function newLeadOf(booking: Booking, rules: CrmRules, userId: string | null): CrmFields {
  const { customer, bookedBy } = booking
  const { first, last } = nameParts(customer.name)
  return {
    ...(first === null ? {} : { FirstName: shortened(first, 40) }),
    LastName: shortened(last, 80),
    ...(customer.email === null ? {} : { Email: customer.email }),
    ...(customer.phone === null ? {} : { Phone: customer.phone }),
    Company: shortened(rules.leadCompany, 255),
    LeadSource: bookedBy.kind === 'customer' ? 'Web' : bookedBy.kind === 'api' ? 'Other' : 'Phone Inquiry',
    ...(rules.leadOwner === 'rep' && userId !== null ? { OwnerId: userId } : {}),
  }
}

/** Who somebody is known to be before the booking says anything. */
export interface KnownPerson {
  readonly name: string
  readonly email: string | null
  readonly phone: string | null
}

/**
 * What a booking may change in a record that was there. `ifEmpty` is written only where the record says nothing, `always` in any case. What
 * is said in one word is no name to put in the place of another.
 */
export function personChanges(
  { customer }: Booking,
  known: KnownPerson,
  mapped: CrmFields,
  update: CrmRules['update'],
): { readonly ifEmpty: CrmFields; readonly always: CrmFields } {
  if (update === 'keep') return { ifEmpty: {}, always: {} }
  const { first, last } = nameParts(customer.name)
  const renamed = update === 'overwrite' && customer.name !== known.name && first !== null
  const said = {
    ...(renamed ? { FirstName: shortened(first, 40), LastName: shortened(last, 80) } : {}),
    ...differing('Email', customer.email, known.email, update),
    ...differing('Phone', customer.phone, known.phone, update),
    ...mapped,
  }
  return update === 'fill' ? { ifEmpty: said, always: {} } : { ifEmpty: {}, always: said }
}

const differing = (field: string, said: string | null, known: string | null, update: CrmRules['update']): CrmFields =>
  said !== null && said !== known && (known === null || update === 'overwrite') ? { [field]: said } : {}
