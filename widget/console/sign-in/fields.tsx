import { Field } from '../../ui/Field.tsx'
import { texts } from '../text.ts'

/** The address that an account is known by. */
export function EmailField({ value, autofocus = false }: { value?: string; autofocus?: boolean }) {
  return (
    <Field id="account-email" label={texts.signIn.email}>
      {(control) => (
        <input
          {...control}
          name="email"
          type="email"
          required
          maxLength={254}
          autocomplete="username"
          defaultValue={value}
          autofocus={autofocus}
        />
      )}
    </Field>
  )
}

/** A password that exists. */
export function PasswordField({ id, name = 'password', label = texts.signIn.password }: { id: string; name?: string; label?: string }) {
  return (
    <Field id={id} label={label}>
      {(control) => <input {...control} name={name} type="password" required maxLength={128} autocomplete="current-password" />}
    </Field>
  )
}

/** A password that somebody chooses. */
export function NewPasswordField({ id, autofocus = false }: { id: string; autofocus?: boolean }) {
  return (
    <Field id={id} label={texts.signIn.newPassword} hint={texts.signIn.newPasswordHint}>
      {(control) => (
        <input
          {...control}
          name="password"
          type="password"
          required
          minLength={12}
          maxLength={128}
          autocomplete="new-password"
          autofocus={autofocus}
        />
      )}
    </Field>
  )
}
