/** When an org is read, and what is told of its people comes to. */
import type { CrmPerson, PersonChange, PersonRef } from './crm.ts'

const MINUTE_MS = 60_000

/** The job comes each minute, give or take a little: what is due within this is due. */
const TOLERANCE_MS = 30_000

/** An org that has failed for so long is out of reach, and people are told. */
const PATIENCE_MS = 15 * MINUTE_MS

/** An org that counts our calls and does not say for how long it will take no more. */
export const USUAL_PAUSE_MS = 15 * MINUTE_MS

interface Pace {
  readonly triedAt: Date | null
  readonly pausedUntil: Date | null
  readonly callsUsed: number | null
  readonly callsAllowed: number | null
}

/** Minutes from one reading to the next: the more of the day's calls are used, the more are left to those who write. */
function minutesBetween({ callsUsed, callsAllowed }: Pace): number {
  const share = callsUsed === null || !callsAllowed ? 0 : callsUsed / callsAllowed
  return share > 0.95 ? 60 : share > 0.8 ? 15 : 1
}

/** Whether an org is to be read now. */
export function isReadingDue(org: Pace, now: Date): boolean {
  if (org.pausedUntil !== null && org.pausedUntil > now) return false
  return org.triedAt === null || now.getTime() >= org.triedAt.getTime() + minutesBetween(org) * MINUTE_MS - TOLERANCE_MS
}

/** Whether an org that has failed since then is out of reach by now. */
export const isOutOfReach = (failingSince: Date, now: Date): boolean => now.getTime() - failingSince.getTime() >= PATIENCE_MS

/** Salesforce shows an id with 15 or, with a checksum, 18 characters; the first 15 name the record. */
export const recordKey = (id: string): string => id.slice(0, 15)

/** What has become of records, each by the first 15 characters of its id. */
export interface SettledPeople {
  /** What they say now. */
  readonly known: ReadonlyMap<string, CrmPerson>
  /** Which record they have gone into, in the end; that one may be gone itself. */
  readonly moved: ReadonlyMap<string, PersonRef>
  /** Those that are no more, and went into none. */
  readonly gone: ReadonlySet<string>
}

/**
 * What a list of changes comes to, of each record the last word: a record that went into another which went into a third is the third. An
 * account of a person stands for its contact.
 */
export function settlePeople(changes: readonly PersonChange[]): SettledPeople {
  const last = new Map(changes.map((change) => [recordKey(change.ref.id), change]))
  const known = new Map<string, CrmPerson>()
  const steps = new Map<string, PersonRef>()
  const gone = new Set<string>()
  for (const [key, { became, person }] of last) {
    if (became) steps.set(key, became)
    else if (!person) gone.add(key)
    if (!person) continue
    known.set(recordKey(person.ref.id), person)
    if (person.isPersonAccount && person.accountId) steps.set(recordKey(person.accountId), person.ref)
  }
  const moved = new Map<string, PersonRef>()
  for (const [key, first] of steps) {
    const end = endOf(first, steps)
    if (recordKey(end.id) !== key) moved.set(key, end)
  }
  return { known, moved, gone }
}

function endOf(first: PersonRef, steps: ReadonlyMap<string, PersonRef>): PersonRef {
  let end = first
  // As many steps as there are at most, so that records which are said to have become each other end somewhere.
  for (let left = steps.size; left > 0; left--) end = steps.get(recordKey(end.id)) ?? end
  return end
}

/** A customer as far as records are concerned. */
export interface Linked {
  readonly id: string
  readonly recordId: string
}

/** Who becomes one: the loser goes into the survivor, and the survivor has the record. */
export interface Joining {
  readonly survivorId: string
  readonly loserIds: readonly string[]
  readonly ref: PersonRef
}

/** Whose customers follow a record that moved, the oldest first: who has it already survives, else the oldest does. */
export function joiningsOf(customers: readonly Linked[], moved: ReadonlyMap<string, PersonRef>): Joining[] {
  const refs = new Map([...moved.values()].map((ref) => [recordKey(ref.id), ref]))
  const targetOf = ({ recordId }: Linked) => recordKey(moved.get(recordKey(recordId))?.id ?? recordId)
  return [...Map.groupBy(customers, targetOf)].flatMap(([key, all]) => {
    const ref = refs.get(key)
    const survivor = all.find(({ recordId }) => recordKey(recordId) === key) ?? all[0]
    if (!ref || !survivor) return []
    return [{ survivorId: survivor.id, loserIds: all.flatMap(({ id }) => (id === survivor.id ? [] : [id])), ref }]
  })
}
