import { randomUUID } from 'node:crypto'
import { noteAudit } from '../db/audit.ts'
import { getEventType } from '../db/event-types.ts'
import { deleteTemplate, findTemplates, keepTemplate, type StoredTemplate } from '../db/message-templates.ts'
import { insertMessages, setMessageStatus } from '../db/messages.ts'
import type { Caller } from '../domain/booking.ts'
import type { Language } from '../domain/language.ts'
import { compose, composeSms, type Facts, type Message } from '../domain/message.ts'
import {
  checkTemplate,
  nameOfText,
  type Place,
  renderTemplate,
  type Template,
  TemplateError,
  VARIABLES,
} from '../domain/message-template.ts'
import { Refusal } from '../domain/refusal.ts'
import { sampleFacts, sampleReader, starterOf } from '../domain/template-sample.ts'
import type { Services } from './services.ts'

/** Which message is meant. The event type by id or slug; null: every event type that has no words of its own. */
export interface Wanted extends Place {
  readonly eventType: string | null
  readonly language: Language
}

/** Keep the company's words for a message. Refuses with `invalid` what could not be sent. */
export async function saveTemplate(services: Services, author: Caller, { eventType, ...one }: Wanted & Template): Promise<StoredTemplate> {
  const { db, now } = services
  const { id: eventTypeId, facts } = await sampleFor(services, { ...one, eventType })
  refuseFaults(() => checkTemplate(one, one, sampleReader(one, one.language), facts))
  const { subject, body, moment, audience, channel, language } = one
  const template = { id: randomUUID(), eventTypeId, subject, body, moment, audience, channel, language }
  return db.transaction().execute(async (tx) => {
    const known = await findTemplates(tx)
    const kept = { ...template, id: await keepTemplate(tx, template, now()) }
    const before = known.find((old) => old.id === kept.id)
    await noteAudit(tx, author, now(), [
      {
        kind: 'text',
        name: nameOfText(template, eventType),
        before: before ? { subject: before.subject, body: before.body } : null,
        after: { subject, body },
      },
    ])
    return kept
  })
}

/** Go back to our own words. Refuses with `not-found`. */
export async function removeTemplate({ db, now }: Services, author: Caller, id: string): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const known = (await findTemplates(tx)).find((one) => one.id === id)
    if (!known || !(await deleteTemplate(tx, id))) throw new Refusal('not-found', 'There is no such text.')
    const eventType = known.eventTypeId === null ? null : (await getEventType(tx, known.eventTypeId)).slug
    const before = { subject: known.subject, body: known.body }
    await noteAudit(tx, author, now(), [{ kind: 'text', name: nameOfText(known, eventType), before, after: null }])
  })
}

/** How a message would read to a made-up reader: in the given words, or in ours if none are given. */
export async function previewTemplate(
  services: Services,
  wanted: Wanted & { readonly body?: string; readonly subject?: string | null },
): Promise<Message & { variables: readonly string[]; starter: Template }> {
  const { facts } = await sampleFor(services, wanted)
  return {
    ...wordsOf(wanted, facts),
    variables: VARIABLES[wanted.audience],
    starter: starterOf(wanted, wanted.language, facts),
  }
}

/** Send such a message to somebody who wants to see it. It is kept in the outbox as any other. */
export async function testTemplate(
  services: Services,
  wanted: Wanted & { readonly body?: string; readonly subject?: string | null; readonly to: string },
): Promise<'sent' | 'outbox'> {
  const { db, email, sms, mailFrom, now } = services
  const { facts } = await sampleFor(services, wanted)
  const byText = wanted.channel === 'sms'
  const { subject, text, html } = wordsOf(wanted, facts)
  const id = randomUUID()
  await insertMessages(db, [
    {
      id,
      dedupe: `test ${id}`,
      bookingId: null,
      sequence: 0,
      channel: wanted.channel,
      language: wanted.language,
      moment: wanted.moment,
      audience: wanted.audience === 'former-rep' ? 'rep' : wanted.audience,
      method: null,
      toName: null,
      toAddress: wanted.to,
      from: byText ? sms.from : mailFrom,
      replyTo: null,
      subject,
      text,
      html,
      invitation: null,
      status: 'failed',
      delivery: null,
      deliveryError: null,
      createdAt: now(),
    },
  ])
  if (byText) {
    const outcome = await sms.send({ to: wanted.to, body: text, statusUrl: null })
    if (outcome.kind !== 'sent')
      throw new Refusal('conflict', outcome.kind === 'stopped' ? 'This phone has stopped texts.' : outcome.reason)
  } else {
    const to = { name: null, address: wanted.to }
    await email
      .send({ messageId: `<${id}@switchboard>`, from: mailFrom, to, replyTo: null, subject, text, html, invitation: null })
      .catch((error: unknown) => {
        throw new Refusal('conflict', `The mail server did not take it: ${error instanceof Error ? error.message : 'no answer'}`)
      })
  }
  const status = (byText ? sms : email).kind === 'outbox' ? 'outbox' : 'sent'
  await setMessageStatus(db, id, status)
  return status
}

async function sampleFor(
  { db, company, publicUrl, now }: Services,
  { eventType, language }: Wanted,
): Promise<{ id: string | null; facts: Facts }> {
  const named = eventType === null ? null : await getEventType(db, eventType)
  const facts = sampleFacts({ eventTypeName: named?.name ?? 'Consultation', company, publicUrl, language, now: now() })
  return { id: named?.id ?? null, facts }
}

function wordsOf(wanted: Wanted & { readonly body?: string; readonly subject?: string | null }, facts: Facts): Message {
  const { moment, audience, channel, language, subject = null, body } = wanted
  const reader = sampleReader(wanted, language)
  if (body !== undefined)
    return refuseFaults(() => {
      checkTemplate({ subject, body }, wanted, reader, facts)
      return renderTemplate({ subject, body }, wanted, reader, facts)
    })
  return channel === 'sms' ? { ...composeSms(moment, audience, reader, facts), html: '' } : compose(moment, audience, reader, facts)
}

function refuseFaults<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error
    throw new Refusal('invalid', 'This text could not be sent.', { errors: [{ pointer: `/${error.part}`, detail: error.message }] })
  }
}
