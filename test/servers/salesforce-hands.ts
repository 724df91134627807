/** What the people of the fake org do there by hand. */
import { type FieldType, field, withPersonAccounts } from './salesforce-schema.ts'
import type { Store, StoredRecord, Values } from './salesforce-store.ts'

export interface Hands {
  /** Somebody who works there. */
  addUser(user: { readonly name: string; readonly email: string; readonly username?: string; readonly active?: boolean }): string
  /** A queue, which may own leads. */
  addQueue(name: string): string
  addContact(fields: Values): string
  addLead(fields: Values): string
  addAccount(fields: Values): string
  /** A person account: an account and the contact that it is. The org has person accounts from then on. */
  addPersonAccount(fields: Values): { readonly accountId: string; readonly contactId: string }
  /** Turn person accounts on. */
  personAccounts(): void
  /** A field of the org's own. */
  addField(
    object: string,
    name: string,
    options?: {
      readonly type?: FieldType
      readonly required?: boolean
      readonly values?: readonly string[]
      readonly length?: number
      readonly unique?: boolean
      readonly externalId?: boolean
    },
  ): void
  /** Change a record as somebody; without one named, as the administrator. */
  edit(id: string, fields: Values, by?: string): void
  remove(id: string, by?: string): void
  /** Out of the bin again. */
  undelete(id: string): void
  /** Make one record of two: the other is deleted and says into which it went. */
  merge(kept: string, gone: string, by?: string): void
  /** Convert a lead into a contact of an account, new ones unless some are named. */
  convert(leadId: string, into?: { readonly contactId?: string }, by?: string): { readonly contactId: string; readonly accountId: string }
  deactivate(userId: string): void
  /** Whose leads become by the active assignment rule; null: there is none. */
  assignLeadsTo(userId: string | null): void
  /** From now on the org warns of leads with an email that is there already. */
  warnOfDuplicates(): void
  /** A record, deleted ones included. */
  record(id: string): Values
  /** The records of an object that are there. */
  records(object: string): Values[]
}

export function handsOf(store: Store, admin: string): Hands {
  const get = (id: string): StoredRecord => {
    const record = store.records.get(id)
    if (!record) throw new Error(`There is no record ${id}.`)
    return record
  }
  const known = (object: string, fields: Values): Values => {
    const odd = Object.keys(fields).find((name) => !store.object(object).fields.has(name))
    if (odd !== undefined) throw new Error(`${object} has no field ${odd}.`)
    return fields
  }
  const add = (object: string, fields: Values) => store.insert(object, known(object, { OwnerId: admin, ...fields }), admin)
  const activitiesOf = (id: string) => [...store.records.values()].filter(({ object, fields }) => object === 'Event' && fields.WhoId === id)

  const hands: Hands = {
    addUser({ name, email, username = email, active = true }) {
      const [FirstName = '', ...rest] = name.split(' ')
      const LastName = rest.join(' ') || FirstName
      const names = rest.length > 0 ? { FirstName, LastName } : { LastName }
      return store.insert('User', { ...names, Email: email, Username: username, IsActive: active, UserType: 'Standard' }, admin)
    },
    addQueue: (name) => store.insert('Group', { Name: name, Type: 'Queue', OwnerId: admin }, admin),
    addContact: (fields) => add('Contact', fields),
    addLead: (fields) => add('Lead', { Company: 'Unspecified', ...fields }),
    addAccount: (fields) => add('Account', fields),
    addPersonAccount(fields) {
      hands.personAccounts()
      const Name = [fields.FirstName, fields.LastName].filter(Boolean).join(' ')
      const accountId = add('Account', { Name, IsPersonAccount: true })
      const contactId = add('Contact', { ...fields, AccountId: accountId, IsPersonAccount: true })
      store.write(accountId, { PersonContactId: contactId }, admin)
      return { accountId, contactId }
    },
    personAccounts: () => withPersonAccounts(store.objects),
    addField(object, name, { type = 'string', required = false, values = [], length, ...more } = {}) {
      const restricted = type === 'picklist'
      const sized = length === undefined ? {} : { length }
      store
        .object(object)
        .fields.set(name, field(object, { name, type, custom: true, nillable: !required, values, restricted, ...sized, ...more }))
    },
    edit: (id, fields, by = admin) => store.write(id, known(get(id).object, fields), by),
    remove(id, by = admin) {
      for (const event of activitiesOf(id)) store.write(String(event.fields.Id), { IsDeleted: true }, by)
      store.write(id, { IsDeleted: true }, by)
    },
    undelete: (id) => store.write(id, { IsDeleted: false, MasterRecordId: null }, admin),
    merge(kept, gone, by = admin) {
      for (const event of activitiesOf(gone)) store.write(String(event.fields.Id), { WhoId: kept }, by)
      const lookup = get(gone).object === 'Lead' ? 'Lead__c' : 'Contact__c'
      for (const { object, fields } of store.records.values())
        if (object === 'Booking__c' && fields[lookup] === gone) store.write(String(fields.Id), { [lookup]: kept }, by)
      store.write(gone, { IsDeleted: true, MasterRecordId: kept }, by)
      store.write(kept, {}, by)
    },
    convert(leadId, { contactId } = {}, by = admin) {
      const lead = get(leadId).fields
      const { FirstName = null, LastName = null, Email = null, Phone = null, OwnerId = null } = lead
      const accountId = contactId ? String(get(contactId).fields.AccountId ?? '') : add('Account', { Name: lead.Company ?? null })
      const into =
        contactId ??
        add('Contact', { FirstName, LastName, Email, Phone, OwnerId, AccountId: accountId, MailingCountry: lead.Country ?? null })
      for (const event of activitiesOf(leadId)) store.write(String(event.fields.Id), { WhoId: into }, by)
      const converted = { IsConverted: true, ConvertedContactId: into, ConvertedAccountId: accountId || null }
      store.write(leadId, { ...converted, Status: 'Closed - Converted' }, by)
      return { contactId: into, accountId }
    },
    deactivate: (userId) => store.write(userId, { IsActive: false }, admin),
    assignLeadsTo(userId) {
      store.assignTo = userId
    },
    warnOfDuplicates() {
      store.warnOfDuplicates = true
    },
    record: (id) => get(id).fields,
    records: (object) =>
      [...store.records.values()].filter((one) => one.object === object && !one.fields.IsDeleted).map(({ fields }) => fields),
  }
  return hands
}
