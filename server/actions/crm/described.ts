import type { Crm } from '../../crm/provider.ts'
import type { CrmField, MappedObject } from '../../domain/crm.ts'
import type { Services } from '../services.ts'

/** Fields of an object, as the org described them at this time. */
export interface Described {
  readonly at: number
  readonly fields: readonly CrmField[]
}

const GOOD_FOR_MS = 3_600_000

const keyOf = (orgId: string, object: MappedObject): string => `${orgId} ${object}`

/** The fields of an object, if the org described them within the last hour. */
export function knownFields({ described, now }: Services, orgId: string, object: MappedObject): readonly CrmField[] | null {
  const known = described.get(keyOf(orgId, object))
  return known && now().getTime() - known.at < GOOD_FOR_MS ? known.fields : null
}

/** The fields of an object; the org is asked once an hour, and whenever what it said before proved wrong (`anew`). */
export async function fieldsOf(
  services: Services,
  orgId: string,
  crm: Crm,
  object: MappedObject,
  anew = false,
): Promise<readonly CrmField[]> {
  const known = anew ? null : knownFields(services, orgId, object)
  if (known) return known
  const fields = await crm.fields(object)
  services.described.set(keyOf(orgId, object), { at: services.now().getTime(), fields })
  return fields
}
