import { z } from 'zod'
import { anyText, Email, InstantOut, LanguageTag, line, listOf, Paging, Phone, QueryList, Ref, RepView, TimeZone, text } from './shapes.ts'

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
    /** Whether the record that the customer had in Salesforce was deleted. */
    salesforceDeleted: z.boolean(),
    notes: z.string().nullable(),
  })
  .meta({ id: 'Customer' })

/** `owner`: the rep who looks after them. */
const known = {
  email: Email.nullable().exactOptional(),
  phone: Phone.nullable().exactOptional(),
  timeZone: TimeZone.nullable().exactOptional(),
  language: LanguageTag.nullable().exactOptional(),
  owner: Ref.nullable().exactOptional(),
  coordinator: Email.nullable().exactOptional(),
  notes: text(10_000).nullable().exactOptional(),
}

/** `project`: in which they get a place. `anyway`: although somebody with that email is known. */
export const CustomerRequest = z
  .strictObject({ name: line(200), ...known, project: Ref.exactOptional(), anyway: z.boolean().default(false) })
  .meta({ id: 'CustomerRequest' })
export const CustomerChange = z.strictObject({ name: line(200).exactOptional(), ...known }).meta({ id: 'CustomerChange' })
/** `into`: the customer who stays. */
export const MergeRequest = z.strictObject({ into: Ref }).meta({ id: 'MergeRequest' })
/** Customers who share an email or a phone. */
export const DuplicateList = listOf(z.object({ by: z.enum(['email', 'phone']), value: z.string(), customers: z.array(CustomerView) })).meta(
  { id: 'DuplicateList' },
)

/** `search` looks in name, email and phone; `coordinator` is an email, or `me`; `project`: only whom one sees from there. */
export const CustomerQuery = z
  .strictObject({
    search: anyText(200).trim().exactOptional(),
    coordinator: Ref.exactOptional(),
    project: Ref.exactOptional(),
    ids: QueryList.exactOptional().meta({ description: 'Only these customers, by id: those of them whom one sees.' }),
    ...Paging,
  })
  .meta({ id: 'CustomerQuery' })
/** Whom a table of customers holds: as the list has them. */
export const CustomerExportQuery = CustomerQuery.pick({ search: true, project: true }).meta({ id: 'CustomerExportQuery' })
export const CustomerTableRequest = z
  .strictObject({
    csv: anyText(30_000_000).meta({
      description:
        'A table with a heading, separated by commas, semicolons or tabs. Columns: name (or first name and last name), email, phone, time zone, language, owner, coordinator, key, notes, Salesforce object, Salesforce id. An empty cell says nothing.',
    }),
    project: Ref.exactOptional().meta({ description: 'In which they all get a place.' }),
    dryRun: z.boolean().default(false).meta({ description: 'Only say what would become of it.' }),
  })
  .meta({ id: 'CustomerTableRequest' })
export const CustomerTableView = z
  .object({
    created: z.int(),
    updated: z.int(),
    ignored: z.array(z.string()).meta({ description: 'Headings of columns that mean nothing here.' }),
    dryRun: z.boolean(),
  })
  .meta({ id: 'CustomerTable' })
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
