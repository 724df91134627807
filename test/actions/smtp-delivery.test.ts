import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { allParts, decodeWords, readPart } from '../messages/mime.ts'
import { company, openTestApp, type TestApp, wish } from '../support/app.ts'
import { openOwnDatabase } from '../support/own-database.ts'

const received: { to: string[]; octets: Buffer }[] = []
const server = new SMTPServer({
  disabledCommands: ['STARTTLS', 'AUTH'],
  onData(stream, { envelope }, done) {
    const chunks: Buffer[] = []
    stream.on('data', (chunk) => chunks.push(chunk))
    stream.on('end', () => {
      received.push({ to: envelope.rcptTo.map((to) => to.address), octets: Buffer.concat(chunks) })
      done()
    })
  },
})

let app: TestApp
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.server.address() as AddressInfo
  app = await openTestApp(await openOwnDatabase(), { smtpUrl: `smtp://127.0.0.1:${port}`, mailFrom: 'Bluewater <hello@bluewater.example>' })
})
afterAll(async () => {
  await app.close()
  await new Promise<void>((resolve) => server.close(() => resolve()))
})

test('S1.26 S1.30 a booking’s mails leave by SMTP with the calendar file, and so does its cancellation', async () => {
  const made = await company(app)
  const { body: booking } = await app.post('/api/v1/bookings', wish(made, '2027-03-02T20:30:00Z'))
  await app.settled()
  await app.post(`/api/v1/bookings/${booking.id}/cancel`)
  await app.settled()

  const mails = received.map(({ to, octets }) => {
    const parts = allParts(readPart(octets))
    const calendar = parts.find(({ type }) => type === 'text/calendar')!
    const subject = decodeWords(parts[0]!.headers.get('subject')![0]!)
    return {
      to,
      from: parts[0]!.headers.get('from')![0],
      subject: subject.split(':')[0],
      method: calendar.parameters.method,
      calendar: calendar.content.toString(),
    }
  })
  expect(mails.map(({ to, subject, method }) => `${to[0]!.split('.')[0]}: ${subject} ${method}`).sort()).toEqual([
    'jane: Cancelled CANCEL',
    'jane: Confirmed REQUEST',
    'rep0: Cancelled CANCEL',
    'rep0: New booking REQUEST',
  ])
  for (const { to, from, method, calendar } of mails) {
    expect(to).toHaveLength(1)
    expect(from).toBe('Bluewater <hello@bluewater.example>')
    expect(calendar.replaceAll(/\r\n[ \t]/g, '')).toContain(`METHOD:${method}\r\n`)
    expect(calendar.replaceAll(/\r\n[ \t]/g, '')).toContain(`UID:${booking.uid}\r\n`)
  }
  const outbox = (await app.get(`/api/v1/outbox?booking=${booking.id}`)).body.items as { status: string }[]
  expect(outbox.map(({ status }) => status)).toEqual(['sent', 'sent', 'sent', 'sent'])
  expect((await app.get(`/api/v1/bookings/${booking.id}`)).body.sync.invitation).toBe('done')
})
