import { post } from '../../api.ts'
import { Field } from '../../ui/Field.tsx'
import { signIn } from '../session.ts'
import { useSubmit } from '../submitting.ts'
import { texts } from '../text.ts'
import type { FirstAccountWish } from '../wire.ts'
import { Alone } from './Alone.tsx'
import { EmailField, NewPasswordField } from './fields.tsx'

/** An empty house: whoever has the administrator key becomes its first administrator. */
export function FirstAccount() {
  const { problem, busy, submit } = useSubmit(async (value) => {
    const [email, password] = [value('email'), value('password')]
    await post('/api/v1/accounts/first', { key: value('key'), name: value('name'), email, password } satisfies FirstAccountWish)
    await signIn({ email, password })
  })
  return (
    <Alone title={texts.first.title} hint={texts.first.hint} problem={problem} onSubmit={submit}>
      <Field id="first-key" label={texts.first.key} hint={texts.first.keyHint}>
        {(control) => <input {...control} name="key" type="password" required maxLength={500} autocomplete="off" autofocus />}
      </Field>
      <Field id="first-name" label={texts.first.name}>
        {(control) => <input {...control} name="name" required maxLength={200} autocomplete="name" />}
      </Field>
      <EmailField />
      <NewPasswordField id="first-password" />
      <button type="submit" class="button" disabled={busy}>
        {texts.first.submit}
      </button>
    </Alone>
  )
}
