import { sql } from 'kysely'
import { type Held, type Packed, packPairs, type Taken } from '../domain/availability.ts'
import { dateOf, type Minute, type Span } from '../domain/interval.ts'
import type { Database } from './database.ts'

/** What takes a rep's time, as it is stored. */
export interface StoredTime {
  readonly timeOff: readonly Span[]
  readonly busy: Packed
  readonly taken: readonly Taken[]
  /** Expired holds among them: who asks knows the time. */
  readonly held: readonly Held[]
}

interface Row {
  kind: 'off' | 'busy' | 'taken' | 'held'
  rep: string
  /** Of the booking or hold. */
  id: string | null
  start: Minute
  end: Minute
  from: Minute
  until: Minute
  expires: Date | null
  /** Starts and ends in turn, four bytes each. */
  packed: Uint8Array | null
}

const first = (column: string) => sql`greatest(floor(extract(epoch from ${sql.ref(column)}) / 60), -2147483648)::int`
const last = (column: string) => sql`least(ceil(extract(epoch from ${sql.ref(column)}) / 60), 2147483647)::int`

/**
 * What takes the time of these reps from `since` (up to `until`, if given), in whole minutes, in one round trip.
 *
 * A partly busy minute is busy: starts are rounded down, ends up.
 */
export async function findRepTimes(
  db: Database,
  repIds: readonly string[],
  since: Minute,
  until: Minute = 2 ** 31 - 1,
): Promise<Map<string, StoredTime>> {
  const [from, to] = [dateOf(since), dateOf(Math.min(until, 4_000_000_000))]
  const { rows } = await sql<Row>`
    select 'off' as kind, rep_id as rep, null as id, ${first('starts_at')} as start, ${last('ends_at')} as "end", 0 as "from", 0 as until,
      null::timestamptz as expires, null::bytea as packed
      from time_off where rep_id = any(${repIds}::uuid[]) and ends_at > ${from} and starts_at < ${to}
    union all
    select 'busy', rep_id, null, 0, 0, 0, 0, null,
      string_agg(int4send(${first('starts_at')}) || int4send(${last('ends_at')}), ''::bytea order by starts_at)
      from busy where rep_id = any(${repIds}::uuid[]) and ends_at > ${from} and starts_at < ${to} group by rep_id
    union all
    select case when hold_id is null then 'taken' else 'held' end, rep_id, coalesce(booking_id, hold_id)::text,
      ${first('starts_at')}, ${last('ends_at')}, ${first('busy_from')}, ${last('busy_until')}, expires_at, null
      from occupancy where rep_id = any(${repIds}::uuid[]) and tstzrange(busy_from, busy_until) && tstzrange(${from}, ${to})`.execute(db)

  const times = new Map(repIds.map((id) => [id, { timeOff: [] as Span[], busy: NEVER, taken: [] as Taken[], held: [] as Held[] }]))
  for (const { kind, rep, id, start, end, from, until, expires, packed } of rows) {
    const time = times.get(rep)
    if (!time) continue
    const spans = { meeting: { start, end }, blocks: { start: from, end: until } }
    if (kind === 'taken') time.taken.push({ bookingId: id ?? '', ...spans })
    else if (kind === 'held') time.held.push({ holdId: id ?? '', ...spans, expiresAt: expires?.getTime() ?? 0 })
    else if (kind === 'off') time.timeOff.push({ start, end })
    else if (packed) time.busy = packPairs(numbersOf(packed))
  }
  return times
}

const NEVER: Packed = new Int32Array()

/** A rep's busy time comes as one value: a row for each span would take twenty times the memory on its way. */
function numbersOf(bytes: Uint8Array): Int32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const numbers = new Int32Array(bytes.byteLength >> 2)
  for (let i = 0; i < numbers.length; i++) numbers[i] = view.getInt32(4 * i)
  return numbers
}
