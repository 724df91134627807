import { setDelivery } from '../db/messages.ts'
import { Refusal } from '../domain/refusal.ts'
import type { SignedForm } from '../messages/provider.ts'
import type { Services } from './services.ts'

/** Note how far a text message came. Reports may come twice, late and out of order: only what is further along is noted. */
export async function recordDelivery({ db, sms }: Services, messageId: string, form: SignedForm): Promise<void> {
  if (!sms.isGenuine(form)) throw new Refusal('forbidden', 'This is not signed by our provider of text messages.')
  const report = sms.readReport(form.fields)
  if (report) await setDelivery(db, messageId, report)
}
