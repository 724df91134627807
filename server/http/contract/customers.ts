import { z } from 'zod'
import { anyText, InstantOut, listOf, Paging, Ref, RepView } from './shapes.ts'

export const CustomerView = z
  .object({
    id: z.string(),
    key: z.string().nullable(),
    name: z.string(),
    email: z.string().nullable(),
    phone: z.string().nullable(),
    /** Whether the phone's owner has answered STOP to text messages. */
    smsStopped: z.boolean(),
    timeZone: z.string().nullable(),
    owner: RepView.nullable(),
    coordinator: z.string().nullable(),
    language: z.string().nullable(),
    salesforce: z.object({ object: z.string(), id: z.string() }).nullable(),
  })
  .meta({ id: 'Customer' })

/** `search` looks in name, email and phone; `coordinator` is an email, or `me`. */
export const CustomerQuery = z
  .strictObject({ search: anyText(200).trim().exactOptional(), coordinator: Ref.exactOptional(), ...Paging })
  .meta({ id: 'CustomerQuery' })
export const CustomerList = listOf(CustomerView).meta({ id: 'CustomerList' })

/** One message in the outbox: what went out, or would have, had a way out been set. A text message has no HTML. */
export const MessageView = z
  .object({
    id: z.string(),
    bookingId: z.string().nullable(),
    channel: z.enum(['email', 'sms']),
    moment: z.string(),
    language: z.string(),
    to: z.object({ name: z.string().nullable(), address: z.string() }),
    from: z.string(),
    audience: z.enum(['customer', 'guest', 'rep', 'account']),
    subject: z.string(),
    text: z.string(),
    html: z.string(),
    invitation: z.string().nullable(),
    status: z.enum(['pending', 'sent', 'outbox', 'failed', 'superseded', 'stopped']),
    delivery: z.enum(['queued', 'sent', 'delivered', 'undelivered', 'failed']).nullable(),
    deliveryError: z.string().nullable(),
    createdAt: InstantOut,
  })
  .meta({ id: 'Message' })
export const MessageQuery = z.strictObject({ booking: Ref.exactOptional(), ...Paging }).meta({ id: 'MessageQuery' })
export const MessageList = listOf(MessageView).meta({ id: 'MessageList' })

/** What the console chooses from. */
export const SetupView = z
  .object({
    eventTypes: z.array(
      z.object({ slug: z.string(), name: z.string(), durationMinutes: z.int(), slotIntervalMinutes: z.int(), bookingWindowDays: z.int() }),
    ),
    pools: z.array(z.object({ slug: z.string(), name: z.string(), members: z.int(), strict: z.boolean() })),
    projects: z.array(z.object({ slug: z.string(), name: z.string(), timeZone: z.string() })),
    bookingPages: z.array(z.object({ slug: z.string(), title: z.string() })),
    coordinators: z.array(z.string()),
  })
  .meta({ id: 'Setup' })
