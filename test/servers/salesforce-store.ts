/** The records of the fake org, and the rules by which Salesforce takes or refuses what is written. */
import { crmRecordId } from '../../server/domain/crm.ts'
import { type Field, readSchema, type SObject } from './salesforce-schema.ts'

export type Value = string | number | boolean | null
export type Values = Record<string, Value>

export interface StoredRecord {
  readonly object: string
  readonly fields: Values
}

/** A "no" of Salesforce's: `[{errorCode, message, fields}]` ("Status Codes and Error Responses", REST API Developer Guide). */
export class SalesforceNo extends Error {
  readonly status: number
  readonly code: string
  readonly fields: readonly string[]

  constructor(status: number, code: string, message: string, fields: readonly string[] = []) {
    super(message)
    this.status = status
    this.code = code
    this.fields = fields
  }
}

export interface Store {
  readonly objects: Map<string, SObject>
  readonly records: Map<string, StoredRecord>
  object(name: string): SObject
  /** A record that is there, by either form of its id. */
  find(object: string, id: string): StoredRecord
  create(object: string, values: Values, by: string, options?: SaveOptions): string
  update(object: string, id: string, values: Values, by: string, options?: SaveOptions): void
  remove(object: string, id: string, by: string): void
  /** Salesforce's own hand: any field, and the stamps. */
  write(id: string, values: Values, by: string): void
  /** Put a record there as it is. */
  insert(object: string, values: Values, by: string): string
  /** Do all of it or, if it throws, nothing. */
  transaction<T>(doing: () => T): T
  /** Whose new and changed leads become by the active assignment rule. */
  assignTo: string | null
  /** Whether the org warns of leads with an email that is there already. */
  warnOfDuplicates: boolean
}

export interface SaveOptions {
  /** The header `Sforce-Auto-Assign`: without one, rules run. */
  readonly assign?: boolean
  /** The header `Sforce-Duplicate-Rule-Header`: a warning of duplicates stops nothing. */
  readonly allowDuplicate?: boolean
}

/** An instant as Salesforce writes it. */
const stamp = (at: Date): string => `${at.toISOString().slice(0, 19)}.000+0000`

const DATETIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?(Z|[+-]\d\d:?\d\d)$/
const instantOf = (text: string) => new Date(text.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'))

export function openStore(now: () => Date): Store {
  const objects = readSchema()
  const records = new Map<string, StoredRecord>()
  const counters = new Map<string, number>()
  let journal: Map<string, StoredRecord | null> | null = null

  const object = (name: string): SObject => {
    const found = objects.get(name)
    if (!found) throw new SalesforceNo(404, 'NOT_FOUND', 'The requested resource does not exist')
    return found
  }

  function find(name: string, given: string): StoredRecord {
    const { prefix, label } = object(name)
    const id = crmRecordId(given)
    if (id === null) throw new SalesforceNo(400, 'MALFORMED_ID', `${label} ID: id value of incorrect type: ${given}`, ['Id'])
    const record = records.get(id)
    if (!record || !id.startsWith(prefix))
      throw new SalesforceNo(404, 'NOT_FOUND', `Provided external ID field does not exist or is not accessible: ${given}`)
    if (record.fields.IsDeleted) throw new SalesforceNo(404, 'ENTITY_IS_DELETED', 'entity is deleted')
    return record
  }

  function newId(prefix: string): string {
    const count = (counters.get(prefix) ?? 0) + 1
    counters.set(prefix, count)
    return crmRecordId(`${prefix}Hs${String(count).padStart(10, '0')}`) as string
  }

  function keep(id: string): void {
    const before = records.get(id)
    if (journal && !journal.has(id)) journal.set(id, before ? { object: before.object, fields: { ...before.fields } } : null)
  }

  function transaction<T>(doing: () => T): T {
    if (journal) return doing()
    journal = new Map()
    try {
      return doing()
    } catch (error) {
      for (const [id, before] of journal) {
        if (before) records.set(id, before)
        else records.delete(id)
      }
      throw error
    } finally {
      journal = null
    }
  }

  function insert(name: string, values: Values, by: string): string {
    const { prefix, fields } = object(name)
    const id = newId(prefix)
    const at = stamp(now())
    const all: Values = {}
    for (const one of fields.values()) all[one.name] = one.type === 'boolean' ? false : null
    const made = { Id: id, CreatedDate: at, CreatedById: by, LastModifiedDate: at, LastModifiedById: by, SystemModstamp: at }
    keep(id)
    if (fields.has('OwnerId')) all.OwnerId = by
    records.set(id, { object: name, fields: { ...all, ...made, ...values } })
    derive(id)
    return id
  }

  function write(id: string, values: Values, by: string): void {
    const record = records.get(id)
    if (!record) throw new Error(`There is no record ${id}.`)
    keep(id)
    const at = stamp(now())
    Object.assign(record.fields, values, { LastModifiedDate: at, LastModifiedById: by, SystemModstamp: at })
    derive(id)
  }

  /** Fields that follow from others. */
  function derive(id: string): void {
    const { object: name, fields } = records.get(id) as StoredRecord
    if (name === 'Contact' || name === 'Lead' || name === 'User')
      fields.Name = [fields.FirstName, fields.LastName].filter((part) => part !== null && part !== '').join(' ')
    if (name.endsWith('__c')) fields.Name ??= `${name.charAt(0)}-${id.slice(9, 15)}`
    if (name === 'Lead') fields.Status ??= 'Open - Not Contacted'
    if (name === 'Event') {
      const who = records.get(String(fields.WhoId ?? ''))
      fields.AccountId = who?.object === 'Contact' ? (who.fields.AccountId ?? null) : null
      fields.ActivityDateTime = fields.StartDateTime ?? null
      fields.ActivityDate = typeof fields.StartDateTime === 'string' ? fields.StartDateTime.slice(0, 10) : null
    }
  }

  function check(target: SObject, values: Values, before: Values | null): Values {
    const clean: Values = {}
    for (const [name, given] of Object.entries(values)) {
      const known = target.fields.get(name)
      if (!known) throw new SalesforceNo(400, 'INVALID_FIELD', `No such column '${name}' on sobject of type ${target.name}`)
      if (before ? !known.updateable : !known.createable)
        throw new SalesforceNo(
          400,
          'INVALID_FIELD_FOR_INSERT_UPDATE',
          `Unable to create/update fields: ${name}. Please check the security settings of this field and verify that it is read/write for your profile or permission set.`,
          [name],
        )
      clean[name] = cleanValue(known, given, target)
    }
    const missing = [...target.fields.values()].filter(
      (one) =>
        !one.nillable && !one.defaulted && one.createable && (before ? clean[one.name] === null : (clean[one.name] ?? null) === null),
    )
    if (missing.length > 0)
      throw new SalesforceNo(
        400,
        'REQUIRED_FIELD_MISSING',
        `Required fields are missing: [${missing.map((one) => one.name).join(', ')}]`,
        missing.map((one) => one.name),
      )
    return clean
  }

  function cleanValue(known: Field, given: unknown, target: SObject): Value {
    const wrong = () =>
      new SalesforceNo(
        400,
        'JSON_PARSER_ERROR',
        `Cannot deserialize instance of ${known.type} from ${JSON.stringify(given)} for ${known.name}`,
      )
    if (given === null || given === '') {
      if (known.type === 'boolean') throw wrong()
      return null
    }
    if (known.type === 'boolean' || known.type === 'int' || known.type === 'double') {
      if (typeof given !== (known.type === 'boolean' ? 'boolean' : 'number')) throw wrong()
      return given as Value
    }
    if (typeof given !== 'string') throw wrong()
    if (known.type === 'datetime') {
      if (!DATETIME.test(given) || Number.isNaN(instantOf(given).getTime())) throw wrong()
      return stamp(instantOf(given))
    }
    if (known.type === 'date') {
      if (!/^\d{4}-\d\d-\d\d$/.test(given)) throw wrong()
      return given
    }
    if (known.type === 'reference') return referenceOf(known, given, target)
    if (given.length > known.length)
      throw new SalesforceNo(
        400,
        'STRING_TOO_LONG',
        `${known.label}: data value too large: ${given.slice(0, 255)} (max length=${known.length})`,
        [known.name],
      )
    if (known.type === 'email' && !/^[^\s@"(),:;<>[\]\\]+@[^\s@.]+(\.[^\s@.]+)+$/.test(given))
      throw new SalesforceNo(400, 'INVALID_EMAIL_ADDRESS', `${known.label}: invalid email address: ${given}`, [known.name])
    if (known.restricted && !known.values.includes(given))
      throw new SalesforceNo(
        400,
        'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
        `${known.label}: bad value for restricted picklist field: ${given}`,
        [known.name],
      )
    return given
  }

  /** An inactive owner is taken for accounts and objects of one's own, but for no contact, lead or event (Spring '15 release notes). */
  function referenceOf(known: Field, given: string, target: SObject): string {
    const id = crmRecordId(given)
    const to = [...objects.values()].find(({ prefix }) => id?.startsWith(prefix))
    if (id === null || !to || !known.referenceTo.includes(to.name))
      throw new SalesforceNo(400, 'MALFORMED_ID', `${known.label} ID: id value of incorrect type: ${given}`, [known.name])
    const record = records.get(id)
    if (!record) throw new SalesforceNo(400, 'INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id', [])
    if (record.fields.IsDeleted) throw new SalesforceNo(400, 'ENTITY_IS_DELETED', 'entity is deleted', [])
    if (record.object === 'Lead' && record.fields.IsConverted)
      throw new SalesforceNo(400, 'CANNOT_UPDATE_CONVERTED_LEAD', 'cannot reference converted lead', [])
    if (known.name === 'OwnerId' && record.object === 'User' && record.fields.IsActive === false && !target.custom)
      if (target.name !== 'Account') throw new SalesforceNo(400, 'INACTIVE_OWNER_OR_USER', 'operation performed with inactive user', [])
    if (known.name === 'OwnerId' && record.object === 'Group' && !['Lead', 'Case'].includes(target.name) && !target.custom)
      throw new SalesforceNo(400, 'INVALID_CROSS_REFERENCE_KEY', 'Owner ID: owner cannot be a queue.', ['OwnerId'])
    return id
  }

  function checkUnique(target: SObject, values: Values, id: string | null): void {
    for (const one of target.fields.values()) {
      const value = values[one.name]
      if (!one.unique || value === null || value === undefined) continue
      const twin = [...records.values()].find(
        ({ object: name, fields }) => name === target.name && fields[one.name] === value && !fields.IsDeleted && fields.Id !== id,
      )
      if (twin)
        throw new SalesforceNo(
          400,
          'DUPLICATE_VALUE',
          `duplicate value found: ${one.name} duplicates value on record with id: ${twin.fields.Id}`,
        )
    }
  }

  /** Rules of events ("Event", Object Reference): who and what go together, and when they are. */
  function checkEvent(values: Values, before: Values | null): void {
    const after = { ...before, ...values }
    if (typeof after.WhoId === 'string' && after.WhoId.startsWith('00Q') && after.WhatId)
      throw new SalesforceNo(400, 'FIELD_INTEGRITY_EXCEPTION', 'Related To ID: an event of a lead is related to nothing else', ['WhatId'])
    const start = values.StartDateTime ?? values.ActivityDateTime ?? before?.StartDateTime ?? null
    if (start === null)
      throw new SalesforceNo(400, 'REQUIRED_FIELD_MISSING', 'Required fields are missing: [StartDateTime]', ['StartDateTime'])
    const from = instantOf(String(start)).getTime()
    const given = typeof values.DurationInMinutes === 'number' ? from + values.DurationInMinutes * 60_000 : null
    const end = typeof values.EndDateTime === 'string' ? instantOf(values.EndDateTime).getTime() : null
    if (given !== null && end !== null && given !== end)
      throw new SalesforceNo(400, 'FIELD_INTEGRITY_EXCEPTION', 'Duration: does not agree with the end', ['DurationInMinutes'])
    const kept = typeof before?.DurationInMinutes === 'number' ? from + before.DurationInMinutes * 60_000 : null
    const until = end ?? given ?? kept
    if (until === null)
      throw new SalesforceNo(400, 'REQUIRED_FIELD_MISSING', 'Required fields are missing: [DurationInMinutes]', ['DurationInMinutes'])
    if (until < from) throw new SalesforceNo(400, 'FIELD_INTEGRITY_EXCEPTION', 'Event duration can’t be negative', ['EndDateTime'])
    if (until - from > 14 * 86_400_000)
      throw new SalesforceNo(400, 'NUMBER_OUTSIDE_VALID_RANGE', 'Event duration must be 14 days at most', ['DurationInMinutes'])
    values.StartDateTime = stamp(new Date(from))
    values.EndDateTime = stamp(new Date(until))
    values.DurationInMinutes = (until - from) / 60_000
  }

  /** Rules of tasks ("Task", Object Reference): a task of a lead is related to nothing else. */
  function checkTask(values: Values): void {
    if (typeof values.WhoId === 'string' && values.WhoId.startsWith('00Q') && values.WhatId)
      throw new SalesforceNo(400, 'FIELD_INTEGRITY_EXCEPTION', 'Related To ID: a task of a lead is related to nothing else', ['WhatId'])
  }

  const store: Store = {
    objects,
    records,
    object,
    find,
    insert,
    write,
    transaction,
    assignTo: null,
    warnOfDuplicates: false,
    create: (name, given, by, { assign = true, allowDuplicate = false } = {}) =>
      transaction(() => {
        const target = object(name)
        const values = check(target, given, null)
        checkUnique(target, values, null)
        if (name === 'Event') checkEvent(values, null)
        if (name === 'Task') checkTask(values)
        const twin = [...records.values()].some(
          ({ object: one, fields }) => one === 'Lead' && fields.Email === values.Email && !fields.IsDeleted,
        )
        if (name === 'Lead' && values.Email && twin && store.warnOfDuplicates && !allowDuplicate)
          throw new SalesforceNo(400, 'DUPLICATES_DETECTED', 'Use one of these records?')
        if (name === 'Lead' && assign && store.assignTo) values.OwnerId = store.assignTo
        return insert(name, values, by)
      }),
    update: (name, given, change, by, { assign = true } = {}) =>
      transaction(() => {
        const target = object(name)
        const { fields } = find(name, given)
        if (name === 'Lead' && fields.IsConverted)
          throw new SalesforceNo(400, 'CANNOT_UPDATE_CONVERTED_LEAD', 'cannot update a converted lead', [])
        const values = check(target, change, fields)
        const id = String(fields.Id)
        checkUnique(target, values, id)
        if (name === 'Event') checkEvent(values, fields)
        if (name === 'Lead' && assign && store.assignTo) values.OwnerId = store.assignTo
        write(id, values, by)
      }),
    remove: (name, given, by) =>
      transaction(() => {
        write(String(find(name, given).fields.Id), { IsDeleted: true }, by)
      }),
  }
  return store
}
