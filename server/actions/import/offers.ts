/** Import of what can be booked: projects and their shares, event types, pools, booking pages. */
import { type Database, json } from '../../db/database.ts'
import { upsert } from '../../db/setup.ts'
import { correctsItself } from '../../domain/distribution.ts'
import type { BookingPageData, EventTypeData, PoolData, ProjectData, ShareData } from '../../domain/setup.ts'
import type { Counts } from './import-setup.ts'
import { countsOf, merge } from './merge.ts'
import type { Names } from './names.ts'

const slugOf = (data: { slug: string }) => data.slug

/** The name of an object: the one given, the one stored, or an error. */
function nameFor(
  names: Names,
  { data, row, pointer }: { data: { name?: string }; row: { name: string } | undefined; pointer: string },
): string {
  const name = data.name ?? row?.name
  if (name === undefined) names.fail(`${pointer}/name`, 'is required for something new')
  return name ?? ''
}

export async function importProjects(tx: Database, names: Names, data: readonly ProjectData[]): Promise<Counts> {
  const merged = merge(
    names,
    'project',
    { at: 'projects', key: 'slug', data, nameOf: slugOf },
    await tx.selectFrom('project').selectAll().execute(),
  )
  const rows = merged.map((one) => ({
    id: one.id,
    slug: one.data.slug,
    name: nameFor(names, one),
    kind: one.data.kind ?? one.row?.kind ?? ('onsite' as const),
    time_zone: one.data.timeZone ?? one.row?.time_zone ?? 'UTC',
  }))
  await upsert(tx, 'project', rows)
  return countsOf(merged)
}

export async function importShares(tx: Database, names: Names, data: readonly ShareData[]): Promise<Counts> {
  const stored = await tx.selectFrom('project_share').selectAll().execute()
  const merged = data.map((share, i) => {
    const [a, b] = share.between.map((name, side) => names.need('project', name, `/shares/${i}/between/${side}`)).sort()
    if (a && a === b) names.fail(`/shares/${i}/between`, 'must name two different projects')
    const row = stored.find((one) => one.project_id === a && one.other_id === b)
    return {
      row,
      values: {
        project_id: a ?? '',
        other_id: b ?? '',
        appointments: share.appointments ?? row?.appointments ?? true,
        history: share.history ?? row?.history ?? true,
      },
    }
  })
  names.check()
  for (const { values } of merged)
    await tx
      .insertInto('project_share')
      .values(values)
      .onConflict((conflict) =>
        conflict.columns(['project_id', 'other_id']).doUpdateSet({ appointments: values.appointments, history: values.history }),
      )
      .execute()
  return countsOf(merged)
}

export async function importEventTypes(tx: Database, names: Names, data: readonly EventTypeData[]): Promise<Counts> {
  const stored = await tx.selectFrom('event_type').selectAll().execute()
  const merged = merge(names, 'event_type', { at: 'eventTypes', key: 'slug', data, nameOf: slugOf }, stored)
  const rows = merged.map((one) => {
    const { data: given, row, pointer } = one
    const duration = given.durationMinutes ?? row?.duration_minutes
    if (duration === undefined) names.fail(`${pointer}/durationMinutes`, 'is required for something new')
    const keys = given.questions?.map((question) => question.key) ?? []
    if (new Set(keys).size < keys.length) names.fail(`${pointer}/questions`, 'must have different keys')
    return {
      id: one.id,
      slug: given.slug,
      name: nameFor(names, one),
      duration_minutes: duration ?? 30,
      slot_interval_minutes: given.slotIntervalMinutes ?? row?.slot_interval_minutes ?? 15,
      buffer_before_minutes: given.bufferBeforeMinutes ?? row?.buffer_before_minutes ?? 0,
      buffer_after_minutes: given.bufferAfterMinutes ?? row?.buffer_after_minutes ?? 0,
      minimum_notice_minutes: given.minimumNoticeMinutes ?? row?.minimum_notice_minutes ?? 0,
      booking_window_days: given.bookingWindowDays ?? row?.booking_window_days ?? 60,
      with: json(
        given.with?.map((need, i) => ({ pool: names.need('pool', need.pool, `${pointer}/with/${i}/pool`), count: need.count })) ??
          row?.with ??
          [],
      ),
      location: json(given.location ?? row?.location ?? { kind: 'phone' }),
      approval: given.approval ?? row?.approval ?? false,
      questions: json(given.questions ?? row?.questions ?? []),
      notify: json({
        customer: given.notify?.customer ?? row?.notify.customer ?? ['email'],
        rep: given.notify?.rep ?? row?.notify.rep ?? ['email'],
      }),
      open_per_customer: given.openPerCustomer !== undefined ? given.openPerCustomer : row ? row.open_per_customer : 20,
      policy: json({ rescheduleUntilMinutes: 0, cancelUntilMinutes: 0, moveTo: 'any', ...row?.policy, ...given.policy }),
      reminders: json(given.reminders?.toSorted((a, b) => b - a) ?? row?.reminders ?? [1440, 60]),
      follow_up_minutes: given.followUpMinutes === undefined ? (row?.follow_up_minutes ?? null) : given.followUpMinutes,
      request_expires_minutes: given.requestExpiresMinutes ?? row?.request_expires_minutes ?? 2880,
      moments: json(given.moments ?? row?.moments ?? {}),
      crm: given.crm ?? row?.crm ?? true,
    }
  })
  names.check()
  await upsert(tx, 'event_type', rows)
  return countsOf(merged)
}

/** Import of pools. Whoever stays a member keeps the day on which he joined: it decides his place in the line. */
export async function importPools(tx: Database, names: Names, data: readonly PoolData[], at: Date): Promise<Counts> {
  const merged = merge(names, 'pool', { at: 'pools', key: 'slug', data, nameOf: slugOf }, await tx.selectFrom('pool').selectAll().execute())
  const rows = merged.map((one) => {
    const { data: given, row } = one
    const distribution = given.distribution ?? row?.distribution ?? ('find-by-time' as const)
    return {
      id: one.id,
      slug: given.slug,
      name: nameFor(names, one),
      distribution,
      strict: given.strict ?? row?.strict ?? false,
      correction: given.correction ?? (row?.distribution === distribution ? row.correction : correctsItself(distribution)),
      cycle: given.cycle ?? row?.cycle ?? ('month' as const),
      owner_first: given.ownerFirst ?? row?.owner_first ?? false,
      owner_counts: given.ownerCounts ?? row?.owner_counts ?? false,
      owner_horizon_days: given.ownerHorizonDays ?? row?.owner_horizon_days ?? 14,
    }
  })
  const stored = await tx.selectFrom('pool_member').select(['pool_id', 'rep_id', 'joined_at']).execute()
  const joined = new Map(stored.map((one) => [`${one.pool_id} ${one.rep_id}`, one.joined_at]))
  const members = merged.flatMap(({ id, data: pool, pointer }) => {
    const seen = new Set<string>()
    return (pool.members ?? []).map((member, i) => {
      const place = `${pointer}/members/${i}/email`
      const rep_id = names.need('rep', member.email, place)
      if (seen.has(member.email)) names.fail(place, `“${member.email}” comes twice.`)
      seen.add(member.email)
      const joined_at = joined.get(`${id} ${rep_id}`) ?? at
      return { pool_id: id, rep_id, priority: member.priority ?? 2, weight: member.weight ?? 100, joined_at }
    })
  })
  names.check()
  await upsert(tx, 'pool', rows)
  const listed = merged.filter((one) => one.data.members !== undefined).map((one) => one.id)
  if (listed.length > 0) await tx.deleteFrom('pool_member').where('pool_id', 'in', listed).execute()
  await upsert(tx, 'pool_member', members)
  return countsOf(merged)
}

export async function importPages(tx: Database, names: Names, data: readonly BookingPageData[]): Promise<Counts> {
  const stored = await tx.selectFrom('booking_page').selectAll().execute()
  const merged = merge(names, 'booking_page', { at: 'bookingPages', key: 'slug', data, nameOf: slugOf }, stored)
  const rows = merged.map((one) => {
    const { data: page, row, pointer } = one
    const title = page.title ?? row?.title
    if (title === undefined) names.fail(`${pointer}/title`, 'is required for something new')
    if (RESERVED.has(page.slug)) names.fail(`${pointer}/slug`, 'is an address of the service itself')
    const moved = page.rep !== undefined || page.pool !== undefined || page.pages !== undefined
    if (!moved && !row) names.fail(pointer, 'must have one of rep, pool or pages')
    const master = moved ? page.pages !== undefined : (row?.pages.length ?? 0) > 0
    const eventTypes =
      page.eventTypes?.map((name, i) => names.need('event_type', name, `${pointer}/eventTypes/${i}`)) ?? row?.event_types ?? []
    if (!master && eventTypes.length === 0) names.fail(`${pointer}/eventTypes`, 'must name at least one event type')
    return {
      id: one.id,
      slug: page.slug,
      title: title ?? '',
      choice: page.choice ?? row?.choice ?? ('customer' as const),
      rep_id: moved ? (page.rep === undefined ? null : names.need('rep', page.rep, `${pointer}/rep`)) : (row?.rep_id ?? null),
      pool_id: moved ? (page.pool === undefined ? null : names.need('pool', page.pool, `${pointer}/pool`)) : (row?.pool_id ?? null),
      pages: json(
        moved ? (page.pages ?? []).map((name, i) => names.need('booking_page', name, `${pointer}/pages/${i}`)) : (row?.pages ?? []),
      ),
      event_types: json(eventTypes),
    }
  })
  names.check()
  await upsert(tx, 'booking_page', rows)
  return countsOf(merged)
}

/** First parts of addresses that the service uses itself, so no booking page can have them. */
const RESERVED = new Set(['api', 'assets', 'console', 'docs', 'healthz', 'hooks', 'manage', 'metrics', 'readyz', 'register', 'salesforce'])
