/** What must be true of those who were told, beside the database. */
import { sql } from 'kysely'
import { UID } from '../../server/calendars/google-events.ts'
import type { Database } from '../../server/db/database.ts'
import { isSigned } from '../../test/servers/webhook-receiver.ts'
import type { Check } from './checks.ts'
import type { Outside } from './outside.ts'

/** How often each text is in a list. */
const counted = (all: readonly string[]): Map<string, number> => {
  const counts = new Map<string, number>()
  for (const one of all) counts.set(one, (counts.get(one) ?? 0) + 1)
  return counts
}

/** What is in one of two lists more often than in the other. */
function unlike(here: readonly string[], there: readonly string[]): string[] {
  const [left, right] = [counted(here), counted(there)]
  return [...new Set([...here, ...there])].flatMap((one) => {
    const [a, b] = [left.get(one) ?? 0, right.get(one) ?? 0]
    return a === b ? [] : [`${one}: ${a} and ${b}`]
  })
}

/** How many of a list are in it already. */
const repeated = (all: readonly string[]): number => all.length - new Set(all).size

/** Jobs that a worker may have under way at once, each of which is done again if it dies between the deed and the note of it. */
const UNDER_WAY = 8

/** Mails and deliveries: every one came, and a second time only under the same id, where a process or the database had died in between. */
async function checkTold(db: Database, { mails, webhook }: Outside, secret: string, faults: number): Promise<Check[]> {
  const sent = (await sql<{ what: string }>`select id || ' ' || to_address as what from message where status = 'sent'`.execute(db)).rows
  const written = new Set(
    (await sql<{ what: string }>`select id || ' ' || to_address as what from message`.execute(db)).rows.map(({ what }) => what),
  )
  const came = mails.map(({ messageId, to }) => `${messageId.split('@')[0]} ${to}`)
  const arrived = new Set(came)
  const deliveries = await db.selectFrom('webhook_delivery').select('id').execute()
  const taken = webhook.received.map(({ headers }) => String(headers['webhook-id']))
  const limit = faults * UNDER_WAY
  const again = [`mails ${repeated(came)}`, `deliveries ${repeated(taken)}`]
  const last = new Map<string, { change: number; status: string }>()
  for (const { body } of webhook.received) {
    const known = last.get(body.data.id)
    if (!known || known.change < body.change) last.set(body.data.id, { change: body.change, status: body.data.status })
  }
  const bookings = await db.selectFrom('booking').select(['id', 'status']).execute()
  return [
    {
      holds: `each of ${sent.length.toLocaleString('en')} mails that were sent came, and no other`,
      broken: [
        ...sent.flatMap(({ what }) => (arrived.has(what) ? [] : [`not come: ${what}`])),
        ...[...arrived].filter((one) => !written.has(one)),
      ],
    },
    {
      holds: `each of ${deliveries.length.toLocaleString('en')} deliveries came, signed, and no other`,
      broken: [
        ...unlike(
          deliveries.map(({ id }) => id),
          [...new Set(taken)],
        ),
        ...webhook.received.flatMap((one) => (isSigned(secret, one) ? [] : [`not signed: ${one.headers['webhook-id']}`])),
      ],
    },
    {
      holds: 'the highest change that the webhook heard of a booking says what the booking says',
      broken: bookings.flatMap(({ id, status }) =>
        last.get(id)?.status === status ? [] : [`${id} ${status}, heard ${last.get(id)?.status}`],
      ),
    },
    {
      holds: `what came twice came under the same id, after a death in between (${again.join(', ')}; at most ${limit} each)`,
      broken: Math.max(repeated(came), repeated(taken)) > limit ? again : [],
    },
  ]
}

/** Each booking of a rep with a calendar is in it once, at its time, and nothing else is. */
async function checkCalendars(db: Database, { google }: Outside, emails: readonly string[]): Promise<Check> {
  const { rows } = await sql<{ what: string }>`
    select email || ' ' || uid || ' ' || to_char(starts_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI') as what
    from booking join rep on rep.id = booking.rep_id
    where email = any(${emails}::text[]) and status in ('scheduled', 'completed', 'no-show')`.execute(db)
  const events = emails.flatMap((email) =>
    google
      .account(email)
      .events()
      .filter((one) => one.extendedProperties?.private?.[UID] !== undefined)
      .map((one) => {
        const start = new Date(one.start?.dateTime ?? '').toISOString().slice(0, 16)
        return `${email} ${one.extendedProperties?.private?.[UID]} ${start}`
      }),
  )
  return {
    holds: `each of ${rows.length} bookings of ${emails.length} reps with a calendar is in it once, and nothing else is`,
    broken: unlike(
      rows.map(({ what }) => what),
      events,
    ),
  }
}

/** Each booking of a kind that is written to the CRM, once it was agreed, has one row and one event there, which say what it says. */
async function checkCrm(db: Database, { salesforce }: Outside): Promise<Check[]> {
  const { rows } = await sql<{ id: string; what: string }>`
    select b.id::text as id, b.id || ' ' || b.status || ' ' || to_char(b.starts_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI') as what
    from booking b join event_type e on e.id = b.event_type_id
    where e.crm and (crm_sync <> 'none' or status in ('scheduled', 'completed', 'no-show'))`.execute(db)
  const at = (value: unknown) => new Date(String(value).replace('+0000', 'Z')).toISOString().slice(0, 16)
  const wanted = rows.map(({ what }) => what)
  const held = salesforce.records('Booking__c').map((row) => `${row.BookingId__c} ${row.Status__c} ${at(row.Start__c)}`)
  const events = salesforce.records('Event').map((event) => `${event.BookingId__c} ${event.BookingStatus__c} ${at(event.StartDateTime)}`)
  const leads = salesforce.records('Lead').map(({ Email }) => String(Email))
  return [
    {
      holds: `each of ${rows.length} bookings that are written to the CRM has one record there, which says what it says`,
      broken: unlike(wanted, held),
    },
    {
      holds: 'and one event, and each customer is one lead',
      broken: [...unlike(wanted, events), ...(repeated(leads) > 0 ? [`${repeated(leads)} leads`] : [])],
    },
  ]
}

/** Everything that must be true outside. `faults`: how many deaths there were in which something may have been done without being noted. */
export async function checkOutside(
  db: Database,
  outside: Outside,
  { secret, faults, calendars }: { secret: string; faults: number; calendars: readonly string[] },
): Promise<Check[]> {
  return [...(await checkTold(db, outside, secret, faults)), await checkCalendars(db, outside, calendars), ...(await checkCrm(db, outside))]
}
