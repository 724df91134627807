/** What an import makes different, and whether what was read before it is still so. */
import { type Difference, findLastAudit } from '../../db/audit.ts'
import type { Database } from '../../db/database.ts'
import { type Audited, isSame } from '../../domain/audit.ts'
import { nameOfText } from '../../domain/message-template.ts'
import { type ErrorAt, Refusal } from '../../domain/refusal.ts'
import type { MessageTemplateData, NamedKind, SetupData, SetupKind } from '../../domain/setup.ts'
import { exportSetup } from '../export-setup.ts'

type Fields = Readonly<Record<string, unknown>>
type Told = Exclude<SetupKind, 'customers'>

const audited: Readonly<Record<Told, Audited>> = {
  projects: 'project',
  shares: 'share',
  reps: 'rep',
  eventTypes: 'event-type',
  pools: 'pool',
  bookingPages: 'booking-page',
  messageTemplates: 'text',
  registrationForms: 'registration-form',
  callCenters: 'call-center',
}
const TOLD = Object.keys(audited) as Told[]

/** By which a thing is known among those of its kind; two projects that share, by both, in the order of the alphabet. */
function nameOf(kind: SetupKind, one: Fields): string {
  if (kind === 'reps') return String(one.email)
  if (kind === 'shares') return (one.between as readonly string[]).toSorted().join(' ')
  if (kind === 'messageTemplates') return nameOfText(one as unknown as MessageTemplateData, one.eventType as string | null)
  return String(one.slug)
}

/** Things by kind and name, as export gives them. */
export type Stand = ReadonlyMap<Told, ReadonlyMap<string, Fields>>

/** How the kinds of things stand that an import is about; customers are no configuration, and only counted. */
export async function standOf(tx: Database, data: SetupData): Promise<Stand> {
  const kinds = TOLD.filter((kind) => (data[kind]?.length ?? 0) > 0 || kind in (data.asRead ?? {}))
  const found = await exportSetup({ db: tx }, kinds)
  return new Map(kinds.map((kind) => [kind, new Map((found[kind] ?? []).map((one) => [nameOf(kind, one), one]))]))
}

/** Everything that differs between how things stood and how they stand. Somebody's busy time is no setting, so it is left out. */
export function differencesBetween(before: Stand, after: Stand): Difference[] {
  return [...after].flatMap(([kind, things]) =>
    [...things].map(([name, thing]) => ({
      kind: audited[kind],
      name,
      before: settingsOf(before.get(kind)?.get(name) ?? null),
      after: settingsOf(thing),
    })),
  )
}

function settingsOf(thing: Fields | null): Fields | null {
  if (thing === null) return null
  const { busy, ...settings } = thing
  return settings
}

/** Refuse with `conflict` if something is no longer as it was read: whoever saves would undo, unseen, what somebody else has done. */
export async function refuseStale(tx: Database, data: SetupData, stand: Stand): Promise<void> {
  const errors: ErrorAt[] = []
  let first: { kind: Audited; name: string } | null = null
  for (const [kind, things] of Object.entries(data.asRead ?? {}) as [NamedKind, NonNullable<SetupData['asRead']>[NamedKind]][])
    for (const [name, read] of Object.entries(things ?? {})) {
      const now = stand.get(kind)?.get(name) ?? null
      const place = `/${kind}/${((data[kind] ?? []) as readonly object[]).findIndex((one) => nameOf(kind, one as Fields) === name)}`
      const found = staleFields(read, now).map((field) => ({
        pointer: field === null ? place : `${place}/${field}`,
        detail: STALE[read === null ? 'new' : now === null ? 'gone' : 'other'],
      }))
      if (found.length > 0) first ??= { kind: audited[kind], name }
      errors.push(...found)
    }
  if (first === null) return
  const last = await findLastAudit(tx, first.kind, first.name)
  const who = last?.author.name ?? last?.author.email ?? 'Somebody'
  throw new Refusal('conflict', `Nothing was saved: ${who} has changed “${first.name}” since it was read.`, { errors })
}

const STALE = { new: 'is there already', gone: 'is no longer there', other: 'has been changed by somebody else' } as const

function staleFields(read: Fields | null, now: Fields | null): readonly (string | null)[] {
  if (read === null || now === null) return read === now ? [] : [null]
  return Object.keys(read).filter((field) => !isSame(read[field], now[field]))
}
