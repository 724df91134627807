/** An org in memory, connected to a service. */
import { randomBytes } from 'node:crypto'
import { placeOfOrg } from '../../server/actions/crm/access.ts'
import type { Settings } from '../../server/app.ts'
import { type MemoryCrm, memoryCrmProvider } from '../../server/crm/memory.ts'
import { forgetOrg, insertOrg } from '../../server/db/crm-org.ts'
import { type CrmRules, USUAL_RULES } from '../../server/domain/crm-rules.ts'
import { seal } from '../../server/domain/sealed.ts'
import type { TestApp } from './app.ts'

/** Settings with which the one org that there is lies in memory. Opened however often, it gives each new record an id of its own. */
export function crmSettings(crm: MemoryCrm, now: () => Date): Pick<Settings, 'openCrm' | 'salesforce'> {
  const provider = memoryCrmProvider(crm, now)
  return {
    openCrm: () => provider,
    salesforce: { clientId: 'switchboard', clientSecret: 'secret', loginUrl: 'https://login.salesforce.com', bearer: null },
  }
}

/** Connect the org, as its administrator would. */
export async function connectOrg(
  { services }: Pick<TestApp, 'services'>,
  { org }: MemoryCrm,
  rules: Partial<CrmRules> = {},
): Promise<void> {
  const tokens = JSON.stringify({ accessToken: 'token', refreshToken: 'refresh' })
  await forgetOrg(services.db)
  await insertOrg(
    services.db,
    {
      ...org,
      apiUrl: 'https://org.example',
      secret: seal(services.secret, placeOfOrg(org.id), tokens, randomBytes(12)),
      rules: { ...USUAL_RULES, ...rules },
    },
    services.now(),
  )
}
