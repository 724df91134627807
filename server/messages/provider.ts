/** A message to one person, ready to be handed over. Sending the same `messageId` again is a repetition, not news. */
export interface Mail {
  readonly messageId: string
  /** An address, or a name with an address: `Bluewater <hello@example.com>`. */
  readonly from: string
  readonly to: { readonly name: string | null; readonly address: string }
  /** An address, or a name with an address. */
  readonly replyTo: string | null
  readonly subject: string
  readonly text: string
  readonly html: string
  /** The calendar file that goes with it; `method` is the one inside the file. */
  readonly invitation: { readonly method: 'REQUEST' | 'CANCEL'; readonly ics: string } | null
  /** Where one click says that no more such mail is wanted (RFC 8058), if it is of that kind. */
  readonly stopUrl?: string | null
}

/** The way out for mail. */
export interface EmailProvider {
  readonly kind: 'smtp' | 'outbox'
  /** Hand the mail over; throws if it could not be. */
  send(mail: Mail): Promise<void>
  close(): Promise<void>
}

/** A text message to one phone. `statusUrl` is where the provider reports how far it came. */
export interface TextMessage {
  readonly to: string
  readonly body: string
  readonly statusUrl: string | null
}

/** How far a text message came. */
export type Delivery = 'queued' | 'sent' | 'delivered' | 'undelivered' | 'failed'

/** What became of handing a text message over: taken, or refused for good, or the phone's owner wants none. */
export type SmsOutcome =
  | { readonly kind: 'sent'; readonly id: string | null }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'refused'; readonly reason: string }

type Fields = Readonly<Record<string, string>>

/** A form that somebody sent us, who says that he is the provider. */
export interface SignedForm {
  readonly url: string
  readonly fields: Fields
  readonly signature: string
}

/** The way out for text messages, and what comes back by it. */
export interface SmsProvider {
  readonly kind: 'twilio' | 'outbox'
  /** Who sends: a number, or what stands for several. */
  readonly from: string
  /** Hand the message over; throws if it could not be, and may be later. */
  send(message: TextMessage): Promise<SmsOutcome>
  /** Whether a form really comes from the provider. */
  isGenuine(form: SignedForm): boolean
  /** The report that a form brings of a message that was sent, by the provider's id; null: nothing that we need to know. */
  readReport(fields: Fields): { readonly id: string; readonly delivery: Delivery; readonly error: string | null } | null
  /** The text message that a form brings from a phone. */
  readText(fields: Fields): { readonly from: string; readonly body: string } | null
}
