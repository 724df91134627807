import { useState } from 'preact/hooks'
import { Problem } from '../api.ts'
import { Field } from '../ui/Field.tsx'
import { Notice } from '../ui/Notice.tsx'
import { failureText } from './failure.ts'
import { Mark } from './Shell.tsx'
import { texts } from './text.ts'
import type { SignInRequest } from './wire.ts'

/** The administrator key, and who is using it. */
export function SignIn({ onSignIn }: { onSignIn: (request: SignInRequest) => Promise<void> }) {
  const [problem, setProblem] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)

  async function submit(event: SubmitEvent & { currentTarget: HTMLFormElement }) {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const value = (name: string) => String(form.get(name) ?? '').trim()
    setBusy(true)
    setProblem(null)
    try {
      await onSignIn({ key: value('key'), name: value('name'), email: value('email') })
    } catch (error) {
      setProblem(error instanceof Problem && error.status === 401 ? texts.signIn.refused : failureText(error))
      setBusy(false)
    }
  }

  return (
    <main class="alone">
      <form class="card sign-in stack" onSubmit={submit}>
        <span class="brand">
          <Mark />
          {texts.brand}
        </span>
        <h1>{texts.signIn.title}</h1>
        {problem && <Notice tone="danger" title={problem} />}
        <Field id="sign-in-key" label={texts.signIn.key} hint={texts.signIn.keyHint}>
          {(control) => <input {...control} name="key" type="password" required maxLength={500} autocomplete="off" autofocus />}
        </Field>
        <Field id="sign-in-name" label={texts.signIn.name}>
          {(control) => <input {...control} name="name" required maxLength={200} autocomplete="name" />}
        </Field>
        <Field id="sign-in-email" label={texts.signIn.email} hint={texts.signIn.emailHint}>
          {(control) => <input {...control} name="email" type="email" required maxLength={254} autocomplete="email" />}
        </Field>
        <button type="submit" class="button" disabled={busy}>
          {texts.signIn.submit}
        </button>
      </form>
    </main>
  )
}
