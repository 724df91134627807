/** The only file that knows every part: it wires services, routes and jobs. */
import express, { type Express } from 'express'
import type { Logger } from 'pino'
import { type Issuer, openSignIn } from './accounts/better-auth.ts'
import { sendAccountLink } from './actions/accounts/send-account-link.ts'
import { sendActivityEmail } from './actions/activities/mail.ts'
import { mailMornings } from './actions/activities/morning.ts'
import { sweepActivities } from './actions/activities/sweep.ts'
import { askForOutcomes } from './actions/ask-for-outcomes.ts'
import { followCalendar } from './actions/calendars/follow.ts'
import { sweepCalendars, syncCalendar } from './actions/calendars/sync.ts'
import { tellCalendarTrouble } from './actions/calendars/tell.ts'
import { writeCalendarEvent } from './actions/calendars/write.ts'
import { comeDue } from './actions/come-due.ts'
import { readCrmChanges } from './actions/crm/read.ts'
import { tellOfCrm } from './actions/crm/tell.ts'
import { writeCrmRecord } from './actions/crm/write.ts'
import { writeTask } from './actions/crm/write-task.ts'
import { deliverWebhook } from './actions/deliver-webhook.ts'
import { sendInvitation } from './actions/send-invitation.ts'
import type { Services } from './actions/services.ts'
import { tellOfRegistration } from './actions/tell-registration.ts'
import { tidy } from './actions/tidy.ts'
import { DIST } from './build-widget.ts'
import { careful } from './calendars/careful.ts'
import { readGoogleNotice } from './calendars/google-push.ts'
import { readMicrosoftCall } from './calendars/microsoft-push.ts'
import { discoverCaldavOf, openCalendarsOf } from './calendars/open.ts'
import type { DiscoverCaldav, OpenCalendars } from './calendars/provider.ts'
import type { OpenCrm } from './crm/provider.ts'
import { salesforceOrgs } from './crm/salesforce/salesforce.ts'
import { salesforceSignIn } from './crm/salesforce/sign-in.ts'
import { getBooking } from './db/bookings.ts'
import { migrate, type Opened } from './db/database.ts'
import { findRegistrationTurns } from './db/registration-forms.ts'
import type { CalendarSettings } from './domain/calendar.ts'
import type { CrmSettings } from './domain/crm-sign-in.ts'
import { openFinder } from './finder/finder.ts'
import { openTurns } from './finder/turns.ts'
import { accountRoutes } from './http/accounts/accounts.ts'
import { accountLinkRoutes } from './http/accounts/links.ts'
import { ownAccountRoutes } from './http/accounts/own.ts'
import { sessionRoutes, signInRoutes } from './http/accounts/session.ts'
import { ownPagesOnly, staffOnly } from './http/auth.ts'
import { jsonBody } from './http/body.ts'
import { consentRoutes } from './http/calendar-consent.ts'
import { formRoutes } from './http/customer/forms.ts'
import { linkRoutes } from './http/customer/links.ts'
import { manageRoutes } from './http/customer/manage.ts'
import { pageRoutes } from './http/customer/pages.ts'
import { requestRoutes } from './http/customer/requests.ts'
import { docsRoutes } from './http/docs.ts'
import { shared } from './http/embedding.ts'
import { calendarHooks } from './http/hooks/calendars.ts'
import { phoneRoutes } from './http/hooks/phones.ts'
import { shopHooks } from './http/hooks/shops.ts'
import { bookingLimits, limited, signInLimits } from './http/limits.ts'
import { discreet, requestLog } from './http/log.ts'
import { openMetrics, operationRoutes } from './http/operations.ts'
import { answerProblems, notFound } from './http/problem.ts'
import { salesforceConsentRoutes } from './http/salesforce-consent.ts'
import { salesforceLaunchRoutes } from './http/salesforce-launch.ts'
import { protect, shellRoutes } from './http/shells.ts'
import { absenceRoutes } from './http/staff/absence.ts'
import { activityRoutes } from './http/staff/activities.ts'
import { auditRoutes } from './http/staff/audit.ts'
import { blocklistRoutes } from './http/staff/blocklist.ts'
import { bookingLinkRoutes } from './http/staff/booking-links.ts'
import { bookingRoutes } from './http/staff/bookings.ts'
import { calendarEditRoutes } from './http/staff/calendar-edits.ts'
import { calendarRoutes } from './http/staff/calendars.ts'
import { customerTableRoutes } from './http/staff/customer-table.ts'
import { customerRoutes } from './http/staff/customers.ts'
import { fairnessRoutes } from './http/staff/fairness.ts'
import { findTimeRoutes } from './http/staff/find-time.ts'
import { holdRoutes } from './http/staff/holds.ts'
import { homeRoutes } from './http/staff/home.ts'
import { launchRoutes } from './http/staff/launches.ts'
import { leadRoutes } from './http/staff/leads.ts'
import { messageTemplateRoutes } from './http/staff/message-templates.ts'
import { operationStaffRoutes } from './http/staff/operation.ts'
import { orderRoutes, orderTableRoutes } from './http/staff/orders.ts'
import { personalDataRoutes } from './http/staff/personal-data.ts'
import { processRoutes } from './http/staff/processes.ts'
import { registrationRoutes } from './http/staff/registrations.ts'
import { reportRoutes } from './http/staff/reports.ts'
import { salesforceRoutes } from './http/staff/salesforce.ts'
import { importRoutes, setupRoutes } from './http/staff/setup.ts'
import { shopRoutes } from './http/staff/shops.ts'
import { webhookRoutes } from './http/staff/webhooks.ts'
import { unsubscribeRoutes } from './http/unsubscribe.ts'
import { bookingViews } from './http/views.ts'
import { openQueue } from './jobs/queue.ts'
import { startWorker } from './jobs/worker.ts'
import { outboxProvider, smsOutbox } from './messages/outbox.ts'
import { smtpProvider } from './messages/smtp.ts'
import type { TwilioSettings } from './messages/twilio.ts'
import { outboundGuard } from './outbound/guard.ts'
import { oauth } from './outbound/oauth.ts'
import { outbound } from './outbound/post.ts'

export interface Settings {
  readonly publicUrl: string
  readonly trustProxy: string
  readonly adminKey: string
  readonly secret: string
  /** Secrets that were used before: what they sealed can still be read. */
  readonly secretsBefore?: readonly string[]
  readonly company: string
  readonly smtpUrl: string | null
  readonly mailFrom: string
  /** Hosts, or `host:port`, that webhooks may have although they lie in a private network. */
  readonly outboundAllow: readonly string[]
  /** The websites that may show booking pages and ask the public API; null: any. */
  readonly embedOrigins: readonly string[] | null
  readonly twilio?: TwilioSettings | null
  readonly calendars: CalendarSettings
  /** How calendars are opened, if not at their vendors. */
  readonly openCalendars?: OpenCalendars
  /** How we present ourselves to Salesforce; null: not at all. */
  readonly salesforce?: CrmSettings | null
  /** How the records of an org are opened, if not in Salesforce. */
  readonly openCrm?: OpenCrm
  /** How CalDAV addresses are looked up, if not on the net. */
  readonly discoverCaldav?: DiscoverCaldav
  readonly role: 'all' | 'web' | 'worker'
  /** Requests a minute to the public pages: reading and booking from one address, and booking on one page from everywhere. */
  readonly publicLimits: { readonly reads: number; readonly bookings: number; readonly bookingsPerPage: number }
  /** A form of a booking page that is sent sooner after the page was asked for was not filled in by a person. */
  readonly fastestFormSeconds: number
  /** Failed tries to sign in within a quarter of an hour: from one address, and for one email. */
  readonly signInLimits: { readonly perAddress: number; readonly perAccount: number }
  /** Where staff may sign in as well, if anywhere. */
  readonly issuer: Issuer | null
}

export interface App {
  readonly services: Services
  readonly handler: Express
  /** Finish the jobs that run and let go of everything but the database. */
  close(): Promise<void>
}

/** Bring the database up to date, and put the service together on it. */
export async function openApp(opened: Opened, settings: Settings, logger: Logger, now: () => Date = () => new Date()): Promise<App> {
  const log = discreet(logger)
  const migrations = await migrate(opened.db)
  const queue = await openQueue(opened, (error) => log.error({ err: error }, 'The job queue reports an error'))
  const email = settings.smtpUrl ? smtpProvider(settings.smtpUrl) : outboxProvider()
  // Loaded when it is needed only: the package is large.
  const sms = settings.twilio ? (await import('./messages/twilio.ts')).twilioProvider(settings.twilio) : smsOutbox()
  const { publicUrl, secret, mailFrom, company } = settings
  const finder = openFinder(opened, now)
  const embedded = opened.engine.kind === 'pglite'
  const signIn = openSignIn(opened.db, settings)
  const open = settings.openCalendars ?? openCalendarsOf(settings)
  const services: Services = {
    db: opened.db,
    finder,
    turns: openTurns(),
    registrationTurns: openTurns(findRegistrationTurns),
    queue,
    email,
    sms,
    signIn,
    outbound: outbound(outboundGuard(settings.outboundAllow)),
    openCalendars: (vendor, access) => careful(open(vendor, access)),
    discoverCaldav: settings.discoverCaldav ?? discoverCaldavOf(settings),
    oauth: oauth(settings.calendars, now),
    renewals: new Map(),
    calendars: settings.calendars,
    openCrm: settings.openCrm ?? salesforceOrgs(),
    crmSignIn: settings.salesforce ? salesforceSignIn(settings.salesforce, now) : null,
    crmTokens: new Map(),
    described: new Map(),
    show: async (db, id) => (await bookingViews(db, settings, [await getBooking(db, id)]))[0] ?? {},
    now,
    secret,
    seals: [secret, ...(settings.secretsBefore ?? [])],
    publicUrl,
    mailFrom,
    company,
    embedded,
    fastestFormSeconds: settings.fastestFormSeconds,
    report: (message, facts, error) => log.warn({ ...facts, ...(error === null ? {} : { err: error }) }, message),
  }
  await finder.refresh()

  if (settings.role !== 'web')
    await startWorker(
      queue,
      {
        'invitation.send': (payload) => sendInvitation(services, payload),
        'booking.due': (payload) => comeDue(services, payload),
        'outcome.ask': () => askForOutcomes(services),
        'account-link.send': (payload) => sendAccountLink(services, payload),
        'webhook.deliver': (payload) => deliverWebhook(services, payload),
        'calendar.sweep': () => sweepCalendars(services),
        'calendar.sync': (payload) => syncCalendar(services, payload),
        'calendar.write': (payload) => writeCalendarEvent(services, payload),
        'calendar.follow': (payload) => followCalendar(services, payload),
        'calendar.tell': (payload) => tellCalendarTrouble(services, payload),
        'crm.write': (payload) => writeCrmRecord(services, payload),
        'crm.task': (payload) => writeTask(services, payload),
        'crm.read': () => readCrmChanges(services),
        'crm.tell': (payload) => tellOfCrm(services, payload),
        'registration.tell': (payload) => tellOfRegistration(services, payload),
        'activity.sweep': () => sweepActivities(services),
        'activity.morning': () => mailMornings(services),
        'activity.mail': (payload) => sendActivityEmail(services, payload),
        tidy: () => tidy(services),
      },
      ({ name, id, data }, error) => log.warn({ job: name, jobId: id, ...data, err: error }, 'A job failed and will be tried again'),
    )
  return {
    services,
    handler: await httpApp(services, settings, log, migrations),
    async close() {
      await queue.close()
      await email.close()
      await finder.close()
    },
  }
}

async function httpApp(services: Services, settings: Settings, log: Logger, migrations: readonly string[]): Promise<Express> {
  const { publicUrl, adminKey } = settings
  const metrics = openMetrics(services)
  const staff = staffOnly(services, adminKey)
  const json = jsonBody('1mb')
  const api = express.Router()
  const { reads } = settings.publicLimits
  const books = bookingLimits(services.db, settings.publicLimits)
  const perMethod = { GET: limited(reads), POST: books.perAddress }

  api.use(importRoutes(services, staff), customerTableRoutes(services, staff), orderTableRoutes(services, staff))
  api.use(['/pages', '/manage', '/forms'], shared(settings.embedOrigins))
  // Limits and keys come first: whoever is refused is not read.
  const tries = signInLimits(services.db, settings.signInLimits)
  const beginnings = ['/session', '/accounts/first', '/password-resets', '/account-links/read', '/account-links/use']
  for (const path of beginnings) api.post(path, ownPagesOnly, tries.perAddress, json)
  const open = ['/pages', '/manage', '/links', '/requests', '/forms']
  api.use(open, (req, res, next) => (req.method === 'POST' ? perMethod.POST : perMethod.GET)(req, res, next))
  api.post('/pages/:slug/bookings', books.perPage)
  api.post('/forms/:slug/registrations', books.perPage)
  api.use(open, jsonBody('64kb'))
  api.use(signInRoutes(services, adminKey, tries), accountLinkRoutes(services, tries), pageRoutes(services), manageRoutes(services))
  api.use(linkRoutes(services), requestRoutes(services), formRoutes(services))
  api.use(staff, json, findTimeRoutes(services), holdRoutes(services), absenceRoutes(services), bookingRoutes(services))
  api.use(customerRoutes(services), homeRoutes(services), registrationRoutes(services), personalDataRoutes(services))
  api.use(processRoutes(services), activityRoutes(services), orderRoutes(services), leadRoutes(services), shopRoutes(services))
  api.use(
    setupRoutes(services),
    fairnessRoutes(services),
    reportRoutes(services),
    sessionRoutes(services),
    ownAccountRoutes(services, tries),
    accountRoutes(services),
  )
  api.use(calendarEditRoutes(services))
  api.use(
    auditRoutes(services),
    operationStaffRoutes(services),
    blocklistRoutes(services),
    bookingLinkRoutes(services),
    messageTemplateRoutes(services),
    webhookRoutes(services),
  )
  api.use(calendarRoutes(services), salesforceRoutes(services), launchRoutes(services))

  const app = express()
  app.disable('x-powered-by')
  if (settings.trustProxy !== '')
    app.set('trust proxy', /^\d+$/.test(settings.trustProxy) ? Number(settings.trustProxy) : settings.trustProxy)
  app.use(requestLog(log), metrics.count, protect(publicUrl))
  app.use(operationRoutes(services, adminKey, metrics, migrations))
  if (settings.role !== 'worker') {
    app.use(salesforceLaunchRoutes(services, limited(reads)), unsubscribeRoutes(services, limited(reads)))
    app.use('/api/v1', noStore, api, notFound)
    app.use(shopHooks(services), calendarHooks(services, { google: readGoogleNotice, microsoft: readMicrosoftCall }))
    app.use(phoneRoutes(services), consentRoutes(services), salesforceConsentRoutes(services))
    app.use(docsRoutes(publicUrl))
    app.use(await shellRoutes(services.db, DIST, settings.embedOrigins))
  }
  app.use(notFound, answerProblems(log))
  return app
}

const noStore: express.RequestHandler = (_req, res, next) => {
  res.set('Cache-Control', 'no-store')
  next()
}
