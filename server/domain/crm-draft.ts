/**
 * A write as it is meant, and what may be given up of it when the CRM refuses it: a booking is to be in the CRM even where not all of it
 * can be. Whatever is given up leaves a notice for people.
 */
import type { BookingWrite, CrmField, CrmFields, CrmTrouble, MappedObject, PersonRef, WritePart } from './crm.ts'

const PARTS: readonly WritePart[] = ['lead', 'person', 'event', 'booking']

/** What is to be written, part by part, before anything of it was refused. */
export interface Draft {
  readonly bookingId: string
  /** Whether nothing of it is there, as far as we know. */
  readonly isNew: boolean
  readonly person: PersonRef | null
  /** Whether the person's record was looked up in this run: then it is as it says. */
  readonly followed: boolean
  readonly eventId: string | null
  readonly assignLead: boolean
  /** Null: there is no such part. */
  readonly base: Readonly<Record<WritePart, CrmFields | null>>
  /** What the company lets a booking fill beside: it comes over the base, and goes first. */
  readonly mapped: Readonly<Record<WritePart, CrmFields>>
  /** What stands in for what a new record must have and nobody said. */
  readonly placeholders: Readonly<Record<WritePart, CrmFields>>
  /** True of this write alone. */
  readonly notices: readonly string[]
  /** True of the records from now on. */
  readonly lasting: readonly string[]
}

export const NO_FIELDS: Readonly<Record<WritePart, CrmFields>> = { lead: {}, person: {}, event: {}, booking: {} }

/** The write that a draft comes to. */
export function writeOf(draft: Draft): BookingWrite {
  const { bookingId, isNew, person, eventId, assignLead } = draft
  const lead = person === null ? partOf(draft, 'lead') : null
  const own = person === null ? null : partOf(draft, 'person')
  return {
    bookingId,
    isNew,
    person,
    newLead: lead,
    assignLead: assignLead && lead !== null,
    personFields: own !== null && Object.keys(own).length > 0 ? own : null,
    eventId,
    event: partOf(draft, 'event'),
    booking: partOf(draft, 'booking') ?? {},
  }
}

/** All fields of a part; null if there is no such part. */
export function partOf({ base, mapped, placeholders }: Draft, part: WritePart): CrmFields | null {
  return base[part] === null ? null : { ...placeholders[part], ...base[part], ...mapped[part] }
}

/** The object that a part is written to. */
export const objectOf = (part: WritePart, { person }: Pick<Draft, 'person'>): MappedObject =>
  part === 'lead' ? 'Lead' : part === 'person' ? (person?.object ?? 'Contact') : part === 'event' ? 'Event' : 'Booking__c'

/** Without these a record says nothing, so nothing is written instead. */
const ESSENTIAL: Readonly<Record<WritePart, readonly string[]>> = {
  lead: ['LastName', 'Company'],
  person: [],
  event: ['Subject', 'StartDateTime', 'EndDateTime'],
  booking: ['Status__c', 'Start__c', 'End__c'],
}

const INACTIVE: readonly (string | null)[] = ['INACTIVE_OWNER_OR_USER', 'OPERATION_WITH_INACTIVE_USER']

/** Whether a refusal says that a user works there no longer. */
export const saysInactive = ({ code }: Pick<CrmTrouble, 'code'>): boolean => INACTIVE.includes(code)

/** Whether a refusal says that something is missing that every record must have. */
export const saysMissing = ({ code }: Pick<CrmTrouble, 'code'>): boolean => code === 'REQUIRED_FIELD_MISSING'

/** Whether a refusal says that the booking is there already. */
export const saysThere = ({ kind, code, part }: CrmTrouble): boolean =>
  kind === 'refused' && code === 'DUPLICATE_VALUE' && part === 'booking'

const LOST: readonly (string | null)[] = [
  'CANNOT_UPDATE_CONVERTED_LEAD',
  'INVALID_CROSS_REFERENCE_KEY',
  'INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY',
]

/** Whether a refusal may mean that a record is gone, or is another now. */
export const saysLost = ({ kind, code }: CrmTrouble): boolean => kind === 'gone' || (kind === 'refused' && LOST.includes(code))

/** The fields that a refusal names, in its words if not otherwise. */
export function refusedFields({ fields, message }: CrmTrouble): readonly string[] {
  if (fields.length > 0) return fields
  const named = /No such column '(\w+)'/.exec(message)?.[1]
  return named ? [named] : []
}

/** The draft with nobody's user in it; null if there was none. */
export function withoutUser(draft: Draft): Draft | null {
  const { base } = draft
  if (![base.lead, base.person, base.event].some((fields) => fields && 'OwnerId' in fields) && !base.booking?.Rep__c) return null
  return {
    ...draft,
    base: {
      lead: without(base.lead, ['OwnerId']),
      person: without(base.person, ['OwnerId']),
      event: without(base.event, ['OwnerId']),
      booking: base.booking && { ...base.booking, Rep__c: null },
    },
    notices: [...draft.notices, 'The rep’s user is not active in Salesforce: the event keeps its owner.'],
  }
}

/** The draft without the fields that were refused; null if one of them cannot be done without, or none is known. */
export function withoutRefused(draft: Draft, trouble: CrmTrouble): Draft | null {
  const fields = refusedFields(trouble)
  const parts = trouble.part === null ? PARTS : [trouble.part]
  let left = draft
  for (const field of fields) {
    const part = parts.find((one) => field in (partOf(left, one) ?? {}))
    if (part === undefined) return null
    const isMapped = field in left.mapped[part]
    if (!isMapped && ESSENTIAL[part].includes(field)) return null
    left = {
      ...left,
      ...(isMapped
        ? { mapped: { ...left.mapped, [part]: without(left.mapped[part], [field]) } }
        : {
            base: { ...left.base, [part]: without(left.base[part], [field]) },
            placeholders: { ...left.placeholders, [part]: without(left.placeholders[part], [field]) },
          }),
      notices: [...left.notices, `${objectOf(part, draft)}.${field} was left out: ${trouble.message}`],
    }
  }
  if (fields.length > 0) return left
  // What a booking says of a person matters less than the booking itself.
  if (trouble.part !== 'person' || draft.base.person === null) return null
  const said = `The ${draft.person?.object.toLowerCase() ?? 'record'} was left as it is: ${trouble.message}`
  return { ...draft, base: { ...draft.base, person: null }, notices: [...draft.notices, said] }
}

/**
 * The draft with something to stand in for what a new record of this part must have and nobody says. `named` are the fields that were
 * missed; without them it is all that the object asks for.
 */
export function withPlaceholders(draft: Draft, part: WritePart, fields: readonly CrmField[], named: readonly string[], now: Date): Draft {
  const there = partOf(draft, part)
  if (there === null) return draft
  const missing = fields.filter((field) => {
    if (there[field.name] !== undefined && there[field.name] !== null) return false
    return named.length > 0 ? named.includes(field.name) : field.required && field.creatable && field.type !== 'reference'
  })
  const filled = missing.flatMap((field) => {
    const value = placeholderFor(field, now)
    return value === null ? [] : [[field, value] as const]
  })
  const object = objectOf(part, draft)
  return {
    ...draft,
    placeholders: {
      ...draft.placeholders,
      [part]: { ...draft.placeholders[part], ...Object.fromEntries(filled.map(([{ name }, value]) => [name, value])) },
    },
    lasting: [
      ...draft.lasting,
      ...filled.map(
        ([{ name }, value]) => `${object}.${name} is required and nothing fills it: “${value}” was written. Map it, or give it a default.`,
      ),
    ],
  }
}

/** What stands in a field that must say something, by its type; null if nothing can. */
export function placeholderFor({ type, length, values }: CrmField, now: Date): string | number | boolean | null {
  const at = now.toISOString()
  switch (type) {
    case 'int':
    case 'double':
    case 'currency':
    case 'percent':
      return 0
    case 'boolean':
      return false
    case 'date':
      return at.slice(0, 10)
    case 'datetime':
      return at.replace(/\.\d+Z$/, 'Z')
    case 'time':
      return '00:00:00.000Z'
    case 'email':
      return 'email@example.com'
    case 'phone':
      return '1234567890'
    case 'url':
      return 'http://NA'
    case 'picklist':
    case 'multipicklist':
      return values?.[0] ?? 'Unspecified'
    case 'string':
    case 'textarea':
    case 'combobox':
      return 'Unspecified'.slice(0, length ?? 255)
    default:
      return null
  }
}

const without = <F extends CrmFields | null>(fields: F, names: readonly string[]): F =>
  (fields === null ? null : Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)))) as F
