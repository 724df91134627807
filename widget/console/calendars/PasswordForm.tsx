import { post } from '../../api.ts'
import { Field } from '../../ui/Field.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { asking } from '../asking.ts'
import { useSubmit } from '../submitting.ts'
import { texts } from '../text.ts'
import type { CalendarAccount } from '../wire.ts'

interface Props {
  readonly account: CalendarAccount
  readonly label: string
  readonly onDone: () => void
}

/** A new password for an account whose old one is taken no longer. */
export function PasswordForm({ account, label, onDone }: Props) {
  const { id, rep, server, name } = account
  const { problem, busy, submit } = useSubmit(async (value) => {
    await asking(post('/api/v1/calendar-accounts', { rep: rep.id, address: server ?? '', user: name, password: value('password') }))
    onDone()
  })
  return (
    <form class="stack" aria-label={label} onSubmit={submit}>
      {problem && <Notice tone="danger" title={problem} />}
      <Field id={`${id}-password`} label={texts.calendars.password} hint={texts.calendars.passwordHint}>
        {(control) => <input {...control} name="password" type="password" required maxLength={1000} autocomplete="off" />}
      </Field>
      <button type="submit" class="button" disabled={busy}>
        {texts.calendars.reconnect}
      </button>
    </form>
  )
}
