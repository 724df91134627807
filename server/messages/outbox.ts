import type { EmailProvider } from './provider.ts'

/** Mail that goes nowhere: the stored messages are the outbox, which staff read in the console. */
export const outboxProvider = (): EmailProvider => ({
  kind: 'outbox',
  async send() {},
  async close() {},
})
