import { useState } from 'preact/hooks'
import { post } from '../../api.ts'
import { Field } from '../../ui/Field.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { asking } from '../asking.ts'
import { lookAgain, session } from '../session.ts'
import { PasswordField } from '../sign-in/fields.tsx'
import { useSubmit } from '../submitting.ts'
import { texts } from '../text.ts'
import type { NewSecondFactor } from '../wire.ts'
import { QrCode } from './QrCode.tsx'

/** Turn the second factor on, in two steps, or off. */
export function SecondFactorPanel() {
  const [made, setMade] = useState<NewSecondFactor | null>(null)
  const on = session.value?.secondFactor ?? false
  return (
    <section class="panel stack" aria-labelledby="factor-title">
      <h2 id="factor-title">{texts.account.factor}</h2>
      {made && !on ? (
        <Confirm made={made} />
      ) : (
        <>
          <p>{on ? texts.account.factorOn : texts.account.factorOff}</p>
          <Switch key={String(on)} on={on} onMade={setMade} />
        </>
      )}
    </section>
  )
}

function Switch({ on, onMade }: { on: boolean; onMade: (made: NewSecondFactor | null) => void }) {
  const { problem, busy, submit } = useSubmit(async (value) => {
    const body = { password: value('password') }
    if (!on) return onMade(await asking(post<NewSecondFactor>('/api/v1/account/second-factor', body)))
    await asking(post('/api/v1/account/second-factor/disable', body))
    onMade(null)
    await lookAgain()
  })
  return (
    <form class="stack" onSubmit={submit}>
      {problem && <Notice tone="danger" title={problem} />}
      <PasswordField id="factor-password" label={texts.account.current} />
      <button type="submit" class={on ? 'button-quiet' : 'button'} disabled={busy}>
        {on ? texts.account.factorEnd : texts.account.factorBegin}
      </button>
    </form>
  )
}

function Confirm({ made }: { made: NewSecondFactor }) {
  const { problem, busy, submit } = useSubmit(async (value) => {
    await asking(post('/api/v1/account/second-factor/confirm', { code: value('code').replaceAll(' ', '') }))
    await lookAgain()
  })
  return (
    <form class="stack" onSubmit={submit}>
      <p>{texts.account.factorScan}</p>
      <QrCode text={made.uri} label={texts.account.factorQr} />
      <dl class="facts">
        <div>
          <dt>{texts.account.factorSecret}</dt>
          <dd class="wrap">
            <code>{new URL(made.uri).searchParams.get('secret')}</code>
          </dd>
        </div>
      </dl>
      <p>{texts.account.factorBackup}</p>
      <ul class="codes">
        {made.backupCodes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      {problem && <Notice tone="danger" title={problem} />}
      <Field id="factor-code" label={texts.account.factorCode}>
        {(control) => <input {...control} name="code" required inputMode="numeric" maxLength={10} autocomplete="one-time-code" autofocus />}
      </Field>
      <button type="submit" class="button" disabled={busy}>
        {texts.account.factorConfirm}
      </button>
    </form>
  )
}
