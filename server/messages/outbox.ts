import type { EmailProvider, SmsProvider } from './provider.ts'

/** Mail that goes nowhere: the stored messages are the outbox, which staff read in the console. */
export const outboxProvider = (): EmailProvider => ({
  kind: 'outbox',
  async send() {},
  async close() {},
})

/** Text messages that go nowhere, as well. */
export const smsOutbox = (): SmsProvider => ({
  kind: 'outbox',
  from: 'SMS',
  send: async () => ({ kind: 'sent', id: null }),
  isGenuine: () => false,
  readReport: () => null,
  readText: () => null,
})
