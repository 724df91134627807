import { sql } from 'kysely'
import type { Answer } from '../domain/booking.ts'
import type { Entry } from '../domain/ledger.ts'
import { Refusal } from '../domain/refusal.ts'
import type { RegistrationEntry, RegistrationForm } from '../domain/registration-form.ts'
import { type Database, json } from './database.ts'

const select = (db: Database) =>
  db
    .selectFrom('registration_form')
    .select(['id', 'slug', 'project_id as projectId', 'title', 'intro', 'phone', 'questions', 'consent_text as consentText'])
    .select(['source', 'pool_id as poolId', 'rep_id as repId', 'active'])

/** The form at this address, while it can be sent. */
export const findForm = (db: Database, slug: string): Promise<RegistrationForm | undefined> =>
  select(db).where('slug', '=', slug).where('active', '=', true).executeTakeFirst()

/** The same. Refuses with `not-found`. */
export async function getForm(db: Database, slug: string): Promise<RegistrationForm> {
  const found = await findForm(db, slug)
  if (!found) throw new Refusal('not-found', 'There is no registration form at this address.')
  return found
}

/** Keep what somebody sent with a form. If it uses a turn of a pool, the pool is locked already. */
export async function insertRegistrationEntry(tx: Database, entry: RegistrationEntry): Promise<void> {
  await tx
    .insertInto('registration_entry')
    .values({
      id: entry.id,
      form_id: entry.formId,
      customer_id: entry.customerId,
      pool_id: entry.poolId,
      rep_id: entry.repId,
      name: entry.name,
      email: entry.email,
      phone: entry.phone,
      answers: json(entry.answers),
      consent: entry.consent,
      created_at: entry.createdAt,
    })
    .execute()
}

/** What was sent with a form, and where it led. */
export interface SentEntry extends Omit<RegistrationEntry, 'poolId' | 'formId'> {
  readonly form: { readonly slug: string; readonly title: string }
  readonly project: { readonly id: string; readonly slug: string; readonly name: string }
}

const selectSent = (db: Database) =>
  db
    .selectFrom('registration_entry as entry')
    .innerJoin('registration_form as form', 'form.id', 'entry.form_id')
    .innerJoin('project', 'project.id', 'form.project_id')
    .select(['entry.id', 'entry.customer_id', 'entry.rep_id as repId', 'entry.name', 'entry.email', 'entry.phone'])
    .select(['entry.answers', 'entry.consent', 'entry.created_at as createdAt'])
    .select(['form.slug', 'form.title', 'project.id as projectId', 'project.slug as projectSlug', 'project.name as projectName'])

interface SentRow extends Omit<SentEntry, 'form' | 'project' | 'customerId' | 'email'> {
  readonly email: string | null
  readonly customer_id: string | null
  readonly slug: string
  readonly title: string
  readonly projectId: string
  readonly projectSlug: string
  readonly projectName: string
  readonly answers: readonly Answer[]
}

const sentOf = ({ slug, title, projectId, projectSlug, projectName, customer_id, email, ...row }: SentRow): SentEntry => ({
  ...row,
  customerId: customer_id ?? '',
  email: email ?? '',
  form: { slug, title },
  project: { id: projectId, slug: projectSlug, name: projectName },
})

/** What was sent under this id, unless the person has been forgotten. */
export async function findSentEntry(db: Database, id: string): Promise<SentEntry | null> {
  const row = await selectSent(db).where('entry.id', '=', id).where('entry.customer_id', 'is not', null).executeTakeFirst()
  return row ? sentOf(row) : null
}

/** Everything that a customer has sent, the newest first. */
export const findSentEntries = async (db: Database, customerId: string): Promise<SentEntry[]> =>
  (
    await selectSent(db)
      .where('entry.customer_id', '=', customerId)
      .orderBy('entry.created_at', 'desc')
      .orderBy('entry.turn', 'desc')
      .execute()
  ).map(sentOf)

/** The turns of a pool with registrations, as a ledger has them: those after the one with id `version`, in order. */
export async function findRegistrationTurns(db: Database, poolId: string, version: string): Promise<Entry[]> {
  const { rows } = await sql<Entry>`
    select turn::text as id, rep_id as "repId", null as "eventTypeId", id as "bookingId", 'assigned' as kind, created_at as at, 0 as amount,
      true as counts
    from registration_entry where pool_id = ${poolId} and turn > ${version}::bigint order by registration_entry.turn`.execute(db)
  return rows
}

/** Those who work in a project now, by id, and whether they are away for a day or longer. */
export async function findWhoIsThere(db: Database, projectId: string, at: Date): Promise<Map<string, { readonly away: boolean }>> {
  const { rows } = await sql<{ id: string; away: boolean }>`
    select rep.id, exists (select from time_off where time_off.rep_id = rep.id and starts_at <= ${at} and ends_at > ${at}
      and ends_at - starts_at >= interval '24 hours') as away
    from rep join rep_project on rep_project.rep_id = rep.id
    where rep_project.project_id = ${projectId} and rep.active and rep.kind = 'person'`.execute(db)
  return new Map(rows.map(({ id, away }) => [id, { away }]))
}
