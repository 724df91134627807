import { useState } from 'preact/hooks'
import { post } from '../../api.ts'
import { Field } from '../../ui/Field.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { asking } from '../asking.ts'
import { useSubmit } from '../submitting.ts'
import { texts } from '../text.ts'
import type { CalendarAccounts } from '../wire.ts'

interface Props {
  readonly known: CalendarAccounts
  readonly onConsent: (wish: { vendor: 'google' | 'microsoft'; rep: string }) => void
  readonly onConnected: () => void
}

/** Connect one more account: at Google or Microsoft by saying yes there, anywhere else with a password. */
export function ConnectPanel({ known, onConsent, onConnected }: Props) {
  const { reps, vendors } = known
  const [rep, setRep] = useState(reps.length === 1 ? (reps[0]?.id ?? '') : '')
  const [done, setDone] = useState(false)
  const { problem, busy, submit } = useSubmit(async (value, form) => {
    setDone(false)
    const entered = { address: value('address'), user: value('user'), password: value('password') }
    await asking(post('/api/v1/calendar-accounts', { rep, ...entered }))
    form.reset()
    setDone(true)
    onConnected()
  })
  if (reps.length === 0) return <Notice title={texts.calendars.noRep} />
  return (
    <section class="panel stack" aria-labelledby="connect-title">
      <h2 id="connect-title">{texts.calendars.add}</h2>
      {reps.length > 1 && (
        <Field id="connect-rep" label={texts.calendars.rep} hint={texts.calendars.repHint}>
          {(control) => (
            <select {...control} value={rep} onChange={(event) => setRep(event.currentTarget.value)}>
              <option value="">{texts.calendars.repNone}</option>
              {reps.map(({ id, name, email }) => (
                <option key={id} value={id}>
                  {name} ({email})
                </option>
              ))}
            </select>
          )}
        </Field>
      )}
      <p class="row">
        {vendors.map(
          (vendor) =>
            vendor !== 'caldav' && (
              <button key={vendor} type="button" class="button" disabled={rep === ''} onClick={() => onConsent({ vendor, rep })}>
                {texts.calendars.connect(texts.calendars.vendors[vendor])}
              </button>
            ),
        )}
      </p>
      <p class="small muted">{vendors.length > 1 ? texts.calendars.consentHint : texts.calendars.consentNone}</p>
      <form class="stack" aria-labelledby="caldav-title" onSubmit={submit}>
        <h3 id="caldav-title">{texts.calendars.caldav}</h3>
        {problem && <Notice tone="danger" title={problem} />}
        {done && <Notice title={texts.calendars.connected} />}
        <Field id="caldav-address" label={texts.calendars.address} hint={texts.calendars.addressHint}>
          {(control) => <input {...control} name="address" required maxLength={2000} autocomplete="off" inputMode="url" />}
        </Field>
        <Field id="caldav-user" label={texts.calendars.user}>
          {(control) => <input {...control} name="user" required maxLength={320} autocomplete="off" />}
        </Field>
        <Field id="caldav-password" label={texts.calendars.password} hint={texts.calendars.passwordHint}>
          {(control) => <input {...control} name="password" type="password" required maxLength={1000} autocomplete="off" />}
        </Field>
        <button type="submit" class="button" disabled={busy || rep === ''}>
          {texts.calendars.addSubmit}
        </button>
      </form>
    </section>
  )
}
