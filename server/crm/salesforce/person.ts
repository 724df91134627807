/** Contacts and leads as Salesforce tells of them, and the person that each is. */
import { z } from 'zod'
import { countryCode, zoneOfAddress } from '../../domain/address.ts'
import { type CrmPerson, crmRecordId, type PersonRef } from '../../domain/crm.ts'
import { languageTag } from '../../domain/language.ts'
import { phoneNumber, phoneParts } from '../../domain/phone.ts'
import { isZone } from '../../domain/zone.ts'

/** Fields of the org's own that say more of a person. */
export interface PersonFields {
  readonly timeZoneField: string | null
  readonly languageField: string | null
  /** Whether the org knows person accounts: only there contacts say whether they are one. */
  readonly personAccounts: boolean
}

/** An id in its long form. */
export const idShape = z
  .string()
  .refine((id) => crmRecordId(id) !== null)
  .transform((id) => crmRecordId(id) ?? id)
const text = z.string().nullable()
/** An instant; Salesforce writes `+0000` where RFC 3339 has `+00:00`. */
export const instantShape = z
  .string()
  .transform((written) => new Date(written.replace(/([+-]\d\d)(\d\d)$/, '$1:$2')))
  .refine((at) => !Number.isNaN(at.getTime()))

const common = {
  Id: idShape,
  Name: text,
  Email: text,
  Phone: text,
  MobilePhone: text,
  OwnerId: idShape.nullable(),
  CreatedDate: instantShape,
  LastActivityDate: text,
  IsDeleted: z.boolean(),
  MasterRecordId: idShape.nullable(),
}
const CONTACT = {
  ...common,
  AccountId: idShape.nullable(),
  HomePhone: text,
  OtherPhone: text,
  MailingState: text,
  MailingCountry: text,
}
const LEAD = {
  ...common,
  State: text,
  Country: text,
  IsConverted: z.boolean(),
  ConvertedContactId: idShape.nullable(),
  ConvertedAccountId: idShape.nullable(),
}

/** A contact's row. */
export const contactShape = z.looseObject({ ...CONTACT, IsPersonAccount: z.boolean().optional() })
export type ContactRow = z.infer<typeof contactShape>
/** A lead's row. */
export const leadShape = z.looseObject(LEAD)
export type LeadRow = z.infer<typeof leadShape>

/** What is asked of a contact or lead. */
export function fieldsOf(object: PersonRef['object'], { timeZoneField, languageField, personAccounts }: PersonFields): string {
  const own = [timeZoneField, languageField].filter((field) => field !== null)
  const standard = object === 'Lead' ? Object.keys(LEAD) : [...Object.keys(CONTACT), ...(personAccounts ? ['IsPersonAccount'] : [])]
  return [...new Set([...standard, ...own])].join(', ')
}

/** The person of a contact. */
export const contactPerson = (row: ContactRow, fields: PersonFields): CrmPerson => ({
  ...personOf(row, fields, { country: row.MailingCountry, state: row.MailingState }),
  ref: { object: 'Contact', id: row.Id },
  accountId: row.AccountId,
  isPersonAccount: row.IsPersonAccount ?? false,
})

/** The person of a lead. */
export const leadPerson = (row: LeadRow, fields: PersonFields): CrmPerson => ({
  ...personOf(row, fields, { country: row.Country, state: row.State }),
  ref: { object: 'Lead', id: row.Id },
  accountId: null,
  isPersonAccount: false,
})

type Known = Omit<CrmPerson, 'ref' | 'accountId' | 'isPersonAccount'>

function personOf(row: ContactRow | LeadRow, fields: PersonFields, address: { country: string | null; state: string | null }): Known {
  const country = address.country === null ? null : countryCode(address.country)
  const phones = phonesOf(row).flatMap((phone) => phoneNumber(phone, country) ?? [])
  const email = row.Email?.trim().toLowerCase() ?? ''
  return {
    name: row.Name?.trim() || 'No name',
    email: email === '' ? null : email,
    phone: phones[0] ?? null,
    timeZone: zoneIn(own(row, fields.timeZoneField)) ?? zoneOfAddress(address),
    language: languageTag(own(row, fields.languageField)),
    ownerId: row.OwnerId,
    createdAt: row.CreatedDate,
    lastActivityAt: row.LastActivityDate === null ? null : new Date(`${row.LastActivityDate}T00:00:00Z`),
  }
}

/** The numbers of a record, the one that is reached best first. */
const phonesOf = (row: ContactRow | LeadRow): string[] =>
  [row.MobilePhone, row.Phone, row.HomePhone, row.OtherPhone].filter((phone) => typeof phone === 'string')

/** Whether one of the record's numbers is this one. Where neither number nor record says a country, it is taken to be the same. */
export function hasPhone(row: ContactRow | LeadRow, wanted: string): boolean {
  const written = 'MailingCountry' in row ? row.MailingCountry : row.Country
  const country = typeof written === 'string' ? countryCode(written) : null
  const home = country ?? phoneParts(wanted)?.country ?? null
  return phonesOf(row).some((phone) => phoneNumber(phone, home) === wanted)
}

function own(row: ContactRow | LeadRow, field: string | null): string {
  const value = field === null ? undefined : row[field as keyof typeof row]
  return typeof value === 'string' ? value : ''
}

/** The zone that a text names, alone or as Salesforce writes it: `(GMT-05:00) Eastern Standard Time (America/New_York)`. */
function zoneIn(written: string): string | null {
  const words = written.match(/(?<![A-Za-z_])[A-Za-z_]+(\/[A-Za-z_+\-0-9]+)+|\bUTC\b/g) ?? []
  return words.find((word) => isZone(word)) ?? null
}
