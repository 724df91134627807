/** Why a booking could not be written to the CRM, and what to do about it, in words for people. */
import type { CrmTrouble, WritePart } from './crm.ts'
import { refusedFields } from './crm-draft.ts'

const partWords: Record<WritePart, string> = {
  lead: 'The new lead',
  person: 'The record of the person',
  event: 'The event',
  booking: 'The row of the booking',
}

const advice: Readonly<Record<string, string>> = {
  REQUIRED_FIELD_MISSING: 'Map the field, give it a default, or let it be empty.',
  FIELD_CUSTOM_VALIDATION_EXCEPTION: 'A validation rule of the org refuses it: change the rule, or let it pass the integration user.',
  CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY: 'A flow or trigger of the org failed over it: have it put right.',
  DUPLICATES_DETECTED:
    'A duplicate rule stops it: let the integration user save duplicates, or link the customer to the record that is there.',
  INSUFFICIENT_ACCESS_OR_READONLY: 'Give the integration user the right to write it.',
  INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY: 'Give the integration user access to the record of the person and its account.',
  CANNOT_UPDATE_CONVERTED_LEAD: 'The lead was converted: give the integration user the right to see its contact.',
  INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST: 'Add the value to the field’s list.',
  INVALID_TYPE: 'Install the package in the org, and give the integration user its permission set.',
  INVALID_FIELD: 'Give the integration user the permission set of the package, or take the field out of the mappings.',
  STORAGE_LIMIT_EXCEEDED: 'The org has no room left: free some, or buy more.',
  ENTITY_IS_LOCKED: 'The record waits for somebody’s approval: approve it, or unlock it.',
}

/** What went wrong, in one or two sentences. */
export function problemWords(trouble: CrmTrouble): string {
  const { kind, code, part, message } = trouble
  const subject = part === null ? 'The booking' : partWords[part]
  const fields = refusedFields(trouble)
  const about = fields.length === 0 ? '' : ` for ${fields.join(', ')}`
  const advised =
    (code !== null && advice[code]) || (kind === 'refused' || kind === 'gone' ? 'Put it right there, then write it again.' : '')
  return [`${subject} was not taken${about}: ${message}`, advised].filter(Boolean).join(' ')
}
