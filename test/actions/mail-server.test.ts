/** Mail through a real mail server, read by libraries that share nothing with ours. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sendInvitation } from '../../server/actions/send-invitation.ts'
import { type MailServer, mailPython, openMailServer } from '../servers/mail.ts'
import { company, openTestApp, type TestApp, wish } from '../support/app.ts'
import { openOwnDatabase } from '../support/own-database.ts'

const python = await mailPython()

describe.skipIf(python === null)('by a mail server of its own', () => {
  let server: MailServer
  let app: TestApp
  beforeAll(async () => {
    server = await openMailServer(python ?? '')
    app = await openTestApp(await openOwnDatabase(), {
      role: 'web',
      smtpUrl: server.url,
      mailFrom: 'Häuser am Hafen <hello@harborvale.example>',
    })
  })
  afterAll(async () => {
    await app?.close()
    await server?.close()
  })
  const mailsTo = async (name: string) => (await server.read()).filter(({ rcpt }) => rcpt.startsWith(name))

  test('S1.26 S1.30 invitation, new time and cancellation arrive as another calendar reads them', async () => {
    const made = await company(app, { reps: [{ name: 'Zoë “Z” O’Neil, Sr.' }], eventType: { name: 'Beratung für Käufer' } })
    const { body: booking } = await app.post('/api/v1/bookings', wish(made, '2027-03-02T20:30:00Z', { language: 'de' }))
    const run = () => sendInvitation(app.services, { bookingId: booking.id })
    await run()
    await app.post(`/api/v1/bookings/${booking.id}/reschedule`, { start: '2027-03-03T16:00:00Z' })
    await run()
    await app.post(`/api/v1/bookings/${booking.id}/cancel`, { reason: 'Es schneit; “sehr”, wirklich' })
    await run()
    await run()

    const mails = await mailsTo('jane')
    expect(mails.flatMap(({ defects, calendar }) => [...defects, ...(calendar?.complaints ?? ['no calendar'])])).toEqual([])
    expect(new Set(mails.map(({ messageId }) => messageId)).size).toBe(3)
    const told = mails
      .map(({ subject, from, calendar }) => ({ subject, from, ...calendar, events: calendar?.events.length, ...calendar?.events[0] }))
      .sort((a, b) => (a.sequence ?? 0) - (b.sequence ?? 0))
    const always = {
      from: 'Häuser am Hafen <hello@harborvale.example>',
      uid: booking.uid,
      organizer: `mailto:${made.reps[0]}`,
      summary: 'Beratung für Käufer: Jane Smith',
    }
    expect(told).toMatchObject([
      { ...always, parameter: 'REQUEST', method: 'REQUEST', sequence: 0, start: '2027-03-02T20:30:00Z', end: '2027-03-02T21:00:00Z' },
      { ...always, parameter: 'REQUEST', method: 'REQUEST', sequence: 1, start: '2027-03-03T16:00:00Z', end: '2027-03-03T16:30:00Z' },
      { ...always, parameter: 'CANCEL', method: 'CANCEL', sequence: 2, start: '2027-03-03T16:00:00Z', status: 'CANCELLED' },
    ])
    expect(told.map(({ events }) => events)).toEqual([1, 1, 1])
    expect(told[0]!.attendees).toEqual([`mailto:jane.${made.tag}@example.com`])
    expect(told.map(({ subject }) => subject.split(':')[0])).toEqual(['Bestätigt', 'Neue Zeit', 'Abgesagt'])
    expect(mails.find(({ subject }) => subject.startsWith('Abgesagt'))?.text).toContain('Grund: Es schneit; “sehr”, wirklich')
    expect((await mailsTo('rep0')).map(({ subject }) => subject.split(':')[0]).sort()).toEqual(['Cancelled', 'New booking', 'New time'])
  })

  test('Arabic arrives whole, from right to left', async () => {
    const made = await company(app)
    const { body: booking } = await app.post('/api/v1/bookings', wish(made, '2027-03-02T20:30:00Z', { language: 'ar', rep: made.reps[0] }))
    await sendInvitation(app.services, { bookingId: booking.id })

    const mail = (await mailsTo(`jane.${made.tag}`))[0]!
    expect(mail.subject).toMatch(/^تم التأكيد: Consultation مع Ann Lee/)
    expect(mail.text).toContain('نتطلع إلى لقائك.')
    expect(mail.html).toContain('<html lang="ar" dir="rtl">')
    expect(mail.defects).toEqual([])
  })

  test('while the mail server is away mail waits, and arrives once when it is back', async () => {
    const made = await company(app)
    const { body: booking } = await app.post('/api/v1/bookings', wish(made, '2027-03-02T20:30:00Z'))
    const run = () => sendInvitation(app.services, { bookingId: booking.id })
    await server.stop()
    await expect(run()).rejects.toThrow(/ECONNREFUSED|closed|connect/i)
    expect((await app.get(`/api/v1/bookings/${booking.id}`)).body.sync.invitation).toBe('failed')

    await server.start()
    await run()
    await run()

    expect(await mailsTo(`jane.${made.tag}`)).toHaveLength(1)
    expect((await app.get(`/api/v1/bookings/${booking.id}`)).body.sync.invitation).toBe('done')
  })
})
