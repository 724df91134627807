import { sql } from 'kysely'
import { Refusal } from '../domain/refusal.ts'
import type { Rep } from '../domain/rep.ts'
import { type Hours, minuteOfDay } from '../domain/schedule.ts'
import { dayOf } from '../domain/zone.ts'
import { type Database, isId } from './database.ts'
import type { Override, WeeklyHours } from './tables.ts'

/** What every screen shows of a rep. */
export interface RepCard {
  readonly id: string
  readonly email: string
  readonly name: string
  readonly timeZone: string
}

const WEEK = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']
const hoursOf = (span: { start: string; end: string }): Hours => ({ start: minuteOfDay(span.start), end: minuteOfDay(span.end) })
const weekOf = (hours: readonly WeeklyHours[]) => WEEK.map((day) => hours.filter((one) => one.days.includes(day)).map(hoursOf))
const overridesOf = (overrides: readonly Override[]) => new Map(overrides.map((one) => [dayOf(one.date), one.hours.map(hoursOf)] as const))

/** The reps with these ids, with all that decides what they can take. */
export async function findReps(db: Database, ids: readonly string[]): Promise<Rep[]> {
  if (ids.length === 0) return []
  const rows = await db
    .selectFrom('rep')
    .select(['id', 'email', 'name', 'kind', 'time_zone as timeZone', 'skills', 'languages', 'territories', 'active'])
    .select(['daily_limit as dailyLimit', 'weekly_limit as weeklyLimit', 'weekly_hours', 'overrides'])
    .select(sql<string[]>`array(select project_id::text from rep_project where rep_id = rep.id)`.as('projects'))
    .select(
      sql<boolean>`exists (select from calendar join calendar_account on calendar_account.id = account_id
        where calendar.rep_id = rep.id and counts and (revoked or unreachable or synced_at is null))`.as('outOfReach'),
    )
    .where(sql<boolean>`id = any(${ids}::uuid[])`)
    .execute()
  return rows.map(({ weekly_hours, overrides, ...rep }) => ({ ...rep, weekly: weekOf(weekly_hours), overrides: overridesOf(overrides) }))
}

export async function findRepCards(db: Database, ids: readonly string[]): Promise<Map<string, RepCard>> {
  const rows = await db
    .selectFrom('rep')
    .select(['id', 'email', 'name', 'time_zone as timeZone'])
    .where(sql<boolean>`id = any(${ids}::uuid[])`)
    .execute()
  return new Map(rows.map((rep) => [rep.id, rep]))
}

/** Everybody who takes bookings, or only the one who is named, by name. */
export async function findActiveRepCards(db: Database, onlyId: string | null): Promise<RepCard[]> {
  const all = db.selectFrom('rep').select(['id', 'email', 'name', 'time_zone as timeZone']).where('active', '=', true)
  return (onlyId === null ? all : all.where('id', '=', onlyId)).orderBy('name').orderBy('id').execute()
}

/** The people who meet customers, those who have left among them, by name: only the one who is named, or only those who work in these projects or in none. */
export async function findPeople(
  db: Database,
  { onlyId, projectIds }: { readonly onlyId: string | null; readonly projectIds: readonly string[] | null },
): Promise<(RepCard & { readonly active: boolean })[]> {
  const all = db.selectFrom('rep').select(['id', 'email', 'name', 'time_zone as timeZone', 'active']).where('kind', '=', 'person')
  const seen = projectIds === null ? all : all.where(worksIn(projectIds))
  return (onlyId === null ? seen : seen.where('id', '=', onlyId)).orderBy('name').orderBy('id').execute()
}

/** Whether a row of `rep` works in one of these projects, or in all since none is named. */
const worksIn = (projectIds: readonly string[]) =>
  sql<boolean>`(not exists (select from rep_project where rep_id = rep.id)
    or exists (select from rep_project where rep_id = rep.id and project_id = any(${projectIds}::uuid[])))`

/** The people who work in a project and take bookings, by name. */
export const findRepsOfProject = (db: Database, projectId: string): Promise<RepCard[]> =>
  db
    .selectFrom('rep')
    .innerJoin('rep_project', 'rep_project.rep_id', 'rep.id')
    .select(['rep.id', 'email', 'name', 'time_zone as timeZone'])
    .where('project_id', '=', projectId)
    .where('active', '=', true)
    .where('kind', '=', 'person')
    .orderBy('name')
    .orderBy('rep.id')
    .execute()

/** How a rep can be written to beside his email, and in which language. */
export interface RepContact {
  readonly id: string
  readonly phone: string | null
  readonly language: string | null
}

export const findRepContacts = (db: Database, ids: readonly string[]): Promise<RepContact[]> =>
  db.selectFrom('rep').select(['id', 'phone', 'language']).where(sql<boolean>`id = any(${ids}::uuid[])`).execute()

/** The rep of this id or email. Refuses with `not-found`. */
export async function getRepCard(db: Database, ref: string): Promise<RepCard> {
  const found = await db
    .selectFrom('rep')
    .select(['id', 'email', 'name', 'time_zone as timeZone'])
    .where((row) => (isId(ref) ? row('id', '=', ref) : row('email', '=', ref.toLowerCase())))
    .executeTakeFirst()
  if (!found) throw new Refusal('not-found', `There is no rep “${ref}”.`)
  return found
}

/** The id of the person with this email, if it is a rep's. */
export const findRepIdByEmail = async (db: Database, email: string): Promise<string | null> =>
  (await db.selectFrom('rep').select('id').where('email', '=', email.toLowerCase()).executeTakeFirst())?.id ?? null

/** The ids of the reps who have these emails, as they are stored. */
export async function findRepIdsByEmail(db: Database, emails: readonly string[]): Promise<string[]> {
  if (emails.length === 0) return []
  const rows = await db.selectFrom('rep').select('id').where(sql<boolean>`email = any(${emails}::text[])`).execute()
  return rows.map(({ id }) => id)
}

/**
 * Take the lock on these reps' time and tell every process that it changes. The first statement of every transaction that touches a
 * schedule, time off, busy time or occupancy; always in the order of ids, so that two transactions never wait for each other in a ring.
 */
export async function touchReps(tx: Database, repIds: readonly string[]): Promise<void> {
  const ids = [...new Set(repIds)].sort()
  await sql`
    with locked as (select rep_id from rep_change where rep_id = any(${ids}::uuid[]) order by rep_id for update)
    update rep_change set changed = pg_current_xact_id() from locked where rep_change.rep_id = locked.rep_id`.execute(tx)
}
