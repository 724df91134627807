/** Those whom the service tells: a mail server, a program behind a webhook, the calendars of some reps, and an org of Salesforce. */
import { generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { sql } from 'kysely'
import { SMTPServer } from 'smtp-server'
import { placeOf } from '../../server/actions/calendars/access.ts'
import { insertOrg } from '../../server/db/crm-org.ts'
import type { Database, Opened } from '../../server/db/database.ts'
import { USUAL_RULES } from '../../server/domain/crm-rules.ts'
import { seal } from '../../server/domain/sealed.ts'
import { openQueue } from '../../server/jobs/queue.ts'
import { openGoogle, type TestGoogle } from '../../test/servers/google.ts'
import { openSalesforce, type TestSalesforce } from '../../test/servers/salesforce.ts'
import { openReceiver, type Receiver } from '../../test/servers/webhook-receiver.ts'
import { someTime } from './company.ts'

/** A mail that came. */
export interface Came {
  readonly messageId: string
  readonly to: string
}

export interface Outside {
  readonly mails: Came[]
  readonly webhook: Receiver
  readonly google: TestGoogle
  readonly salesforce: TestSalesforce
  /** The settings with which the service finds them. */
  readonly settings: Readonly<Record<string, string>>
  close(): Promise<void>
}

/** Takes every mail and remembers whose it is. */
async function openMail(mails: Came[]): Promise<{ port: number; close(): Promise<void> }> {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    logger: false,
    onData(stream, session, done) {
      let head = ''
      stream.on('data', (part: Buffer) => {
        if (head.length < 8000) head += part.toString()
      })
      stream.on('end', () => {
        const messageId = /^message-id:\s*<([^>]*)>/im.exec(head)?.[1] ?? ''
        for (const { address } of session.envelope.rcptTo) mails.push({ messageId, to: address })
        done()
      })
    },
  })
  server.on('error', () => {}) // A worker that is killed breaks off in the middle of a mail.
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.server.address() as AddressInfo
  return { port, close: () => new Promise((resolve) => server.close(() => resolve())) }
}

export async function openOutside(): Promise<Outside> {
  const mails: Came[] = []
  const mail = await openMail(mails)
  const webhook = await openReceiver()
  const google = await openGoogle()
  const salesforce = await openSalesforce()
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  salesforce.trust(publicKey.export({ type: 'spki', format: 'pem' }).toString())
  return {
    ...{ mails, webhook, google, salesforce },
    settings: {
      SMTP_URL: `smtp://127.0.0.1:${mail.port}`,
      MAIL_FROM: 'Storm <bookings@storm.example>',
      OUTBOUND_ALLOW: `127.0.0.1:${new URL(webhook.url).port}`,
      GOOGLE_CLIENT_ID: google.clientId,
      GOOGLE_CLIENT_SECRET: google.clientSecret,
      GOOGLE_OAUTH_URL: google.url,
      GOOGLE_API_URL: google.url,
      SALESFORCE_CLIENT_ID: salesforce.clientId,
      SALESFORCE_LOGIN_URL: salesforce.url,
      SALESFORCE_USERNAME: salesforce.integration.username,
      SALESFORCE_PRIVATE_KEY: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString().replaceAll('\n', '\\n'),
    },
    async close() {
      await Promise.all([mail.close(), webhook.close(), google.close(), salesforce.close()])
    },
  }
}

/** Connect the org, as an administrator would: each token is asked for with a signed statement. */
export const connectOrg = (db: Database, { url, orgId, integration }: TestSalesforce): Promise<void> =>
  insertOrg(
    db,
    { id: orgId, name: 'Storm', sandbox: false, apiUrl: url, userId: integration.id, secret: null, rules: USUAL_RULES },
    new Date(),
  )

/** Give reps a calendar at Google, as if they had signed in there; it is read at once. */
export async function connectCalendars(opened: Opened, google: TestGoogle, secret: string, emails: readonly string[]): Promise<void> {
  const { db } = opened
  const ids: string[] = []
  for (const email of emails) {
    google.account(email)
    const id = randomUUID()
    const tokens = { accessToken: google.issueToken(email), refreshToken: 'unused', expiresAt: new Date(Date.now() + 86_400_000) }
    const sealed = seal(secret, placeOf(id), JSON.stringify(tokens), randomBytes(12))
    await sql`insert into calendar_account (id, rep_id, vendor, name, secret, next_sync_at, created_at)
      select ${id}, id, 'google', ${email}, ${sealed}, now(), now() from rep where email = ${email}`.execute(db)
    await sql`insert into calendar (id, account_id, rep_id, vendor_id, name, access, counts, takes_bookings)
      select ${randomUUID()}, ${id}, id, ${email}, 'Own', 'write', true, true from rep where email = ${email}`.execute(db)
    ids.push(id)
  }
  const queue = await openQueue(opened, () => {})
  await queue.enqueue(
    db,
    ids.map((accountId) => ['calendar.sync', { accountId }]),
  )
  await queue.close()
}

/** A rep enters something of their own into their calendar: it makes them busy, and is nothing of ours. */
export function enterByHand(google: TestGoogle, emails: readonly string[], chance: () => number): void {
  const email = emails[Math.floor(chance() * emails.length)]
  const start = new Date(someTime(chance))
  const end = new Date(start.getTime() + 30 * 60_000)
  if (email !== undefined)
    google.account(email).addEvent({ summary: 'Own', start: { dateTime: start.toISOString() }, end: { dateTime: end.toISOString() } })
}
