/** What the log is told: enough to find a fault, and nothing that names a customer or opens a door. */
import { sql } from 'kysely'
import { pino } from 'pino'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { discreet } from '../../server/http/log.ts'
import { ADMIN_KEY, company, PASSWORD, person, signedIn, startApp, type TestApp, wish } from '../support/app.ts'
import { linesRead, SECRET, tells } from '../support/watched-log.ts'
import { ownApp } from './every-route.ts'

let app: TestApp
let mailServer: SMTPServer
const lines: string[] = []
beforeAll(async () => {
  // It refuses every address by name.
  mailServer = new SMTPServer({
    disabledCommands: ['STARTTLS', 'AUTH'],
    onRcptTo: (to, _session, done) => done(Object.assign(new Error(`<${to.address}> is not known here`), { responseCode: 550 })),
  })
  await new Promise<void>((resolve) => mailServer.listen(0, '127.0.0.1', resolve))
  const address = mailServer.server.address()
  if (address === null || typeof address === 'string') throw new Error('The mail server does not listen')
  const log = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) })
  app = await ownApp({ smtpUrl: `smtp://127.0.0.1:${address.port}` }, log)
})
afterAll(async () => {
  await app.close()
  await new Promise<void>((resolve) => mailServer.close(() => resolve()))
})

/** Everything that must not be found in the log. */
async function useEveryDoor(): Promise<string[]> {
  const made = await company(app)
  const who = { name: 'Olga Coordinator', email: `olga.${made.tag}@example.com` }
  const { headers } = await signedIn(app, await person(app, 'administrator', who))
  const cookie = headers?.cookie ?? ''
  const emails = { customer: `jane.${made.tag}@example.com`, guest: `gus.${made.tag}@example.com`, typed: `typed.${made.tag}@example.com` }
  const body = wish(made, '2027-03-02T15:30:00-05:00', { guests: [{ email: emails.guest }] })
  const booked = await app.post('/api/v1/bookings', body, { signedIn: false, headers: { cookie } })
  const token = String(booked.body.manageUrl).split('/manage/')[1] ?? ''
  expect(booked.status).toBe(201)

  const link = await app.post('/api/v1/booking-links', { customer: emails.customer, page: made.page })
  const linkToken = String(link.body.url).split('#link=')[1] ?? ''
  expect(link.status).toBe(201)
  for (const path of [`/api/v1/links/${linkToken}`, `/api/v1/LINKS/${linkToken}/slots`, `/links/${linkToken}`])
    await app.get(path, { signedIn: false })
  await app.get(`/api/v1/customers/${emails.customer}`)
  await app.get(`/api/v1/customers/${encodeURIComponent(emails.customer)}`)
  await app.get(`/api/v1/customers?search=${emails.customer}`)
  for (const path of [
    `/api/v1/manage/${token}`,
    `/api/v1/MANAGE/${token}`,
    `/API/v1/manage//${token}`,
    `/manage/${token}`,
    `/requests/${token}`,
    `/api/v1/requests/${token}`,
    `/manage/${token}/x`,
    `/x/${token}`,
    // What a mail program cut off is short.
    ...['manage', 'requests', 'links', 'unsubscribe'].map((door) => `/${door}/${token.slice(0, 60)}`),
  ])
    await app.get(path, { signedIn: false })
  await app.post('/api/v1/session', { email: who.email, password: `${PASSWORD}x` }, { signedIn: false })
  await app.post('/api/v1/password-resets', { email: who.email }, { signedIn: false })
  await app.post('/api/v1/bookings', { ...body, customer: { name: 'Jane', email: emails.typed, surprise: 1 } })
  await app.post('/api/v1/bookings', `{"customer":"${emails.typed}"`)
  await app.get('/api/v1/setup', { headers: { authorization: `Bearer ${ADMIN_KEY}y` } })
  return [
    ADMIN_KEY,
    PASSWORD,
    app.services.secret,
    cookie.split('=')[1] ?? '',
    token.slice(0, 60),
    linkToken,
    who.email,
    ...Object.values(emails),
    'Jane Smith',
  ]
}

test('no key, secret, session, manage link, customer or email is found in the log, also when mail cannot be delivered', async () => {
  const secrets = await useEveryDoor()
  await vi.waitFor(() => expect(lines.join('')).toContain('invitation.send'), { timeout: 20_000, interval: 50 })

  expect(secrets.every((secret) => secret.length > 8)).toBe(true)
  const found = secrets.flatMap((secret) => lines.filter((line) => line.includes(secret) || line.includes(encodeURIComponent(secret))))
  expect(found).toEqual([])
  expect(lines.join('')).not.toMatch(/@example\.com|%40example/)
  expect(lines.map((line) => JSON.parse(line)).find((line) => line.job === 'invitation.send')).toMatchObject({
    err: { message: expect.stringContaining('is not known here'), stack: expect.stringContaining('.js') },
  })
})

test('every request is one line with id, method, path and status, without its query', async () => {
  await app.get('/api/v1/customers?search=jane', { headers: { 'x-request-id': 'call-1' } })
  await app.get('/nowhere/at/all', { headers: { 'x-request-id': 'call-2' } })
  const told = lines.map((line) => JSON.parse(line)).filter((line) => /^call-/.test(line.requestId))

  expect(told).toMatchObject([
    { requestId: 'call-1', method: 'GET', path: '/api/v1/customers', status: 200, msg: 'Answered' },
    { requestId: 'call-2', method: 'GET', path: '/nowhere/at/all', status: 404 },
  ])
})

test('what is told as a copy of an error, as the job queue does, is logged with its message and without emails', () => {
  const told: string[] = []
  const log = discreet(pino({}, { write: (line: string) => void told.push(line) }))
  log.error({ err: { message: 'no room for jane@example.com', code: '57P03', queue: 'invitation.send' } }, 'The job queue reports an error')

  expect(told.map((line) => JSON.parse(line).err)).toMatchObject([{ message: 'no room for …', code: '57P03', queue: 'invitation.send' }])
})

test('a fault of ours is logged with the id that the caller is told, and the caller is told no more', async () => {
  await sql`alter table customer rename to elsewhere`.execute(app.services.db)

  const { status, body, headers } = await app.get('/api/v1/customers/jane@example.com', { headers: { 'x-request-id': 'call-3' } })

  expect({ status, type: headers.get('content-type') }).toEqual({ status: 500, type: 'application/problem+json; charset=utf-8' })
  expect(body).toMatchObject({ code: 'internal', status: 500, detail: expect.stringContaining('call-3') })
  expect(JSON.stringify(body)).not.toMatch(/customer|relation|select/)
  const told = lines.map((line) => JSON.parse(line)).filter((line) => line.requestId === 'call-3')
  expect(told).toMatchObject([
    { msg: 'A request failed', err: { message: expect.stringContaining('does not exist'), code: '42P01' } },
    { status: 500, path: '/api/v1/customers/…' },
  ])
})

test('the logs of all services under test are searched: a key, a secret, a token or an email in a line would be noticed', async () => {
  const before = linesRead()
  await (await startApp()).get('/api/v1/setup')
  await expect.poll(linesRead).toBeGreaterThan(before)

  const planted = [
    ADMIN_KEY,
    SECRET,
    PASSWORD,
    'sb_AZaz09-_AZaz09-_AZaz09-_AZaz09-_AZaz09-_AZ',
    'whsec_AZaz09+/AZaz09+/AZaz09+/',
    'Bearer abcdefgh1234',
    'jane.doe@example.com',
  ]
  for (const secret of planted) expect([secret, tells(`{"level":30,"msg":"x ${secret} y"}`)]).toEqual([secret, true])
  expect(tells('{"level":30,"requestId":"a-b","method":"GET","path":"/api/v1/customers/…","status":200,"ms":3,"msg":"Answered"}')).toBe(
    false,
  )
})
