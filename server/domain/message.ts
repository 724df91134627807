/**
 * What each person is told of a booking, and when. A message is composed once, as plain values, and then said twice: as text and as HTML.
 * The coordinator who booked is told nothing; only the customer gets the link with which a booking is changed.
 */
import { type Answer, type Booking, usualSubject } from './booking.ts'
import { asHtml, asText, type Content, pointInTime, shortTime, timeSpan } from './message-form.ts'
import type { AnswerUrls } from './request-link.ts'
import { clean, oneLine } from './text.ts'

/** What has happened to a booking. */
export type Moment = 'booked' | 'requested' | 'moved' | 'reassigned' | 'cancelled' | 'declined'

/** To whom it is said. A former rep is one who met the customer until the booking was given to another. */
export type Audience = 'customer' | 'guest' | 'rep' | 'former-rep'

/** All that a message may speak of. `previous` is where the booking stood before it was moved or reassigned. */
export interface Facts {
  readonly booking: Booking
  readonly eventTypeName: string
  readonly rep: { readonly name: string; readonly email: string; readonly timeZone: string }
  readonly withNames: readonly string[]
  readonly previous: { readonly start: Date; readonly repName: string } | null
  readonly manageUrl: string
  readonly company: string
  /** With which the rep answers, while it is a request. */
  readonly answerUrls?: AnswerUrls
}

/** Who reads the message. The zone is for reps other than the one who leads the meeting; without it, that one's zone is used. */
export interface Recipient {
  readonly name: string | null
  readonly email: string
  readonly timeZone?: string
}

/** A message, ready to be sent. */
export interface Message {
  readonly subject: string
  readonly text: string
  readonly html: string
}

/** The message for one reader of what has just happened. */
export function compose(moment: Moment, audience: Audience, recipient: Recipient, facts: Facts): Message {
  const draft = drafts[audience](moment, recipient, facts)
  const name = oneLine(recipient.name ?? '').trim()
  const content: Content = {
    subject: oneLine(draft.subject).trim(),
    lead: [name === '' ? 'Hello,' : `Hello ${name},`, ...draft.lead.map(oneLine)],
    rows: draft.rows.flatMap(([label, value, href]) =>
      value ? [{ label: oneLine(label), value: clean(value).trim(), href: href ?? null }] : [],
    ),
    closing: draft.closing.map(oneLine),
    link: draft.link,
    otherLink: draft.otherLink ?? null,
    signature: oneLine(facts.company),
  }
  return { subject: content.subject, text: asText(content), html: asHtml(content) }
}

/** Where the meeting takes place, as one kind of reader may know it: a guest does not learn the customer's number. */
export function placeOf({ location, customer }: Pick<Booking, 'location' | 'customer'>, audience: Audience): string {
  if (location.kind !== 'phone') return location.value ?? { 'in-person': 'In person', link: 'Online', other: 'To be agreed' }[location.kind]
  const number = location.value ?? (audience === 'customer' || audience === 'rep' ? customer.phone : null)
  return number === null ? 'By phone' : `By phone: ${number}`
}

type DraftRow = readonly [label: string, value: string | null, href?: string | null]

interface Draft {
  readonly subject: string
  readonly lead: readonly string[]
  readonly rows: readonly DraftRow[]
  readonly closing: readonly string[]
  readonly link: { readonly label: string; readonly url: string } | null
  readonly otherLink?: { readonly label: string; readonly url: string } | null
}

const drafts: Record<Audience, (moment: Moment, recipient: Recipient, facts: Facts) => Draft> = {
  customer: toCustomer,
  guest: toGuest,
  rep: toRep,
  'former-rep': toFormerRep,
}

function toCustomer(moment: Moment, _: Recipient, facts: Facts): Draft {
  const { booking, eventTypeName, rep, company, manageUrl } = facts
  const what = `${eventTypeName} with ${rep.name}`
  const before = replaced(facts)
  const instead = before === null ? [] : [`${rep.name} will meet you instead of ${before}.`]
  const said: Record<Moment, readonly [title: string, ...lead: string[]]> = {
    booked: ['Confirmed', `Your ${what} is booked. We look forward to meeting you.`],
    requested: ['Request received', 'Thank you for your request. We will write to you as soon as it is confirmed.'],
    moved: ['New time', `Your ${what} has a new time.`, ...instead],
    reassigned: ['You will meet someone new', ...(instead.length > 0 ? instead : [`${rep.name} will meet you.`]), 'We look forward to it.'],
    cancelled: ['Cancelled', `Your ${what} has been cancelled.`],
    declined: ['Not confirmed', 'We are sorry: your request could not be confirmed.'],
  }
  const [title, ...lead] = said[moment]
  const over = moment === 'cancelled' || moment === 'declined'
  return {
    subject: `${title}: ${what}, ${shortTime(booking.start, booking.timeZone)}`,
    lead,
    rows: meetingRows(moment, facts, booking.timeZone, 'customer', [rep.name, ...facts.withNames]),
    closing: over ? [`If you would like another time, ${company} will be glad to find one with you.`] : [],
    link: over ? null : { label: 'Change or cancel', url: manageUrl },
  }
}

function toGuest(moment: Moment, _: Recipient, facts: Facts): Draft {
  const { booking, eventTypeName, rep } = facts
  const { name } = booking.customer
  const what = `${eventTypeName} with ${rep.name}`
  const before = replaced(facts) === null ? '' : `, instead of ${replaced(facts)}`
  const said: Record<Moment, readonly [title: string, ...lead: string[]]> = {
    booked: ['Invitation', `${name} would like you to join this meeting.`],
    requested: ['Requested', `${name} has asked for this meeting and would like you to join. We will write to you once it is confirmed.`],
    moved: ['New time', `The ${what} that you join with ${name} has a new time${before && ` and is led by ${rep.name}${before}`}.`],
    reassigned: ['Change', `${rep.name} will lead the meeting that you join with ${name}${before}.`],
    cancelled: ['Cancelled', `The ${what} that you were to join with ${name} has been cancelled.`],
    declined: ['Not confirmed', `The meeting that ${name} had asked for could not be confirmed.`],
  }
  const [title, ...lead] = said[moment]
  const over = moment === 'cancelled' || moment === 'declined'
  return {
    subject: `${title}: ${what}, ${shortTime(booking.start, booking.timeZone)}`,
    lead,
    rows: meetingRows(moment, facts, booking.timeZone, 'guest', [rep.name, ...facts.withNames, name]),
    closing: over ? [] : [`If something has to change, please speak with ${name}.`],
    link: null,
  }
}

function toRep(moment: Moment, recipient: Recipient, facts: Facts): Draft {
  const { booking, eventTypeName, rep } = facts
  const { customer } = booking
  const leads = recipient.email.toLowerCase() === rep.email.toLowerCase()
  const answer = leads && booking.status === 'requested' ? facts.answerUrls : undefined
  const zone = leads ? rep.timeZone : (recipient.timeZone ?? rep.timeZone)
  const what = `${eventTypeName} with ${customer.name}`
  const from = replaced(facts) === null ? [] : [`It was with ${replaced(facts)} before.`]
  const said: Record<Moment, readonly [title: string, ...lead: string[]]> = {
    booked: ['New booking', leads ? `You have a new booking: ${what}.` : `You are part of a new booking: ${what}, led by ${rep.name}.`],
    requested: ['Please answer', `${customer.name} asks for this meeting. The time is kept until the request is approved or declined.`],
    moved: ['New time', `Your ${what} has a new time.`, ...from],
    reassigned: ['Yours now', leads ? `You now have the ${what}.` : `The ${what} that you are part of is now led by ${rep.name}.`, ...from],
    cancelled: ['Cancelled', `Your ${what} has been cancelled. The time is free again.`],
    declined: ['Declined', `The request of ${customer.name} has been declined. The time is free again.`],
  }
  const [title, ...lead] = said[moment]
  const others = [rep.name, ...facts.withNames].filter((name) => name !== (leads ? rep.name : recipient.name))
  return {
    subject: `${moment === 'reassigned' && !leads ? 'Change' : title}: ${what}, ${shortTime(booking.start, zone)}`,
    lead,
    rows: [
      ...meetingRows(moment, facts, zone, 'rep', others),
      ['Customer', customer.name],
      ['Email', customer.email],
      ['Phone', customer.phone],
      ['Guests', booking.guests.map((guest) => (guest.name === null ? guest.email : `${guest.name} (${guest.email})`)).join(', ')],
      ...booking.answers.map((answer): DraftRow => [answer.label, answerText(answer)]),
    ],
    closing: [bookedBy(booking)],
    link: answer ? { label: 'Approve', url: answer.approve } : null,
    otherLink: answer ? { label: 'Decline', url: answer.decline } : null,
  }
}

/** Says which booking is meant by its old time, and nothing of what became of it. */
function toFormerRep(_: Moment, recipient: Recipient, { booking, eventTypeName, rep, previous }: Facts): Draft {
  const zone = recipient.timeZone ?? rep.timeZone
  const start = previous?.start ?? booking.start
  const what = `${eventTypeName} with ${booking.customer.name}`
  return {
    subject: `No longer yours: ${what}, ${shortTime(start, zone)}`,
    lead: [
      `The ${what} is no longer yours: it has been given to someone else, and the time is free again. There is nothing you need to do.`,
    ],
    rows: [['It was', pointInTime(start, zone)]],
    closing: [],
    link: null,
  }
}

/** Who led the meeting before, if that was somebody else whose name is known. */
const replaced = ({ rep, previous }: Facts): string | null =>
  previous === null || previous.repName === rep.name || previous.repName.trim() === '' ? null : previous.repName

function meetingRows(moment: Moment, facts: Facts, zone: string, audience: Audience, people: readonly string[]): DraftRow[] {
  const { booking, eventTypeName, previous } = facts
  const moved = (moment === 'moved' || moment === 'reassigned') && previous !== null && previous.start.getTime() !== booking.start.getTime()
  const over = moment === 'cancelled' || moment === 'declined'
  return [
    ['What', eventTypeName],
    [
      'Subject',
      [eventTypeName, usualSubject(eventTypeName, booking.customer.name)].includes(booking.subject) ? null : oneLine(booking.subject),
    ],
    [moved ? 'New time' : 'When', timeSpan(booking.start, booking.end, zone)],
    ['Old time', moved ? pointInTime(previous.start, zone) : null],
    ['With', people.map(oneLine).join(', ')],
    ['Where', over ? null : placeOf(booking, audience), webAddress(booking)],
    ['Details', over ? null : booking.details],
    ['Reason', over ? booking.cancelReason : null],
  ]
}

/** The place as something to click, if it is an address on the web. */
const webAddress = ({ location }: Booking): string | null =>
  location.kind === 'link' && /^https?:\/\/\S+$/i.test(location.value ?? '') ? (location.value ?? null) : null

function answerText({ value }: Answer): string {
  if (typeof value === 'boolean') return value ? 'Yes' : 'No'
  return typeof value === 'object' ? value.join(', ') : String(value)
}

function bookedBy({ bookedBy: { kind, name, email } }: Booking): string {
  const door = { coordinator: 'coordinator', customer: 'customer', salesforce: 'Salesforce', api: 'API' }[kind]
  const who = name ?? email
  return who === null ? `Booked through: ${door}.` : `Booked by ${who} (${door}).`
}
