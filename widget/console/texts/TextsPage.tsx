import { useEffect } from 'preact/hooks'
import { Field } from '../../ui/Field.tsx'
import { setup } from '../session.ts'
import { texts } from '../text.ts'
import { TextEditor } from './TextEditor.tsx'
import { TextPreviewPane } from './TextPreviewPane.tsx'
import { lookAt, type Place, place, templates, textsProblem, watchTexts } from './texts-state.ts'

/** The words of messages: which are the company's own, how each reads, and a place to change it. */
export function TextsPage() {
  useEffect(() => {
    document.title = `${texts.nav.texts} · ${texts.brand}`
    return watchTexts()
  }, [])
  return (
    <div class="texts-page">
      <header class="stack tight">
        <h1>{texts.texts.title}</h1>
        <p class="muted">{texts.texts.hint}</p>
      </header>
      <Choices />
      {textsProblem.value && (
        <p role="alert" class="error">
          {texts.texts.failed} {textsProblem.value}
        </p>
      )}
      <div class="texts">
        <TextEditor />
        <TextPreviewPane />
      </div>
      <OwnWords />
    </div>
  )
}

function Choices() {
  const { eventType, moment, audience, channel, language } = place.value
  const eventTypes = Object.fromEntries([
    ['', texts.texts.allEventTypes],
    ...(setup.value?.eventTypes ?? []).map((one) => [one.slug, one.name]),
  ])
  return (
    <div class="choices">
      <Choice of="eventType" options={eventTypes} value={eventType} />
      <Choice of="moment" options={texts.texts.moments} value={moment} />
      <Choice of="audience" options={texts.texts.audiences} value={audience} />
      <Choice of="channel" options={texts.texts.channels} value={channel} />
      <Choice of="language" options={texts.texts.languages} value={language} />
    </div>
  )
}

function Choice({ of, options, value }: { of: keyof Place; options: Readonly<Record<string, string>>; value: string }) {
  return (
    <Field id={`texts-${of}`} label={texts.texts.choices[of]}>
      {(control) => (
        <select {...control} value={value} onChange={(event) => lookAt({ [of]: event.currentTarget.value })}>
          {Object.entries(options).map(([one, name]) => (
            <option key={one} value={one}>
              {name}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}

/** What is written in the company's words already, each to be opened. */
function OwnWords() {
  const own = templates.value
  if (own === null) return null
  const nameOf = (slug: string | null) => setup.value?.eventTypes.find((one) => one.slug === slug)?.name ?? texts.texts.allEventTypes
  return (
    <section class="panel stack" aria-labelledby="own-words">
      <h2 id="own-words">{texts.texts.own}</h2>
      {own.length === 0 && <p class="muted">{texts.texts.none}</p>}
      <ul class="own-words">
        {own.map(({ id, eventType, moment, audience, channel, language }) => (
          <li key={id}>
            <button
              type="button"
              class="button-link"
              onClick={() => {
                lookAt({ eventType: eventType ?? '', moment, audience, channel, language })
                document.getElementById('text-title')?.scrollIntoView({ block: 'nearest' })
              }}
            >
              {[
                nameOf(eventType),
                texts.texts.moments[moment],
                texts.texts.audiences[audience],
                texts.texts.channels[channel],
                texts.texts.languages[language],
              ].join(' · ')}
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
