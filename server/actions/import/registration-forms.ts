import { type Database, json } from '../../db/database.ts'
import { upsert } from '../../db/setup.ts'
import type { RegistrationFormData } from '../../domain/setup.ts'
import type { Counts } from './import-setup.ts'
import { countsOf, merge } from './merge.ts'
import type { Names } from './names.ts'

/** Import of registration forms. Whoever is to look after those who come by one must work in its project. */
export async function importForms(tx: Database, names: Names, data: readonly RegistrationFormData[]): Promise<Counts> {
  const stored = await tx.selectFrom('registration_form').selectAll().execute()
  const merged = merge(names, 'registration_form', { at: 'registrationForms', key: 'slug', data, nameOf: (form) => form.slug }, stored)
  const workers = await findWorkers(tx)
  const rows = merged.map(({ data: form, row, id, pointer }) => {
    const required = (key: 'title' | 'project', value: string | undefined): string => {
      if (value === undefined) names.fail(`${pointer}/${key}`, 'is required for something new')
      return value ?? ''
    }
    const keys = form.questions?.map((question) => question.key) ?? []
    if (new Set(keys).size < keys.length) names.fail(`${pointer}/questions`, 'must have different keys')
    const projectId =
      form.project === undefined ? required('project', row?.project_id) : names.need('project', form.project, `${pointer}/project`)
    // Who is named takes the place of whoever was named before, a pool that of a rep as well.
    const named = Boolean(form.pool) || Boolean(form.rep)
    const idOf = (kind: 'pool' | 'rep', name: string | null | undefined, kept: string | null | undefined): string | null =>
      name ? names.need(kind, name, `${pointer}/${kind}`) : name === null || named ? null : (kept ?? null)
    const [poolId, repId] = [idOf('pool', form.pool, row?.pool_id), idOf('rep', form.rep, row?.rep_id)]
    if (poolId && projectId && !workers.has(`${poolId} ${projectId}`))
      names.fail(`${pointer}/pool`, 'must have a member who works in the project')
    if (repId && projectId && !workers.has(`${repId} ${projectId}`)) names.fail(`${pointer}/rep`, 'must be a rep of the project')
    return {
      id,
      slug: form.slug,
      project_id: projectId,
      title: required('title', form.title ?? row?.title),
      intro: form.intro === undefined ? (row?.intro ?? null) : form.intro,
      phone: form.phone ?? row?.phone ?? ('optional' as const),
      questions: json(form.questions ?? row?.questions ?? []),
      consent_text: form.consentText === undefined ? (row?.consent_text ?? null) : form.consentText,
      source: form.source ?? row?.source ?? 'Website',
      pool_id: poolId,
      rep_id: repId,
      active: form.active ?? row?.active ?? true,
    }
  })
  names.check()
  await upsert(tx, 'registration_form', rows)
  return countsOf(merged)
}

/** Who works where: a rep or a pool, and a project, with a space between. */
async function findWorkers(tx: Database): Promise<Set<string>> {
  const reps = await tx.selectFrom('rep_project').select(['rep_id as who', 'project_id as project']).execute()
  const pools = await tx
    .selectFrom('pool_member')
    .innerJoin('rep_project', 'rep_project.rep_id', 'pool_member.rep_id')
    .select(['pool_id as who', 'project_id as project'])
    .distinct()
    .execute()
  return new Set([...reps, ...pools].map(({ who, project }) => `${who} ${project}`))
}
