/** Call centers and what may come of the calls that are made there. */
import { type AgentOptions, DISPOSITION_KINDS, type Disposition, type DispositionKind } from '../domain/lead.ts'
import { Refusal } from '../domain/refusal.ts'
import type { Database } from './database.ts'

/** The id of the call center with this slug. Refuses with `invalid`, naming the place. */
export async function idOfCallCenter(db: Database, slug: string, pointer: string): Promise<string> {
  const found = await db.selectFrom('call_center').select('id').where('slug', '=', slug).executeTakeFirst()
  if (!found) throw new Refusal('invalid', `There is no call center “${slug}”.`, { errors: [{ pointer, detail: 'is no call center' }] })
  return found.id
}

/** What may come of a call, in the order of the Call Centers page: in one call center, or (null) in any; each name once. */
async function findDispositions(db: Database, kind: DispositionKind, callCenter: string | null): Promise<string[]> {
  const rows = await db
    .selectFrom('call_disposition')
    .innerJoin('call_center', 'call_center.id', 'call_center_id')
    .select('call_disposition.name')
    .where('kind', '=', kind)
    .where('call_disposition.active', '=', true)
    .where('call_center.active', '=', true)
    .where((row) => (callCenter === null ? row.lit(true) : row('call_center.slug', '=', callCenter)))
    .orderBy('call_center.slug')
    .orderBy('position')
    .orderBy('call_disposition.name')
    .execute()
  return [...new Set(rows.map(({ name }) => name))]
}

/** What may come of a call for whoever has these options; everybody else, and whose call center is not in use, chooses from those of all. */
export async function dispositionsFor(db: Database, kind: DispositionKind, options: AgentOptions | null): Promise<string[]> {
  const slug = options?.callCenter ?? null
  const inUse =
    slug !== null &&
    (await db.selectFrom('call_center').select('id').where('slug', '=', slug).where('active', '=', true).executeTakeFirst()) !== undefined
  return findDispositions(db, kind, inUse ? slug : null)
}

/** Where agents of a call center take payments, if they do elsewhere. */
export async function findPaymentUrl(db: Database, callCenter: string | null): Promise<string | null> {
  if (callCenter === null) return null
  const found = await db.selectFrom('call_center').select('payment_url as url').where('slug', '=', callCenter).executeTakeFirst()
  return found?.url ?? null
}

/** What call centers offer now, in its order, by call center. */
export async function findOffered(db: Database): Promise<Map<string, Disposition[]>> {
  const rows = await db
    .selectFrom('call_disposition')
    .select(['call_center_id as callCenterId', 'name', 'kind'])
    .where('active', '=', true)
    .orderBy('position')
    .orderBy('name')
    .execute()
  const found = Map.groupBy(rows, ({ callCenterId }) => callCenterId)
  const rank = (kind: DispositionKind) => DISPOSITION_KINDS.indexOf(kind)
  return new Map(
    [...found].map(([id, list]) => [id, list.map(({ name, kind }) => ({ name, kind })).sort((a, b) => rank(a.kind) - rank(b.kind))]),
  )
}
