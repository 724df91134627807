import { createServer, type Server } from 'node:net'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { afterEach, expect, test } from 'vitest'
import { invitationText } from '../../server/domain/icalendar.ts'
import { outboxProvider } from '../../server/messages/outbox.ts'
import type { EmailProvider, Mail } from '../../server/messages/provider.ts'
import { smtpProvider } from '../../server/messages/smtp.ts'
import { allParts, decodeWords, readPart } from './mime.ts'

const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

/** A mail server on this machine, and our provider that sends to it. */
async function startServer(options: SMTPServerOptions = {}) {
  const received: { from: string; to: string[]; octets: Buffer }[] = []
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData(stream, { envelope }, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk) => chunks.push(chunk))
      stream.on('end', () => {
        const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address
        received.push({ from, to: envelope.rcptTo.map((to) => to.address), octets: Buffer.concat(chunks) })
        done()
      })
    },
    ...options,
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(() => new Promise<void>((resolve) => server.close(() => resolve())))
  return { provider: providerFor(server.server, ''), received }
}

function providerFor(server: Pick<Server, 'address'>, query: string): EmailProvider {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server does not listen')
  const provider = smtpProvider(`smtp://127.0.0.1:${address.port}${query}`)
  closing.push(() => provider.close())
  return provider
}

const ics = (method: 'REQUEST' | 'CANCEL') =>
  invitationText({
    method,
    uid: 'booking-1',
    sequence: 2,
    start: new Date('2027-03-02T20:30:00Z'),
    end: new Date('2027-03-02T21:00:00Z'),
    stamp: new Date('2027-03-01T08:00:00Z'),
    subject: 'Design consultation',
    description: `Zimmer für 12,5 m² 👩‍👩‍👧‍👦 trailing space \n.\n..\nFrom here = there\n${'Größe; '.repeat(400)}`,
    location: 'Online',
    url: null,
    organizer: { name: 'Zoë "Zed" O\'Neil, Jr.', email: 'zoe@example.com' },
    attendees: [{ name: 'Jane', email: 'jane@example.com', kind: 'person' }],
  })

const mail = (changes: Partial<Mail> = {}): Mail => ({
  messageId: '<booking-1.2.customer@example.com>',
  from: 'Bluewater <hello@example.com>',
  to: { name: 'Jane Smith', address: 'jane@example.com' },
  replyTo: 'ann@example.com',
  subject: 'Confirmed: Design consultation',
  text: 'Hello Jane,\n\n.\nGrüße 👋\n',
  html: '<p>Hello Jane, Grüße 👋</p>\n',
  invitation: { method: 'REQUEST', ics: ics('REQUEST') },
  ...changes,
})

test('a mail arrives from whom, to whom and under the id it was given', async () => {
  const { provider, received } = await startServer()

  await provider.send(mail())

  expect(received.map(({ from, to }) => ({ from, to }))).toEqual([{ from: 'hello@example.com', to: ['jane@example.com'] }])
  const { headers } = readPart(received[0]!.octets)
  expect(headers.get('message-id')).toEqual(['<booking-1.2.customer@example.com>'])
  expect(headers.get('from')).toEqual(['Bluewater <hello@example.com>'])
  expect(headers.get('to')).toEqual(['Jane Smith <jane@example.com>'])
  expect(headers.get('reply-to')).toEqual(['ann@example.com'])
  expect(headers.get('subject')).toEqual(['Confirmed: Design consultation'])
  expect(headers.get('auto-submitted')).toEqual(['auto-generated'])
})

test.each(['REQUEST', 'CANCEL'] as const)('a %s travels as an alternative and as a file, both to the octet', async (method) => {
  const { provider, received } = await startServer()
  const invitation = { method, ics: ics(method) }

  await provider.send(mail({ invitation }))

  const [mixed, alternative, text, html, calendar, file] = allParts(readPart(received[0]!.octets))
  expect([mixed, alternative, text, html, calendar].map((part) => part?.type)).toEqual([
    'multipart/mixed',
    'multipart/alternative',
    'text/plain',
    'text/html',
    'text/calendar',
  ])
  expect(alternative?.parts).toHaveLength(3)
  expect(text?.content.toString().replaceAll('\r\n', '\n')).toBe(mail().text)
  expect(html?.content.toString().replaceAll('\r\n', '\n')).toBe(mail().html)
  expect(calendar?.parameters).toEqual({ method, charset: 'utf-8' })
  expect(calendar?.content.equals(Buffer.from(invitation.ics))).toBe(true)
  expect(calendar?.content.toString()).toContain(`\r\nMETHOD:${calendar?.parameters.method}\r\n`)
  expect(file?.headers.get('content-disposition')).toEqual(['attachment; filename=invite.ics'])
  expect(file?.content.equals(Buffer.from(invitation.ics))).toBe(true)
})

test('a plain ASCII invitation keeps its octets as well', async () => {
  const { provider, received } = await startServer()
  const plain = 'BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nX-A:.\r\n.\r\n \r\nEND:VCALENDAR\r\n'

  await provider.send(mail({ invitation: { method: 'REQUEST', ics: plain } }))

  const calendars = allParts(readPart(received[0]!.octets)).filter((part) => /calendar|ics/.test(part.type))
  expect(calendars.map((part) => part.content.toString())).toEqual([plain, plain])
})

test('a mail without an invitation holds text and HTML only', async () => {
  const { provider, received } = await startServer()

  await provider.send(mail({ invitation: null, replyTo: null }))

  const parts = allParts(readPart(received[0]!.octets))
  expect(parts.map((part) => part.type)).toEqual(['multipart/alternative', 'text/plain', 'text/html'])
  expect(parts[0]!.headers.has('reply-to')).toBe(false)
})

test.each(['Zoë "Zed" O\'Neil, Jr.', 'Smith, Jane', 'a@b.example, <eve@example.com>', '日本 花子; (back\\slash)', ''])(
  'the name %j stays a name',
  async (name) => {
    const { provider, received } = await startServer()

    await provider.send(mail({ to: { name, address: 'jane@example.com' } }))

    expect(received[0]!.to).toEqual(['jane@example.com'])
    const [header] = readPart(received[0]!.octets).headers.get('to')!
    const shown = decodeWords(header!.replace(/\s*<?jane@example\.com>?$/, ''))
    expect(shown.startsWith('"') ? shown.slice(1, -1).replace(/\\(.)/g, '$1') : shown).toBe(name)
  },
)

const INJECTION = 'Jane\r\nBcc: eve@example.com\r\n\r\nBEGIN <b>\nX-Eve: 1'

test.each([
  ['name', { to: { name: INJECTION, address: 'jane@example.com' } }],
  ['subject', { subject: INJECTION }],
  ['address for replies', { replyTo: `ann@example.com${INJECTION}` }],
  ['sender', { from: `Blue${INJECTION.replaceAll('@', ' at ')} <hello@example.com>` }],
  ['message id', { messageId: `<a@example.com>${INJECTION}` }],
])('line breaks in the %s add no header and no reader', async (_, changes) => {
  const { provider, received } = await startServer()

  await provider.send(mail())
  await provider.send(mail(changes))

  const [harmless, attacked] = received.map(({ octets }) => readPart(octets))
  expect([...attacked!.headers.keys()].sort()).toEqual([...harmless!.headers.keys()].sort())
  for (const values of attacked!.headers.values()) expect(values).toHaveLength(1)
  expect(received.map(({ to }) => to)).toEqual([['jane@example.com'], ['jane@example.com']])
  const names = decodeWords(attacked!.headers.get('to')![0]! + attacked!.headers.get('subject')![0]!)
  expect(names).not.toMatch(/[\r\n]/)
  expect(allParts(attacked!).map((part) => part.type)).toEqual(allParts(harmless!).map((part) => part.type))
})

test.each(['jane@example.com, eve@example.com', 'jane@example.com\r\nRCPT TO:<eve@example.com>', '<eve@example.com>', 'jane', ''])(
  'mail to %j, which is not one address, is refused before it leaves',
  async (address) => {
    const { provider, received } = await startServer()

    await expect(provider.send(mail({ to: { name: 'Jane', address } }))).rejects.toThrow()

    expect(received).toEqual([])
  },
)

const refuse = (code: number) => Object.assign(new Error('Not today'), { responseCode: code })

test.each<[string, SMTPServerOptions]>([
  ['turns the reader away', { onRcptTo: (_to, _session, done) => done(refuse(550)) }],
  ['turns the sender away', { onMailFrom: (_from, _session, done) => done(refuse(451)) }],
  ['turns the connection away', { onConnect: (_session, done) => done(refuse(554)) }],
  ['turns the content away', { onData: (stream, _session, done) => stream.resume().on('end', () => done(refuse(552))) }],
])('a server that %s makes sending fail', async (_, options) => {
  const { provider } = await startServer(options)

  await expect(provider.send(mail())).rejects.toThrow()
})

test('sending fails when nobody listens, and when the server never speaks', async () => {
  const mute = createServer((socket) => socket.on('error', () => {}))
  await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve))
  const silent = providerFor(mute, '?greetingTimeout=200')

  await expect(silent.send(mail())).rejects.toThrow(/Greeting/)

  const gone = providerFor(mute, '')
  await new Promise<void>((resolve) => mute.close(() => resolve()))
  await expect(gone.send(mail())).rejects.toThrow(/ECONNREFUSED/)
})

test('the next mail is sent after one that failed', async () => {
  let healthy = false
  const { provider, received } = await startServer({
    onRcptTo: (_to, _session, done) => (healthy ? done() : done(refuse(450))),
  })

  await expect(provider.send(mail())).rejects.toThrow()
  healthy = true
  await provider.send(mail())

  expect(received).toHaveLength(1)
})

test('the outbox takes every mail and sends none', async () => {
  const outbox = outboxProvider()

  await outbox.send(mail())
  await outbox.close()

  expect(outbox.kind).toBe('outbox')
  expect(smtpProvider('smtp://127.0.0.1:1').kind).toBe('smtp')
})

test('line breaks in a subject, a name or an id add no header, no recipient and no command', async () => {
  const { provider, received } = await startServer()
  const broken = 'Hello\r\nBcc: eve@example.com\r\n\r\nRCPT TO:<eve@example.com>\r\n.\r\n'

  await provider.send(mail({ subject: broken, to: { name: broken, address: 'jane@example.com' }, messageId: `<a${broken}@example.com>` }))

  expect(received.map(({ to }) => to)).toEqual([['jane@example.com']])
  const { headers } = readPart(received[0]?.octets ?? Buffer.alloc(0))
  expect([headers.has('bcc'), headers.get('to')?.length, headers.get('subject')?.length]).toEqual([false, 1, 1])
})
