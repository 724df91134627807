import { useState } from 'preact/hooks'
import { Problem } from '../../api.ts'
import { Field } from '../../ui/Field.tsx'
import { signIn, ways } from '../session.ts'
import { useSubmit } from '../submitting.ts'
import { texts } from '../text.ts'
import { Alone } from './Alone.tsx'
import { Forgotten } from './Forgotten.tsx'
import { EmailField, PasswordField } from './fields.tsx'

type Step =
  | { readonly is: 'password' }
  | { readonly is: 'forgotten' }
  | { readonly is: 'code'; readonly email: string; readonly password: string }

/** Email and password; then, for those who have one, the second factor. */
export function SignIn() {
  const [step, setStep] = useState<Step>({ is: 'password' })
  if (step.is === 'forgotten') return <Forgotten onBack={() => setStep({ is: 'password' })} />
  if (step.is === 'code') return <Code email={step.email} password={step.password} onBack={() => setStep({ is: 'password' })} />
  return (
    <Password onCode={(email, password) => setStep({ is: 'code', email, password })} onForgotten={() => setStep({ is: 'forgotten' })} />
  )
}

function Password({ onCode, onForgotten }: { onCode: (email: string, password: string) => void; onForgotten: () => void }) {
  const { problem, busy, submit } = useSubmit(async (value) => {
    const [email, password] = [value('email'), value('password')]
    try {
      await signIn({ email, password })
    } catch (error) {
      if (!(error instanceof Problem && error.code === 'second-factor-required')) throw error
      onCode(email, password)
    }
  })
  const elsewhere = ways.value?.elsewhere
  return (
    <Alone title={texts.signIn.title} problem={problem ?? cameBack()} onSubmit={submit}>
      <EmailField autofocus />
      <PasswordField id="sign-in-password" />
      <button type="submit" class="button" disabled={busy}>
        {texts.signIn.submit}
      </button>
      {elsewhere && (
        <a class="button-quiet" href={elsewhere.url}>
          {texts.signIn.elsewhere(elsewhere.name)}
        </a>
      )}
      <button type="button" class="button-link" onClick={onForgotten}>
        {texts.signIn.forgot}
      </button>
    </Alone>
  )
}

/** What became of a sign-in elsewhere that led back here. */
function cameBack(): string | null {
  const reason = new URLSearchParams(location.search).get('elsewhere')
  if (reason === 'unreachable') return texts.signIn.elsewhereUnreachable
  return reason === 'refused' ? texts.signIn.elsewhereRefused : null
}

function Code({ email, password, onBack }: { email: string; password: string; onBack: () => void }) {
  const { problem, busy, submit } = useSubmit((value) => signIn({ email, password, code: value('code').replaceAll(' ', '') }))
  return (
    <Alone title={texts.signIn.codeTitle} problem={problem} onSubmit={submit}>
      <Field id="sign-in-code" label={texts.signIn.code} hint={texts.signIn.codeHint}>
        {(control) => <input {...control} name="code" required maxLength={20} autocomplete="one-time-code" autofocus />}
      </Field>
      <button type="submit" class="button" disabled={busy}>
        {texts.signIn.submit}
      </button>
      <button type="button" class="button-link" onClick={onBack}>
        {texts.signIn.back}
      </button>
    </Alone>
  )
}
