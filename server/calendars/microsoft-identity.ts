/** How an event in Microsoft 365 says which booking it belongs to: Graph chooses the ids, and delta replies show no property of ours. */

/** Our named property (Graph: "Outlook extended properties overview"). Its GUID is the property set's, and must never change. */
const PROPERTY = 'String {5d0f4c3a-9a57-4be1-8f0e-2f6a1b7c9d24} Name SwitchboardUid'

/** What an event tells about itself that may name a booking. */
export interface Named {
  readonly transactionId?: string | null | undefined
  readonly iCalUId?: string | null | undefined
  readonly singleValueExtendedProperties?: readonly { readonly id: string; readonly value: string }[] | undefined
}

/** The property that carries a uid, as an event is written. */
export const propertiesOf = (uid: string): { id: string; value: string }[] => [{ id: PROPERTY, value: uid }]

/** `$filter`: the events that carry this uid (Graph: "Get singleValueLegacyExtendedProperty"). */
export const carrying = (uid: string): string =>
  `singleValueExtendedProperties/Any(ep: ep/id eq '${PROPERTY}' and ep/value eq '${uid.replaceAll("'", "''")}')`

/** `$expand`: events with the property that carries their uid. */
export const withUid = `singleValueExtendedProperties($filter=id eq '${PROPERTY}')`

/**
 * The name of a creation: a repeat of it is no second event (Graph: "event resource type"). It also carries the uid, since delta replies
 * expand no property but do show it. A name that was used for an event which is gone is spent, hence the generations.
 */
export const transactionIdOf = (uid: string, generation: string): string => `switchboard:${generation}:${uid}`

/** The uid of the booking that an event was written for; null if we did not write it. */
export function ourUidOf({ transactionId, singleValueExtendedProperties }: Named): string | null {
  const property = singleValueExtendedProperties?.find(({ id }) => id.toLowerCase() === PROPERTY.toLowerCase())
  const [, named] = /^switchboard:[^:]*:(.+)$/s.exec(transactionId ?? '') ?? []
  return property?.value ?? named ?? null
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
