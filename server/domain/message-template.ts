/**
 * Words of the company in place of ours. A template is plain text in Liquid, for one moment, reader, channel and language; what it may speak of
 * depends on the reader, as in our own texts: a guest never gets the customer's link or phone.
 */
import { Liquid } from 'liquidjs'
import type { Channel } from './event-type.ts'
import {
  type Audience,
  answersOf,
  bookedBy,
  contentOf,
  type Facts,
  type Message,
  placeOf,
  type Recipient,
  replaced,
  zoneOf,
} from './message.ts'
import { FACTS, freeHtml, freeText, pointInTime, shortTime, timeSpan } from './message-form.ts'
import type { Moment } from './message-rule.ts'
import { textsOf } from './message-texts/languages.ts'
import { clean, oneLine } from './text.ts'

/** A text message has no subject. */
export interface Template {
  readonly subject: string | null
  readonly body: string
}

/** The message that a template is for. */
export interface Place {
  readonly moment: Moment
  readonly audience: Audience
  readonly channel: Channel
}

/** By which a text is known: for what it is, and for whose appointments. */
export const nameOfText = (
  { moment, audience, channel, language }: Place & { readonly language: string },
  eventType: string | null,
): string => [eventType ?? '*', moment, audience, channel, language].join(' ')

/** A template cannot be used; the message says why, and `part` where. */
export class TemplateError extends Error {
  readonly part: keyof Template

  constructor(part: keyof Template, message: string) {
    super(message)
    this.part = part
  }
}

const EVERYBODY = ['reader_name', 'customer_name', 'event_type', 'company', 'when', 'short_time', 'facts'] as const
const PRESENT = [...EVERYBODY, 'rep_name', 'place', 'details', 'reason', 'old_time', 'previous_rep'] as const

/** The names that a template may use, by reader. */
export const VARIABLES = {
  customer: [...PRESENT, 'manage_url'],
  guest: PRESENT,
  rep: [...PRESENT, 'customer_email', 'customer_phone', 'answer_by', 'approve_url', 'decline_url', 'booked_by'],
  'former-rep': EVERYBODY,
} as const satisfies Record<Audience, readonly string[]>
type Variable = (typeof VARIABLES)[Audience][number]

/** Templates include no files, and stop before they cost much: time is in milliseconds, memory in units of its own. */
const engine = new Liquid({
  templates: {},
  strictFilters: true,
  strictVariables: true,
  ownPropertyOnly: true,
  parseLimit: 20_000,
  renderLimit: 500,
  memoryLimit: 200_000,
})

/** Twilio takes no longer text. */
const LONGEST_SMS = 1600
const LONGEST = 50_000

/** Render a template for one reader. Throws `TemplateError`. */
export function renderTemplate(template: Template, place: Place, recipient: Recipient, facts: Facts): Message {
  const content = contentOf(place.moment, place.audience, recipient, facts)
  const values = valuesFor(place, recipient, facts)
  const rendered = (part: keyof Template, facts: string) => fill(part, template[part] ?? '', { ...values, facts })
  if (place.channel === 'sms') {
    const text = freeText(rendered('body', FACTS), content).trim()
    if (text.length > LONGEST_SMS) throw new TemplateError('body', `is longer than ${LONGEST_SMS} characters`)
    return { subject: content.subject, text, html: '' }
  }
  const subject = oneLine(rendered('subject', '')).trim()
  if (subject === '') throw new TemplateError('subject', 'comes out empty')
  const body = rendered('body', FACTS)
  const shown = { ...content, subject }
  return { subject, text: freeText(body, shown), html: freeHtml(body, shown) }
}

/** Refuse a template that names what it may not, is no Liquid, or cannot be rendered. Throws `TemplateError`. */
export function checkTemplate(template: Template, place: Place, recipient: Recipient, facts: Facts): void {
  for (const part of ['subject', 'body'] as const) {
    refuseUnknownNames(part, template[part] ?? '', VARIABLES[place.audience])
  }
  renderTemplate(template, place, recipient, facts)
}

/** Refuse a text that names what it may not, or is no Liquid. Throws `TemplateError`. */
export function refuseUnknownNames(part: keyof Template, source: string, known: readonly string[]): void {
  const names = attempt(part, () => engine.globalVariablesSync(engine.parse(source)))
  const unknown = names.find((name) => !known.includes(name))
  if (unknown !== undefined) throw new TemplateError(part, `knows no “${unknown}”; it may use ${known.join(', ')}`)
}

/** A text with values for its names. Throws `TemplateError` if it cannot be rendered, or comes out empty or too long. */
export function fill(part: keyof Template, source: string, values: Readonly<Record<string, string>>): string {
  const text = clean(attempt(part, () => String(engine.parseAndRenderSync(source, values))))
  if (text.trim() === '') throw new TemplateError(part, 'comes out empty')
  if (text.length > LONGEST) throw new TemplateError(part, `comes out longer than ${LONGEST} characters`)
  return text
}

/** What Liquid says of a fault, on one line and without its drawing of the place. */
function attempt<T>(part: keyof Template, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw new TemplateError(part, error instanceof Error ? (error.message.split('\n')[0] ?? '').replace(/, file:[^,\n]*/, '') : 'is wrong')
  }
}

/** The values of all names that the reader's templates may use; what does not apply is empty. */
function valuesFor({ moment, audience }: Place, recipient: Recipient, facts: Facts): Record<string, string> {
  const { booking, rep, previous } = facts
  const texts = textsOf[recipient.language ?? 'en']
  const zone = zoneOf(audience, recipient, facts)
  const leaving = audience === 'former-rep'
  const start = leaving ? (previous?.start ?? booking.start) : booking.start
  const moved = previous !== null && previous.start.getTime() !== booking.start.getTime()
  const all: Record<Variable, string | null> = {
    reader_name: recipient.name,
    customer_name: booking.customer.name,
    customer_email: booking.customer.email,
    customer_phone: booking.customer.phone,
    rep_name: rep.name,
    event_type: facts.eventTypeName,
    company: facts.company,
    when: leaving ? pointInTime(texts, start, zone) : timeSpan(texts, booking.start, booking.end, zone),
    short_time: shortTime(texts, start, zone),
    old_time: moved ? pointInTime(texts, previous.start, zone) : null,
    previous_rep: replaced(facts),
    place: placeOf(booking, audience, texts),
    details: booking.details,
    reason: booking.cancelReason,
    manage_url: facts.manageUrl,
    answer_by: moment === 'requested' && facts.answerBy ? pointInTime(texts, facts.answerBy, zone) : null,
    approve_url: answersOf(moment, recipient, facts)?.approve ?? null,
    decline_url: answersOf(moment, recipient, facts)?.decline ?? null,
    booked_by: bookedBy(texts, booking),
    facts: '',
  }
  return Object.fromEntries(VARIABLES[audience].map((name) => [name, clean(all[name] ?? '').replaceAll(FACTS, '')]))
}
