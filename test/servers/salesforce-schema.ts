/**
 * What objects and fields the fake org has: Salesforce's standard ones as jsforce's typings of them say, and ours from the metadata that
 * is deployed to orgs. So it refuses a name that Salesforce does not have, without a list of ours that could be wrong in the same way as our code.
 */
import { globSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, join } from 'node:path'

export type FieldType =
  | 'id'
  | 'string'
  | 'textarea'
  | 'email'
  | 'phone'
  | 'url'
  | 'picklist'
  | 'boolean'
  | 'int'
  | 'double'
  | 'date'
  | 'datetime'
  | 'reference'
  | 'address'

export interface Field {
  readonly name: string
  readonly label: string
  readonly type: FieldType
  readonly custom: boolean
  readonly nillable: boolean
  readonly defaulted: boolean
  readonly createable: boolean
  readonly updateable: boolean
  readonly length: number
  readonly unique: boolean
  readonly externalId: boolean
  /** Values of a picklist, and whether it takes others. */
  readonly values: readonly string[]
  readonly restricted: boolean
  readonly referenceTo: readonly string[]
  readonly relationship: string | null
}

export interface SObject {
  readonly name: string
  readonly label: string
  readonly prefix: string
  readonly custom: boolean
  readonly fields: Map<string, Field>
}

/** Key prefixes ("Standard Object Prefixes"; custom objects count up from a00). */
const PREFIXES: Readonly<Record<string, string>> = {
  Organization: '00D',
  User: '005',
  Group: '00G',
  Account: '001',
  Contact: '003',
  Lead: '00Q',
  Event: '00U',
  Task: '00T',
}

/** Fields that jsforce's typings of these objects leave out (Object Reference: "Lead"). */
const MORE: Readonly<Record<string, readonly string[]>> = { Lead: ['MobilePhone', 'Fax'] }

/** "Lengths" of the Object Reference, as far as they are tried. */
const LENGTHS: Readonly<Record<string, number>> = {
  FirstName: 40,
  LastName: 80,
  Company: 255,
  Email: 80,
  Title: 128,
  Subject: 255,
  Location: 255,
  City: 40,
  MailingCity: 40,
  State: 80,
  MailingState: 80,
  Country: 80,
  MailingCountry: 80,
  PostalCode: 20,
  MailingPostalCode: 20,
  Description: 32_000,
  LeadSource: 255,
  Name: 255,
}

const PICKLISTS: Readonly<Record<string, readonly string[]>> = {
  'Lead.Status': ['Open - Not Contacted', 'Working - Contacted', 'Closed - Converted', 'Closed - Not Converted'],
  'Lead.LeadSource': ['Web', 'Phone Inquiry', 'Partner Referral', 'Purchased List', 'Other'],
  'Contact.LeadSource': ['Web', 'Phone Inquiry', 'Partner Referral', 'Purchased List', 'Other'],
  'Event.ShowAs': ['Busy', 'OutOfOffice', 'Free'],
}
/** These take no other values than their own. */
const RESTRICTED = ['Event.ShowAs']

/** Fields that Salesforce alone writes. */
const READ_ONLY =
  /^(Id|IsDeleted|MasterRecordId|CreatedDate|CreatedById|LastModifiedDate|LastModifiedById|SystemModstamp|Last(Activity|Viewed|Referenced|Login|PasswordChange|CURequest|CUUpdate)Date|PhotoUrl|Converted\w+|IsConverted|IsArchived|IsChild|IsGroupEvent|GroupEventType|Is(Person)Account|PersonContactId|IsEmailBounced|Jigsaw\w*)$/

const typings = readFileSync(createRequire(import.meta.url).resolve('jsforce/lib/types/standard-schema.d.ts'), 'utf8')

function block(kind: 'Fields' | 'ParentReferences', object: string): [name: string, type: string][] {
  const [, inside] = new RegExp(`^type ${kind}\\$${object} = \\{([^}]*)\\}`, 'm').exec(typings) ?? []
  if (inside === undefined) throw new Error(`jsforce's typings have no ${object}.`)
  return [...inside.matchAll(/^\s*(\w+): ([^;]+);/gm)].map(([, name, type]) => [name!, type!])
}

function typeOf(object: string, name: string, written: string): FieldType {
  const plain = written.replace(' | null', '')
  if (name === 'Id') return 'id'
  if (plain === 'boolean') return 'boolean'
  if (plain === 'number') return /^(DurationInMinutes|NumberOfEmployees)$/.test(name) ? 'int' : 'double'
  if (plain === 'Address') return 'address'
  if (plain === 'DateString')
    return /^(LastActivityDate|Birthdate|ConvertedDate|ActivityDate|RecurrenceEndDateOnly)$/.test(name) ? 'date' : 'datetime'
  if (`${object}.${name}` in PICKLISTS) return 'picklist'
  if (name === 'Email' || name === 'PersonEmail') return 'email'
  if (/Phone$|^Fax$/.test(name)) return 'phone'
  if (name === 'Website' || name === 'PhotoUrl') return 'url'
  if (name === 'Description' || /Street$/.test(name)) return 'textarea'
  return 'string'
}

const spaced = (name: string) => name.replace(/(__c|Id)$/, '').replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ') || name

/** A field with what most fields are. */
export const field = (object: string, more: Partial<Field> & Pick<Field, 'name' | 'type'>): Field => {
  const readOnly = READ_ONLY.test(more.name) || more.type === 'address' || (more.name === 'Name' && /^(Contact|Lead|User)$/.test(object))
  const read = object === 'Event' && more.name === 'AccountId'
  return {
    label: spaced(more.name),
    custom: false,
    nillable: true,
    defaulted: more.type === 'boolean' || more.name === 'OwnerId' || `${object}.${more.name}` === 'Lead.Status',
    createable: !readOnly && !read,
    updateable: !readOnly && !read,
    length: LENGTHS[more.name] ?? { phone: 40, textarea: 255, string: 255, email: 80, url: 255, picklist: 255 }[more.type as string] ?? 0,
    unique: false,
    externalId: false,
    values: PICKLISTS[`${object}.${more.name}`] ?? [],
    restricted: RESTRICTED.includes(`${object}.${more.name}`),
    referenceTo: [],
    relationship: null,
    ...more,
  }
}

function standard(name: string, prefix: string): SObject {
  const fields = new Map<string, Field>()
  for (const [one, written] of block('Fields', name))
    fields.set(one, field(name, { name: one, type: typeOf(name, one, written), nillable: written.endsWith('| null') }))
  for (const one of MORE[name] ?? []) fields.set(one, field(name, { name: one, type: typeOf(name, one, 'string') }))
  for (const [relationship, written] of block('ParentReferences', name)) {
    const to = written.replace('SObjectDefinition$', '').replace(' | null', '')
    const known = fields.get(`${relationship}Id`)
    if (!known) continue
    const referenceTo =
      to !== 'Name' ? [to] : relationship === 'Owner' ? ['User', 'Group'] : relationship === 'Who' ? ['Contact', 'Lead'] : ['Account']
    fields.set(known.name, { ...known, type: 'reference', length: 18, referenceTo, relationship })
  }
  return { name, label: spaced(name), prefix, custom: false, fields }
}

const METADATA = join(import.meta.dirname, '../../salesforce/force-app/main/default/objects')

/** A field as its metadata file describes it ("CustomField", Metadata API Developer Guide). */
function custom(object: string, xml: string): Field {
  const one = (tag: string) => new RegExp(`<${tag}>([^<]*)</${tag}>`).exec(xml)?.[1]
  const name = one('fullName') ?? ''
  const types: Readonly<Record<string, FieldType>> = {
    Text: 'string',
    Lookup: 'reference',
    DateTime: 'datetime',
    Date: 'date',
    Url: 'url',
    LongTextArea: 'textarea',
    TextArea: 'textarea',
    Picklist: 'picklist',
    Checkbox: 'boolean',
    Number: 'double',
    Email: 'email',
    Phone: 'phone',
  }
  const type = types[one('type') ?? '']
  if (!type) throw new Error(`The fake org does not know fields of type ${one('type')} (${object}.${name}).`)
  return field(object, {
    name,
    type,
    label: /<label>([^<]*)<\/label>\s*(?!.*<\/value>)/.exec(xml)?.[1] ?? name,
    custom: true,
    nillable: one('required') !== 'true' && type !== 'boolean',
    length: type === 'reference' ? 18 : Number(one('length') ?? (type === 'url' ? 255 : type === 'picklist' ? 255 : 0)),
    unique: one('unique') === 'true',
    externalId: one('externalId') === 'true',
    values: [...xml.matchAll(/<value>\s*<fullName>([^<]*)<\/fullName>/g)].map(([, value]) => value!),
    restricted: one('restricted') === 'true',
    referenceTo: type === 'reference' ? [one('referenceTo') ?? ''] : [],
    relationship: type === 'reference' ? name.replace(/__c$/, '__r') : null,
  })
}

/** Fields that every object of one's own has. */
function ownObject(name: string, prefix: string): SObject {
  const users = { type: 'reference', referenceTo: ['User'], nillable: false, length: 18 } as const
  const stamps = ['CreatedDate', 'LastModifiedDate', 'SystemModstamp'] as const
  const all = [
    field(name, { name: 'Id', type: 'id', nillable: false }),
    field(name, { ...users, name: 'OwnerId', referenceTo: ['User', 'Group'], relationship: 'Owner' }),
    field(name, { name: 'IsDeleted', type: 'boolean', nillable: false }),
    field(name, { name: 'Name', type: 'string', createable: false, updateable: false, defaulted: true, length: 80 }),
    ...stamps.map((stamp) => field(name, { name: stamp, type: 'datetime', nillable: false })),
    field(name, { ...users, name: 'CreatedById', relationship: 'CreatedBy' }),
    field(name, { ...users, name: 'LastModifiedById', relationship: 'LastModifiedBy' }),
  ]
  return { name, label: spaced(name), prefix, custom: true, fields: new Map(all.map((one) => [one.name, one])) }
}

/** All objects of a new org into which ours were deployed. */
export function readSchema(): Map<string, SObject> {
  const objects = new Map(Object.entries(PREFIXES).map(([name, prefix]) => [name, standard(name, prefix)]))
  const own = [...new Set(globSync('*__c', { cwd: METADATA }))].sort()
  for (const [at, name] of own.entries()) objects.set(name, ownObject(name, `a0${at + 1}`))
  for (const file of globSync('*/fields/*.xml', { cwd: METADATA })) {
    const [folder = ''] = file.replaceAll('\\', '/').split('/')
    // Settings that are deployed as records of a type of their own: they are no objects of the REST API that we use.
    if (folder.endsWith('__mdt')) continue
    // Fields of Activity are fields of events and tasks.
    for (const name of folder === 'Activity' ? ['Event', 'Task'] : [folder]) {
      const object = objects.get(name)
      if (!object) throw new Error(`The fake org has no object for ${basename(file)}.`)
      const made = custom(object.name, readFileSync(join(METADATA, file), 'utf8'))
      object.fields.set(made.name, made)
    }
  }
  return objects
}

/** Turn person accounts on ("Enable Person Accounts"): accounts and contacts then say whether they are one. */
export function withPersonAccounts(objects: Map<string, SObject>): void {
  const account = objects.get('Account')!
  const contact = objects.get('Contact')!
  for (const object of [account, contact])
    object.fields.set('IsPersonAccount', field(object.name, { name: 'IsPersonAccount', type: 'boolean', nillable: false }))
  const { fields } = account
  fields.set('PersonContactId', field('Account', { name: 'PersonContactId', type: 'reference', length: 18, referenceTo: ['Contact'] }))
}
