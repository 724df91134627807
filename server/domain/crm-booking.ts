/** A booking as the CRM says it: the fields of its event, and of its row. */
import type { Booking, BookingStatus, Caller } from './booking.ts'
import type { CrmFields } from './crm.ts'
import { shortened } from './crm-mapping.ts'
import { instantText } from './interval.ts'
import { placeOf } from './message.ts'
import { clean, oneLine } from './text.ts'

/** A booking in one of these states has its place in the CRM; a request, and what became of one that was not approved, has none. */
export const IN_CRM: readonly BookingStatus[] = ['scheduled', 'completed', 'no-show', 'cancelled']

/** What else decides how a booking reads there. */
export interface CrmBookingFacts {
  readonly repName: string
  readonly withNames: readonly string[]
  /** The rep's user; null: none who works there. */
  readonly userId: string | null
  readonly accountId: string | null
  /** Who cancelled it, if it is cancelled. */
  readonly endedBy: Caller | null
  readonly urls: { readonly manage: string; readonly console: string }
}

const kindWords: Record<Caller['kind'], string> = {
  coordinator: 'a coordinator',
  customer: 'the customer',
  salesforce: 'a user of Salesforce',
  api: 'another program',
}

/** Who somebody is, in a few words. */
export const callerWords = ({ name, email, kind }: Caller): string => oneLine(name ?? email ?? kindWords[kind])

/** Why a booking was cancelled, and by whom; null if it was not. */
export function cancelWords({ status, cancelReason }: Pick<Booking, 'status' | 'cancelReason'>, endedBy: Caller | null): string | null {
  if (status !== 'cancelled') return null
  const by = endedBy === null ? null : `cancelled by ${callerWords(endedBy)}`
  const reason = cancelReason === null ? null : oneLine(cancelReason).trim() || null
  if (reason === null) return by === null ? 'Cancelled' : `C${by.slice(1)}`
  return by === null ? shortened(reason, 255) : `${shortened(reason, 255 - by.length - 3)} (${by})`
}

/** The event. Without a user of the rep's, whoever owns it keeps it. It carries no link that lets its reader act as the customer. */
export function crmEventFields(booking: Booking, facts: CrmBookingFacts): CrmFields {
  const isCancelled = booking.status === 'cancelled'
  return {
    Subject: shortened(oneLine(isCancelled ? `Cancelled: ${booking.subject}` : booking.subject), 255),
    StartDateTime: instantText(booking.start),
    EndDateTime: instantText(booking.end),
    Location: shortened(oneLine(placeOf(booking, 'rep')), 255),
    Description: shortened(describe(booking, facts), 32_000),
    ShowAs: isCancelled ? 'Free' : 'Busy',
    IsReminderSet: false,
    BookingId__c: booking.id,
    BookingStatus__c: booking.status,
    ...(facts.userId === null ? {} : { OwnerId: facts.userId }),
  }
}

function describe(booking: Booking, { repName, withNames, endedBy, urls }: CrmBookingFacts): string {
  const { customer, guests, answers, details, notes } = booking
  const valueText = (value: (typeof answers)[number]['value']) => (Array.isArray(value) ? value.join(', ') : String(value))
  const cancelled = cancelWords(booking, endedBy)
  const lines = [
    `Status: ${booking.status}`,
    ...(cancelled === null ? [] : [`Reason: ${cancelled}`]),
    `Customer: ${[customer.name, customer.email, customer.phone].filter(Boolean).join(', ')}`,
    `With: ${[repName, ...withNames].join(', ')}`,
    ...(guests.length > 0 ? [`Guests: ${guests.map(({ name, email }) => (name ? `${name} <${email}>` : email)).join(', ')}`] : []),
    ...answers.map(({ label, value }) => `${label}: ${valueText(value)}`),
    `Booked by: ${callerWords(booking.bookedBy)}`,
  ].map(oneLine)
  const texts = [details, notes].map((text) => clean(text ?? '').trim()).filter(Boolean)
  return [lines.join('\n'), ...texts, `Switchboard: ${urls.console}`].join('\n\n')
}

/** The row of the booking. */
export const crmBookingFields = (booking: Booking, facts: CrmBookingFacts): CrmFields => ({
  Status__c: booking.status,
  Start__c: instantText(booking.start),
  End__c: instantText(booking.end),
  RepName__c: shortened(oneLine(facts.repName), 200),
  Rep__c: facts.userId,
  BookedBy__c: shortened(callerWords(booking.bookedBy), 200),
  Reasons__c: shortened(reasonWords(booking.assignment), 2000),
  ManageLink__c: facts.urls.manage,
  ConsoleLink__c: facts.urls.console,
  CancelReason__c: cancelWords(booking, facts.endedBy),
  Account__c: facts.accountId,
})

/** Why this rep was chosen, in words, a reason on each line. */
export function reasonWords({ method, reasons }: Booking['assignment']): string {
  const said = reasons.flatMap((reason) => (isReason(reason) ? [wordsOf(reason)] : []))
  return said.length > 0 ? said.join('\n') : (methodWords[method] ?? 'chosen by the pool')
}

const methodWords: Readonly<Record<string, string>> = {
  direct: 'chosen by name',
  'find-by-time': 'chosen by name',
  reassigned: 'reassigned by hand',
  rescheduled: 'chosen when it was moved',
}

interface StoredReason {
  readonly code: string
  readonly [fact: string]: unknown
}

const isReason = (value: unknown): value is StoredReason =>
  typeof value === 'object' && value !== null && 'code' in value && typeof value.code === 'string'

function wordsOf(reason: StoredReason): string {
  const { code, idleSince, place, priority, owed, shortfall, from, until } = reason
  switch (code) {
    case 'record-owner':
      return 'looks after this customer'
    case 'longest-idle':
      return typeof idleSince === 'string' ? `idle longest: last booked ${idleSince}` : 'never booked before'
    case 'next-in-line':
      return typeof place === 'number' ? `place ${place} in the line` : 'next in line'
    case 'priority':
      return `priority ${priority ?? ''}`.trim()
    case 'owed':
      return typeof owed === 'number' && owed !== 1 ? `was owed ${owed} turns` : 'was owed a turn'
    case 'below-share':
      return typeof shortfall === 'number' && shortfall > 0 ? `${Math.round(shortfall * 10) / 10} below the share` : 'has had the share'
    case 'conflict-accepted':
      return `booked over another entry of the calendar (${from} – ${until})`
    case 'calendar-not-asked':
      return 'the calendar could not be asked'
    default:
      return code.replaceAll('-', ' ')
  }
}
