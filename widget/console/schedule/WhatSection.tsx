import { Field } from '../../ui/Field.tsx'
import { setup } from '../session.ts'
import { texts } from '../text.ts'
import { changeWhat, type What, what } from './what-state.ts'

/** What is booked, and from which team. */
export function WhatSection() {
  return (
    <section class="panel stack" aria-labelledby="what-title">
      <h2 id="what-title">{texts.what.title}</h2>
      <WhatFields />
    </section>
  )
}

/** The same without its frame. */
export function WhatFields() {
  const choices = setup.value
  const { skills, languages, duration } = what.value
  const isNarrowed = [skills, languages, duration].some(Boolean)
  return (
    <>
      {choices && (choices.eventTypes.length === 0 || choices.pools.length === 0) && <p class="warning">{texts.what.nothing}</p>}
      <Choice
        name="eventType"
        label={texts.what.eventType}
        options={(choices?.eventTypes ?? []).map(({ slug, name, durationMinutes }) => [
          slug,
          `${name}, ${texts.what.minutes(durationMinutes)}`,
        ])}
      />
      <Choice name="pool" label={texts.what.pool} options={(choices?.pools ?? []).map(({ slug, name }) => [slug, name])} />
      {choices && choices.projects.length > 0 && (
        <Choice
          name="project"
          label={texts.what.project}
          options={[['', texts.what.anyProject], ...choices.projects.map(({ slug, name }) => [slug, name] as const)]}
        />
      )}
      <details open={isNarrowed}>
        <summary>{texts.what.more}</summary>
        <div class="stack tight">
          <Typed name="skills" label={texts.what.skills} hint={texts.what.skillsHint} />
          <Typed name="languages" label={texts.what.languages} hint={texts.what.languagesHint} />
          <Typed name="duration" label={texts.what.duration} />
        </div>
      </details>
    </>
  )
}

function Choice({ name, label, options }: { name: keyof What; label: string; options: readonly (readonly [string, string])[] }) {
  return (
    <Field id={`what-${name}`} label={label}>
      {(control) => (
        <select {...control} value={what.value[name]} onChange={(event) => changeWhat({ [name]: event.currentTarget.value })}>
          {options.map(([value, text]) => (
            <option key={value} value={value}>
              {text}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}

function Typed({ name, label, hint }: { name: keyof What; label: string; hint?: string }) {
  return (
    <Field id={`what-${name}`} label={label} hint={hint}>
      {(control) => (
        <input
          {...control}
          autocomplete="off"
          inputMode={name === 'duration' ? 'numeric' : 'text'}
          value={what.value[name]}
          onInput={(event) => changeWhat({ [name]: event.currentTarget.value })}
        />
      )}
    </Field>
  )
}
