/** A service with an org in memory, whose people tests play. Nobody else works on the jobs: a test reads when it says so. */
import { sql } from 'kysely'
import { pino } from 'pino'
import { keepPerson } from '../../server/actions/crm/keep-person.ts'
import { readCrmChanges } from '../../server/actions/crm/read.ts'
import { tellOfCrm } from '../../server/actions/crm/tell.ts'
import { sendInvitation } from '../../server/actions/send-invitation.ts'
import { type MemoryCrm, memoryCrm, memoryCrmProvider } from '../../server/crm/memory.ts'
import type { Crm } from '../../server/crm/provider.ts'
import type { Customer } from '../../server/db/customers.ts'
import type { CrmPerson, PersonRef } from '../../server/domain/crm.ts'
import { jobs } from '../../server/jobs/catalog.ts'
import { type Company, company, NOW, openTestApp, person, type TestApp, wish } from '../support/app.ts'
import { connectOrg } from '../support/crm.ts'
import { openOwnDatabase } from '../support/own-database.ts'
import { type Hands, hands } from './crm-hands.ts'

export interface ReadingWorld {
  readonly app: TestApp
  readonly crm: MemoryCrm
  readonly org: Hands
  readonly made: Company
  /** What stands before the org: a test replaces it to let calls fail. */
  door: (crm: Crm) => Crm
  /** Let time pass. */
  later(minutes: number): void
  /** A minute later, read what has changed. */
  read(): Promise<void>
  /** The customer of a record, as a launch from it makes one. */
  launch(given: CrmPerson): Promise<Customer>
  /** Book for somebody, and note that the booking stands in the org as the record's. */
  book(customerId: string, start: string, record?: PersonRef): Promise<string>
  customer(id: string): Promise<any>
  booking(id: string): Promise<any>
  record(bookingId: string): Promise<any>
  orgRow(): Promise<any>
  /** Do the jobs of a kind that wait, and return what they are about. */
  work(name: 'crm.write' | 'crm.tell' | 'invitation.send'): Promise<any[]>
  /** The mails to somebody, in order. */
  mails(to: string): Promise<{ subject: string; moment: string; text: string; method: string | null }[]>
  close(): Promise<void>
}

export async function openReadingWorld(): Promise<ReadingWorld> {
  const crm = memoryCrm()
  let time = new Date(NOW)
  const now = () => time
  const memory = memoryCrmProvider(crm, now)
  const opened = await openOwnDatabase()
  const settings = { role: 'web' as const, openCrm: () => world.door(memory) }
  const app = await openTestApp(opened, settings, pino({ level: 'silent' }))
  const { db } = app.services
  const later = (minutes: number) => {
    time = new Date(time.getTime() + minutes * 60_000)
    app.at(time.toISOString())
  }
  const world: ReadingWorld = {
    app,
    crm,
    org: hands(crm, now),
    made: await company(app, { reps: [{}, {}] }),
    door: (one) => one,
    later,
    async read() {
      later(1)
      await readCrmChanges(app.services)
    },
    launch: (given) => keepPerson(app.services, given),
    async book(customerId, start, record) {
      const reply = await app.post('/api/v1/bookings', wish(world.made, start, { customer: { id: customerId } }))
      if (reply.status !== 201) throw new Error(`The booking was refused: ${JSON.stringify(reply.body)}`)
      const { id } = reply.body
      await db
        .insertInto('crm_record')
        .values({
          booking_id: id,
          org_id: crm.org.id,
          person_object: record?.object ?? null,
          person_id: record?.id ?? null,
          ...{ account_id: null, found: null, lead_for: null, event_id: null, problem: null, failed_at: null, notices: '[]' },
          status: 'scheduled',
          written_at: now(),
        })
        .execute()
      return id
    },
    customer: async (id) => (await app.get(`/api/v1/customers/${id}`)).body,
    booking: async (id) => (await app.get(`/api/v1/bookings/${id}`)).body,
    record: (id) => db.selectFrom('crm_record').selectAll().where('booking_id', '=', id).executeTakeFirstOrThrow(),
    orgRow: () => db.selectFrom('crm_org').selectAll().executeTakeFirstOrThrow(),
    async work(name) {
      const { rows } = await sql<{ data: any }>`
        update pgboss.job set state = 'completed' where name = ${name} and state = 'created' returning data`.execute(db)
      for (const { data } of rows) {
        if (name === 'crm.tell') await tellOfCrm(app.services, jobs[name].payload.parse(data))
        if (name === 'invitation.send') await sendInvitation(app.services, data)
      }
      return rows.map(({ data }) => data)
    },
    mails: (to) =>
      db
        .selectFrom('message')
        .select(['subject', 'moment', 'text', 'method'])
        .where('to_address', '=', to)
        .orderBy('created_at')
        .orderBy('sequence')
        .execute(),
    close: () => app.close(),
  }
  await connectOrg(app, crm)
  await person(app, 'administrator', { email: 'admin@example.com', name: 'Ada Admin' })
  return world
}
