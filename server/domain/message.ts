/**
 * What each person is told of a booking, and when. A message is composed once, as plain values, and then said: as text and as HTML, or
 * short, as a text message. The coordinator who booked is told nothing; only the customer gets the link with which a booking is changed.
 */
import { type Answer, type Booking, usualSubject } from './booking.ts'
import type { Language } from './language.ts'
import { asHtml, asText, type Content, pointInTime, shortTime, timeSpan } from './message-form.ts'
import type { Moment } from './message-rule.ts'
import { textsOf } from './message-texts/languages.ts'
import type { MessageTexts, Said, Spoken } from './message-texts/texts.ts'
import type { AnswerUrls } from './request-link.ts'
import { clean, oneLine } from './text.ts'

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
  /** By when a request must be answered. */
  readonly answerBy?: Date
}

/** Who reads the message. The zone is for reps other than the one who leads the meeting; without it, that one's zone is used. */
export interface Recipient {
  readonly name: string | null
  readonly email: string
  readonly timeZone?: string
  readonly language?: Language
}

/** A message, ready to be sent. */
export interface Message {
  readonly subject: string
  readonly text: string
  readonly html: string
}

/** The message for one reader of what has just happened. */
export function compose(moment: Moment, audience: Audience, recipient: Recipient, facts: Facts): Message {
  const content = contentOf(moment, audience, recipient, facts)
  return { subject: content.subject, text: asText(content), html: asHtml(content) }
}

/** The same as a text message: who, what and when, and the link to change it. The first one says how to end them. */
export function composeSms(moment: Moment, audience: Audience, recipient: Recipient, facts: Facts): Pick<Message, 'subject' | 'text'> {
  const { subject, link, otherLink, signature } = contentOf(moment, audience, recipient, facts)
  const first = audience === 'customer' && (moment === 'booked' || moment === 'requested' || moment === 'approved')
  const { stopTexts } = textsOf[recipient.language ?? 'en']
  const lines = [
    `${signature}: ${subject}`,
    ...[link, otherLink].flatMap((one) => (one ? [`${one.label}: ${one.url}`] : [])),
    ...(first ? [stopTexts] : []),
  ]
  return { subject, text: lines.join('\n') }
}

/** What a message says, in the reader's language and zone. */
export function contentOf(moment: Moment, audience: Audience, recipient: Recipient, facts: Facts): Content {
  const language = recipient.language ?? 'en'
  const texts = textsOf[language]
  const draft = drafts[audience](texts, moment, recipient, facts)
  return {
    language,
    direction: texts.direction,
    subject: oneLine(draft.subject).trim(),
    lead: [texts.hello(oneLine(recipient.name ?? '').trim()), ...draft.lead.map(oneLine)],
    rows: draft.rows.flatMap(([label, value, href]) =>
      value ? [{ label: oneLine(label), value: clean(value).trim(), href: href ?? null }] : [],
    ),
    closing: draft.closing.map(oneLine),
    link: draft.link,
    otherLink: draft.otherLink ?? null,
    signature: oneLine(facts.company),
  }
}

/** Where the meeting takes place, as one kind of reader may know it: a guest does not learn the customer's number. */
export function placeOf(
  { location, customer }: Pick<Booking, 'location' | 'customer'>,
  audience: Audience,
  { places, byPhone }: Pick<MessageTexts, 'places' | 'byPhone'> = textsOf.en,
): string {
  if (location.kind !== 'phone') return location.value ?? places[location.kind]
  const number = location.value ?? (audience === 'customer' || audience === 'rep' ? customer.phone : null)
  return number === null ? places.phone : byPhone(number)
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

const drafts: Record<Audience, (texts: MessageTexts, moment: Moment, recipient: Recipient, facts: Facts) => Draft> = {
  customer: toCustomer,
  guest: toGuest,
  rep: toRep,
  'former-rep': toFormerRep,
}

/** Moments after which there is nothing left to come to, or to change. */
const OVER: readonly Moment[] = ['cancelled', 'declined', 'expired', 'no-show']
const isOver = (moment: Moment): boolean => OVER.includes(moment) || moment === 'follow-up'

function toCustomer(texts: MessageTexts, moment: Moment, _: Recipient, facts: Facts): Draft {
  const { booking, rep, company, manageUrl } = facts
  const spoken = speakOf(texts, facts, rep.name, true)
  const [title, ...lead] = texts.customer[moment](spoken)
  return {
    subject: `${title}: ${spoken.what}, ${shortTime(texts, booking.start, booking.timeZone)}`,
    lead,
    rows: meetingRows(texts, moment, facts, booking.timeZone, 'customer', [rep.name, ...facts.withNames]),
    closing: OVER.includes(moment) ? [texts.another(company)] : [],
    link: isOver(moment) ? null : { label: moment === 'choose-anew' ? texts.chooseAnew : texts.change, url: manageUrl },
  }
}

function toGuest(texts: MessageTexts, moment: Moment, _: Recipient, facts: Facts): Draft {
  const { booking, rep } = facts
  const { name } = booking.customer
  const spoken = speakOf(texts, facts, rep.name, false)
  const say = moment === 'follow-up' || moment === 'no-show' || moment === 'choose-anew' ? texts.customer[moment] : texts.guest[moment]
  const [title, ...lead] = say(spoken)
  return {
    subject: `${title}: ${spoken.what}, ${shortTime(texts, booking.start, booking.timeZone)}`,
    lead,
    rows: meetingRows(texts, moment, facts, booking.timeZone, 'guest', [rep.name, ...facts.withNames, name]),
    closing: isOver(moment) ? [] : [texts.speakWith(name)],
    link: null,
  }
}

function toRep(texts: MessageTexts, moment: Moment, recipient: Recipient, facts: Facts): Draft {
  const { booking, rep, answerBy } = facts
  const { customer } = booking
  const leads = isLeading(recipient, facts)
  const answer = answersOf(moment, recipient, facts)
  const zone = zoneOf('rep', recipient, facts)
  const spoken = speakOf(texts, facts, customer.name, leads)
  const [title, ...lead] = texts.rep[moment](spoken)
  const others = [rep.name, ...facts.withNames].filter((name) => name !== (leads ? rep.name : recipient.name))
  const { labels } = texts
  return {
    subject: `${moment === 'reassigned' && !leads ? texts.changed : title}: ${spoken.what}, ${shortTime(texts, booking.start, zone)}`,
    lead,
    rows: [
      ...meetingRows(texts, moment, facts, zone, 'rep', others),
      [labels.answerBy, moment === 'requested' && answerBy ? pointInTime(texts, answerBy, zone) : null],
      [labels.customer, customer.name],
      [labels.email, customer.email],
      [labels.phone, customer.phone],
      [labels.guests, booking.guests.map((guest) => (guest.name === null ? guest.email : `${guest.name} (${guest.email})`)).join(', ')],
      ...booking.answers.map((answer): DraftRow => [answer.label, answerText(texts, answer)]),
    ],
    closing: [bookedBy(texts, booking)],
    link: answer ? { label: texts.approve, url: answer.approve } : null,
    otherLink: answer ? { label: texts.decline, url: answer.decline } : null,
  }
}

/** Says which booking is meant by its old time, and nothing of what became of it. */
function toFormerRep(texts: MessageTexts, _: Moment, recipient: Recipient, facts: Facts): Draft {
  const { booking, rep, previous } = facts
  const zone = zoneOf('former-rep', recipient, facts)
  const start = previous?.start ?? booking.start
  const spoken = speakOf(texts, { ...facts, previous: null, rep: { ...rep, name: '' } }, booking.customer.name, false)
  const [title, ...lead]: Said = texts.formerRep(spoken)
  return {
    subject: `${title}: ${spoken.what}, ${shortTime(texts, start, zone)}`,
    lead,
    rows: [[texts.labels.itWas, pointInTime(texts, start, zone)]],
    closing: [],
    link: null,
  }
}

/** The links with which a reader answers a request, if it is his to answer. */
export const answersOf = (moment: Moment, recipient: Recipient, facts: Facts): AnswerUrls | undefined =>
  isLeading(recipient, facts) && (moment === 'requested' || facts.booking.status === 'requested') ? facts.answerUrls : undefined

const isLeading = ({ email }: Recipient, { rep }: Facts): boolean => email.toLowerCase() === rep.email.toLowerCase()

/** The zone in which a reader is told the time. */
export function zoneOf(audience: Audience, recipient: Recipient, facts: Facts): string {
  if (audience === 'customer' || audience === 'guest') return facts.booking.timeZone
  return audience === 'rep' && isLeading(recipient, facts) ? facts.rep.timeZone : (recipient.timeZone ?? facts.rep.timeZone)
}

const speakOf = (texts: MessageTexts, facts: Facts, person: string, leads: boolean): Spoken => ({
  what: texts.meeting(facts.eventTypeName, person),
  rep: facts.rep.name,
  customer: facts.booking.customer.name,
  before: replaced(facts),
  leads,
})

/** Who led the meeting before, if that was somebody else whose name is known. */
export const replaced = ({ rep, previous }: Facts): string | null =>
  previous === null || previous.repName === rep.name || previous.repName.trim() === '' ? null : previous.repName

function meetingRows(
  texts: MessageTexts,
  moment: Moment,
  facts: Facts,
  zone: string,
  audience: Audience,
  people: readonly string[],
): DraftRow[] {
  const { booking, eventTypeName, previous } = facts
  const changed = moment === 'rescheduled' || moment === 'reassigned'
  const moved = changed && previous !== null && previous.start.getTime() !== booking.start.getTime()
  const over = isOver(moment)
  const { labels } = texts
  return [
    [labels.what, eventTypeName],
    [
      labels.subject,
      [eventTypeName, usualSubject(eventTypeName, booking.customer.name)].includes(booking.subject) ? null : oneLine(booking.subject),
    ],
    [moved ? labels.newTime : labels.when, timeSpan(texts, booking.start, booking.end, zone)],
    [labels.oldTime, moved ? pointInTime(texts, previous.start, zone) : null],
    [labels.with, people.map(oneLine).join(', ')],
    [labels.where, over ? null : placeOf(booking, audience, texts), webAddress(booking)],
    [labels.details, over ? null : booking.details],
    [labels.reason, over ? booking.cancelReason : null],
  ]
}

/** The place as something to click, if it is an address on the web. */
const webAddress = ({ location }: Booking): string | null =>
  location.kind === 'link' && /^https?:\/\/\S+$/i.test(location.value ?? '') ? (location.value ?? null) : null

function answerText(texts: MessageTexts, { value }: Answer): string {
  if (typeof value === 'boolean') return value ? texts.yes : texts.no
  return typeof value === 'object' ? value.join(', ') : String(value)
}

/** Who booked, and through which door. */
export function bookedBy(texts: MessageTexts, { bookedBy: { kind, name, email } }: Booking): string {
  const door = texts.doors[kind]
  const who = name ?? email
  return who === null ? texts.bookedThrough(door) : texts.bookedBy(who, door)
}
