import { findTemplates } from '../db/message-templates.ts'
import { instantText } from '../domain/interval.ts'
import type { Services } from './services.ts'

const spansOf = (rows: readonly { starts_at: Date; ends_at: Date }[] | undefined) =>
  (rows ?? []).map((row) => ({ start: instantText(row.starts_at), end: instantText(row.ends_at) }))

/** The whole configuration in the shape that import takes. */
export async function exportSetup({ db }: Services) {
  const projects = await db.selectFrom('project').selectAll().orderBy('slug').execute()
  const shares = await db.selectFrom('project_share').selectAll().execute()
  const reps = await db.selectFrom('rep').selectAll().orderBy('email').execute()
  const repProjects = await db.selectFrom('rep_project').selectAll().execute()
  const timeOff = Map.groupBy(await db.selectFrom('time_off').selectAll().orderBy('starts_at').execute(), (row) => row.rep_id)
  const busyRows = await db.selectFrom('busy').selectAll().where('source', '=', 'import').orderBy('starts_at').execute()
  const busy = Map.groupBy(busyRows, (row) => row.rep_id)
  const eventTypes = await db.selectFrom('event_type').selectAll().orderBy('slug').execute()
  const pools = await db.selectFrom('pool').selectAll().orderBy('slug').execute()
  const members = await db.selectFrom('pool_member').selectAll().execute()
  const pages = await db.selectFrom('booking_page').selectAll().orderBy('slug').execute()
  const customers = await db.selectFrom('customer').selectAll().orderBy('name').orderBy('id').execute()

  const templates = await findTemplates(db)

  const slugs = new Map([...projects, ...eventTypes, ...pools, ...pages].map((one) => [one.id, one.slug]))
  const emails = new Map(reps.map((rep) => [rep.id, rep.email]))
  const slug = (id: string) => slugs.get(id) ?? id
  const email = (id: string) => emails.get(id) ?? id

  return {
    projects: projects.map((one) => ({ slug: one.slug, name: one.name, kind: one.kind, timeZone: one.time_zone })),
    shares: shares.map((one) => ({
      between: [slug(one.project_id), slug(one.other_id)],
      appointments: one.appointments,
      history: one.history,
    })),
    reps: reps.map((one) => ({
      email: one.email,
      name: one.name,
      timeZone: one.time_zone,
      kind: one.kind,
      projects: repProjects.filter((row) => row.rep_id === one.id).map((row) => slug(row.project_id)),
      weeklyHours: one.weekly_hours,
      overrides: one.overrides,
      timeOff: spansOf(timeOff.get(one.id)),
      busy: spansOf(busy.get(one.id)),
      skills: one.skills,
      languages: one.languages,
      territories: one.territories,
      dailyLimit: one.daily_limit,
      weeklyLimit: one.weekly_limit,
      salesforceUserId: one.salesforce_user_id,
      ...(one.phone === null ? {} : { phone: one.phone }),
      ...(one.language === null ? {} : { language: one.language }),
      active: one.active,
    })),
    eventTypes: eventTypes.map((one) => ({
      slug: one.slug,
      name: one.name,
      durationMinutes: one.duration_minutes,
      slotIntervalMinutes: one.slot_interval_minutes,
      bufferBeforeMinutes: one.buffer_before_minutes,
      bufferAfterMinutes: one.buffer_after_minutes,
      minimumNoticeMinutes: one.minimum_notice_minutes,
      bookingWindowDays: one.booking_window_days,
      with: one.with.map((need) => ({ pool: slug(need.pool), count: need.count })),
      location: one.location,
      approval: one.approval,
      questions: one.questions,
      notify: one.notify,
      openPerCustomer: one.open_per_customer,
      policy: one.policy,
      reminders: one.reminders,
      followUpMinutes: one.follow_up_minutes,
      requestExpiresMinutes: one.request_expires_minutes,
      moments: one.moments,
    })),
    pools: pools.map((one) => ({
      slug: one.slug,
      name: one.name,
      distribution: one.distribution,
      strict: one.strict,
      correction: one.correction,
      cycle: one.cycle,
      ownerFirst: one.owner_first,
      ownerCounts: one.owner_counts,
      ownerHorizonDays: one.owner_horizon_days,
      members: members
        .filter((row) => row.pool_id === one.id)
        .map((row) => ({ email: email(row.rep_id), priority: row.priority, weight: row.weight }))
        .sort((a, b) => (a.email < b.email ? -1 : 1)),
    })),
    bookingPages: pages.map((one) => ({
      slug: one.slug,
      title: one.title,
      ...(one.rep_id ? { rep: email(one.rep_id) } : {}),
      ...(one.pool_id ? { pool: slug(one.pool_id) } : {}),
      ...(one.pages.length > 0 ? { pages: one.pages.map(slug) } : {}),
      eventTypes: one.event_types.map(slug),
      choice: one.choice,
    })),
    customers: customers.map((one) => ({
      ...(one.key ? { key: one.key } : {}),
      email: one.email,
      name: one.name,
      phone: one.phone,
      timeZone: one.time_zone,
      owner: one.owner_id ? email(one.owner_id) : null,
      coordinator: one.coordinator,
      ...(one.language === null ? {} : { language: one.language }),
      salesforce: one.salesforce_object && one.salesforce_id ? { object: one.salesforce_object, id: one.salesforce_id } : null,
    })),
    ...(templates.length === 0
      ? {}
      : {
          messageTemplates: templates.map(({ eventTypeId, moment, audience, channel, language, subject, body }) => ({
            eventType: eventTypeId === null ? null : slug(eventTypeId),
            moment,
            audience,
            channel,
            language,
            subject,
            body,
          })),
        }),
  }
}
