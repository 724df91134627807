import { useState } from 'preact/hooks'
import { post } from '../../api.ts'
import { Notice } from '../../ui/Notice.tsx'
import { useSubmit } from '../submitting.ts'
import { texts } from '../text.ts'
import { Alone } from './Alone.tsx'
import { EmailField } from './fields.tsx'

/** Ask for a mail with which a new password can be chosen. */
export function Forgotten({ onBack }: { onBack: () => void }) {
  const [asked, setAsked] = useState(false)
  const { problem, busy, submit } = useSubmit(async (value) => {
    await post('/api/v1/password-resets', { email: value('email') })
    setAsked(true)
  })
  return (
    <Alone title={texts.signIn.forgotTitle} problem={problem} onSubmit={submit}>
      {asked ? (
        <Notice title={texts.signIn.forgotDone} />
      ) : (
        <>
          <EmailField autofocus />
          <button type="submit" class="button" disabled={busy}>
            {texts.signIn.forgotSubmit}
          </button>
        </>
      )}
      <button type="button" class="button-link" onClick={onBack}>
        {texts.signIn.back}
      </button>
    </Alone>
  )
}
