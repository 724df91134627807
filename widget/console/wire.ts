/** The server's answers and requests, as the console names them. */
import type { z } from 'zod'
import type {
  AffectedList as AffectedListView,
  AffectedReps,
  CalendarView,
  CountryList,
  HolidayList,
  ReassignManyAnswer,
  RepList,
  ScheduleView,
} from '../../server/http/contract/absence.ts'
import type {
  AccountChange,
  AccountLinkView,
  AccountRequest,
  AccountView,
  ApiKeyRequest,
  ApiKeyView,
  FirstAccountRequest,
  NewApiKeyView,
  SecondFactorView,
  SessionListItem,
  SessionRequest,
  SessionView,
  SignInView,
} from '../../server/http/contract/accounts.ts'
import type { ActivityCounts as ActivityCountsView, ReminderView } from '../../server/http/contract/activities.ts'
import type { AuditView } from '../../server/http/contract/audit.ts'
import type { BlockedView, BlockRequest } from '../../server/http/contract/blocklist.ts'
import type { BookingLinkRequest, BookingLinkView } from '../../server/http/contract/booking-links.ts'
import type { BookingRequest, BookingView } from '../../server/http/contract/bookings.ts'
import type { CalendarEditView } from '../../server/http/contract/calendar-edits.ts'
import type { CalendarAccountList, CalendarAccountView, ConsentView } from '../../server/http/contract/calendars.ts'
import type { CustomerTableView, CustomerView, DuplicateList, MessageView, SetupView } from '../../server/http/contract/customers.ts'
import type { CreditRequest, CreditView, FairnessView } from '../../server/http/contract/fairness.ts'
import type {
  AvailabilityAnswer,
  FindByTimeAnswer,
  FindByTimeRequest,
  Nearest as NearestView,
  ReasonView,
} from '../../server/http/contract/find-time.ts'
import type { HoldRequest, HoldView } from '../../server/http/contract/holds.ts'
import type { HomeView } from '../../server/http/contract/home.ts'
import type { ImportAnswer } from '../../server/http/contract/import.ts'
import type {
  AgentList,
  AgentView,
  BatchView,
  CandidateList,
  HistoryEntryView,
  LeadList as LeadListView,
  LeadReport as LeadReportView,
  LeadWithCustomer,
} from '../../server/http/contract/leads.ts'
import type { PreviewRequest, PreviewView, TemplateView } from '../../server/http/contract/message-templates.ts'
import type { AlertView, FailedJobView, JobReplayView } from '../../server/http/contract/operation.ts'
import type {
  OrderEntryChange,
  OrderEntryRequest,
  OrderList as OrderListView,
  OrderTableView,
  OrderView,
  ShopList,
  SoldItems,
} from '../../server/http/contract/orders.ts'
import type { FollowUpView, ProcessView, RunView, TimelineView } from '../../server/http/contract/processes.ts'
import type { MemberList, ProfileView, ProjectList } from '../../server/http/contract/registrations.ts'
import type { AcrossReportView, BookingReportView, CreditReportView, ReportItemView } from '../../server/http/contract/reports.ts'
import type {
  ConnectView,
  FailureList,
  FieldList,
  SalesforceChange,
  SalesforceView,
  WrittenAgainView,
} from '../../server/http/contract/salesforce.ts'
import type { DeliveryView, NewWebhookView, WebhookView } from '../../server/http/contract/webhooks.ts'

export type AgentOptions = z.infer<typeof AgentView>
export type Agent = z.infer<typeof AgentList>['items'][number]
export type Batch = z.infer<typeof BatchView>
export type LeadCandidate = z.infer<typeof CandidateList>['items'][number]
export type HistoryEntry = z.infer<typeof HistoryEntryView>
export type LeadOf = z.infer<typeof LeadWithCustomer>
export type LeadList = z.infer<typeof LeadListView>
export type LeadReport = z.infer<typeof LeadReportView>
export type Order = z.infer<typeof OrderView>
export type OrderList = z.infer<typeof OrderListView>
export type OrderWish = z.input<typeof OrderEntryRequest>
export type OrderChange = z.input<typeof OrderEntryChange>
export type OrderTable = z.infer<typeof OrderTableView>
export type SoldItem = z.infer<typeof SoldItems>['items'][number]
export type Shop = z.infer<typeof ShopList>['items'][number]
export type Hold = z.infer<typeof HoldView>
export type HoldWish = z.input<typeof HoldRequest>
export type Booking = z.infer<typeof BookingView>
export type BookingWish = z.input<typeof BookingRequest>
export type Customer = z.infer<typeof CustomerView>
export type CustomerTable = z.infer<typeof CustomerTableView>
export type Duplicates = z.infer<typeof DuplicateList>['items'][number]
export type Alert = z.infer<typeof AlertView>
export type AuditEntry = z.infer<typeof AuditView>
export type FailedJob = z.infer<typeof FailedJobView>
export type JobReplays = z.infer<typeof JobReplayView>
export type Imported = z.infer<typeof ImportAnswer>
export type Message = z.infer<typeof MessageView>
export type Session = z.infer<typeof SessionView>
export type Home = z.infer<typeof HomeView>
export type Profile = z.infer<typeof ProfileView>
export type PanelItem = Profile['history'][number]
export type Registration = Profile['registrations'][number]
export type Activity = Profile['activities'][number]
export type ActivityCounts = z.infer<typeof ActivityCountsView>
export type Reminders = z.infer<typeof ReminderView>
export type Process = z.infer<typeof ProcessView>
export type Run = z.infer<typeof RunView>
export type Timeline = z.infer<typeof TimelineView>
export type FollowUp = z.infer<typeof FollowUpView>
export type SentForm = Profile['forms'][number]
export type Project = z.infer<typeof ProjectList>['items'][number]
export type Rep = z.infer<typeof MemberList>['items'][number]
export type Launch = NonNullable<Session['launch']>
export type SignInRequest = z.input<typeof SessionRequest>
export type SignInWays = z.infer<typeof SignInView>
export type FirstAccountWish = z.input<typeof FirstAccountRequest>
export type Account = z.infer<typeof AccountView>
export type AccountWish = z.input<typeof AccountRequest>
export type AccountChangeWish = z.input<typeof AccountChange>
export type AccountLink = z.infer<typeof AccountLinkView>
export type ApiKey = z.infer<typeof ApiKeyView>
export type ApiKeyWish = z.input<typeof ApiKeyRequest>
export type NewApiKey = z.infer<typeof NewApiKeyView>
export type NewSecondFactor = z.infer<typeof SecondFactorView>
export type Blocked = z.infer<typeof BlockedView>
export type BlockWish = z.input<typeof BlockRequest>
export type BookingLink = z.infer<typeof BookingLinkView>
export type BookingLinkWish = z.input<typeof BookingLinkRequest>
export type OwnSession = z.infer<typeof SessionListItem>
export type Setup = z.infer<typeof SetupView>
export type Counts = z.infer<typeof AvailabilityAnswer>
export type Answer = z.infer<typeof FindByTimeAnswer>
export type Question = z.input<typeof FindByTimeRequest>
export type Nearest = z.infer<typeof NearestView>
export type Reason = z.infer<typeof ReasonView>
export type Candidate = Answer['candidates'][number]
export type Unavailable = Answer['unavailable'][number]
export type Conflict = NonNullable<Answer['conflicts']>[number]

export type Fairness = z.infer<typeof FairnessView>
export type FairnessMember = Fairness['members'][number]
export type Credit = z.infer<typeof CreditView>
export type CreditWish = z.input<typeof CreditRequest>

export type CreditReport = z.infer<typeof CreditReportView>
export type BookingReport = z.infer<typeof BookingReportView>
export type AcrossReport = z.infer<typeof AcrossReportView>
export type ReportItem = z.infer<typeof ReportItemView>
export type ReportStatus = ReportItem['status']
export type Grouping = BookingReport['by']

export type RepWithState = z.infer<typeof RepList>['items'][number]
export type RepCalendar = z.infer<typeof CalendarView>
export type Schedule = z.infer<typeof ScheduleView>
export type AffectedList = z.infer<typeof AffectedListView>
export type Burden = z.infer<typeof AffectedReps>['items'][number]
export type Placement = z.infer<typeof ReassignManyAnswer>['items'][number]
export type Holiday = z.infer<typeof HolidayList>['items'][number]
export type Country = z.infer<typeof CountryList>['items'][number]

export type Template = z.infer<typeof TemplateView>
export type TextPreview = z.infer<typeof PreviewView>
export type TextWish = z.input<typeof PreviewRequest>
export type CalendarEdit = z.infer<typeof CalendarEditView>
export type CalendarAccount = z.infer<typeof CalendarAccountView>
export type CalendarAccounts = z.infer<typeof CalendarAccountList>
export type Consent = z.infer<typeof ConsentView>
export type Salesforce = z.infer<typeof SalesforceView>
export type SalesforceOrg = NonNullable<Salesforce['org']>
export type SalesforceWish = z.input<typeof SalesforceChange>
export type SalesforceConnect = z.infer<typeof ConnectView>
export type SalesforceField = z.infer<typeof FieldList>['items'][number]
export type SalesforceFailure = z.infer<typeof FailureList>['items'][number]
export type SalesforceReplays = z.infer<typeof WrittenAgainView>
export type Webhook = z.infer<typeof WebhookView>
export type NewWebhook = z.infer<typeof NewWebhookView>
export type WebhookEvent = Webhook['events'][number]
export type Delivery = z.infer<typeof DeliveryView>

/** A page of a list. */
export interface List<T> {
  readonly items: T[]
  readonly nextCursor: string | null
}

/** An instant as requests write it. */
export const instantText = (instant: Date): string => `${instant.toISOString().slice(0, 19)}Z`
