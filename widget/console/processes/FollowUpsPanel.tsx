import { useState } from 'preact/hooks'
import { patch, post } from '../../api.ts'
import { Field } from '../../ui/Field.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { asking } from '../asking.ts'
import { failureText } from '../failure.ts'
import { useSubmit } from '../submitting.ts'
import type { FollowUp } from '../wire.ts'
import { useFocusAfter } from './focus.ts'
import { SignButton } from './SignButton.tsx'
import { processTexts } from './words.ts'

interface Props {
  readonly project: string
  readonly options: readonly FollowUp[]
  readonly onChanged: (said: string) => void
}

/** What reps of a project may choose for a registrant, in the order in which it is offered. */
export function FollowUpsPanel({ project, options, onChanged }: Props) {
  const [editing, setEditing] = useState<string | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const focusAfter = useFocusAfter(options)
  const change = ({ id, name }: FollowUp, wish: object, button = '') => {
    setProblem(null)
    return asking(patch(`/api/v1/follow-ups/${id}`, wish)).then(
      () => {
        focusAfter(button)
        onChanged(processTexts.optionSaved(name))
      },
      (error: unknown) => setProblem(failureText(error)),
    )
  }
  return (
    <section class="panel stack" aria-labelledby="follow-ups-title">
      <h2 id="follow-ups-title">{processTexts.followUps}</h2>
      <p class="small muted">{processTexts.followUpsHint}</p>
      {problem && <Notice tone="danger" title={problem} />}
      {options.length === 0 && <p class="muted">{processTexts.noFollowUps}</p>}
      <ol class="rows plain-list">
        {options.map((one, i) => (
          <li key={one.id} class="process">
            <div>
              <p class="strong">
                {one.name} {!one.active && <span class="tag">{processTexts.off}</span>}
              </p>
              <p class="small muted">
                {[one.meaning, one.begins.length > 0 ? processTexts.beginsThese(one.begins) : processTexts.beginsNothing]
                  .filter(Boolean)
                  .join(' · ')}
              </p>
            </div>
            <div class="row">
              <SignButton
                id={`up-${one.id}`}
                name={processTexts.moveUp(one.name)}
                sign="↑"
                off={i === 0}
                onClick={() => void change(one, { position: i }, `up-${one.id}`)}
              />
              <SignButton
                id={`down-${one.id}`}
                name={processTexts.moveDown(one.name)}
                sign="↓"
                off={i === options.length - 1}
                onClick={() => void change(one, { position: i + 2 }, `down-${one.id}`)}
              />
              <button
                type="button"
                id={`edit-${one.id}`}
                class="button-link compact"
                aria-label={processTexts.label(processTexts.edit, one.name)}
                onClick={() => setEditing(editing === one.id ? null : one.id)}
              >
                {processTexts.edit}
              </button>
              <button
                type="button"
                class="button-link compact"
                aria-label={processTexts.label(one.active ? processTexts.turnOff : processTexts.turnOn, one.name)}
                onClick={() => void change(one, { active: !one.active })}
              >
                {one.active ? processTexts.turnOff : processTexts.turnOn}
              </button>
            </div>
            {editing === one.id && (
              <OptionForm
                option={one}
                project={project}
                onSaved={(name) => {
                  setEditing(null)
                  focusAfter(`edit-${one.id}`)
                  onChanged(processTexts.optionSaved(name))
                }}
              />
            )}
          </li>
        ))}
      </ol>
      <OptionForm
        key={options.length}
        option={null}
        project={project}
        onSaved={(name) => {
          focusAfter('name-new-option')
          onChanged(processTexts.optionSaved(name))
        }}
      />
    </section>
  )
}

/** An option, new or known. */
function OptionForm({ option, project, onSaved }: { option: FollowUp | null; project: string; onSaved: (name: string) => void }) {
  const { problem, errorAt, busy, submit } = useSubmit(async (value) => {
    const wish = { name: value('name'), meaning: value('meaning') || null }
    if (option) await asking(patch(`/api/v1/follow-ups/${option.id}`, wish))
    else await asking(post(`/api/v1/projects/${project}/follow-ups`, wish))
    onSaved(wish.name)
  })
  const id = option?.id ?? 'new-option'
  return (
    <form
      class="well stack tight"
      onSubmit={submit}
      aria-label={option ? processTexts.label(processTexts.edit, option.name) : processTexts.addOption}
    >
      {problem && !errorAt('/name') && <Notice tone="danger" title={problem} />}
      <div class="panels">
        <Field id={`name-${id}`} label={processTexts.name} error={errorAt('/name')}>
          {(control) => <input {...control} name="name" required maxLength={100} defaultValue={option?.name ?? ''} />}
        </Field>
        <Field id={`meaning-${id}`} label={`${processTexts.meaning} ${processTexts.optional}`} error={errorAt('/meaning')}>
          {(control) => <input {...control} name="meaning" maxLength={500} defaultValue={option?.meaning ?? ''} />}
        </Field>
      </div>
      <div>
        <button type="submit" class="button-quiet" disabled={busy}>
          {option ? processTexts.saveOption : processTexts.addOption}
        </button>
      </div>
    </form>
  )
}
