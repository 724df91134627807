import { randomBytes } from 'node:crypto'
import { findCalendarSecrets, replaceSecret } from '../db/calendar-accounts.ts'
import { findOrg, replaceOrgSecret } from '../db/crm-org.ts'
import { findWebhookSecrets, replaceWebhookSecret } from '../db/webhooks.ts'
import { isSealedWith, seal, unseal } from '../domain/sealed.ts'
import { placeOf } from './calendars/access.ts'
import { placeOfOrg } from './crm/access.ts'
import type { Services } from './services.ts'
import { placeOfSecret } from './webhooks.ts'

/** Seal with the present secret what an earlier one has sealed, so that the earlier one is needed no longer. */
export async function sealAnew(services: Services): Promise<void> {
  const { db, secret } = services
  for (const account of await findCalendarSecrets(db)) {
    const sealed = anew(services, placeOf(account.id), account.secret)
    if (sealed !== null) await replaceSecret(db, account, sealed)
  }
  const org = await findOrg(db)
  const tokens = org?.secret ? anew(services, placeOfOrg(org.id), org.secret) : null
  if (org && tokens !== null) await replaceOrgSecret(db, org, tokens)
  for (const webhook of await findWebhookSecrets(db)) {
    const sealed = anew(services, placeOfSecret(webhook.id), webhook.secret)
    if (sealed !== null) await replaceWebhookSecret(db, webhook, sealed)
  }

  /** Null: it is sealed with the present secret, or cannot be read at all. */
  function anew({ seals }: Services, place: string, sealed: string): string | null {
    const text = isSealedWith(secret, sealed) ? null : unseal(seals, place, sealed)
    return text === null ? null : seal(secret, place, text, randomBytes(12))
  }
}
