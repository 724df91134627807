/** The database's tables as Kysely sees them. Their meaning stands in `migrations/`. */
import type { Generated, GeneratedAlways, JSONColumnType } from 'kysely'
import type { ActivityStatus } from '../domain/activity.ts'
import type { AuditAction, Audited, FieldChange } from '../domain/audit.ts'
import type { Answer, BookingStatus, Caller, Guest, Policy } from '../domain/booking.ts'
import type { CalendarAccess, Vendor } from '../domain/calendar.ts'
import type { CrmRules } from '../domain/crm-rules.ts'
import type { Distribution } from '../domain/distribution.ts'
import type { Cycle } from '../domain/distribution-cycle.ts'
import type { Channel, Location, Question } from '../domain/event-type.ts'
import type { Language } from '../domain/language.ts'
import type { AgentPage, DispositionKind, LeadEnding } from '../domain/lead.ts'
import type { LedgerKind } from '../domain/ledger.ts'
import type { Audience } from '../domain/message.ts'
import type { Moment, Moments, Side } from '../domain/message-rule.ts'
import type { OrderItem, OrderStatus } from '../domain/order.ts'
import type { ActivityType, EmailWords, Plan, TriggerKind } from '../domain/process.ts'
import type { PhoneWish } from '../domain/registration-form.ts'
import type { Level, Scope } from '../domain/rights.ts'
import type { DeliveryStatus, WebhookEvent } from '../domain/webhook.ts'

type Json<T> = JSONColumnType<T & object, string, string>

export interface WeeklyHours {
  readonly days: readonly string[]
  readonly start: string
  readonly end: string
}
export interface Override {
  readonly date: string
  readonly hours: readonly { readonly start: string; readonly end: string }[]
}
export interface Notify {
  readonly customer: readonly Channel[]
  readonly rep: readonly Channel[]
  readonly chosen?: readonly Side[]
}

export interface Tables {
  project: { id: string; slug: string; name: string; kind: 'osc' | 'onsite'; time_zone: string }
  project_share: { project_id: string; other_id: string; appointments: boolean; history: boolean }
  rep: {
    id: string
    email: string
    name: string
    kind: 'person' | 'room'
    time_zone: string
    weekly_hours: Json<readonly WeeklyHours[]>
    overrides: Json<readonly Override[]>
    skills: Json<readonly string[]>
    languages: Json<readonly string[]>
    territories: Json<readonly string[]>
    daily_limit: number | null
    weekly_limit: number | null
    salesforce_user_id: string | null
    phone: Generated<string | null>
    language: Generated<string | null>
    active: boolean
    created_at: Date
  }
  rep_project: { rep_id: string; project_id: string }
  account_project: { account_id: string; project_id: string }
  registration: {
    id: string
    customer_id: string
    project_id: string
    rep_id: string | null
    rating: string | null
    source: string | null
    status: string
    created_at: Date
    created_by: Json<Caller>
    follow_up_id: Generated<string | null>
  }
  follow_up: { id: string; project_id: string; name: string; meaning: string | null; position: number; active: boolean }
  process: {
    id: string
    project_id: string
    name: string
    trigger_kind: TriggerKind
    trigger_value: string | null
    plan: Json<Plan>
    active: boolean
    created_at: Date
  }
  process_run: {
    id: string
    process_id: string
    project_id: string
    customer_id: string
    cause: string
    plan: Json<Plan>
    anchor: Date
    not_before: string | null
    begun_at: Date | null
    ended_at: Date | null
    created_at: Date
  }
  activity: {
    id: string
    run_id: string | null
    step_id: string | null
    position: number
    project_id: string
    customer_id: string
    rep_id: string | null
    type: ActivityType
    note: string | null
    email: Json<EmailWords> | null
    automatic: boolean
    due_on: string
    due_at: Date | null
    status: ActivityStatus
    ended_at: Date | null
    ended_by: Json<Caller> | null
    ended_rep: string | null
    result: string | null
    told_at: Date | null
    crm_sync: 'pending' | 'trying' | 'ok' | 'failed' | null
    crm_id: string | null
    created_at: Date
  }
  email_stop: { email: string; at: Date }
  activity_reminder: { rep_id: string; morning: boolean; notices: boolean; mailed_on: string | null }
  registration_form: {
    id: string
    slug: string
    project_id: string
    title: string
    intro: string | null
    phone: PhoneWish
    questions: Json<readonly Question[]>
    consent_text: string | null
    source: string
    pool_id: string | null
    rep_id: string | null
    active: boolean
  }
  registration_entry: {
    id: string
    turn: GeneratedAlways<string>
    form_id: string
    customer_id: string | null
    pool_id: string | null
    rep_id: string | null
    name: string
    email: string | null
    phone: string | null
    answers: Json<readonly Answer[]>
    consent: string | null
    created_at: Date
  }
  rep_change: { rep_id: string; changed: string }
  time_off: {
    id: Generated<string>
    rep_id: string
    starts_at: Date
    ends_at: Date
    source: Generated<'import' | 'entered'>
    reason: string | null
    created_by: Json<Caller> | null
  }
  busy: { rep_id: string; source: string; starts_at: Date; ends_at: Date; entry: Generated<string | null> }
  calendar_account: {
    id: string
    rep_id: string
    vendor: Vendor
    name: string
    server: string | null
    secret: string
    secret_version: Generated<number>
    connection: Generated<number>
    revoked: Generated<boolean>
    failing_since: Date | null
    problem: string | null
    failures: Generated<number>
    unreachable: Generated<boolean>
    next_sync_at: Date
    created_at: Date
  }
  calendar: {
    id: string
    account_id: string
    rep_id: string
    vendor_id: string
    name: string
    access: CalendarAccess
    counts: boolean
    takes_bookings: boolean
    cursor: string | null
    known_until: Date | null
    complete_at: Date | null
    synced_at: Date | null
    watch_id: string | null
    watch_resource: string | null
    watch_expires_at: Date | null
  }
  calendar_event: {
    booking_id: string
    calendar_id: string
    key: string | null
    sequence: number | null
    starts_at: Date | null
    ends_at: Date | null
    written_at: Date | null
    moved_start: Date | null
    moved_end: Date | null
    gone: Generated<boolean>
  }
  event_type: {
    id: string
    slug: string
    name: string
    duration_minutes: number
    slot_interval_minutes: number
    buffer_before_minutes: number
    buffer_after_minutes: number
    minimum_notice_minutes: number
    booking_window_days: number
    with: Json<readonly { pool: string; count: number }[]>
    location: Json<Location>
    approval: boolean
    questions: Json<readonly Question[]>
    notify: Json<Notify>
    open_per_customer: number | null
    policy: Json<Policy>
    reminders: Json<readonly number[]>
    follow_up_minutes: number | null
    request_expires_minutes: number
    moments: Json<Moments>
    crm: Generated<boolean>
  }
  pool: {
    id: string
    slug: string
    name: string
    distribution: Distribution
    strict: boolean
    correction: boolean
    cycle: Cycle
    owner_first: boolean
    owner_counts: boolean
    owner_horizon_days: number
  }
  pool_member: { pool_id: string; rep_id: string; priority: number; weight: number; joined_at: Date }
  booking_page: {
    id: string
    slug: string
    title: string
    choice: Choice
    rep_id: string | null
    pool_id: string | null
    pages: Json<readonly string[]>
    event_types: Json<readonly string[]>
  }
  customer: {
    id: string
    key: string | null
    email: string | null
    name: string
    phone: string | null
    time_zone: string | null
    owner_id: string | null
    coordinator: string | null
    salesforce_object: string | null
    salesforce_id: string | null
    salesforce_account: Generated<string | null>
    language: Generated<string | null>
    crm_read_at: Generated<Date | null>
    salesforce_owner: Generated<string | null>
    salesforce_was: Generated<string | null>
    notes: Generated<string | null>
    name_words: GeneratedAlways<string[]>
    created_at: Date
  }
  booking: {
    id: string
    uid: string
    sequence: number
    status: BookingStatus
    event_type_id: string
    pool_id: string | null
    rep_id: string
    with: Json<readonly { repId: string; poolId: string }[]>
    customer_id: string | null
    customer_name: string
    customer_email: string | null
    customer_phone: string | null
    guests: Json<readonly Guest[]>
    project_id: string | null
    created_in: string | null
    completed_in: string | null
    completed_by: Json<{ name: string | null; email: string | null }> | null
    starts_at: Date
    ends_at: Date
    buffer_before_minutes: number
    buffer_after_minutes: number
    time_zone: string
    subject: string
    location: Json<Location>
    details: string | null
    notes: string | null
    answers: Json<readonly Answer[]>
    booked_by: Json<Caller>
    assignment: Json<{ method: string; reasons: readonly unknown[] }>
    notify: Json<Notify>
    policy: Json<Policy>
    cancel_reason: string | null
    generation: number
    calendar_sync: Generated<Sync>
    crm_sync: Generated<Sync>
    video_url: Generated<string | null>
    asked_anew_at: Generated<Date | null>
    invitation_sync: Sync
    /** When its rep was asked what came of it, once it was over. */
    outcome_asked_at: Generated<Date | null>
    language: Generated<Language>
    created_at: Date
  }
  hold: {
    id: string
    event_type_id: string
    pool_id: string | null
    rep_id: string
    with: Json<readonly { repId: string; poolId: string }[]>
    starts_at: Date
    ends_at: Date
    buffer_before_minutes: number
    buffer_after_minutes: number
    held_by: Json<Caller>
    holder: string
    created_at: Date
    expires_at: Date
  }
  /** One of booking and hold is there; `expires_at` belongs to a hold. */
  occupancy: {
    rep_id: string
    booking_id: string | null
    hold_id: string | null
    starts_at: Date
    ends_at: Date
    busy_from: Date
    busy_until: Date
    expires_at: Date | null
  }
  ledger: {
    id: Generated<string>
    pool_id: string
    event_type_id: string | null
    rep_id: string
    booking_id: string | null
    kind: LedgerKind
    at: Date
    amount: number
    counts: boolean
    author: Json<Caller> | null
    reason: string | null
  }
  booking_history: {
    id: Generated<string>
    booking_id: string
    at: Date
    action: string
    sequence: number
    caller: Json<Caller>
    reason: string | null
    before: Json<object> | null
    after: Json<object>
  }
  message: {
    id: string
    dedupe: string
    booking_id: string | null
    sequence: number
    channel: Generated<Channel>
    language: Generated<string>
    provider_id: Generated<string | null>
    delivery: Generated<Delivery | null>
    delivery_error: Generated<string | null>
    moment: string
    audience: 'customer' | 'guest' | 'rep' | 'account'
    method: 'REQUEST' | 'CANCEL' | null
    to_name: string | null
    to_address: string
    from_address: string
    reply_to: string | null
    subject: string
    text: string
    html: string
    invitation: string | null
    status: 'pending' | 'sent' | 'outbox' | 'failed' | 'superseded' | 'stopped'
    created_at: Date
  }
  sms_stop: { phone: string; stopped_at: Date }
  message_template: {
    id: string
    event_type_id: string | null
    moment: Moment
    audience: Audience
    channel: Channel
    language: Language
    subject: string | null
    body: string
    updated_at: Date
  }
  staff_account: {
    id: string
    name: string
    email: string
    email_verified: boolean
    image: string | null
    two_factor_enabled: boolean | null
    level: Level
    generation: number
    deactivated_at: Date | null
    created_at: Date
    updated_at: Date
  }
  account_session: {
    id: string
    user_id: string
    token: string
    expires_at: Date
    ip_address: string | null
    user_agent: string | null
    created_at: Date
    updated_at: Date
  }
  account_credential: {
    id: string
    user_id: string
    provider_id: string
    subject: string
    password: string | null
    access_token: string | null
    refresh_token: string | null
    id_token: string | null
    access_token_expires_at: Date | null
    refresh_token_expires_at: Date | null
    scope: string | null
    created_at: Date
    updated_at: Date
  }
  account_verification: { id: string; identifier: string; value: string; expires_at: Date; created_at: Date; updated_at: Date }
  account_second_factor: {
    id: string
    user_id: string
    secret: string
    backup_codes: string
    verified: boolean | null
    failed_verification_count: number | null
    locked_until: Date | null
  }
  shop: { id: string; slug: string; name: string; generation: number; active: boolean; created_at: Date }
  sales_order: {
    id: string
    shop_id: string | null
    number: string
    customer_id: string | null
    status: OrderStatus
    currency: string
    total: string
    items: Json<readonly OrderItem[]>
    payment_reference: string | null
    payment_url: string | null
    note: string | null
    placed_at: Date
    changed_at: Date
    told_at: Date | null
    completed_at: Date | null
  }
  call_center: { id: string; slug: string; name: string; payment_url: string | null; active: boolean }
  call_disposition: { id: string; call_center_id: string; kind: DispositionKind; name: string; position: number; active: boolean }
  leads_agent: {
    account_id: string
    call_center_id: string | null
    pages: Json<readonly AgentPage[]>
    sees_all_orders: boolean
    only_assigned: boolean
  }
  lead: {
    id: string
    customer_id: string
    account_id: string
    assigned_at: Date
    assigned_by: Json<Caller>
    latest: boolean
    ended_at: Date | null
    ending: LeadEnding | null
    ended_by: Json<Caller> | null
    disposition: string | null
    note: string | null
  }
  customer_entry: {
    id: string
    turn: GeneratedAlways<string>
    customer_id: string
    at: Date
    kind: 'order' | 'lead' | 'call'
    facts: Json<Readonly<Record<string, unknown>>>
    caller: Json<Caller>
  }
  api_key: {
    id: string
    account_id: string
    name: string
    hash: string
    scopes: Json<readonly Scope[]>
    expires_at: Date | null
    created_at: Date
  }
  webhook: { id: string; url: string; events: Json<readonly WebhookEvent[]>; active: boolean; secret: string; created_at: Date }
  webhook_delivery: {
    id: string
    webhook_id: string
    booking_id: string
    event: string
    body: string
    status: DeliveryStatus
    attempts: number
    last_attempt_at: Date | null
    answer: Json<{ status: number | null; text: string }> | null
    created_at: Date
  }
  audit: {
    id: Generated<string>
    at: Date
    author: Json<Caller>
    kind: Audited
    name: string
    action: AuditAction
    changes: Json<readonly FieldChange[]>
  }
  blocked: { id: string; entry: string; reason: string | null; author: Json<Caller>; created_at: Date }
  booking_link: {
    id: string
    customer_id: string
    page_id: string
    uses: number
    uses_left: number
    generation: number
    expires_at: Date
    revoked_at: Date | null
    author: Json<Caller>
    created_at: Date
  }
  /** One at most. */
  crm_org: {
    id: string
    sole: Generated<boolean>
    name: string
    sandbox: boolean
    api_url: string
    user_id: string
    secret: string | null
    secret_version: Generated<number>
    revoked: Generated<boolean>
    failing_since: Date | null
    problem: string | null
    calls_used: number | null
    calls_allowed: number | null
    paused_until: Date | null
    changes_until: Date
    read_at: Date | null
    reading: Generated<string | null>
    tried_at: Generated<Date | null>
    told: Generated<'revoked' | 'unreachable' | null>
    launch_certificate: string | null
    rules: Json<CrmRules>
    connected_at: Date
    disconnected_at: Generated<Date | null>
  }
  crm_user: { id: string; name: string; email: string; active: boolean }
  crm_record: {
    booking_id: string
    org_id: string
    person_object: 'Contact' | 'Lead' | null
    person_id: string | null
    account_id: string | null
    found: Json<object> | null
    lead_for: string | null
    event_id: string | null
    unsure: Generated<boolean>
    status: BookingStatus | null
    followed_at: Generated<Date | null>
    followed_status: Generated<string | null>
    put_back: Generated<string | null>
    notices: Json<readonly string[]>
    failures: Generated<number>
    problem: string | null
    failed_at: Date | null
    written_at: Date | null
  }
  launch: { id: string; salesforce_user: string | null; object: string | null; record_id: string | null; expires_at: Date }
  launch_session: {
    hash: string
    customer_id: string
    salesforce_user: string
    name: string
    email: string | null
    stale: boolean
    created_at: Date
    expires_at: Date
  }
  rate_limit: { key: string; hits: number; ends_at: Date }
  idempotency: { scope: string; key: string; fingerprint: string; status: number; location: string | null; body: string; created_at: Date }
}

export type Choice = 'customer' | 'automatic' | 'rep-first'
/** How far a text message came, as the provider last said. */
export type Delivery = 'queued' | 'sent' | 'delivered' | 'undelivered' | 'failed'
export type Sync = 'pending' | 'done' | 'failed' | 'none'
