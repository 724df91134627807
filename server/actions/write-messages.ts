import { randomUUID } from 'node:crypto'
import { findStages, type Stage } from '../db/booking-history.ts'
import type { StoredBooking } from '../db/bookings.ts'
import { type BookingCalendar, findBookingCalendars } from '../db/calendars.ts'
import { findEventTypesByIds, getMessageRule } from '../db/event-types.ts'
import { findTemplatesFor, type StoredTemplate } from '../db/message-templates.ts'
import { findTold, type NewMessage } from '../db/messages.ts'
import { findRepContacts, findReps, type RepContact } from '../db/reps.ts'
import type { Channel } from '../domain/event-type.ts'
import { invitationText } from '../domain/icalendar.ts'
import { type Language, pickLanguage } from '../domain/language.ts'
import { manageUrl } from '../domain/manage-link.ts'
import { compose, composeSms, type Facts, type Message, placeOf, type Recipient } from '../domain/message.ts'
import { askedNow, channelsFor, dueNow, type MessageRule, type Moment, requestExpiresAt } from '../domain/message-rule.ts'
import { type Place, renderTemplate, TemplateError } from '../domain/message-template.ts'
import { textsOf } from '../domain/message-texts/languages.ts'
import type { Rep } from '../domain/rep.ts'
import { answerUrls } from '../domain/request-link.ts'
import { type Method, type Notice, noticesFor, type Participant, sideOf } from '../domain/telling.ts'
import type { Services } from './services.ts'

/** All that is known of a booking when words about it are written. */
interface Matter {
  readonly booking: StoredBooking
  readonly eventTypeName: string
  readonly rule: MessageRule
  readonly stages: readonly Stage[]
  readonly rep: Rep
  /** Who else takes part; rooms as well. */
  readonly others: readonly Rep[]
  /** Everybody who ever had to do with it. */
  readonly reps: readonly Rep[]
  readonly contacts: readonly RepContact[]
  /** The company's own words, those of the event type before those of all. */
  readonly templates: readonly StoredTemplate[]
  /** The calendars into which the booking is written. */
  readonly calendars: readonly BookingCalendar[]
}

/** The messages that a booking needs now: what people do not know of its state, and what its time has come for. */
export async function messagesFor(services: Services, booking: StoredBooking): Promise<NewMessage[]> {
  const matter = await openMatter(services, booking)
  const { rule, stages } = matter
  const participants = participantsOf(matter)
  const hears = ({ audience, channel = 'email' }: Participant, moment: Moment) =>
    channelsFor(rule, booking.notify, sideOf(audience), moment).includes(channel)
  const stageAt = (sequence: number) => stages.findLast((stage) => stage.sequence === sequence)
  const notices = noticesFor(booking, participants, await findTold(services.db, booking.id), {
    ledBy: (sequence) => stageAt(sequence)?.repId,
    origin: stages[0]?.status ?? booking.status,
    hears,
  })
  const ofState = notices.map((notice) => {
    const before = notice.since === null ? undefined : stageAt(notice.since)
    const dedupe = `${booking.id} ${booking.sequence} ${notice.method ?? '-'} ${notice.to.address}${generationOf(booking, notice)}`
    return messageOf(services, matter, notice, before, dedupe)
  })
  const due = dueNow(booking, rule, settledAt(stages, booking), services.now())
  // Who hears of the booking's state only now needs no reminder beside it; it is kept as replaced, so that no later run sends it.
  const hearsNow = new Set(notices.map((notice) => notice.to.address))
  const asked = askedNow(booking, services.now())
  const ofAsking = participants
    .filter((to) => asked && to.audience === 'customer' && hears(to, asked.moment))
    .map((to): NewMessage => {
      const notice: Notice = { to, audience: 'customer', moment: 'choose-anew', method: null, since: null }
      return messageOf(services, matter, notice, undefined, `${booking.id} ${asked?.key} ${to.address}`)
    })
  const ofTime = participants
    .filter((to) => due && hears(to, due.moment) && !(to.audience === 'guest' && due.moment !== 'reminder'))
    .map((to): NewMessage => {
      const notice: Notice = { to, audience: to.audience, moment: due?.moment ?? 'reminder', method: null, since: null }
      const message = messageOf(services, matter, notice, undefined, `${booking.id} ${due?.key} ${to.address}`)
      return hearsNow.has(to.address) ? { ...message, status: 'superseded' } : message
    })
  return [...ofState, ...ofTime, ...ofAsking]
}

/** A customer whose links have become void is told anew. */
const generationOf = ({ generation }: StoredBooking, { audience }: Notice): string =>
  audience === 'customer' && generation > 0 ? ` ${generation}` : ''

async function openMatter({ db }: Services, booking: StoredBooking): Promise<Matter> {
  const stages = await findStages(db, booking.id)
  const ids = [...new Set([booking.repId, ...booking.with.map((one) => one.repId), ...stages.map((stage) => stage.repId)])]
  const reps = await findReps(db, ids)
  const contacts = await findRepContacts(db, ids)
  const [eventType] = await findEventTypesByIds(db, [booking.eventTypeId])
  const rep = reps.find((one) => one.id === booking.repId)
  if (!rep || !eventType) throw new Error(`Booking ${booking.id} has no rep or event type.`)
  const others = booking.with.flatMap(({ repId }) => reps.find((one) => one.id === repId) ?? [])
  const rule = await getMessageRule(db, booking.eventTypeId)
  const templates = await findTemplatesFor(db, booking.eventTypeId)
  const calendars = await findBookingCalendars(db, ids)
  return { booking, eventTypeName: eventType.name, rule, stages, rep, others, reps, contacts, templates, calendars }
}

/** Since when the booking has its state, its time and its rep. */
function settledAt(stages: readonly Stage[], { createdAt }: StoredBooking): Date {
  const settled = stages.findLast((stage, i) => {
    const before = stages[i - 1]
    return before?.status !== stage.status || before.start !== stage.start || before.repId !== stage.repId
  })
  return settled?.at ?? createdAt
}

/** Everybody who takes part, once for each address at which he can be reached. */
function participantsOf({ booking: { customer, guests }, rep, others, contacts }: Matter): Participant[] {
  const people = [
    { name: customer.name, audience: 'customer' as const, email: customer.email, phone: customer.phone },
    ...guests.map(({ name, email }) => ({ name, audience: 'guest' as const, email, phone: null })),
    ...[rep, ...others.filter((one) => one.kind === 'person')].map(({ id, name, email, timeZone }) => ({
      name,
      audience: 'rep' as const,
      timeZone,
      email,
      phone: contacts.find((one) => one.id === id)?.phone ?? null,
    })),
  ]
  const at = (channel: Channel, address: string | null) => (address === null ? [] : [{ channel, address }])
  return people.flatMap(({ email, phone, ...who }) => [...at('email', email), ...at('sms', phone)].map((to) => ({ ...who, ...to })))
}

function factsOf(services: Services, { booking, eventTypeName, rule, rep, others, reps }: Matter, before: Stage | undefined): Facts {
  return {
    booking,
    eventTypeName,
    rep,
    withNames: others.map((one) => one.name),
    previous: before ? { start: new Date(before.start), repName: reps.find((one) => one.id === before.repId)?.name ?? '' } : null,
    manageUrl: manageUrl(services.publicUrl, services.secret, booking),
    company: services.company,
    ...(booking.status === 'requested'
      ? { answerBy: requestExpiresAt(booking, rule), answerUrls: answerUrls(services.publicUrl, services.secret, booking) }
      : {}),
  }
}

function messageOf(services: Services, matter: Matter, notice: Notice, before: Stage | undefined, dedupe: string): NewMessage {
  const { booking } = matter
  const { to, audience, moment, method } = notice
  const facts = factsOf(services, matter, before)
  const byText = to.channel === 'sms'
  const contact = matter.contacts.find((one) => one.phone === to.address)
  const known = matter.reps.find((one) => one.email === to.address || one.id === contact?.id)
  const timeZone = to.timeZone ?? (to.audience === 'rep' ? known?.timeZone : undefined)
  const spoken =
    to.audience === 'rep' ? pickLanguage(matter.contacts.find((one) => one.id === known?.id)?.language ?? '') : booking.language
  const language = spoken ?? 'en'
  const recipient = { name: to.name, email: known?.email ?? to.address, language, ...(timeZone === undefined ? {} : { timeZone }) }
  const words = wordsOf(services, matter, { moment, audience, channel: to.channel ?? 'email' }, { ...recipient, language }, facts)
  return {
    id: randomUUID(),
    dedupe,
    bookingId: booking.id,
    sequence: booking.sequence,
    channel: to.channel ?? 'email',
    language,
    moment,
    audience: to.audience,
    method,
    toName: to.name,
    toAddress: to.address,
    from: byText ? services.sms.from : services.mailFrom,
    replyTo: byText ? null : to.audience === 'rep' ? booking.customer.email : facts.rep.email,
    ...words,
    delivery: null,
    deliveryError: null,
    invitation:
      method && !byText && !hasEvent(services, matter, to, known?.id)
        ? invitationFor(services, matter, { ...notice, method }, facts, language)
        : null,
    status: 'pending',
    createdAt: services.now(),
  }
}

/**
 * Whether the meeting comes into somebody's calendar without our invitation: we write it there, or the vendor of the rep's calendar invites.
 * A mailed one beside it would be a second event, for neither knows of the other.
 */
function hasEvent(
  { calendars: { invites } }: Services,
  { booking, calendars }: Matter,
  to: Participant,
  repId: string | undefined,
): boolean {
  if (to.audience === 'rep') return calendars.some((one) => one.repId === repId)
  return invites === 'vendor' && calendars.some(({ repId: leader, vendor }) => leader === booking.repId && vendor !== 'caldav')
}

/** The company's words for a message, or ours: also where the company's cannot be rendered for this booking, which the log then says. */
function wordsOf({ report }: Services, { booking, templates }: Matter, place: Place, recipient: Recipient, facts: Facts): Message {
  const { moment, audience, channel } = place
  const template = templates.find(
    (one) => one.moment === moment && one.audience === audience && one.channel === channel && one.language === recipient.language,
  )
  if (template) {
    try {
      return renderTemplate(template, place, recipient, facts)
    } catch (error) {
      if (!(error instanceof TemplateError)) throw error
      report(
        'A text of the company could not be used; ours was sent',
        { template: template.id, part: error.part, booking: booking.id },
        error,
      )
    }
  }
  return channel === 'sms' ? { ...composeSms(moment, audience, recipient, facts), html: '' } : compose(moment, audience, recipient, facts)
}

/** The calendar object for one reader: the rep organizes, everybody else attends. A former rep's is cancelled at its old time. */
function invitationFor(
  services: Services,
  { booking, others }: Matter,
  { to, audience, method }: Notice & { method: Method },
  facts: Facts,
  language: Language,
): string {
  const { customer, guests } = booking
  const leaving = audience === 'former-rep'
  const start = leaving && facts.previous ? facts.previous.start : booking.start
  const organizer = leaving ? { name: to.name ?? to.address, email: to.address } : { name: facts.rep.name, email: facts.rep.email }
  const people = [
    { name: customer.name, email: customer.email },
    ...guests.map((guest) => ({ name: guest.name, email: guest.email })),
  ].flatMap(({ name, email }) => (email ? [{ name, email, kind: 'person' as const }] : []))
  return invitationText({
    method,
    uid: booking.uid,
    sequence: booking.sequence,
    start,
    end: new Date(start.getTime() + booking.end.getTime() - booking.start.getTime()),
    stamp: services.now(),
    subject: booking.subject,
    description: leaving ? '' : (booking.details ?? ''),
    location: leaving ? '' : placeOf(booking, audience, textsOf[language]),
    url: to.audience === 'customer' ? facts.manageUrl : null,
    organizer,
    attendees: [...people, ...others.map(({ name, email, kind }) => ({ name, email, kind }))],
  })
}
