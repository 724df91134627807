import { forgetStop, keepStop } from '../db/sms-stops.ts'
import { Refusal } from '../domain/refusal.ts'
import { stopOrStart } from '../domain/text-answers.ts'
import type { SignedForm } from '../messages/provider.ts'
import type { Services } from './services.ts'

/** Take in what somebody answered to a text message: STOP ends them for this phone, START lets them come again. All else is for nobody. */
export async function receiveText({ db, sms, now }: Services, form: SignedForm): Promise<void> {
  if (!sms.isGenuine(form)) throw new Refusal('forbidden', 'This is not signed by our provider of text messages.')
  const text = sms.readText(form.fields)
  if (!text) return
  const wish = stopOrStart(text.body)
  if (wish === 'stop') await keepStop(db, text.from, now())
  if (wish === 'start') await forgetStop(db, text.from)
}
