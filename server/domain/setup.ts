/** Configuration as data: what import takes and export gives. Everything is named by slug or email. */
import type { Policy } from './booking.ts'
import type { Distribution } from './distribution.ts'
import type { Cycle } from './distribution-cycle.ts'
import type { Channel, Location, Question } from './event-type.ts'
import type { Language } from './language.ts'
import type { Disposition } from './lead.ts'
import type { Moments } from './message-rule.ts'
import type { Place, Template } from './message-template.ts'
import type { PhoneWish } from './registration-form.ts'

interface SpanData {
  readonly start: Date
  readonly end: Date
}
interface HoursData {
  readonly start: string
  readonly end: string
}
export type Weekday = 'MO' | 'TU' | 'WE' | 'TH' | 'FR' | 'SA' | 'SU'

export interface ProjectData {
  readonly slug: string
  readonly name?: string
  readonly kind?: 'osc' | 'onsite'
  readonly timeZone?: string
}
export interface ShareData {
  readonly between: readonly [string, string]
  readonly appointments?: boolean
  readonly history?: boolean
}
export interface RepData {
  readonly email: string
  readonly name?: string
  readonly timeZone?: string
  readonly kind?: 'person' | 'room'
  readonly projects?: readonly string[]
  readonly weeklyHours?: readonly (HoursData & { readonly days: readonly Weekday[] })[]
  readonly overrides?: readonly { readonly date: string; readonly hours: readonly HoursData[] }[]
  readonly timeOff?: readonly (SpanData & { readonly reason?: string })[]
  readonly busy?: readonly SpanData[]
  readonly skills?: readonly string[]
  readonly languages?: readonly string[]
  readonly territories?: readonly string[]
  readonly dailyLimit?: number | null
  readonly weeklyLimit?: number | null
  readonly salesforceUserId?: string | null
  /** For text messages. */
  readonly phone?: string | null
  /** In which mail is written. */
  readonly language?: string | null
  readonly active?: boolean
}
export interface EventTypeData {
  readonly slug: string
  readonly name?: string
  readonly durationMinutes?: number
  readonly slotIntervalMinutes?: number
  readonly bufferBeforeMinutes?: number
  readonly bufferAfterMinutes?: number
  readonly minimumNoticeMinutes?: number
  readonly bookingWindowDays?: number
  readonly with?: readonly { readonly pool: string; readonly count: number }[]
  readonly location?: Location
  readonly approval?: boolean
  readonly questions?: readonly Question[]
  readonly notify?: { readonly customer?: readonly Channel[]; readonly rep?: readonly Channel[] }
  readonly openPerCustomer?: number | null
  readonly policy?: Partial<Policy>
  readonly reminders?: readonly number[]
  readonly followUpMinutes?: number | null
  readonly requestExpiresMinutes?: number
  readonly moments?: Moments
  readonly crm?: boolean
}
export interface PoolData {
  readonly slug: string
  readonly name?: string
  readonly distribution?: Distribution
  readonly strict?: boolean
  readonly correction?: boolean
  readonly cycle?: Cycle
  readonly ownerFirst?: boolean
  readonly ownerCounts?: boolean
  readonly ownerHorizonDays?: number
  readonly members?: readonly { readonly email: string; readonly priority?: number; readonly weight?: number }[]
}
export interface BookingPageData {
  readonly slug: string
  readonly title?: string
  readonly rep?: string
  readonly pool?: string
  readonly pages?: readonly string[]
  readonly eventTypes?: readonly string[]
  readonly choice?: 'customer' | 'automatic' | 'rep-first'
}
export interface RegistrationFormData {
  readonly slug: string
  readonly project?: string
  readonly title?: string
  readonly intro?: string | null
  readonly phone?: PhoneWish
  readonly questions?: readonly Question[]
  readonly consentText?: string | null
  readonly source?: string
  readonly pool?: string | null
  readonly rep?: string | null
  readonly active?: boolean
}
export interface CallCenterData {
  readonly slug: string
  readonly name?: string
  readonly paymentUrl?: string | null
  readonly active?: boolean
  /** All that are offered, in order. */
  readonly dispositions?: readonly Disposition[]
}
export interface CustomerData {
  readonly key?: string
  readonly email?: string | null
  readonly name?: string
  readonly phone?: string | null
  readonly timeZone?: string | null
  readonly owner?: string | null
  readonly coordinator?: string | null
  readonly language?: string | null
  readonly notes?: string | null
  readonly salesforce?: { readonly object: 'Contact' | 'Lead' | 'Account'; readonly id: string } | null
}

export interface MessageTemplateData extends Place, Template {
  /** A slug; null: all event types. */
  readonly eventType: string | null
  readonly language: Language
}

/** The kinds of things that make up the configuration. */
export const SETUP_KINDS = [
  'projects',
  'shares',
  'reps',
  'eventTypes',
  'pools',
  'bookingPages',
  'customers',
  'messageTemplates',
  'registrationForms',
  'callCenters',
] as const
export type SetupKind = (typeof SETUP_KINDS)[number]

/**
 * What whoever imports has read of things before, by kind and name; null: that there is no such thing. What is named here must still be so,
 * or nothing is changed.
 */
export type SetupRead = Readonly<Partial<Record<NamedKind, Readonly<Record<string, Readonly<Record<string, unknown>> | null>>>>>
export type NamedKind = Exclude<SetupKind, 'customers' | 'messageTemplates'>

export interface SetupData {
  readonly projects: readonly ProjectData[]
  readonly shares: readonly ShareData[]
  readonly reps: readonly RepData[]
  readonly eventTypes: readonly EventTypeData[]
  readonly pools: readonly PoolData[]
  readonly bookingPages: readonly BookingPageData[]
  readonly customers: readonly CustomerData[]
  readonly messageTemplates?: readonly MessageTemplateData[]
  readonly registrationForms?: readonly RegistrationFormData[]
  readonly callCenters?: readonly CallCenterData[]
  readonly asRead?: SetupRead
}
