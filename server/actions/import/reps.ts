import { type Database, json } from '../../db/database.ts'
import { insertRepChanges, replaceBusy, replaceRepProjects, replaceTimeOff, upsert } from '../../db/setup.ts'
import type { RepData } from '../../domain/setup.ts'
import type { Counts } from './import-setup.ts'
import { countsOf, merge } from './merge.ts'
import type { Names } from './names.ts'

/** Import of reps with their hours, time off and busy times. Those that are stored already are touched. */
export async function importReps(tx: Database, names: Names, data: readonly RepData[], at: Date): Promise<Counts> {
  const known = data.flatMap((rep) => names.idOf('rep', rep.email) ?? [])
  const stored = known.length === 0 ? [] : await tx.selectFrom('rep').selectAll().where('id', 'in', known).execute()
  const merged = merge(names, 'rep', { at: 'reps', key: 'email', data, nameOf: (rep) => rep.email }, stored)
  const rows = merged.map(({ data: rep, row, id, pointer }) => {
    const required = <K extends 'name' | 'timeZone'>(key: K, value: string | undefined): string => {
      if (value === undefined) names.fail(`${pointer}/${key}`, 'is required for something new')
      return value ?? ''
    }
    const dates = rep.overrides?.map((one) => one.date) ?? []
    if (new Set(dates).size < dates.length) names.fail(`${pointer}/overrides`, 'must have each date once')
    const limit = (given: number | null | undefined, kept: number | null | undefined) => (given === undefined ? (kept ?? null) : given)
    return {
      id,
      email: rep.email,
      name: required('name', rep.name ?? row?.name),
      kind: rep.kind ?? row?.kind ?? ('person' as const),
      time_zone: required('timeZone', rep.timeZone ?? row?.time_zone),
      weekly_hours: json(rep.weeklyHours ?? row?.weekly_hours ?? []),
      overrides: json(rep.overrides ?? row?.overrides ?? []),
      skills: json(rep.skills ?? row?.skills ?? []),
      languages: json(rep.languages ?? row?.languages ?? []),
      territories: json(rep.territories ?? row?.territories ?? []),
      daily_limit: limit(rep.dailyLimit, row?.daily_limit),
      weekly_limit: limit(rep.weeklyLimit, row?.weekly_limit),
      salesforce_user_id: rep.salesforceUserId === undefined ? (row?.salesforce_user_id ?? null) : rep.salesforceUserId,
      phone: rep.phone === undefined ? (row?.phone ?? null) : rep.phone,
      language: rep.language === undefined ? (row?.language ?? null) : rep.language,
      active: rep.active ?? row?.active ?? true,
      created_at: row?.created_at ?? at,
    }
  })
  const projects = merged.flatMap(({ data: rep, id, pointer }) =>
    rep.projects === undefined
      ? []
      : [{ repId: id, projectIds: [...new Set(rep.projects.map((name, i) => names.need('project', name, `${pointer}/projects/${i}`)))] }],
  )
  names.check()
  await upsert(tx, 'rep', rows)
  await insertRepChanges(
    tx,
    merged.filter((one) => one.row === undefined).map((one) => one.id),
  )
  await replaceRepProjects(tx, projects)
  await replaceTimeOff(
    tx,
    merged.flatMap(({ data: rep, id }) => (rep.timeOff ? [{ repId: id, spans: rep.timeOff }] : [])),
  )
  await replaceBusy(
    tx,
    'import',
    merged.flatMap(({ data: rep, id }) => (rep.busy ? [{ repId: id, spans: rep.busy }] : [])),
  )
  return countsOf(merged)
}
