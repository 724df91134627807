import { useEffect, useState } from 'preact/hooks'
import { Field } from '../../ui/Field.tsx'
import { session } from '../session.ts'
import { texts } from '../text.ts'
import { place, preview, sendTest } from './texts-state.ts'

/** How the message reads to a made-up reader, and a way to send it to oneself. */
export function TextPreviewPane() {
  const shown = preview.value
  return (
    <section class="panel stack" aria-labelledby="preview-title" aria-busy={shown === null}>
      <h2 id="preview-title">{texts.texts.preview}</h2>
      {shown && (
        <>
          <p class="strong wrap" dir="auto">
            {shown.subject}
          </p>
          {shown.html === '' ? (
            <pre class="letter short" dir="auto">
              {shown.text}
            </pre>
          ) : (
            <iframe class="letter" title={texts.texts.previewTitle} sandbox="" srcdoc={shown.html} />
          )}
          <TestForm />
        </>
      )}
    </section>
  )
}

function TestForm() {
  const { channel } = place.value
  const own = channel === 'email' ? (session.value?.email ?? '') : ''
  const [to, setTo] = useState(own)
  const [isBusy, setBusy] = useState(false)
  useEffect(() => setTo(own), [own])

  async function submit(event: Event) {
    event.preventDefault()
    if (isBusy) return
    setBusy(true)
    await sendTest(to.trim())
    setBusy(false)
  }

  return (
    <form class="row test-send" onSubmit={submit}>
      <Field id="test-to" label={channel === 'email' ? texts.texts.testEmail : texts.texts.testPhone}>
        {(control) => (
          <input
            {...control}
            required
            inputMode={channel === 'email' ? 'email' : 'tel'}
            autocomplete="off"
            value={to}
            onInput={(event) => setTo(event.currentTarget.value)}
          />
        )}
      </Field>
      <button type="submit" class="button-quiet" aria-disabled={isBusy}>
        {texts.texts.test}
      </button>
    </form>
  )
}
