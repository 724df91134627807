import { sql } from 'kysely'
import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { sendInvitation } from '../../server/actions/send-invitation.ts'
import type { Services } from '../../server/actions/services.ts'
import { company, openTestApp, type TestApp, wish } from '../support/app.ts'
import { wholeOutbox } from '../support/outbox.ts'
import { openOwnDatabase } from '../support/own-database.ts'
import { openPostOffice, type PostOffice } from './post.ts'

let app: TestApp
let post: PostOffice
let services: Services
const log: any[] = []

beforeAll(async () => {
  const written = pino({ level: 'warn' }, { write: (line: string) => void log.push(JSON.parse(line)) })
  app = await openTestApp(await openOwnDatabase(), { role: 'web' }, written)
})
afterAll(() => app.close())
beforeEach(async () => {
  post = openPostOffice()
  services = { ...app.services, email: post.provider }
  log.splice(0)
  await sql`delete from message_template`.execute(app.services.db)
})

const text = {
  moment: 'booked',
  audience: 'customer',
  channel: 'email',
  language: 'en',
  subject: 'See you soon, {{ customer_name }}',
  body: 'Dear {{ reader_name }},\n\n{{ facts }}\n\n{{ manage_url }}',
}
const path = '/api/v1/message-templates'
const save = async (more: object = {}) => {
  const reply = await app.post(path, { ...text, ...more })
  expect(reply.status, JSON.stringify(reply.body)).toBe(200)
  return reply.body
}

/** The subjects of the mails of a new booking, by the address's first part. */
async function told(more: object = {}, made = company(app)): Promise<Record<string, string>> {
  const reply = await app.post('/api/v1/bookings', wish(await made, '2027-03-02T20:30:00Z', more))
  expect(reply.status, JSON.stringify(reply.body)).toBe(201)
  await sendInvitation(services, { bookingId: reply.body.id })
  return Object.fromEntries(post.delivered.splice(0).map(({ to, mail }) => [to.split('.')[0], mail.subject]))
}

test('the company’s own words are sent in place of ours, with the invitation, to whom and in the language they are for', async () => {
  await save()

  expect(await told()).toEqual({ jane: 'See you soon, Jane Smith', rep0: expect.stringMatching(/^New booking: /) })
  expect((await told({ language: 'es' })).jane).toMatch(/^Confirmada: /)
  const made = await company(app)
  const { body } = await app.post('/api/v1/bookings', wish(made, '2027-03-02T20:30:00Z'))
  await sendInvitation(services, { bookingId: body.id })
  const jane = post.delivered.find(({ to }) => to.startsWith('jane'))!
  expect(jane.method).toBe('REQUEST')
  expect(jane.mail.text).toContain(`\n\n${body.manageUrl}\n`)
})

test('an event type’s own words come before those for all', async () => {
  const made = await company(app)
  await save()
  await save({ eventType: made.eventType, subject: 'Your visit' })

  expect((await told({}, Promise.resolve(made))).jane).toBe('Your visit')
  expect((await told()).jane).toBe('See you soon, Jane Smith')
})

test('saving again replaces, removing brings our own words back', async () => {
  const first = await save()
  const second = await save({ subject: 'Second' })
  expect(second.id).toBe(first.id)
  expect((await app.get(path)).body.items).toEqual([{ ...text, id: first.id, eventType: null, subject: 'Second' }])

  expect((await app.delete(`${path}/${first.id}`)).status).toBe(204)
  expect((await app.delete(`${path}/${first.id}`)).status).toBe(404)
  expect((await told()).jane).toMatch(/^Confirmed: /)
})

test.each([
  ['an unknown name', { body: '{{ custmer_name }}' }, '/body'],
  ['a mail without a subject', { subject: null }, '/subject'],
  ['a text message with a subject', { channel: 'sms' }, '/subject'],
  ['no words', { body: ' ' }, '/body'],
  ['a moment that there is none of', { moment: 'born' }, '/moment'],
])('a text with %s is refused, and nothing is kept', async (_, more, pointer) => {
  const { status, body } = await app.post(path, { ...text, ...more })

  expect([status, body.errors?.[0]?.pointer]).toEqual([400, pointer])
  expect((await app.get(path)).body.items).toEqual([])
})

test('a text that cannot be used for a booking is replaced by ours, and the log says so without naming anybody', async () => {
  const { id } = await save()
  await sql`update message_template set body = '{{ gone }}' where id = ${id}`.execute(app.services.db)

  expect((await told()).jane).toMatch(/^Confirmed: /)

  const lines = log.filter((line) => line.msg === 'A text of the company could not be used; ours was sent')
  expect(lines).toMatchObject([{ template: id, part: 'body', err: { message: expect.stringContaining('gone') } }])
  expect(JSON.stringify(lines)).not.toContain('jane')
})

test('a preview shows our words or others to a made-up reader, and what they may speak of', async () => {
  const { subject: _, body: __, ...place } = text
  const ours = (await app.post(`${path}/preview`, place)).body
  expect(ours.subject).toMatch(/^Confirmed: Consultation with Ann Lee/)
  expect(ours.variables).toContain('manage_url')
  expect(ours.starter.subject).toBe('Confirmed: {{ event_type }} with {{ rep_name }}, {{ short_time }}')

  const theirs = (await app.post(`${path}/preview`, text)).body
  expect(theirs.subject).toBe('See you soon, Jane Smith')
  expect(theirs.html).toContain('dir="ltr"')
  expect((await app.post(`${path}/preview`, { ...text, body: '{{ x }}' })).body.errors[0].pointer).toBe('/body')
})

test('a text can be sent to oneself, and is kept in the outbox', async () => {
  expect((await app.post(`${path}/test`, { ...text, to: 'olivia@example.com' })).body).toEqual({ status: 'outbox' })
  const sms = { ...text, channel: 'sms', subject: null, body: 'Hello {{ reader_name }}', to: '+12125550100' }
  expect((await app.post(`${path}/test`, sms)).body).toEqual({ status: 'outbox' })
  expect((await app.post(`${path}/test`, { ...sms, to: 'olivia@example.com' })).status).toBe(400)

  const sent = (await wholeOutbox(app)).filter((one) => ['olivia@example.com', '+12125550100'].includes(one.to.address))
  expect(sent.map((one) => [one.channel, one.bookingId, one.status]).sort()).toEqual([
    ['email', null, 'outbox'],
    ['sms', null, 'outbox'],
  ])
})

test('texts are part of the configuration: exported, imported, and checked as a whole', async () => {
  const made = await company(app)
  await save({ eventType: made.eventType })
  const { messageTemplates } = (await app.get('/api/v1/export')).body
  expect(messageTemplates).toEqual([{ ...text, eventType: made.eventType }])

  const changed = [
    { ...messageTemplates[0], subject: 'Imported' },
    { ...text, language: 'es' },
  ]
  const { body } = await app.post('/api/v1/import', { messageTemplates: changed })
  expect([body.created.messageTemplates, body.updated.messageTemplates]).toEqual([1, 1])
  expect((await told({}, Promise.resolve(made))).jane).toBe('Imported')

  const wrong = await app.post('/api/v1/import', { messageTemplates: [{ ...text, eventType: 'nothing', body: '{{ x }}' }, text, text] })
  expect(wrong.body.errors.map((one: any) => one.pointer)).toEqual([
    '/messageTemplates/0/eventType',
    '/messageTemplates/0/body',
    '/messageTemplates/2',
  ])
})
