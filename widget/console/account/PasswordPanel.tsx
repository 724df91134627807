import { useState } from 'preact/hooks'
import { post } from '../../api.ts'
import { Notice } from '../../ui/Notice.tsx'
import { asking } from '../asking.ts'
import { NewPasswordField, PasswordField } from '../sign-in/fields.tsx'
import { useSubmit } from '../submitting.ts'
import { texts } from '../text.ts'

/** Change one's own password. */
export function PasswordPanel({ onChanged }: { onChanged: () => void }) {
  const [done, setDone] = useState(false)
  const { problem, busy, submit } = useSubmit(async (value, form) => {
    setDone(false)
    await asking(post('/api/v1/account/password', { current: value('password-current'), password: value('password') }))
    form.reset()
    setDone(true)
    onChanged()
  })
  return (
    <form class="panel stack" aria-labelledby="password-title" onSubmit={submit}>
      <h2 id="password-title">{texts.account.password}</h2>
      {problem && <Notice tone="danger" title={problem} />}
      {done && <Notice title={texts.account.changed} />}
      <PasswordField id="password-current" name="password-current" label={texts.account.current} />
      <NewPasswordField id="password-new" />
      <button type="submit" class="button" disabled={busy}>
        {texts.account.change}
      </button>
    </form>
  )
}
