import twilio from 'twilio'
import type { Delivery, SmsOutcome, SmsProvider, TextMessage } from './provider.ts'

export interface TwilioSettings {
  readonly accountSid: string
  readonly authToken: string
  /** A number, or the id of a messaging service (`MG…`). */
  readonly from: string
  /** Where Twilio's API is, if not at its own address. */
  readonly apiUrl: string | null
}

/** The number has answered STOP to Twilio. */
const STOPPED = 21610

/** Twilio's words for how far a message came, in ours; words that say nothing new are left out. */
const deliveries: Readonly<Record<string, Delivery>> = {
  accepted: 'queued',
  scheduled: 'queued',
  queued: 'queued',
  sending: 'queued',
  sent: 'sent',
  delivered: 'delivered',
  read: 'delivered',
  undelivered: 'undelivered',
  failed: 'failed',
  canceled: 'failed',
}

/** Text messages that leave by Twilio. */
export function twilioProvider({ accountSid, authToken, from, apiUrl }: TwilioSettings): SmsProvider {
  const client = twilio(accountSid, authToken, { env: {}, timeout: 15_000 })
  if (apiUrl !== null) client.api.baseUrl = apiUrl
  return {
    kind: 'twilio',
    from,
    async send({ to, body, statusUrl }: TextMessage): Promise<SmsOutcome> {
      try {
        const sender = from.startsWith('MG') ? { messagingServiceSid: from } : { from }
        const { sid } = await client.messages.create({ to, body, ...sender, ...(statusUrl === null ? {} : { statusCallback: statusUrl }) })
        return { kind: 'sent', id: sid }
      } catch (error) {
        if (!(error instanceof twilio.RestException)) throw error
        if (error.code === STOPPED) return { kind: 'stopped' }
        // The message itself is at fault, and would be the next time: the number is none, or cannot be reached from here.
        if (error.status === 400 || error.status === 404)
          return { kind: 'refused', reason: `${error.code ?? error.status} ${error.message}` }
        throw error
      }
    },
    isGenuine: ({ url, fields, signature }) => twilio.validateRequest(authToken, signature, url, fields),
    readReport({ MessageSid, MessageStatus, ErrorCode }) {
      const delivery = deliveries[MessageStatus ?? '']
      return MessageSid && delivery ? { id: MessageSid, delivery, error: ErrorCode ? `Twilio error ${ErrorCode}` : null } : null
    },
    readText: ({ From, Body }) => (From ? { from: From, body: Body ?? '' } : null),
  }
}
