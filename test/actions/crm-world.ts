/** A service with an org in memory, which tests reach into as its people would, and which fails as they say. */
import { pino } from 'pino'
import { writeCrmRecord } from '../../server/actions/crm/write.ts'
import type { Settings } from '../../server/app.ts'
import { type MemoryCrm, memoryCrm, memoryCrmProvider } from '../../server/crm/memory.ts'
import type { Crm } from '../../server/crm/provider.ts'
import { type BookingWrite, type CrmPerson, CrmTrouble, type PersonRef } from '../../server/domain/crm.ts'
import type { CrmRules } from '../../server/domain/crm-rules.ts'
import { openTestApp, type TestApp } from '../support/app.ts'
import { connectOrg } from '../support/crm.ts'
import { openOwnDatabase } from '../support/own-database.ts'

export interface CrmWorld {
  readonly app: TestApp
  readonly crm: MemoryCrm
  /** What the calls to come meet, one after the other: null, nothing; `after`, once their work is done. */
  readonly troubles: (CrmTrouble | { readonly after: CrmTrouble } | null)[]
  /** Every call, in order: its name. */
  readonly calls: string[]
  /** Every write that was tried, in order. */
  readonly puts: BookingWrite[]
  /** Judges each write, as an org's own rules do. */
  judge: (write: BookingWrite) => CrmTrouble | null
  /** What happens while a write is under way. */
  during: () => Promise<void>
  /** Forget what was called. */
  quiet(): void
  /** Connect the org with these rules. */
  connect(rules?: Partial<CrmRules>): Promise<void>
  /** Set rules of the connected org. */
  rule(rules: Partial<CrmRules>): Promise<void>
  /** Run the job of a booking now. */
  write(bookingId: string): Promise<void>
  record(bookingId: string): Promise<any>
  sync(bookingId: string): Promise<string>
  /** Somebody whom the org knows. */
  person(given?: Partial<CrmPerson> & { object?: PersonRef['object'] }): CrmPerson
  /** A user of the org, whom the service knows as well. */
  user(email: string, given?: { active?: boolean; known?: boolean }): Promise<string>
}

let names = 0

const idOf = (prefix: string): string => `${prefix}5e00000${String(++names).padStart(5, '0')}AAA`

export async function openCrmWorld(more: Partial<Settings> = {}): Promise<CrmWorld> {
  const crm = memoryCrm()
  const calls: string[] = []
  const troubles: CrmWorld['troubles'] = []
  const puts: BookingWrite[] = []
  let now = () => new Date()
  let provider: Crm | null = null
  const opened = await openOwnDatabase()
  const openCrm = () => {
    provider ??= memoryCrmProvider(crm, () => now())
    return watched(provider)
  }
  // Nobody else works on the jobs: each is run here.
  const app = await openTestApp(opened, { role: 'web', openCrm, ...more }, pino({ level: 'silent' }))
  now = app.services.now

  const watched = (real: Crm): Crm =>
    Object.fromEntries(
      Object.entries(real).map(([name, call]) => [
        name,
        async (...given: unknown[]) => {
          calls.push(name)
          if (name === 'put') {
            puts.push(given[0] as BookingWrite)
            await world.during()
          }
          const trouble = troubles.shift() ?? null
          if (trouble instanceof CrmTrouble) throw trouble
          const judged = name === 'put' ? world.judge(given[0] as BookingWrite) : null
          if (judged) throw judged
          const answer = await (call as (...all: unknown[]) => Promise<unknown>)(...given)
          if (trouble) throw trouble.after
          return answer
        },
      ]),
    ) as unknown as Crm

  const world: CrmWorld = {
    app,
    crm,
    troubles,
    calls,
    puts,
    judge: () => null,
    during: async () => {},
    quiet() {
      calls.length = 0
      puts.length = 0
    },
    connect: (rules = {}) => connectOrg(app, crm, rules),
    async rule(rules) {
      const { rules: before } = await app.services.db.selectFrom('crm_org').select('rules').executeTakeFirstOrThrow()
      await app.services.db
        .updateTable('crm_org')
        .set({ rules: JSON.stringify({ ...before, ...rules }) })
        .execute()
    },
    write: (bookingId) => writeCrmRecord(app.services, { bookingId }),
    record: (bookingId) =>
      app.services.db.selectFrom('crm_record').selectAll().where('booking_id', '=', bookingId).executeTakeFirstOrThrow(),
    sync: async (bookingId) =>
      (await app.services.db.selectFrom('booking').select('crm_sync').where('id', '=', bookingId).executeTakeFirstOrThrow()).crm_sync,
    person({ object = 'Contact', ...given } = {}) {
      const ref = { object, id: idOf(object === 'Contact' ? '003' : '00Q') }
      const known = { timeZone: null, language: null, ownerId: crm.org.userId, lastActivityAt: null, isPersonAccount: false }
      const person: CrmPerson = {
        ...known,
        ref,
        accountId: object === 'Contact' ? idOf('001') : null,
        name: 'Jane Smith',
        email: `jane${++names}@example.com`,
        phone: '+12125550100',
        createdAt: new Date('2026-01-01T00:00:00Z'),
        ...given,
      }
      crm.people.set(ref.id, person)
      return person
    },
    async user(email, { active = true, known = true } = {}) {
      const user = { id: idOf('005'), name: email, email, active }
      crm.users.set(user.id, user)
      if (known) await app.services.db.insertInto('crm_user').values(user).execute()
      return user.id
    },
  }
  return world
}

export const refusal = (code: string, part: 'lead' | 'person' | 'event' | 'booking' | null, fields: readonly string[] = []): CrmTrouble =>
  new CrmTrouble('refused', `Salesforce: no (${code})`, { code, part, fields })
