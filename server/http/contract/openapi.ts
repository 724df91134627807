/** The whole API as OpenAPI 3.1, made from the schemas that read the requests. */

import { z } from 'zod'
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathItemObject } from 'zod-openapi'
import {
  AffectedList,
  AffectedQuery,
  AffectedReps,
  AskAnewRequest,
  CalendarQuery,
  CalendarView,
  ChangedSchedule,
  CountryList,
  EnteredTimeOff,
  HolidayList,
  HolidayQuery,
  ReassignManyAnswer,
  ReassignManyRequest,
  RepList,
  ScheduleChange,
  ScheduleView,
  TimeOffRequest,
} from './absence.ts'
import {
  AccountChange,
  AccountLinkRequest,
  AccountLinkView,
  AccountList,
  AccountQuery,
  AccountRequest,
  AccountView,
  ApiKeyList,
  ApiKeyRequest,
  ChoosePasswordRequest,
  FirstAccountRequest,
  NewApiKeyView,
  PasswordChange,
  ResetRequest,
  SecondFactorCode,
  SecondFactorRequest,
  SecondFactorView,
  SessionList,
  SessionRequest,
  SessionView,
  SignInView,
} from './accounts.ts'
import {
  ActivityCountQuery,
  ActivityCounts,
  ActivityList,
  ActivityQuery,
  ActivityRequest,
  ActivityView,
  CompleteRequest,
  HandOverRequest,
  ManyRequest,
  ManyView,
  PostponeRequest,
  ReminderChange,
  ReminderView,
  SkipRequest,
} from './activities.ts'
import { AuditList, AuditQuery } from './audit.ts'
import { BlockedView, Blocklist, BlocklistQuery, BlockRequest } from './blocklist.ts'
import { BookingLinkList, BookingLinkQuery, BookingLinkRequest, BookingLinkView, OpenedLinkView } from './booking-links.ts'
import {
  ApproveRequest,
  BookingQuery,
  BookingRequest,
  BookingView,
  CancelRequest,
  DeclineRequest,
  OutcomeRequest,
  ReassignRequest,
  RescheduleRequest,
} from './bookings.ts'
import { CalendarEditAnswer, CalendarEditList } from './calendar-edits.ts'
import {
  CaldavRequest,
  CalendarAccountList,
  CalendarAccountQuery,
  CalendarAccountView,
  CalendarChoice,
  CheckRequest,
  ConsentRequest,
  ConsentView,
} from './calendars.ts'
import {
  CustomerChange,
  CustomerExportQuery,
  CustomerList,
  CustomerQuery,
  CustomerRequest,
  CustomerTableRequest,
  CustomerTableView,
  CustomerView,
  DuplicateList,
  MergeRequest,
  MessageList,
  MessageQuery,
  SetupView,
} from './customers.ts'
import { CreditRequest, CreditView, FairnessQuery, FairnessView } from './fairness.ts'
import { AvailabilityAnswer, AvailabilityQuery, FindByTimeAnswer, FindByTimeRequest, FreeRepsAnswer, FreeRepsQuery } from './find-time.ts'
import { FormRegistrationRequest, FormView, RegisteredView } from './forms.ts'
import { HoldRequest, HoldView, RenewRequest } from './holds.ts'
import { HomeQuery, HomeView } from './home.ts'
import { ExportQuery, ImportAnswer, ImportRequest } from './import.ts'
import { LaunchRequest, LaunchView } from './launches.ts'
import {
  AgentList,
  BatchRequest,
  BatchView,
  CallRequest,
  CandidateList,
  CandidateQuery,
  DispositionList,
  DispositionQuery,
  LeadList,
  LeadQuery,
  LeadReport,
  LeadReportQuery,
  LeadRequest,
  LeadWithCustomer,
  ResolveRequest,
  UnassignRequest,
} from './leads.ts'
import { PreviewRequest, PreviewView, TemplateIn, TemplateList, TemplateView, TestRequest, TestView } from './message-templates.ts'
import { AlertList, FailedJobList, FailedJobQuery, JobReplayRequest, JobReplayView } from './operation.ts'
import {
  OrderEnd,
  OrderEntryChange,
  OrderEntryRequest,
  OrderExportQuery,
  OrderList,
  OrderQuery,
  OrdersRequest,
  OrdersTaken,
  OrderTableRequest,
  OrderTableView,
  OrderView,
  ShopChange,
  ShopList,
  ShopRequest,
  ShopView,
  SoldItems,
} from './orders.ts'
import {
  ManageCancel,
  ManageReschedule,
  ManageSlotsQuery,
  PageQuery,
  PageView,
  PublicBookingRequest,
  PublicBookingView,
  SlotRepsAnswer,
  SlotRepsQuery,
  SlotsAnswer,
  SlotsQuery,
} from './pages.ts'
import { CustomerDataView, ErasedView, EraseRequest } from './personal-data.ts'
import { Problem } from './problem.ts'
import {
  FollowUpChange,
  FollowUpList,
  FollowUpRequest,
  FollowUpView,
  ProcessChange,
  ProcessList,
  ProcessQuery,
  ProcessRequest,
  ProcessView,
  RunList,
  TimelineRequest,
  TimelineView,
} from './processes.ts'
import {
  MemberList,
  ProfileQuery,
  ProfileView,
  ProjectList,
  RegistrationChange,
  RegistrationRequest,
  RegistrationView,
} from './registrations.ts'
import {
  AcrossQuery,
  AcrossReportView,
  AcrossTableQuery,
  BookingReportQuery,
  BookingReportView,
  BookingTableQuery,
  CreditReportView,
  ReportQuery,
  ReportTableQuery,
} from './reports.ts'
import { AskedView } from './requests.ts'
import {
  ConnectRequest,
  ConnectView,
  FailureList,
  FailureQuery,
  FieldList,
  FieldQuery,
  SalesforceChange,
  SalesforceView,
  WriteAgainRequest,
  WrittenAgainView,
} from './salesforce.ts'
import { Instant, listOf, Ref, Slug } from './shapes.ts'
import {
  DeliveryList,
  DeliveryQuery,
  DeliveryView,
  NewWebhookView,
  ReplayRequest,
  WebhookChange,
  WebhookList,
  WebhookRequest,
  WebhookView,
} from './webhooks.ts'

interface Parts {
  readonly tag: string
  readonly path?: z.ZodObject
  readonly query?: z.ZodType
  readonly body?: z.ZodType
  readonly status?: 200 | 201 | 204
  readonly answer?: z.ZodType
  /** Whether anybody may ask. */
  readonly open?: boolean
  /** Whether it makes something, and so takes an `Idempotency-Key`. */
  readonly creates?: boolean
  /** Whether its answer has an `ETag`, and so it takes an `If-None-Match`. */
  readonly tagged?: boolean
}

const id = z.object({ id: z.string() })
const token = z.object({ token: z.string() })
const slug = z.object({ slug: Slug })
const ref = z.object({ ref: Ref })
const idempotency = z.object({
  'Idempotency-Key': z.string().max(255).optional().describe('The same key with the same request gets the first answer again.'),
})

const condition = z.object({
  'If-None-Match': z.string().optional().describe('The ETag of an earlier answer: 304 if the same question would be answered alike.'),
})

/** A table to take away. */
const table = (summary: string, { tag, path, query }: Pick<Parts, 'tag' | 'path' | 'query'>): ZodOpenApiPathItemObject => ({
  get: {
    summary,
    tags: [tag],
    security: [{ key: [] }, { session: [] }],
    requestParams: { ...(path ? { path } : {}), ...(query ? { query: query as z.ZodObject } : {}) },
    responses: { 200: { description: 'CSV (RFC 4180)', content: { 'text/csv': { schema: z.string() } } } },
  },
})

function operation(
  summary: string,
  { tag, path, query, body, status = 200, answer, open = false, creates = false, tagged = false }: Parts,
): ZodOpenApiOperationObject {
  return {
    summary,
    tags: [tag],
    security: open ? [] : [{ key: [] }, { session: [] }],
    requestParams: {
      ...(path ? { path } : {}),
      ...(query ? { query: query as z.ZodObject } : {}),
      ...(creates ? { header: idempotency } : tagged ? { header: condition } : {}),
    },
    ...(body ? { requestBody: { required: true, content: { 'application/json': { schema: body } } } } : {}),
    responses: {
      [status]: {
        description: status === 201 ? 'Made' : 'Done',
        ...(answer ? { content: { 'application/json': { schema: answer } } } : {}),
      },
      ...(tagged ? { 304: { description: 'Unchanged since the answer with this ETag' } } : {}),
      default: { description: 'A problem, with a code', content: { 'application/problem+json': { schema: Problem } } },
    },
  }
}

const redirect = (summary: string): ZodOpenApiOperationObject => ({
  summary,
  tags: ['Session'],
  security: [],
  responses: { 302: { description: 'Elsewhere' } },
})

const settle = (summary: string, body: z.ZodType) => ({
  post: operation(summary, { tag: 'Activities', path: id, body, answer: ActivityView }),
})
const step = (summary: string, body: z.ZodType) => ({ post: operation(summary, { tag: 'Bookings', path: id, body, answer: BookingView }) })

/** The document for a service at this address. */
export function openApi(publicUrl: string) {
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Switchboard',
      version: '1',
      description:
        'Find the sales rep who is free at the time a customer asks for, and book on the customer’s behalf. Instants are RFC 3339; answers are UTC. Every “no” is a problem (RFC 9457) with a `code`.',
    },
    servers: [{ url: publicUrl }],
    components: {
      securitySchemes: {
        key: {
          type: 'http',
          scheme: 'bearer',
          description:
            'A key of a program, or the administrator key. With the header `X-Salesforce-User` a key that may book acts for that user of the connected org (005…).',
        },
        session: { type: 'apiKey', in: 'cookie', name: 'switchboard_session' },
      },
    },
    paths: {
      '/api/v1/find-by-time': {
        post: operation('Which reps can take a meeting at this very time?', {
          tag: 'Find by time',
          body: FindByTimeRequest,
          answer: FindByTimeAnswer,
        }),
      },
      '/api/v1/availability': {
        get: operation('How many reps are free at each step of some days', {
          tag: 'Find by time',
          query: AvailabilityQuery,
          answer: AvailabilityAnswer,
          tagged: true,
        }),
      },
      '/api/v1/availability/{instant}/reps': {
        get: operation('Who is free at a time', {
          tag: 'Find by time',
          path: z.object({ instant: Instant }),
          query: FreeRepsQuery,
          answer: FreeRepsAnswer,
        }),
      },
      '/api/v1/holds': {
        post: operation('Keep a time for five minutes while the customer decides', {
          tag: 'Holds',
          body: HoldRequest,
          status: 201,
          answer: HoldView,
          creates: true,
        }),
      },
      '/api/v1/holds/{id}/renew': {
        post: operation('Keep it for another five minutes', { tag: 'Holds', path: id, body: RenewRequest, answer: HoldView }),
      },
      '/api/v1/holds/{id}': { delete: operation('Give its time back', { tag: 'Holds', path: id, status: 204 }) },
      '/api/v1/bookings': {
        post: operation('Book on the customer’s behalf', {
          tag: 'Bookings',
          body: BookingRequest,
          status: 201,
          answer: BookingView,
          creates: true,
        }),
        get: operation('Bookings by start', {
          tag: 'Bookings',
          query: BookingQuery,
          answer: listOf(BookingView).meta({ id: 'BookingList' }),
        }),
      },
      '/api/v1/bookings/{id}': { get: operation('One booking', { tag: 'Bookings', path: id, answer: BookingView }) },
      '/api/v1/bookings/{id}/reschedule': step('Move to another time, and to another rep if asked', RescheduleRequest),
      '/api/v1/bookings/{id}/reassign': step('Give to another rep at the same time', ReassignRequest),
      '/api/v1/bookings/{id}/cancel': step('Cancel', CancelRequest),
      '/api/v1/bookings/{id}/outcome': step('Set or correct what came of it', OutcomeRequest),
      '/api/v1/bookings/{id}/approve': step('Approve a request', ApproveRequest),
      '/api/v1/bookings/{id}/decline': step('Decline a request', DeclineRequest),
      '/api/v1/bookings/{id}/calendar-edit': step('Say what becomes of an event that was moved or deleted by hand', CalendarEditAnswer),
      '/api/v1/calendar-edits': {
        get: operation('Events moved or deleted by hand that wait for a word', { tag: 'Calendars', answer: CalendarEditList }),
      },
      '/api/v1/bookings/{id}/ask-anew': step('Ask the customer to choose another time; it stays as it is until they do', AskAnewRequest),
      '/api/v1/bookings/reassign-many': {
        post: operation('Give bookings to other reps, or say to whom they would go', {
          tag: 'Bookings',
          body: ReassignManyRequest,
          answer: ReassignManyAnswer,
        }),
      },
      '/api/v1/affected': {
        get: operation('Reps who cannot keep bookings that are to come', { tag: 'Reps', answer: AffectedReps }),
      },
      '/api/v1/reps': { get: operation('The people who meet customers', { tag: 'Reps', answer: RepList }) },
      '/api/v1/reps/{ref}/affected': {
        get: operation('The bookings that an absence concerns', { tag: 'Reps', path: ref, query: AffectedQuery, answer: AffectedList }),
      },
      '/api/v1/reps/{ref}/calendar': {
        get: operation('What stands in a rep’s calendar', { tag: 'Reps', path: ref, query: CalendarQuery, answer: CalendarView }),
      },
      '/api/v1/reps/{ref}/schedule': {
        get: operation('When a rep works and is away', { tag: 'Reps', path: ref, answer: ScheduleView }),
        patch: operation('Change when a rep works; the bookings that this concerns are told', {
          tag: 'Reps',
          path: ref,
          body: ScheduleChange,
          answer: ChangedSchedule,
        }),
      },
      '/api/v1/reps/{ref}/time-off': {
        post: operation('Enter time off; the bookings that this concerns are told', {
          tag: 'Reps',
          path: ref,
          body: TimeOffRequest,
          status: 201,
          answer: EnteredTimeOff,
        }),
      },
      '/api/v1/reps/{ref}/time-off/{timeOffId}': {
        delete: operation('Take entered time off back', { tag: 'Reps', path: ref.extend({ timeOffId: z.string() }), status: 204 }),
      },
      '/api/v1/holidays': {
        get: operation('The public holidays of a year', { tag: 'Reps', query: HolidayQuery, answer: HolidayList }),
      },
      '/api/v1/holidays/countries': {
        get: operation('The countries whose holidays are known', { tag: 'Reps', answer: CountryList }),
      },
      '/api/v1/pools/{ref}/fairness': {
        get: operation('What each member was given and lost, and who is next', {
          tag: 'Pools',
          path: ref,
          query: FairnessQuery,
          answer: FairnessView,
        }),
      },
      '/api/v1/pools/{ref}/fairness.csv': table('The same as a table', { tag: 'Pools', path: ref, query: FairnessQuery }),
      '/api/v1/reports/appointment-summary': {
        get: operation('Sales Rep Appointment Summary: what was made in a project, credited to whoever made it', {
          tag: 'Reports',
          query: ReportQuery,
          answer: CreditReportView,
        }),
      },
      '/api/v1/reports/appointment-summary.csv': table('What it counts, as a table', { tag: 'Reports', query: ReportTableQuery }),
      '/api/v1/reports/registrant-history': {
        get: operation('Registrant History Report: what was finished in a project, credited to whoever finished it', {
          tag: 'Reports',
          query: ReportQuery,
          answer: CreditReportView,
        }),
      },
      '/api/v1/reports/registrant-history.csv': table('What it counts, as a table', { tag: 'Reports', query: ReportTableQuery }),
      '/api/v1/reports/bookings': {
        get: operation('Bookings by rep, source, door, event type or outcome', {
          tag: 'Reports',
          query: BookingReportQuery,
          answer: BookingReportView,
        }),
      },
      '/api/v1/reports/bookings.csv': table('Its figures as a table', { tag: 'Reports', query: BookingTableQuery }),
      '/api/v1/reports/appointments': {
        get: operation('Appointments across projects: where they are made, and where they are met', {
          tag: 'Reports',
          query: AcrossQuery,
          answer: AcrossReportView,
        }),
      },
      '/api/v1/reports/appointments.csv': table('What it counts, as a table', { tag: 'Reports', query: AcrossTableQuery }),
      '/api/v1/pools/{ref}/credits': {
        post: operation('Owe a member turns, or take some away', {
          tag: 'Pools',
          path: ref,
          body: CreditRequest,
          status: 201,
          answer: CreditView,
          creates: true,
        }),
      },
      '/api/v1/home': {
        get: operation('Today and the days to come, and what needs attention', { tag: 'Bookings', query: HomeQuery, answer: HomeView }),
      },
      '/api/v1/customers': {
        get: operation('Customers by name, email or phone', { tag: 'Customers', query: CustomerQuery, answer: CustomerList }),
        post: operation('Take down somebody new', { tag: 'Customers', body: CustomerRequest, status: 201, answer: CustomerView }),
      },
      '/api/v1/customers/duplicates': {
        get: operation('Customers who share an email or a phone', { tag: 'Customers', answer: DuplicateList }),
      },
      '/api/v1/customers.csv': {
        get: {
          summary: 'Customers as a table',
          tags: ['Customers'],
          security: [{ key: [] }, { session: [] }],
          requestParams: { query: CustomerExportQuery },
          responses: { 200: { description: 'CSV (RFC 4180)', content: { 'text/csv': { schema: z.string() } } } },
        },
      },
      '/api/v1/customers/import-csv': {
        post: operation('Take over a table of customers: all of it or, with an error in any line, nothing', {
          tag: 'Customers',
          body: CustomerTableRequest,
          answer: CustomerTableView,
        }),
      },
      '/api/v1/customers/{id}': {
        get: operation('One customer', { tag: 'Customers', path: id, answer: CustomerView }),
        patch: operation('Change what is known of a customer', {
          tag: 'Customers',
          path: id,
          body: CustomerChange,
          answer: CustomerView,
        }),
      },
      '/api/v1/customers/{id}/merge': {
        post: operation('Make one of two customers who are one person', {
          tag: 'Customers',
          path: id,
          body: MergeRequest,
          answer: CustomerView,
        }),
      },
      '/api/v1/customers/{id}/data': {
        get: operation('Everything that is known of a person, for them', { tag: 'Customers', path: id, answer: CustomerDataView }),
      },
      '/api/v1/customers/{id}/erase': {
        post: operation('Forget a person for good; bookings stay as figures without a name', {
          tag: 'Customers',
          path: id,
          body: EraseRequest,
          answer: ErasedView,
        }),
      },
      '/api/v1/customers/{id}/profile': {
        get: operation('A customer as a project sees them', { tag: 'Customers', path: id, query: ProfileQuery, answer: ProfileView }),
      },
      '/api/v1/customers/{id}/registrations': {
        post: operation('Give a customer a place in a project, with the rep who looks after them there', {
          tag: 'Projects',
          path: id,
          body: RegistrationRequest,
          status: 201,
          answer: RegistrationView,
        }),
      },
      '/api/v1/registrations/{id}': {
        patch: operation('Change what is known of a customer in a project', {
          tag: 'Projects',
          path: id,
          body: RegistrationChange,
          answer: RegistrationView,
        }),
      },
      '/api/v1/projects': { get: operation('All projects', { tag: 'Projects', answer: ProjectList }) },
      '/api/v1/projects/{ref}/reps': { get: operation('The reps of a project', { tag: 'Projects', path: ref, answer: MemberList }) },
      '/api/v1/projects/{ref}/follow-ups': {
        get: operation('What reps of a project may choose for a registrant, in order', {
          tag: 'Processes',
          path: ref,
          answer: FollowUpList,
        }),
        post: operation('Add an option, at the end of the list', {
          tag: 'Processes',
          path: ref,
          body: FollowUpRequest,
          status: 201,
          answer: FollowUpView,
        }),
      },
      '/api/v1/follow-ups/{id}': {
        patch: operation('Change an option, or move it', { tag: 'Processes', path: id, body: FollowUpChange, answer: FollowUpView }),
      },
      '/api/v1/processes': {
        get: operation('The processes of projects, by name', { tag: 'Processes', query: ProcessQuery, answer: ProcessList }),
        post: operation('Make a process; it begins with what happens from now on', {
          tag: 'Processes',
          body: ProcessRequest,
          status: 201,
          answer: ProcessView,
        }),
      },
      '/api/v1/processes/timeline': {
        post: operation('On which dates an example registrant would get what', {
          tag: 'Processes',
          body: TimelineRequest,
          answer: TimelineView,
        }),
      },
      '/api/v1/processes/{id}': {
        patch: operation('Change a process; what runs already keeps its plan', {
          tag: 'Processes',
          path: id,
          body: ProcessChange,
          answer: ProcessView,
        }),
      },
      '/api/v1/processes/{id}/runs': {
        get: operation('For whom a process runs or waits, the latest first', { tag: 'Processes', path: id, answer: RunList }),
      },
      '/api/v1/orders': {
        get: operation('The Order Details report: orders, the newest first', { tag: 'Orders', query: OrderQuery, answer: OrderList }),
        post: operation('Take over what a shop tells of its orders, known by their numbers; told again they change nothing', {
          tag: 'Orders',
          body: OrdersRequest,
          answer: OrdersTaken,
        }),
      },
      '/api/v1/orders.csv': table('The Order Details report as a table', { tag: 'Orders', query: OrderExportQuery }),
      '/api/v1/orders/import-csv': {
        post: operation('Take over a table of a shop’s orders, a line for each item', {
          tag: 'Orders',
          body: OrderTableRequest,
          answer: OrderTableView,
        }),
      },
      '/api/v1/orders/{id}': { get: operation('An order', { tag: 'Orders', path: id, answer: OrderView }) },
      '/api/v1/orders/{id}/cancel': {
        post: operation('Cancel an order', { tag: 'Orders', path: id, body: OrderEnd, answer: OrderView }),
      },
      '/api/v1/orders/{id}/refund': {
        post: operation('Note that the money of an order was given back', { tag: 'Orders', path: id, body: OrderEnd, answer: OrderView }),
      },
      '/api/v1/order-entry/items': {
        get: operation('What was ordered of late, with the price that it last had', { tag: 'Orders', answer: SoldItems }),
      },
      '/api/v1/order-entry': {
        post: operation('Make an order. One that is complete resolves its customer’s lead', {
          tag: 'Orders',
          body: OrderEntryRequest,
          status: 201,
          answer: OrderView,
          creates: true,
        }),
      },
      '/api/v1/order-entry/{id}': {
        patch: operation('Go on with an order that is partial or was declined, or finish it', {
          tag: 'Orders',
          path: id,
          body: OrderEntryChange,
          answer: OrderView,
        }),
      },
      '/api/v1/shops': {
        get: operation('Shops whose orders come in', { tag: 'Orders', answer: ShopList }),
        post: operation('Add a shop', { tag: 'Orders', body: ShopRequest, status: 201, answer: ShopView }),
      },
      '/api/v1/shops/{id}': {
        patch: operation('Rename a shop, switch it off, or give it a new secret', {
          tag: 'Orders',
          path: id,
          body: ShopChange,
          answer: ShopView,
        }),
      },
      '/api/v1/dispositions': {
        get: operation('What may come of a call, as the Call Centers page has it', {
          tag: 'Leads',
          query: DispositionQuery,
          answer: DispositionList,
        }),
      },
      '/api/v1/leads': {
        get: operation('Who is assigned to whom now, the newest first', { tag: 'Leads', query: LeadQuery, answer: LeadList }),
        post: operation('Assign a customer whose latest order is partial', {
          tag: 'Leads',
          body: LeadRequest,
          status: 201,
          answer: LeadWithCustomer,
        }),
      },
      '/api/v1/leads/many': {
        post: operation('Assign the customers of orders', { tag: 'Leads', body: BatchRequest, answer: BatchView }),
      },
      '/api/v1/leads/agents': {
        get: operation('All leads agents, with how many leads each has', { tag: 'Leads', answer: AgentList }),
      },
      '/api/v1/leads/candidates': {
        get: operation('Customers whose latest order is partial, the newest first', {
          tag: 'Leads',
          query: CandidateQuery,
          answer: CandidateList,
        }),
      },
      '/api/v1/leads/report': {
        get: operation('The Leads Agent Report: assigned leads, and the newest of their history', {
          tag: 'Leads',
          query: LeadReportQuery,
          answer: LeadReport,
        }),
      },
      '/api/v1/leads/{id}/resolve': {
        post: operation('Close a lead without a sale', { tag: 'Leads', path: id, body: ResolveRequest, answer: LeadWithCustomer }),
      },
      '/api/v1/leads/{id}/unassign': {
        post: operation('Take a lead back', { tag: 'Leads', path: id, body: UnassignRequest, answer: LeadWithCustomer }),
      },
      '/api/v1/customers/{id}/calls': {
        post: operation('Note what came of a call', { tag: 'Leads', path: id, body: CallRequest, status: 204 }),
      },
      '/api/v1/activities': {
        get: operation('What reps owe registrants, soonest first', { tag: 'Activities', query: ActivityQuery, answer: ActivityList }),
        post: operation('Plan an activity, or enter one into the history', {
          tag: 'Activities',
          body: ActivityRequest,
          status: 201,
          answer: ActivityView,
        }),
      },
      '/api/v1/activities/counts': {
        get: operation('How many activities are open, by type', { tag: 'Activities', query: ActivityCountQuery, answer: ActivityCounts }),
      },
      '/api/v1/activities/many': {
        post: operation('Do one thing to many activities: to all of them or to none', {
          tag: 'Activities',
          body: ManyRequest,
          answer: ManyView,
        }),
      },
      '/api/v1/activities/{id}/complete': settle('It is done; with an email, it is sent', CompleteRequest),
      '/api/v1/activities/{id}/skip': settle('It is not done, and why', SkipRequest),
      '/api/v1/activities/{id}/reschedule': settle('It is due on another day', PostponeRequest),
      '/api/v1/activities/{id}/reassign': settle('It is another rep’s', HandOverRequest),
      '/api/v1/reminders': {
        get: operation('Of what a rep hears by mail', { tag: 'Activities', answer: ReminderView }),
        patch: operation('Change of what one hears by mail', { tag: 'Activities', body: ReminderChange, answer: ReminderView }),
      },
      '/api/v1/booking-links': {
        get: operation('A customer’s booking links, newest first', {
          tag: 'Booking links',
          query: BookingLinkQuery,
          answer: BookingLinkList,
        }),
        post: operation('Make a link with which a customer books', {
          tag: 'Booking links',
          body: BookingLinkRequest,
          status: 201,
          answer: BookingLinkView,
        }),
      },
      '/api/v1/booking-links/{id}': { delete: operation('Make it void', { tag: 'Booking links', path: id, status: 204 }) },
      '/api/v1/blocklist': {
        get: operation('Who may not book on public pages', { tag: 'Setting up', query: BlocklistQuery, answer: Blocklist }),
        post: operation('Keep an address or a domain from booking', {
          tag: 'Setting up',
          body: BlockRequest,
          status: 201,
          answer: BlockedView,
        }),
      },
      '/api/v1/blocklist/{id}': { delete: operation('Let them book again', { tag: 'Setting up', path: id, status: 204 }) },
      '/api/v1/outbox': { get: operation('Messages, newest first', { tag: 'Customers', query: MessageQuery, answer: MessageList }) },
      '/api/v1/message-templates': {
        get: operation('The company’s own words for messages', { tag: 'Messages', answer: TemplateList }),
        post: operation('Save the words for a message', { tag: 'Messages', body: TemplateIn, answer: TemplateView }),
      },
      '/api/v1/message-templates/preview': {
        post: operation('How a message would read', { tag: 'Messages', body: PreviewRequest, answer: PreviewView }),
      },
      '/api/v1/message-templates/test': {
        post: operation('Send a message to oneself', { tag: 'Messages', body: TestRequest, answer: TestView }),
      },
      '/api/v1/message-templates/{id}': {
        delete: operation('Go back to the words of the service', { tag: 'Messages', path: id, status: 204 }),
      },
      '/api/v1/import': {
        post: operation('Take over configuration, all or nothing', { tag: 'Setting up', body: ImportRequest, answer: ImportAnswer }),
      },
      '/api/v1/export': {
        get: operation('The configuration in the shape that import takes', {
          tag: 'Setting up',
          query: ExportQuery,
          answer: ImportRequest,
        }),
      },
      '/api/v1/setup': { get: operation('What the console chooses from', { tag: 'Setting up', answer: SetupView }) },
      '/api/v1/session': {
        post: operation('Sign in to the console', { tag: 'Session', body: SessionRequest, status: 201, answer: SessionView, open: true }),
        get: operation('Who is signed in', { tag: 'Session', answer: SessionView }),
        delete: operation('Sign out', { tag: 'Session', status: 204, open: true }),
      },
      '/api/v1/sign-in': { get: operation('How one can sign in', { tag: 'Session', answer: SignInView, open: true }) },
      '/api/v1/sign-in/oidc': { get: redirect('To the sign-in of the company (OpenID Connect)') },
      '/api/v1/sign-in/callback/oidc': { get: redirect('Back from the sign-in of the company') },
      '/api/v1/sessions': { get: operation('One’s own sessions', { tag: 'Session', answer: SessionList }) },
      '/api/v1/sessions/{id}': { delete: operation('End one of one’s own sessions', { tag: 'Session', path: id, status: 204 }) },
      '/api/v1/account/password': {
        post: operation('Change one’s own password; other sessions end', { tag: 'Account', body: PasswordChange, status: 204 }),
      },
      '/api/v1/account/second-factor': {
        post: operation('Begin to use a second factor', { tag: 'Account', body: SecondFactorRequest, answer: SecondFactorView }),
      },
      '/api/v1/account/second-factor/confirm': {
        post: operation('Turn the second factor on with its first code', { tag: 'Account', body: SecondFactorCode, status: 204 }),
      },
      '/api/v1/account/second-factor/disable': {
        post: operation('Turn the second factor off', { tag: 'Account', body: SecondFactorRequest, status: 204 }),
      },
      '/api/v1/password-resets': {
        post: operation('Ask for a mail with which to choose a new password', {
          tag: 'Account',
          body: ResetRequest,
          status: 204,
          open: true,
        }),
      },
      '/api/v1/account-links/read': {
        post: operation('Whose password a mailed link is for', {
          tag: 'Account',
          body: AccountLinkRequest,
          answer: AccountLinkView,
          open: true,
        }),
      },
      '/api/v1/account-links/use': {
        post: operation('Choose a password with a mailed link', { tag: 'Account', body: ChoosePasswordRequest, status: 204, open: true }),
      },
      '/api/v1/accounts/first': {
        post: operation('Make the first administrator, with the administrator key', {
          tag: 'Accounts',
          body: FirstAccountRequest,
          status: 204,
          open: true,
        }),
      },
      '/api/v1/accounts': {
        get: operation('Who may sign in', { tag: 'Accounts', query: AccountQuery, answer: AccountList }),
        post: operation('Make an account and send its invitation', {
          tag: 'Accounts',
          body: AccountRequest,
          status: 201,
          answer: AccountView,
        }),
      },
      '/api/v1/accounts/{id}': {
        patch: operation('Change the level, deactivate, or activate again', {
          tag: 'Accounts',
          path: id,
          body: AccountChange,
          answer: AccountView,
        }),
      },
      '/api/v1/accounts/{id}/invitation': { post: operation('Send the invitation again', { tag: 'Accounts', path: id, status: 204 }) },
      '/api/v1/api-keys': {
        get: operation('One’s own keys for programs', { tag: 'Accounts', answer: ApiKeyList }),
        post: operation('Make a key, shown this once', { tag: 'Accounts', body: ApiKeyRequest, status: 201, answer: NewApiKeyView }),
      },
      '/api/v1/api-keys/{id}': { delete: operation('Take a key away', { tag: 'Accounts', path: id, status: 204 }) },
      '/api/v1/calendar-accounts': {
        get: operation('The calendar accounts of reps: whether they can be reached, and what is in them', {
          tag: 'Calendars',
          query: CalendarAccountQuery,
          answer: CalendarAccountList,
        }),
        post: operation('Connect an account at a CalDAV server', {
          tag: 'Calendars',
          body: CaldavRequest,
          status: 201,
          answer: CalendarAccountView,
        }),
      },
      '/api/v1/calendar-accounts/authorize': {
        post: operation('Where a person goes to connect an account by consent, or to connect it anew', {
          tag: 'Calendars',
          body: ConsentRequest,
          answer: ConsentView,
        }),
      },
      '/api/v1/calendar-accounts/{id}': {
        patch: operation('Choose which calendars count, and which one takes bookings', {
          tag: 'Calendars',
          path: id,
          body: CalendarChoice,
          answer: CalendarAccountView,
        }),
        delete: operation('Disconnect an account; events that were written stay in its calendar', {
          tag: 'Calendars',
          path: id,
          status: 204,
        }),
      },
      '/api/v1/calendar-accounts/{id}/check': {
        post: operation('Read an account now', { tag: 'Calendars', path: id, body: CheckRequest, answer: CalendarAccountView }),
      },
      '/api/v1/salesforce/launches': {
        post: operation('An address that opens the console for a record of Salesforce, once and within a minute', {
          tag: 'Salesforce',
          body: LaunchRequest,
          status: 201,
          answer: LaunchView,
        }),
      },
      '/api/v1/salesforce/connect': {
        post: operation('Connect Salesforce, or begin to', { tag: 'Salesforce', body: ConnectRequest, answer: ConnectView }),
      },
      '/api/v1/salesforce/fields': {
        get: operation('The fields of an object of the org', { tag: 'Salesforce', query: FieldQuery, answer: FieldList }),
      },
      '/api/v1/salesforce/failures': {
        get: operation('Bookings that it did not take, and why', { tag: 'Salesforce', query: FailureQuery, answer: FailureList }),
      },
      '/api/v1/salesforce/failures/{id}/replay': {
        post: operation('Write such a booking once more', {
          tag: 'Salesforce',
          path: id,
          body: WriteAgainRequest,
          answer: WrittenAgainView,
        }),
      },
      '/api/v1/salesforce/replays': {
        post: operation('Write all such bookings once more', { tag: 'Salesforce', body: WriteAgainRequest, answer: WrittenAgainView }),
      },
      '/api/v1/salesforce': {
        get: operation('The org that bookings are written to', { tag: 'Salesforce', answer: SalesforceView }),
        patch: operation('Decide what is written to it, and how launches are known', {
          tag: 'Salesforce',
          body: SalesforceChange,
          answer: SalesforceView,
        }),
        delete: operation('Leave it; what was written stays there', { tag: 'Salesforce', status: 204 }),
      },
      '/api/v1/audit': {
        get: operation('Who has changed what in the settings, newest first', { tag: 'Setting up', query: AuditQuery, answer: AuditList }),
      },
      '/api/v1/alerts': {
        get: operation('What an administrator should know of how the service runs, the worst first', {
          tag: 'Operations',
          answer: AlertList,
        }),
      },
      '/api/v1/jobs/failed': {
        get: operation('Jobs that were given up, the latest first', { tag: 'Operations', query: FailedJobQuery, answer: FailedJobList }),
      },
      '/api/v1/jobs/failed/{id}/replay': {
        post: operation('Do one of them anew', { tag: 'Operations', path: id, body: JobReplayRequest, answer: JobReplayView }),
      },
      '/api/v1/jobs/failed/{id}': {
        delete: operation('Forget one that nobody needs any more', { tag: 'Operations', path: id, status: 204 }),
      },
      '/api/v1/jobs/failed/replays': {
        post: operation('Do all of them anew', { tag: 'Operations', body: JobReplayRequest, answer: JobReplayView }),
      },
      '/api/v1/webhooks': {
        get: operation('Who else is told of every change of a booking', { tag: 'Webhooks', answer: WebhookList }),
        post: operation('Make a webhook, its secret shown this once', {
          tag: 'Webhooks',
          body: WebhookRequest,
          status: 201,
          answer: NewWebhookView,
        }),
      },
      '/api/v1/webhooks/{id}': {
        patch: operation('Change a webhook, or switch it off and on', {
          tag: 'Webhooks',
          path: id,
          body: WebhookChange,
          answer: WebhookView,
        }),
        delete: operation('Take a webhook away', { tag: 'Webhooks', path: id, status: 204 }),
      },
      '/api/v1/webhooks/{id}/deliveries': {
        get: operation('What was delivered to it, or is to be, newest first', {
          tag: 'Webhooks',
          path: id,
          query: DeliveryQuery,
          answer: DeliveryList,
        }),
      },
      '/api/v1/webhooks/{id}/deliveries/{deliveryId}/replay': {
        post: operation('Send a delivery again, now', {
          tag: 'Webhooks',
          path: id.extend({ deliveryId: z.string() }),
          body: ReplayRequest,
          answer: DeliveryView,
        }),
      },
      '/api/v1/pages/{slug}': {
        get: operation('A booking page, with its first free times if dates are given', {
          tag: 'Booking pages',
          path: slug,
          query: PageQuery,
          answer: PageView,
          open: true,
        }),
      },
      '/api/v1/pages/{slug}/slots': {
        get: operation('The free times of some days', {
          tag: 'Booking pages',
          path: slug,
          query: SlotsQuery,
          answer: SlotsAnswer,
          open: true,
          tagged: true,
        }),
      },
      '/api/v1/pages/{slug}/slots/{instant}/reps': {
        get: operation('Who is free at a time', {
          tag: 'Booking pages',
          path: slug.extend({ instant: Instant }),
          query: SlotRepsQuery,
          answer: SlotRepsAnswer,
          open: true,
        }),
      },
      '/api/v1/pages/{slug}/bookings': {
        post: operation('Book', {
          tag: 'Booking pages',
          path: slug,
          body: PublicBookingRequest,
          status: 201,
          answer: PublicBookingView,
          open: true,
          creates: true,
        }),
      },
      '/api/v1/forms/{slug}': {
        get: operation('A registration form of a project', { tag: 'Registration forms', path: slug, answer: FormView, open: true }),
      },
      '/api/v1/forms/{slug}/registrations': {
        post: operation('Register for the project', {
          tag: 'Registration forms',
          path: slug,
          body: FormRegistrationRequest,
          status: 201,
          answer: RegisteredView,
          open: true,
          creates: true,
        }),
      },
      '/api/v1/links/{token}': {
        get: operation('What a customer’s own link opens, with the first free times if dates are given', {
          tag: 'Booking links',
          path: token,
          query: PageQuery,
          answer: OpenedLinkView,
          open: true,
        }),
      },
      '/api/v1/links/{token}/slots': {
        get: operation('The free times of some days for this customer', {
          tag: 'Booking links',
          path: token,
          query: SlotsQuery,
          answer: SlotsAnswer,
          open: true,
        }),
      },
      '/api/v1/links/{token}/slots/{instant}/reps': {
        get: operation('Who is free at a time, the customer’s own rep first', {
          tag: 'Booking links',
          path: token.extend({ instant: Instant }),
          query: SlotRepsQuery,
          answer: SlotRepsAnswer,
          open: true,
        }),
      },
      '/api/v1/links/{token}/bookings': {
        post: operation('Book, which uses the link', {
          tag: 'Booking links',
          path: token,
          body: PublicBookingRequest,
          status: 201,
          answer: PublicBookingView,
          open: true,
          creates: true,
        }),
      },
      '/api/v1/manage/{token}': {
        get: operation('A booking by its link', { tag: 'Manage links', path: token, answer: PublicBookingView, open: true }),
      },
      '/api/v1/manage/{token}/slots': {
        get: operation('The times to which it can be moved', {
          tag: 'Manage links',
          path: token,
          query: ManageSlotsQuery,
          answer: SlotsAnswer,
          open: true,
        }),
      },
      '/api/v1/manage/{token}/reschedule': {
        post: operation('Move it', { tag: 'Manage links', path: token, body: ManageReschedule, answer: PublicBookingView, open: true }),
      },
      '/api/v1/manage/{token}/cancel': {
        post: operation('Cancel it', { tag: 'Manage links', path: token, body: ManageCancel, answer: PublicBookingView, open: true }),
      },
      '/api/v1/manage/{token}/invite.ics': {
        get: {
          summary: 'Its calendar file',
          tags: ['Manage links'],
          security: [],
          requestParams: { path: token },
          responses: { 200: { description: 'An iCalendar file (RFC 5545)', content: { 'text/calendar': { schema: z.string() } } } },
        },
      },
      '/api/v1/requests/{token}': {
        get: operation('A request by the link in the rep’s mail; changes nothing', {
          tag: 'Request links',
          path: token,
          answer: AskedView,
          open: true,
        }),
      },
      '/api/v1/requests/{token}/approve': {
        post: operation('Approve it', { tag: 'Request links', path: token, body: ApproveRequest, answer: AskedView, open: true }),
      },
      '/api/v1/requests/{token}/decline': {
        post: operation('Decline it', { tag: 'Request links', path: token, body: DeclineRequest, answer: AskedView, open: true }),
      },
      '/healthz': { get: operation('The process lives', { tag: 'Operations', open: true, answer: z.object({ status: z.string() }) }) },
      '/readyz': {
        get: operation('Requests can be answered', { tag: 'Operations', open: true, answer: z.object({ status: z.string() }) }),
      },
      '/metrics': {
        get: {
          summary: 'Figures for Prometheus',
          tags: ['Operations'],
          security: [{ key: [] }],
          responses: { 200: { description: 'Prometheus text', content: { 'text/plain': { schema: z.string() } } } },
        },
      },
    },
  })
}
