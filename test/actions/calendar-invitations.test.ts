import { afterEach, describe, expect, test } from 'vitest'
import type { CalendarSettings } from '../../server/domain/calendar.ts'
import { company, wish } from '../support/app.ts'
import { type CalendarWorld, openCalendarWorld } from './calendar-world.ts'

const START = '2027-03-02T20:30:00Z'

let world: CalendarWorld | null = null
afterEach(async () => {
  await world?.app.close()
  world = null
})

async function scene(calendars: Partial<CalendarSettings>, eventType: object = {}) {
  world = await openCalendarWorld(calendars)
  const { app } = world
  const made = await company(app, { eventType })
  const rep = made.reps[0] ?? ''
  const account = await world.connect(rep, { vendor: 'google' })
  const mailsTo = (address: string) =>
    app.services.db.selectFrom('message').selectAll().where('to_address', '=', address).orderBy('created_at').orderBy('sequence').execute()
  return { app, made, rep, account, customer: `jane.${made.tag}@example.com`, mailsTo }
}

describe('who invites', () => {
  test('we do: the event has nobody invited, and says in its text whom it is with', async () => {
    const { app, made, account, customer, mailsTo } = await scene({})
    await app.post('/api/v1/bookings', wish(made, START, { details: 'Bring the plans.' }))
    await app.settled()
    expect(account.puts).toHaveLength(1)
    expect(account.puts[0]).toMatchObject({ attendees: [], subject: 'Consultation: Jane Smith' })
    expect(account.puts[0]?.description).toContain(`Customer: Jane Smith, ${customer}`)
    expect(account.puts[0]?.description).toContain('Bring the plans.')
    expect((await mailsTo(customer)).map((one) => one.invitation !== null)).toEqual([true])
  })

  test('the vendor does: the event invites customer and guests, and none of our mails has an invitation in it', async () => {
    const { app, made, rep, account, customer, mailsTo } = await scene({ invites: 'vendor' })
    const guests = [{ name: 'Gus', email: `gus.${made.tag}@example.com` }]
    await app.post('/api/v1/bookings', wish(made, START, { guests }))
    await app.settled()
    expect(account.puts[0]?.attendees).toEqual([{ name: 'Jane Smith', email: customer }, ...guests])
    for (const address of [customer, guests[0]?.email ?? '', rep])
      expect((await mailsTo(address)).map((one) => one.invitation)).toEqual([null])
  })
})

describe('a meeting online without an address', () => {
  test('gets the link that the rep’s calendar makes, before the customer is told', async () => {
    const { app, made, customer, mailsTo } = await scene({}, { location: { kind: 'link' } })
    const { body: booking } = await app.post('/api/v1/bookings', wish(made, START))
    await app.settled()
    const url = `https://video.example/${booking.uid}`
    expect((await app.get(`/api/v1/bookings/${booking.id}`)).body.location).toEqual({ kind: 'link', value: url })
    const mails = await mailsTo(customer)
    expect(mails).toHaveLength(1)
    expect(mails[0]?.text).toContain(url)
    expect(mails[0]?.invitation?.replaceAll(/\r\n /g, '')).toContain(url)
  })

  test('is told without one if the calendar cannot be written', async () => {
    const { app, made, account, customer, mailsTo } = await scene({}, { location: { kind: 'link' } })
    account.trouble = new (await import('../../server/domain/calendar.ts')).CalendarTrouble('refused', 'No.')
    await app.post('/api/v1/bookings', wish(made, START))
    await app.settled()
    expect(await mailsTo(customer)).toHaveLength(1)
  })
})

describe('a vendor that calls', () => {
  test('a call with the right token has the calendar read at once; one with another is let go', async () => {
    const { app, made, account } = await scene({})
    const { watchId, token } = account.watching()
    expect(watchId).not.toBe('')
    const event = {
      uid: null,
      subject: 'Dentist',
      busy: true,
      start: new Date('2027-03-02T20:00:00Z'),
      end: new Date('2027-03-02T21:00:00Z'),
    }
    account.calendar.events.set('dentist', event)
    account.calendar.log.push('dentist')
    const call = (headers: Record<string, string>) =>
      app.post('/hooks/google', undefined, {
        signedIn: false,
        headers: {
          'x-goog-channel-id': watchId,
          'x-goog-resource-id': 'r',
          'x-goog-resource-state': 'exists',
          'x-goog-message-number': '1',
          ...headers,
        },
      })
    const free = async () =>
      (await app.post('/api/v1/find-by-time', { eventType: made.eventType, pool: made.pool, at: START, timeZone: 'UTC' })).body.available
    expect((await call({ 'x-goog-channel-token': 'forged' })).status).toBe(204)
    await app.settled()
    expect(await free()).toBe(1)
    expect((await call({ 'x-goog-channel-token': token })).status).toBe(204)
    await app.settled()
    expect(await free()).toBe(0)
  })

  test('Microsoft’s question is echoed as plain text, and a notice is heard', async () => {
    const { app } = await scene({})
    const reply = await app.post('/hooks/microsoft?validationToken=a%3Cb%3E%20c', undefined, { signedIn: false })
    expect([reply.status, reply.body, reply.headers.get('content-type')]).toEqual([200, 'a<b> c', 'text/plain; charset=utf-8'])
    const value = [{ subscriptionId: 'unknown', clientState: 'forged' }]
    expect((await app.post('/hooks/microsoft', { value }, { signedIn: false })).status).toBe(202)
  })
})
