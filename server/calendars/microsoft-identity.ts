/** How an event in Microsoft 365 says which booking it belongs to: Graph chooses the ids, and delta replies show no property of ours. */

/** Our named properties (Graph: "Outlook extended properties overview"): the uid, and a mark of what was written last. They must never change. */
const PROPERTY = 'String {5d0f4c3a-9a57-4be1-8f0e-2f6a1b7c9d24} Name SwitchboardUid'
const MARK = 'String {5d0f4c3a-9a57-4be1-8f0e-2f6a1b7c9d24} Name SwitchboardMark'

/** What an event tells about itself that may name a booking. */
export interface Named {
  readonly transactionId?: string | null | undefined
  readonly iCalUId?: string | null | undefined
  readonly singleValueExtendedProperties?: readonly { readonly id: string; readonly value: string }[] | undefined
}

/** The properties that carry a uid and a mark, as an event is written. */
export const propertiesOf = (uid: string, mark: string): { id: string; value: string }[] => [
  { id: PROPERTY, value: uid },
  { id: MARK, value: mark },
]

/** The mark of what was written last; null if the event has none. */
export const markOf = (event: Named): string | null => propertyOf(event, MARK)

const propertyOf = ({ singleValueExtendedProperties }: Named, property: string): string | null =>
  singleValueExtendedProperties?.find(({ id }) => id.toLowerCase() === property.toLowerCase())?.value ?? null

/** `$filter`: the events that carry this uid (Graph: "Get singleValueLegacyExtendedProperty"). */
export const carrying = (uid: string): string =>
  `singleValueExtendedProperties/Any(ep: ep/id eq '${PROPERTY}' and ep/value eq '${uid.replaceAll("'", "''")}')`

/** `$expand`: events with the property that carries their uid. */
export const withUid = `singleValueExtendedProperties($filter=id eq '${PROPERTY}')`

/** `$expand`: events with the mark of what was written last. */
export const withMark = `singleValueExtendedProperties($filter=id eq '${MARK}')`

/**
 * The name of a creation: a repeat of it is no second event (Graph: "event resource type"). It also carries the uid, since delta replies
 * expand no property but do show it. A name that was used for an event which is gone is spent, hence the generations.
 */
export const transactionIdOf = (uid: string, generation: string): string => `switchboard:${generation}:${uid}`

/** The uid of the booking that an event was written for; null if we did not write it. */
export function ourUidOf(event: Named): string | null {
  const [, named] = /^switchboard:[^:]*:(.+)$/s.exec(event.transactionId ?? '') ?? []
  return propertyOf(event, PROPERTY) ?? named ?? null
}

/** The uid that an event carries: that of the booking it was written for, or that of an invitation, which may have come of our mail. */
export const uidOf = (event: Named): string | null => ourUidOf(event) ?? (event.iCalUId ? mailedUid(event.iCalUId) : null)

/**
 * Exchange wraps the UID of an invitation that another system made: a fixed head, the words `vCal-Uid`, a version, the UID, a zero byte
 * (MS-OXCICAL 2.1.3.1.1.20.26).
 */
function mailedUid(iCalUId: string): string {
  const [, hex] = /^040000008200E00074C5B7101A82E008[0-9A-F]{40}7643616C2D55696401000000((?:[0-9A-F]{2})+?)(?:00)?$/i.exec(iCalUId) ?? []
  return hex === undefined ? iCalUId : Buffer.from(hex, 'hex').toString('utf8')
}
