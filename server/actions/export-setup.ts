import { findOffered } from '../db/call-centers.ts'
import type { Database } from '../db/database.ts'
import { findTemplates } from '../db/message-templates.ts'
import { instantText } from '../domain/interval.ts'
import { SETUP_KINDS, type SetupKind } from '../domain/setup.ts'
import type { Services } from './services.ts'

const spansOf = (rows: readonly { starts_at: Date; ends_at: Date }[] | undefined) =>
  (rows ?? []).map((row) => ({ start: instantText(row.starts_at), end: instantText(row.ends_at) }))

type Exported = Partial<Record<SetupKind, readonly Readonly<Record<string, unknown>>[]>>

/** Configuration in the shape that import takes: all of it, or some kinds alone. */
export async function exportSetup({ db }: Pick<Services, 'db'>, kinds: readonly SetupKind[] = SETUP_KINDS): Promise<Exported> {
  const names = await namesIn(db)
  const parts = {
    projects: projectsIn,
    shares: sharesIn,
    reps: repsIn,
    eventTypes: eventTypesIn,
    pools: poolsIn,
    bookingPages: bookingPagesIn,
    customers: customersIn,
    messageTemplates: textsIn,
    registrationForms: formsIn,
    callCenters: callCentersIn,
  }
  const found: Exported = {}
  for (const kind of SETUP_KINDS) if (kinds.includes(kind)) found[kind] = await parts[kind](db, names)
  // Whoever has no texts of their own, no forms, or no call centers, has no part for them.
  for (const kind of ['messageTemplates', 'registrationForms', 'callCenters'] as const) if (found[kind]?.length === 0) delete found[kind]
  return found
}

interface Names {
  slug(id: string): string
  email(repId: string): string
}

async function namesIn(db: Database): Promise<Names> {
  const rows = await Promise.all([
    db.selectFrom('project').select(['id', 'slug as name']).execute(),
    db.selectFrom('event_type').select(['id', 'slug as name']).execute(),
    db.selectFrom('pool').select(['id', 'slug as name']).execute(),
    db.selectFrom('booking_page').select(['id', 'slug as name']).execute(),
    db.selectFrom('rep').select(['id', 'email as name']).execute(),
  ])
  const names = new Map(rows.flat().map((one) => [one.id, one.name]))
  const name = (id: string) => names.get(id) ?? id
  return { slug: name, email: name }
}

async function projectsIn(db: Database) {
  const projects = await db.selectFrom('project').selectAll().orderBy('slug').execute()
  return projects.map((one) => ({ slug: one.slug, name: one.name, kind: one.kind, timeZone: one.time_zone }))
}

async function sharesIn(db: Database, { slug }: Names) {
  const shares = await db.selectFrom('project_share').selectAll().execute()
  return shares.map((one) => ({
    between: [slug(one.project_id), slug(one.other_id)],
    appointments: one.appointments,
    history: one.history,
  }))
}

async function repsIn(db: Database, { slug }: Names) {
  const reps = await db.selectFrom('rep').selectAll().orderBy('email').execute()
  const repProjects = Map.groupBy(await db.selectFrom('rep_project').selectAll().execute(), (row) => row.rep_id)
  const timeOff = Map.groupBy(await db.selectFrom('time_off').selectAll().orderBy('starts_at').execute(), (row) => row.rep_id)
  const busyRows = await db.selectFrom('busy').selectAll().where('source', '=', 'import').orderBy('starts_at').execute()
  const busy = Map.groupBy(busyRows, (row) => row.rep_id)
  return reps.map((one) => ({
    email: one.email,
    name: one.name,
    timeZone: one.time_zone,
    kind: one.kind,
    projects: (repProjects.get(one.id) ?? []).map((row) => slug(row.project_id)),
    weeklyHours: one.weekly_hours,
    overrides: one.overrides,
    timeOff: (timeOff.get(one.id) ?? []).map((row) => ({ ...spansOf([row])[0], ...(row.reason === null ? {} : { reason: row.reason }) })),
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
  }))
}

async function eventTypesIn(db: Database, { slug }: Names) {
  const eventTypes = await db.selectFrom('event_type').selectAll().orderBy('slug').execute()
  return eventTypes.map((one) => ({
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
    crm: one.crm,
  }))
}

async function poolsIn(db: Database, { email }: Names) {
  const pools = await db.selectFrom('pool').selectAll().orderBy('slug').execute()
  const members = await db.selectFrom('pool_member').selectAll().execute()
  return pools.map((one) => ({
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
  }))
}

async function bookingPagesIn(db: Database, { slug, email }: Names) {
  const pages = await db.selectFrom('booking_page').selectAll().orderBy('slug').execute()
  return pages.map((one) => ({
    slug: one.slug,
    title: one.title,
    ...(one.rep_id ? { rep: email(one.rep_id) } : {}),
    ...(one.pool_id ? { pool: slug(one.pool_id) } : {}),
    ...(one.pages.length > 0 ? { pages: one.pages.map(slug) } : {}),
    eventTypes: one.event_types.map(slug),
    choice: one.choice,
  }))
}

async function customersIn(db: Database, { email }: Names) {
  const customers = await db.selectFrom('customer').selectAll().orderBy('name').orderBy('id').execute()
  // Of several who have nothing but one email, each goes by the id: the email names none of them.
  const nameless = Map.groupBy(customers, (one) => (one.key === null && one.salesforce_id === null ? one.email : null))
  const keyOf = ({ id, key, email: own, salesforce_id }: (typeof customers)[number]) =>
    key ?? (own !== null && salesforce_id === null && (nameless.get(own)?.length ?? 0) > 1 ? id : null)
  return customers.map((one) => ({
    ...(keyOf(one) === null ? {} : { key: keyOf(one) }),
    email: one.email,
    name: one.name,
    phone: one.phone,
    timeZone: one.time_zone,
    owner: one.owner_id ? email(one.owner_id) : null,
    coordinator: one.coordinator,
    ...(one.language === null ? {} : { language: one.language }),
    ...(one.notes === null ? {} : { notes: one.notes }),
    salesforce: one.salesforce_object && one.salesforce_id ? { object: one.salesforce_object, id: one.salesforce_id } : null,
  }))
}

async function textsIn(db: Database, { slug }: Names) {
  const templates = await findTemplates(db)
  return templates.map(({ eventTypeId, moment, audience, channel, language, subject, body }) => ({
    eventType: eventTypeId === null ? null : slug(eventTypeId),
    moment,
    audience,
    channel,
    language,
    subject,
    body,
  }))
}

async function formsIn(db: Database, { slug, email }: Names) {
  const forms = await db.selectFrom('registration_form').selectAll().orderBy('slug').execute()
  return forms.map((one) => ({
    slug: one.slug,
    project: slug(one.project_id),
    title: one.title,
    intro: one.intro,
    phone: one.phone,
    questions: one.questions,
    consentText: one.consent_text,
    source: one.source,
    pool: one.pool_id && slug(one.pool_id),
    rep: one.rep_id && email(one.rep_id),
    active: one.active,
  }))
}

async function callCentersIn(db: Database) {
  const offered = await findOffered(db)
  const rows = await db.selectFrom('call_center').selectAll().orderBy('slug').execute()
  return rows.map(({ id, slug, name, payment_url, active }) => ({
    slug,
    name,
    paymentUrl: payment_url,
    active,
    dispositions: offered.get(id) ?? [],
  }))
}
