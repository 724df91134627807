/** Records of a CRM, as far as bookings are concerned: how they are named, what they hold, and why one could not be read or written. */

/** A record that somebody may launch from. An account stands for its contact, if it is a person account. */
export interface RecordRef {
  readonly object: 'Contact' | 'Lead' | 'Account'
  /** Of 18 characters, as `crmRecordId` gives it. */
  readonly id: string
}

/** The record of a person. */
export interface PersonRef extends RecordRef {
  readonly object: 'Contact' | 'Lead'
}

/** A person as the CRM knows them. */
export interface CrmPerson {
  readonly ref: PersonRef
  readonly accountId: string | null
  readonly isPersonAccount: boolean
  readonly name: string
  /** In lower case. */
  readonly email: string | null
  /** In E.164 form; null if there is none, or none that can be read as one. */
  readonly phone: string | null
  /** As the record has it, or as its address tells; null if neither does. */
  readonly timeZone: string | null
  /** A language tag. */
  readonly language: string | null
  /** The id of the user or queue that owns the record. */
  readonly ownerId: string | null
  readonly createdAt: Date
  /** The date of the latest activity. */
  readonly lastActivityAt: Date | null
}

/** Somebody who works in the CRM. */
export interface CrmUser {
  readonly id: string
  readonly name: string
  /** In lower case. */
  readonly email: string
  readonly active: boolean
}

/** An org, and whom it takes us for. */
export interface CrmOrg {
  readonly id: string
  readonly name: string
  readonly sandbox: boolean
  readonly userId: string
}

/** Values of a record by the names of its fields; an instant in RFC 3339. */
export type CrmFields = Readonly<Record<string, string | number | boolean | null>>

/** What the CRM is to know of a booking, written as a whole or not at all. */
export interface BookingWrite {
  readonly bookingId: string
  /** Nothing of this booking can be there. If it is there all the same, from a call that was late, the write is refused: no second event. */
  readonly isNew: boolean
  /** Whom it is for; null: a lead that is made for it (`newLead`), or nobody whom the CRM knows. */
  readonly person: PersonRef | null
  readonly newLead: CrmFields | null
  /** Whether the org's own rules say whose the new lead is. */
  readonly assignLead: boolean
  /** What else the person's record is to say. */
  readonly personFields: CrmFields | null
  /** The event of the calendar: the one that is there already (`eventId`), or a new one. Null fields: none is wanted, and none changed. */
  readonly eventId: string | null
  readonly event: CrmFields | null
  /** The row of the booking. Who is met and which event it has is added. */
  readonly booking: CrmFields
}

/** What is there once a booking is written. */
export interface BookingWritten {
  readonly eventId: string | null
  readonly person: PersonRef | null
}

/** Something that was done for a person, to be made a task of theirs. */
export interface TaskWrite {
  readonly activityId: string
  readonly person: PersonRef
  readonly fields: CrmFields
}

/** A row of a booking as it was found. */
export interface BookingFound extends BookingWritten {
  readonly status: string | null
}

/** Somebody's record has changed: `person` as it is now; null: it is gone, and `became` says into which, if into any. */
export interface PersonChange {
  readonly ref: PersonRef
  readonly became: PersonRef | null
  readonly person: CrmPerson | null
}

/** The row of a booking as somebody left it. */
export interface BookingChange {
  readonly bookingId: string
  /** Null: the row was deleted. */
  readonly status: string | null
  readonly reason: string | null
  readonly by: { readonly id: string; readonly name: string; readonly email: string | null }
  readonly at: Date
}

/** What has happened since the last look. Some of it may have been told before. */
export interface CrmChanges {
  readonly people: readonly PersonChange[]
  readonly users: readonly CrmUser[]
  readonly bookings: readonly BookingChange[]
  /** From where the next look begins. */
  readonly until: Date
}

export const MAPPED_OBJECTS = ['Lead', 'Contact', 'Event', 'Booking__c'] as const
export type MappedObject = (typeof MAPPED_OBJECTS)[number]

/** A field of an object, as the CRM describes it. */
export interface CrmField {
  readonly name: string
  readonly label: string
  /** The CRM's word for what it holds: `string`, `picklist`, `boolean`, `double`, `date`, `datetime`, `reference` … */
  readonly type: string
  /** Whether we may write it: in a new record, and in one that is there. */
  readonly creatable: boolean
  readonly updatable: boolean
  /** Whether a new record needs it from us. */
  readonly required: boolean
  readonly length: number | null
  /** Of a picklist: the values in use, if no others are taken. */
  readonly values: readonly string[] | null
}

/**
 * Why a CRM could not be read or written.
 *
 * `revoked`: it no longer lets us in, and only its administrator can change that. `gone`: the record is no longer there, or not ours to
 * see. `later`: it asks for patience. `refused`: it will not take what we want, however often. `unreachable`: anything else.
 */
export type CrmTroubleKind = 'revoked' | 'gone' | 'later' | 'refused' | 'unreachable'

/** The part of a write that failed. */
export type WritePart = 'lead' | 'person' | 'event' | 'booking'

/** A CRM that could not be read or written. A booking never waits for it. */
export class CrmTrouble extends Error {
  readonly kind: CrmTroubleKind
  /** How long to wait before the next try, if that is known. */
  readonly retryAfterMs: number | null
  /** Whether the whole org is to be left alone so long: it counts our calls. */
  readonly wholeOrg: boolean
  /** The CRM's own code, such as `INACTIVE_OWNER_OR_USER`; null if it gave none. */
  readonly code: string | null
  /** The fields that were refused, by their names in the CRM. */
  readonly fields: readonly string[]
  readonly part: WritePart | null

  constructor(
    kind: CrmTroubleKind,
    message: string,
    options: {
      retryAfterMs?: number
      wholeOrg?: boolean
      code?: string | null
      fields?: readonly string[]
      part?: WritePart | null
      cause?: unknown
    } = {},
  ) {
    super(message, { cause: options.cause })
    this.kind = kind
    this.retryAfterMs = options.retryAfterMs ?? null
    this.wholeOrg = options.wholeOrg ?? false
    this.code = options.code ?? null
    this.fields = options.fields ?? []
    this.part = options.part ?? null
  }
}

const SUFFIX = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345'

/** The id of a Salesforce record in its form of 18 characters, or null if it is none: the last three tell capitals. */
export function crmRecordId(text: string): string | null {
  if (!/^[0-9A-Za-z]{15}([A-Z0-5]{3})?$/.test(text)) return null
  const id = text.slice(0, 15)
  const suffix = [0, 5, 10].map((from) => {
    const capitals = [...id.slice(from, from + 5)].map((letter, at) => (/[A-Z]/.test(letter) ? 2 ** at : 0))
    return SUFFIX.charAt(capitals.reduce((sum, bit) => sum + bit, 0))
  })
  const full = id + suffix.join('')
  return text.length === 15 || text === full ? full : null
}
