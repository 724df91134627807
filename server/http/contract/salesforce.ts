import { z } from 'zod'
import { MAPPED_OBJECTS } from '../../domain/crm.ts'
import { BookingState } from './bookings.ts'
import { anyText, InstantOut, line, listOf, Paging } from './shapes.ts'

const MappedObject = z.enum(MAPPED_OBJECTS)
const FieldName = line(80).regex(/^[A-Za-z]\w*$/, 'must be the name of a field, such as Region__c')

const Mapping = z
  .strictObject({
    from: line(200).meta({
      description: 'A part of the booking, such as `booking.notes`, or an answer: `answer:` and the key of its question.',
    }),
    object: MappedObject,
    field: FieldName,
  })
  .meta({ id: 'SalesforceMapping' })
const Rules = {
  createLeads: z.boolean().meta({ description: 'Whether a lead is made for somebody whom Salesforce does not know.' }),
  leadOwner: z.enum(['rep', 'integration', 'assignment-rules']).meta({ description: 'Whose a new lead is.' }),
  leadCompany: line(255).meta({ description: 'The company of a new lead.' }),
  update: z
    .enum(['keep', 'fill', 'overwrite'])
    .meta({ description: 'What a booking made elsewhere changes in a record: nothing, empty fields, or all that it says.' }),
  owner: z.enum(['keep', 'rep']).meta({ description: 'Whether a record stays whose it is, or becomes the rep’s.' }),
  mappings: z
    .array(Mapping)
    .max(100)
    .refine((all) => new Set(all.map(({ object, field }) => `${object}.${field}`)).size === all.length, 'must name each field once'),
  timeZoneField: FieldName.nullable().meta({ description: 'The field of contacts and leads that says their time zone.' }),
  languageField: FieldName.nullable().meta({ description: 'The field of contacts and leads that says their language.' }),
}
const RulesView = z.strictObject(Rules).meta({ id: 'SalesforceRules' })
const RulesChange = z
  .strictObject({
    createLeads: Rules.createLeads.exactOptional(),
    leadOwner: Rules.leadOwner.exactOptional(),
    leadCompany: Rules.leadCompany.exactOptional(),
    update: Rules.update.exactOptional(),
    owner: Rules.owner.exactOptional(),
    mappings: Rules.mappings.exactOptional(),
    timeZoneField: Rules.timeZoneField.exactOptional(),
    languageField: Rules.languageField.exactOptional(),
  })
  .meta({ id: 'SalesforceRulesChange' })

export const SalesforceChange = z
  .strictObject({
    rules: RulesChange.exactOptional(),
    launchCertificate: anyText(20_000).min(1).nullable().exactOptional().meta({
      description: 'With which the org signs launches: X.509 in PEM form, an RSA key of at least 2048 bits. Null: none is taken.',
    }),
  })
  .meta({ id: 'SalesforceChange' })

export const ConnectRequest = z.strictObject({}).meta({ id: 'SalesforceConnectRequest' })
/** `url` is null if the org is connected already: with signed statements nobody has to be asked. */
export const ConnectView = z
  .object({
    url: z.string().nullable().meta({ description: 'Where the browser goes, to come back to /salesforce/connected; null: connected.' }),
  })
  .meta({ id: 'SalesforceConnect' })

const Org = z
  .object({
    id: z.string(),
    name: z.string(),
    sandbox: z.boolean(),
    address: z.string(),
    user: z.object({ id: z.string(), name: z.string().nullable(), email: z.string().nullable() }),
    connectedAt: InstantOut,
    state: z.enum(['connected', 'paused', 'failing', 'revoked']),
    lastReadAt: InstantOut.nullable(),
    failingSince: InstantOut.nullable(),
    problem: z.string().nullable(),
    pausedUntil: InstantOut.nullable(),
    calls: z.object({ used: z.int(), allowed: z.int() }).nullable().meta({ description: 'Of the org’s day, as it last said.' }),
    launchCertificate: z.object({ subject: z.string(), from: InstantOut, until: InstantOut }).nullable(),
    rules: RulesView,
  })
  .meta({ id: 'SalesforceOrg' })

export const SalesforceView = z
  .object({
    signIn: z.enum(['consent', 'statement']).nullable().meta({ description: 'How an org is connected; null: settings are missing.' }),
    redirectUri: z.string().meta({ description: 'The callback address that the app in Salesforce needs.' }),
    org: Org.nullable(),
    writes: z
      .object({ pending: z.int(), failed: z.int() })
      .meta({ description: 'Bookings that wait to be written, and that could not be.' }),
    answers: z
      .array(z.object({ key: z.string(), label: z.string() }))
      .meta({ description: 'The questions of event types, whose answers can be written to fields of their own.' }),
    remark: z.string().nullable(),
  })
  .meta({ id: 'Salesforce' })

const FailureView = z
  .object({
    id: z.string().meta({ description: 'Of the booking.' }),
    subject: z.string(),
    customer: z.string(),
    rep: z.string(),
    status: BookingState,
    start: InstantOut,
    problem: z.string().meta({ description: 'What is wrong, and what to do, in words.' }),
    tries: z.int(),
    failedAt: InstantOut,
  })
  .meta({ id: 'SalesforceFailure' })
export const FailureList = listOf(FailureView).meta({ id: 'SalesforceFailureList' })
export const FailureQuery = z.strictObject({ ...Paging }).meta({ id: 'SalesforceFailureQuery' })
export const WriteAgainRequest = z.strictObject({}).meta({ id: 'SalesforceReplayRequest' })
export const WrittenAgainView = z
  .object({ replayed: z.int().meta({ description: 'How many bookings are written once more.' }) })
  .meta({ id: 'SalesforceReplays' })

export const FieldQuery = z.strictObject({ object: MappedObject }).meta({ id: 'SalesforceFieldQuery' })
const FieldView = z
  .object({
    name: z.string(),
    label: z.string(),
    type: z.string(),
    creatable: z.boolean(),
    updatable: z.boolean(),
    required: z.boolean(),
    length: z.int().nullable(),
    values: z.array(z.string()).nullable(),
  })
  .meta({ id: 'SalesforceField' })
export const FieldList = z.object({ items: z.array(FieldView), nextCursor: z.string().nullable() }).meta({ id: 'SalesforceFieldList' })
