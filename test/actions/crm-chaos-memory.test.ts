import { test } from 'vitest'
import { memoryCrm, memoryCrmProvider } from '../../server/crm/memory.ts'
import type { Crm } from '../../server/crm/provider.ts'
import { CrmTrouble, type PersonRef } from '../../server/domain/crm.ts'
import { CHANGES, SEED } from './calendar-chaos.ts'
import { crmChaos, type OrgBench, type OrgFailure } from './crm-chaos.ts'

const trouble = (how: OrgFailure): CrmTrouble => {
  switch (how) {
    case 'maintenance':
      return new CrmTrouble('later', 'Salesforce is being maintained.', { retryAfterMs: 60_000, code: 'SERVER_UNAVAILABLE' })
    case 'slow-down':
      return new CrmTrouble('later', 'Not so fast.', { retryAfterMs: 5000 })
    case 'limit':
      return new CrmTrouble('later', 'No calls left.', { retryAfterMs: 900_000, wholeOrg: true, code: 'REQUEST_LIMIT_EXCEEDED' })
    case 'locked':
      return new CrmTrouble('later', 'Somebody else is at it.', { retryAfterMs: 2000, code: 'UNABLE_TO_LOCK_ROW', part: 'event' })
    default:
      return new CrmTrouble('unreachable', `It failed: ${how}.`)
  }
}

/** These come after all was done; a time-out may come before or after. */
const AFTER: readonly OrgFailure[] = ['lost', 'half']

async function memoryOrg(): Promise<OrgBench> {
  const crm = memoryCrm()
  const real = memoryCrmProvider(crm, () => new Date())
  const failures: OrgFailure[] = []
  let slow = false
  let people = 0
  const failing = Object.fromEntries(
    Object.entries(real).map(([name, call]) => [
      name,
      async (...given: unknown[]) => {
        await new Promise((resolve) => setImmediate(resolve))
        const how = failures.shift()
        slow = how === 'time-out' ? !slow : slow
        const isAfter = how !== undefined && (AFTER.includes(how) || (how === 'time-out' && slow))
        if (how && !isAfter) throw trouble(how)
        const answer = await (call as (...all: unknown[]) => Promise<unknown>)(...given)
        if (how) throw trouble(how)
        return answer
      },
    ]),
  ) as unknown as Crm
  const text = (value: unknown) => String(value)
  return {
    crm: failing,
    fail: (how, times) => void failures.push(...Array.from({ length: times }, () => how)),
    recover: () => void failures.splice(0),
    async contact(email) {
      const ref: PersonRef = { object: 'Contact', id: `003000000${String(++people).padStart(6, '0')}AAA` }
      const known = { timeZone: null, language: null, ownerId: crm.org.userId, lastActivityAt: null, isPersonAccount: false }
      crm.people.set(ref.id, { ...known, ref, name: 'Jane Smith', email, phone: null, accountId: null, createdAt: new Date(0) })
      return ref
    },
    async user(email) {
      const id = `005000000${String(++people).padStart(6, '0')}AAA`
      crm.users.set(id, { id, name: email, email, active: true })
      return id
    },
    events: async () =>
      [...crm.events.values()].map(({ id, fields, person }) => ({
        id,
        bookingId: text(fields.BookingId__c),
        status: text(fields.BookingStatus__c),
        start: text(fields.StartDateTime),
        end: text(fields.EndDateTime),
        ownerId: fields.OwnerId === undefined ? null : text(fields.OwnerId),
        whoId: person?.id ?? null,
      })),
    rows: async () =>
      [...crm.bookings].map(([bookingId, { fields, person, eventId }]) => ({
        bookingId,
        status: text(fields.Status__c),
        start: text(fields.Start__c),
        repName: text(fields.RepName__c),
        whoId: person?.id ?? null,
        eventId,
      })),
    leads: async () => [...crm.people.values()].flatMap(({ ref, email }) => (ref.object === 'Lead' && email ? [email] : [])),
    calls: () => crm.calls,
    close: async () => {},
  }
}

test('1,000 changes of bookings while an org in memory fails: at the end all agree, and no event is left over', { timeout: 600_000 }, () =>
  crmChaos('an org in memory', memoryOrg, CHANGES, SEED),
)
