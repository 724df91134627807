/** What the company has decided about its CRM: whose record a booking made elsewhere is, and what we may write to it. */
import type { MappedObject } from './crm.ts'

/** Something of a booking that is written to a field of its own: an answer (`answer:` and the question's key), or a part of the booking. */
export interface Mapping {
  readonly from: string
  readonly object: MappedObject
  readonly field: string
}

export interface CrmRules {
  /** Whether a lead is made for somebody whom the CRM does not know. */
  readonly createLeads: boolean
  /** Whose a new lead is: the rep's, ours, or as the org's assignment rules say. */
  readonly leadOwner: 'rep' | 'integration' | 'assignment-rules'
  /** What stands as company of a new lead, which Salesforce asks for. */
  readonly leadCompany: string
  /** What a booking made elsewhere may change in a record that is there: nothing, fields that are empty, or all that it says. */
  readonly update: 'keep' | 'fill' | 'overwrite'
  /** Whose a record that is there becomes: it stays whose it is, or becomes the rep's. */
  readonly owner: 'keep' | 'rep'
  readonly mappings: readonly Mapping[]
  /** Fields of Contact and Lead that hold the person's time zone and language, if there are some. */
  readonly timeZoneField: string | null
  readonly languageField: string | null
}

/** What holds until somebody decides otherwise: nothing that people have entered is changed. */
export const USUAL_RULES: CrmRules = {
  createLeads: true,
  leadOwner: 'rep',
  leadCompany: 'Unspecified',
  update: 'fill',
  owner: 'keep',
  mappings: [],
  timeZoneField: null,
  languageField: null,
}
