import { z } from 'zod'
import type { CrmField } from '../../domain/crm.ts'
import { shaped } from './shaped.ts'

const describeShape = z.object({
  fields: z.array(
    z.object({
      name: z.string(),
      label: z.string(),
      type: z.string(),
      createable: z.boolean(),
      updateable: z.boolean(),
      nillable: z.boolean(),
      defaultedOnCreate: z.boolean(),
      length: z.int(),
      restrictedPicklist: z.boolean(),
      picklistValues: z.array(z.object({ value: z.string(), active: z.boolean() })),
    }),
  ),
})

/** The fields that an object is described with ("sObject Describe", REST API Developer Guide). */
export const fieldsOfDescribe = (description: unknown): CrmField[] =>
  shaped(describeShape, description).fields.map((field) => ({
    name: field.name,
    label: field.label,
    type: field.type,
    creatable: field.createable,
    updatable: field.updateable,
    // A checkbox is never empty, and has a default.
    required: field.createable && !field.nillable && !field.defaultedOnCreate && field.type !== 'boolean',
    length: field.length > 0 ? field.length : null,
    values: field.restrictedPicklist ? field.picklistValues.flatMap(({ value, active }) => (active ? value : [])) : null,
  }))
