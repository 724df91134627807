import { useState } from 'preact/hooks'
import { Field } from '../../ui/Field.tsx'
import { texts } from '../text.ts'
import { begin, faults, giveUp, kept, place, preview, said, save, type Words, words } from './texts-state.ts'

/** The company's words for one message, or the way to begin with them. */
export function TextEditor() {
  const typed = words.value
  return (
    <section class="panel stack" aria-labelledby="text-title">
      <h2 id="text-title">{texts.texts.yours}</h2>
      {typed === null ? (
        <>
          <p class="muted">{texts.texts.standard}</p>
          <div class="row">
            <button type="button" class="button-quiet" aria-disabled={preview.value === null} onClick={begin}>
              {texts.texts.begin}
            </button>
          </div>
        </>
      ) : (
        <TextForm typed={typed} />
      )}
      <p role="status" {...(said.value?.isProblem && { class: 'error' })}>
        {said.value?.text}
      </p>
    </section>
  )
}

function TextForm({ typed }: { typed: Words }) {
  const [isBusy, setBusy] = useState(false)
  const { language } = place.value
  const direction = language === 'ar' ? 'rtl' : 'ltr'
  const change = (next: Partial<Words>) => {
    words.value = { ...typed, ...next }
    said.value = null
  }

  async function submit(event: Event) {
    event.preventDefault()
    if (isBusy) return
    setBusy(true)
    await save()
    setBusy(false)
  }

  return (
    <form class="stack" onSubmit={submit}>
      {place.value.channel === 'email' && (
        <Field id="text-subject" label={texts.texts.subject} error={faults.value.subject}>
          {(control) => (
            <input
              {...control}
              required
              maxLength={500}
              autocomplete="off"
              lang={language}
              dir={direction}
              value={typed.subject}
              onInput={(event) => change({ subject: event.currentTarget.value })}
            />
          )}
        </Field>
      )}
      <Field id="text-body" label={texts.texts.body} hint={texts.texts.bodyHint} error={faults.value.body}>
        {(control) => (
          <textarea
            {...control}
            required
            rows={12}
            maxLength={10_000}
            lang={language}
            dir={direction}
            value={typed.body}
            onInput={(event) => change({ body: event.currentTarget.value })}
          />
        )}
      </Field>
      <details>
        <summary>{texts.texts.names}</summary>
        <ul class="names">
          {(preview.value?.variables ?? []).map((name) => (
            <li key={name}>
              <code>{`{{ ${name} }}`}</code> {texts.texts.nameOf[name]}
            </li>
          ))}
        </ul>
      </details>
      <div class="row">
        <button type="submit" class="button" aria-disabled={isBusy}>
          {texts.texts.save}
        </button>
        <button type="button" class="button-quiet" onClick={() => void giveUp()}>
          {kept.value ? texts.texts.remove : texts.texts.discard}
        </button>
      </div>
    </form>
  )
}
