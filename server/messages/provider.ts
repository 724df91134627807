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
}

/** The way out for mail. */
export interface EmailProvider {
  readonly kind: 'smtp' | 'outbox'
  /** Hand the mail over; throws if it could not be. */
  send(mail: Mail): Promise<void>
  close(): Promise<void>
}
