import { test } from 'vitest'
import { salesforceOrgs } from '../../server/crm/salesforce/salesforce.ts'
import { openSalesforce } from '../servers/salesforce.ts'
import { onPostgres } from '../support/app.ts'
import { CHANGES, SEED } from './calendar-chaos.ts'
import { crmChaos, type OrgBench, type OrgFailure } from './crm-chaos.ts'

/** As the fake org calls it. */
const FAILURES = {
  'server-error': 'server-error',
  maintenance: 'unavailable',
  'slow-down': 'slow-down',
  limit: 'limit',
  locked: 'lock',
  reset: 'reset',
  lost: 'reset-after',
  half: 'half',
  'time-out': 'hang-after',
} as const satisfies Record<OrgFailure, string>

/** So long a call takes at most, or a thousand changes would take an hour. */
const LIMIT_MS = 1500

async function fakeOrg(): Promise<OrgBench> {
  const org = await openSalesforce()
  let failing = true
  const text = (value: unknown) => String(value)
  const instant = (value: unknown) => new Date(text(value).replace('+0000', 'Z')).toISOString().replace('.000', '')
  const id = (value: unknown) => (typeof value === 'string' ? value : null)
  return {
    crm: salesforceOrgs(LIMIT_MS)(org.access()),
    fail: (how, times) => failing && org.fail(FAILURES[how], how === 'time-out' ? 1 : times),
    recover() {
      failing = false
      org.failBy(null)
    },
    contact: async (email) => ({ object: 'Contact', id: org.addContact({ LastName: 'Smith', Email: email }) }),
    user: async (email) => org.addUser({ name: email, email }),
    events: async () =>
      org.records('Event').map((event) => ({
        id: text(event.Id),
        bookingId: text(event.BookingId__c),
        status: text(event.BookingStatus__c),
        start: instant(event.StartDateTime),
        end: instant(event.EndDateTime),
        ownerId: id(event.OwnerId),
        whoId: id(event.WhoId),
      })),
    rows: async () =>
      org.records('Booking__c').map((row) => ({
        bookingId: text(row.BookingId__c),
        status: text(row.Status__c),
        start: instant(row.Start__c),
        repName: text(row.RepName__c),
        whoId: id(row.Contact__c) ?? id(row.Lead__c),
        eventId: id(row.EventId__c),
      })),
    leads: async () => org.records('Lead').map(({ Email }) => text(Email)),
    calls: () => org.requests.length,
    close: org.close,
  }
}

test.skipIf(onPostgres)(
  'S1.11 1,000 changes of bookings while the fake org fails: at the end all agree, and no event is left over',
  { timeout: 600_000 },
  () => crmChaos('the fake org of Salesforce', fakeOrg, CHANGES, SEED),
)
