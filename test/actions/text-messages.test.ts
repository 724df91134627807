/** Text messages by Twilio, as an emulator of it takes them. */
import twilio from 'twilio'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { comeDue } from '../../server/actions/come-due.ts'
import { sendInvitation } from '../../server/actions/send-invitation.ts'
import { openTwilio, type TestTwilio } from '../servers/twilio.ts'
import { type Company, company, NOW, openTestApp, type Reply, type TestApp, wish } from '../support/app.ts'
import { openOwnDatabase } from '../support/own-database.ts'

let phones: TestTwilio
let app: TestApp

beforeAll(async () => {
  // Twilio needs our address and we need Twilio's: the emulator is told ours once we have it.
  const held = Promise.withResolvers<string>()
  const opened = await openOwnDatabase()
  const settings = { publicUrl: '', twilio: null as TestTwilio['settings'] | null }
  app = await openTestApp(opened, (url) => {
    held.resolve(url)
    return Object.assign(settings, { publicUrl: url, role: 'web' as const })
  })
  phones = await openTwilio(await held.promise)
  const { twilioProvider } = await import('../../server/messages/twilio.ts')
  Object.assign(app.services, { sms: twilioProvider(phones.settings) })
})
afterAll(async () => {
  await app.close()
  await phones.close()
})
beforeEach(() => app.at(NOW))

const START = '2027-03-04T20:30:00Z'
let next = 0

/** Somebody with a phone of their own, and a booking for them of which they are told by `notify`. */
async function booked(made: Company, notify: object = { customer: ['sms'], rep: [] }, more: object = {}) {
  const phone = `+1212555${String(2000 + next++)}`
  const customer = { name: 'Jane Smith', email: `jane.${made.tag}@example.com`, phone }
  const { status, body } = await app.post('/api/v1/bookings', wish(made, START, { customer, notify, ...more }))
  expect(status, JSON.stringify(body)).toBe(201)
  return { phone, booking: body as Reply['body'] }
}
const run = (booking: { id: string }) => sendInvitation(app.services, { bookingId: booking.id })
const outbox = async (booking: { id: string }) => (await app.get(`/api/v1/outbox?booking=${booking.id}`)).body.items as any[]

test('S1.27 the customer gets a confirmation by SMS when that channel is on: by mail, by SMS, or by both', async () => {
  const made = await company(app, { reps: [{}, {}, {}] })
  const heard = async (channels: string[], rep: number) => {
    const { phone, booking } = await booked(made, { customer: channels, rep: [] }, { rep: made.reps[rep] })
    await run(booking)
    const texts = await phones.textsTo(phone)
    return [texts.length, (await outbox(booking)).filter((one) => one.channel === 'email').length]
  }

  expect(await heard(['sms'], 0)).toEqual([1, 0])
  expect(await heard(['email'], 1)).toEqual([0, 1])
  expect(await heard(['email', 'sms'], 2)).toEqual([1, 1])
})

test('S1.27 the text message says who, what and when, and where to change it', async () => {
  const { phone, booking } = await booked(await company(app))

  await run(booking)

  const [text] = await phones.textsTo(phone)
  expect(text!.from).toBe('+12125550199')
  expect(text!.body.split('\n')).toEqual([
    'Harbor & Vale Homes: Confirmed: Consultation with Ann Lee, Thu, Mar 4, 3:30 PM EST',
    `Change or cancel: ${booking.manageUrl}`,
    'Reply STOP to end texts.',
  ])
})

test('a reminder and a cancellation come by text message, each once', async () => {
  const { phone, booking } = await booked(await company(app))
  await run(booking)
  app.at('2027-03-04T19:30:00Z')
  await comeDue(app.services, { bookingId: booking.id })
  await run(booking)
  await run(booking)
  await app.post(`/api/v1/bookings/${booking.id}/cancel`)
  await run(booking)
  await run(booking)

  expect((await phones.textsTo(phone)).map(({ body }) => body.split(': ')[1])).toEqual(['Confirmed', 'Reminder', 'Cancelled'])
})

test('a booking page’s customer who leaves a phone hears by text message what the event type says', async () => {
  const made = await company(app, { eventType: { moments: { customer: { booked: ['email', 'sms'] } } } })
  const customer = { name: 'Jane Smith', email: `jane.${made.tag}@example.com`, phone: '+12125551999' }
  const body = { eventType: made.eventType, start: START, timeZone: 'America/New_York', customer, answers: {} }
  expect((await app.post(`/api/v1/pages/${made.page}/bookings`, body, { signedIn: false })).status).toBe(201)
  const [booking] = (await app.get(`/api/v1/bookings?rep=${made.reps[0]}`)).body.items

  await run(booking)

  expect(await phones.textsTo('+12125551999')).toHaveLength(1)
})

test('a rep with a phone can be told by text message, also when he loses the booking', async () => {
  const made = await company(app, { reps: [{ phone: '+12125551801' }, { phone: '+12125551802' }] })
  const { booking } = await booked(made, { customer: [], rep: ['sms'] }, { rep: made.reps[0] })
  await run(booking)
  await app.post(`/api/v1/bookings/${booking.id}/reassign`, { rep: made.reps[1] })
  await run(booking)

  const titles = async (phone: string) => (await phones.textsTo(phone)).map(({ body }) => body.split(': ')[1])
  expect(await titles('+12125551801')).toEqual(['New booking', 'No longer yours'])
  expect(await titles('+12125551802')).toEqual(['New booking'])
})

test('how far a message came is noted as it is reported; what comes late, twice or in the wrong order changes nothing', async () => {
  const { phone, booking } = await booked(await company(app))
  await run(booking)
  const delivery = async () => (await outbox(booking)).map((one) => [one.status, one.delivery])
  const [text] = await phones.textsTo(phone)
  expect(await delivery()).toEqual([['sent', 'queued']])

  await phones.report(text!.sid, 'delivered')
  expect(await delivery()).toEqual([['sent', 'delivered']])
  await phones.report(text!.sid, 'sent')
  await phones.report(text!.sid, 'delivered')

  expect(await delivery()).toEqual([['sent', 'delivered']])
})

test('a report that is not signed by the provider is refused and noted nowhere', async () => {
  const { phone, booking } = await booked(await company(app))
  await run(booking)
  const [message] = await outbox(booking)
  const [text] = await phones.textsTo(phone)
  const send = (path: string, fields: Record<string, string>, token = phones.settings.authToken) =>
    fetch(`${app.url}${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'x-twilio-signature': twilio.getExpectedTwilioSignature(token, `${app.url}${path}`, fields),
      },
      body: new URLSearchParams(fields).toString(),
    })
  const failed = { MessageSid: text!.sid, MessageStatus: 'failed' }
  const status = `/hooks/twilio/status/${message.id}`

  expect((await send(status, failed, 'another token')).status).toBe(403)
  expect((await fetch(`${app.url}${status}`, { method: 'POST', body: new URLSearchParams(failed) })).status).toBe(403)
  expect((await send('/hooks/twilio/inbound', { From: phone, Body: 'STOP' }, 'another token')).status).toBe(403)
  expect((await outbox(booking))[0].delivery).toBe('queued')

  expect((await send(status, { ...failed, ErrorCode: '30003' })).status).toBe(204)
  expect((await outbox(booking))[0]).toMatchObject({ delivery: 'failed', deliveryError: 'Twilio error 30003' })
  expect((await send('/hooks/twilio/status/unknown', failed)).status).toBe(204)
})

test('a phone that answers STOP gets nothing more, staff see that it is so, and START brings messages back', async () => {
  const made = await company(app)
  const { phone, booking } = await booked(made)
  await run(booking)
  await phones.answer(phone, 'Stop')
  await phones.answer(phone, 'STOP')
  await app.post(`/api/v1/bookings/${booking.id}/reschedule`, { start: '2027-03-05T16:00:00Z' })
  await run(booking)
  await run(booking)

  expect(await phones.textsTo(phone).then((all) => all.filter((one) => one.to === phone).length)).toBe(1)
  expect((await outbox(booking)).map((one) => one.status).sort()).toEqual(['sent', 'stopped'])
  expect((await app.get(`/api/v1/customers/${booking.customer.id}`)).body.smsStopped).toBe(true)

  await phones.answer(phone, 'start')
  await app.post(`/api/v1/bookings/${booking.id}/cancel`)
  await run(booking)
  expect((await phones.textsTo(phone)).filter((one) => one.to === phone).map(({ body }) => body.split(': ')[1])).toEqual([
    'Confirmed',
    'Cancelled',
  ])
  expect((await app.get(`/api/v1/customers/${booking.customer.id}`)).body.smsStopped).toBe(false)
})

test('an ordinary answer stops nothing', async () => {
  const { phone, booking } = await booked(await company(app))
  await run(booking)

  await phones.answer(phone, 'Thanks, see you then')

  expect((await app.get(`/api/v1/customers/${booking.customer.id}`)).body.smsStopped).toBe(false)
})

test('while Twilio is away a message waits and is sent once afterwards', async () => {
  const { phone, booking } = await booked(await company(app))
  const { sms } = app.services
  const away = { ...app.services, sms: { ...sms, send: async () => Promise.reject(new Error('Twilio is away')) } }

  await expect(sendInvitation(away, { bookingId: booking.id })).rejects.toThrow('Twilio is away')
  expect((await outbox(booking))[0].status).toBe('failed')
  await run(booking)
  await run(booking)

  expect(await phones.textsTo(phone)).toHaveLength(1)
})

test('a message that Twilio had taken when the answer was lost is not sent again', async () => {
  const { phone, booking } = await booked(await company(app))
  const { sms } = app.services
  const lost = {
    ...app.services,
    sms: {
      ...sms,
      async send(text: Parameters<typeof sms.send>[0]) {
        await sms.send(text)
        throw new Error('No answer')
      },
    },
  }

  await expect(sendInvitation(lost, { bookingId: booking.id })).rejects.toThrow('No answer')
  await run(booking)

  expect(await phones.textsTo(phone)).toHaveLength(1)
  expect((await outbox(booking)).map((one) => one.status)).toEqual(['sent'])
})

test('a number that cannot be reached is noted and not tried for ever', async () => {
  const { booking } = await booked(await company(app))
  let tries = 0
  const { sms } = app.services
  const refusing = {
    ...app.services,
    sms: {
      ...sms,
      async send() {
        tries++
        return { kind: 'refused' as const, reason: '21211 Invalid number' }
      },
    },
  }

  await sendInvitation(refusing, { bookingId: booking.id })
  await sendInvitation(refusing, { bookingId: booking.id })

  expect(tries).toBe(1)
  expect((await outbox(booking))[0]).toMatchObject({ status: 'failed', delivery: 'failed', deliveryError: '21211 Invalid number' })
})

test('what Twilio refuses is told apart: a phone that stopped there, a message that is wrong, and a key that is wrong', async () => {
  const { twilioProvider } = await import('../../server/messages/twilio.ts')
  const text = { to: '+12125551700', body: 'Hello', statusUrl: null }
  const badSender = twilioProvider({ ...phones.settings, from: '+12125550000' })
  const badKey = twilioProvider({ ...phones.settings, authToken: 'wrong' })

  expect(await badSender.send(text)).toMatchObject({ kind: 'refused' })
  await expect(badKey.send(text)).rejects.toThrow()
})
