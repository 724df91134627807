import { type CrmField, CrmTrouble, type MappedObject } from '../../domain/crm.ts'
import { Refusal } from '../../domain/refusal.ts'
import type { Services } from '../services.ts'
import { openOrg } from './access.ts'

/** The fields of an object of the org, by what people call them. Refuses if the org cannot be asked. */
export async function fieldsOfCrm(services: Services, object: MappedObject): Promise<CrmField[]> {
  try {
    const opened = await openOrg(services)
    if (opened) return (await opened.crm.fields(object)).toSorted((a, b) => a.label.localeCompare(b.label, 'en'))
  } catch (error) {
    if (!(error instanceof CrmTrouble)) throw error
    throw new Refusal('conflict', `Salesforce cannot be asked for its fields. ${error.message}`)
  }
  throw new Refusal('conflict', 'Salesforce is not connected.')
}
