import { findEventTypes } from '../../db/event-types.ts'
import { type CrmField, CrmTrouble, type MappedObject } from '../../domain/crm.ts'
import { mappingProblem } from '../../domain/crm-mapping.ts'
import type { CrmRules } from '../../domain/crm-rules.ts'
import type { Services } from '../services.ts'
import { openOrg } from './access.ts'
import { fieldsOf } from './described.ts'

interface Wrong {
  readonly pointer: string
  readonly detail: string
}

type FieldsOf = (object: MappedObject) => Promise<readonly CrmField[]>

/** Types of fields that say a zone or a language. */
const SAYS = ['string', 'picklist', 'combobox']

/** What in these rules the org does not have as they say it; null if it cannot be asked. Only what is new is looked at. */
export async function wrongInRules(services: Services, before: CrmRules, wanted: CrmRules): Promise<readonly Wrong[] | null> {
  try {
    const opened = await openOrg(services)
    if (!opened) return null
    const { org, crm } = opened
    const asked = new Map<MappedObject, ReturnType<FieldsOf>>()
    const fields: FieldsOf = (object) => {
      const known = asked.get(object) ?? fieldsOf(services, org.id, crm, object, true)
      asked.set(object, known)
      return known
    }
    return [...(await wrongMappings(services, fields, before, wanted)), ...(await wrongNames(fields, before, wanted))]
  } catch (error) {
    if (error instanceof CrmTrouble) return null
    throw error
  }
}

async function wrongMappings({ db }: Services, fields: FieldsOf, before: CrmRules, { mappings }: CrmRules): Promise<Wrong[]> {
  const questions = (await findEventTypes(db)).flatMap((one) => one.questions)
  const wrong: Wrong[] = []
  for (const [i, mapping] of mappings.entries()) {
    const { from, object, field } = mapping
    if (before.mappings.some((one) => one.from === from && one.object === object && one.field === field)) continue
    const options = questions.flatMap((one) => (from === `answer:${one.key}` ? (one.options ?? []) : []))
    const detail = mappingProblem(mapping, await fields(object), options)
    if (detail !== null) wrong.push({ pointer: `/rules/mappings/${i}`, detail })
  }
  return wrong
}

async function wrongNames(fields: FieldsOf, before: CrmRules, wanted: CrmRules): Promise<Wrong[]> {
  const wrong: Wrong[] = []
  for (const rule of ['timeZoneField', 'languageField'] as const) {
    const name = wanted[rule]
    if (name === null || name === before[rule]) continue
    for (const object of ['Contact', 'Lead'] as const) {
      const field = (await fields(object)).find((one) => one.name === name)
      if (field && SAYS.includes(field.type)) continue
      const detail = field
        ? `${object}.${name} is of type ${field.type}, and must be a text or a picklist.`
        : `${object} has no field ${name}.`
      wrong.push({ pointer: `/rules/${rule}`, detail })
      break
    }
  }
  return wrong
}
