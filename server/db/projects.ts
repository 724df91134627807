import { Refusal } from '../domain/refusal.ts'
import { type Database, isId } from './database.ts'

export interface Project {
  readonly id: string
  readonly slug: string
  readonly name: string
  readonly kind: 'osc' | 'onsite'
  readonly timeZone: string
}

const select = (db: Database) => db.selectFrom('project').select(['id', 'slug', 'name', 'kind', 'time_zone as timeZone'])

export const findProjects = (db: Database): Promise<Project[]> => select(db).orderBy('name').execute()

/** The ids of these projects, each named by id or slug. Refuses with `not-found`. */
export async function idsOfProjects(db: Database, refs: readonly string[]): Promise<string[]> {
  if (refs.length === 0) return []
  const all = await findProjects(db)
  return refs.map((ref) => {
    const found = all.find(({ id, slug }) => id === ref || slug === ref)
    if (!found) throw new Refusal('not-found', `There is no project “${ref}”.`)
    return found.id
  })
}

/** The project of this id or slug. Refuses with `not-found`. */
export async function getProject(db: Database, ref: string): Promise<Project> {
  const found = await select(db)
    .where((row) => (isId(ref) ? row.or([row('id', '=', ref), row('slug', '=', ref)]) : row('slug', '=', ref)))
    .executeTakeFirst()
  if (!found) throw new Refusal('not-found', `There is no project “${ref}”.`)
  return found
}
