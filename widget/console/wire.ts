/** The server's answers and requests, as the console names them. */
import type { z } from 'zod'
import type {
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
import type { BlockedView, BlockRequest } from '../../server/http/contract/blocklist.ts'
import type { BookingLinkRequest, BookingLinkView } from '../../server/http/contract/booking-links.ts'
import type { BookingRequest, BookingView } from '../../server/http/contract/bookings.ts'
import type { CalendarEditView } from '../../server/http/contract/calendar-edits.ts'
import type { CalendarAccountList, CalendarAccountView, ConsentView } from '../../server/http/contract/calendars.ts'
import type { CustomerView, MessageView, SetupView } from '../../server/http/contract/customers.ts'
import type { CreditRequest, CreditView, FairnessView } from '../../server/http/contract/fairness.ts'
import type {
  AvailabilityAnswer,
  FindByTimeAnswer,
  FindByTimeRequest,
  Nearest as NearestView,
  ReasonView,
} from '../../server/http/contract/find-time.ts'
import type { HoldRequest, HoldView } from '../../server/http/contract/holds.ts'
import type { PreviewRequest, PreviewView, TemplateView } from '../../server/http/contract/message-templates.ts'
import type { DeliveryView, NewWebhookView, WebhookView } from '../../server/http/contract/webhooks.ts'

export type Hold = z.infer<typeof HoldView>
export type HoldWish = z.input<typeof HoldRequest>
export type Booking = z.infer<typeof BookingView>
export type BookingWish = z.input<typeof BookingRequest>
export type Customer = z.infer<typeof CustomerView>
export type Message = z.infer<typeof MessageView>
export type Session = z.infer<typeof SessionView>
export type SignInRequest = z.input<typeof SessionRequest>
export type SignInWays = z.infer<typeof SignInView>
export type FirstAccountWish = z.input<typeof FirstAccountRequest>
export type Account = z.infer<typeof AccountView>
export type AccountWish = z.input<typeof AccountRequest>
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

export type Template = z.infer<typeof TemplateView>
export type TextPreview = z.infer<typeof PreviewView>
export type TextWish = z.input<typeof PreviewRequest>
export type CalendarEdit = z.infer<typeof CalendarEditView>
export type CalendarAccount = z.infer<typeof CalendarAccountView>
export type CalendarAccounts = z.infer<typeof CalendarAccountList>
export type Consent = z.infer<typeof ConsentView>
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
