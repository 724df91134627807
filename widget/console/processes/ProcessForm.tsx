import { useEffect, useState } from 'preact/hooks'
import { get, patch, post } from '../../api.ts'
import { Field } from '../../ui/Field.tsx'
import { announce } from '../../ui/LiveStatus.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { asking } from '../asking.ts'
import { failureText } from '../failure.ts'
import { FormPanel } from '../profile/FormPanel.tsx'
import { ownProjects } from '../session.ts'
import { useSubmit } from '../submitting.ts'
import type { FollowUp, List, Session } from '../wire.ts'
import { anchored, type Draft, moved, newStep, type StepDraft, wishOf } from './draft.ts'
import { useFocusAfter } from './focus.ts'
import { ProjectField } from './ProjectField.tsx'
import { RulesFields } from './RulesFields.tsx'
import { fieldOf, StepFields } from './StepFields.tsx'
import { TimelinePanel } from './TimelinePanel.tsx'
import { TriggerFields } from './TriggerFields.tsx'
import { processTexts } from './words.ts'

type Project = Session['projects'][number]

interface Props {
  readonly project: Project
  readonly start: Draft
  readonly options: readonly FollowUp[]
  readonly onSaved: (said: string) => void
  readonly onClose: () => void
}

/** A process, new or known: what begins it, its activities one after the other, its rules, and beside them the dates of an example. */
export function ProcessForm({ project, start, options, onSaved, onClose }: Props) {
  const [draft, setDraft] = useState(start)
  const [place, setPlace] = useState({ project, options })
  const [unreachable, setUnreachable] = useState<string | null>(null)
  const focusAfter = useFocusAfter(draft)
  const change = (some: Partial<Draft>) => setDraft({ ...draft, ...some })
  const changeStep = (index: number, some: Partial<StepDraft>) =>
    change({ steps: draft.steps.map((step, i) => (i === index ? { ...step, ...some } : step)) })
  const { problem, wrong, errorAt, busy, submit } = useSubmit(async () => {
    const wish = wishOf(draft)
    if (draft.id) await asking(patch(`/api/v1/processes/${draft.id}`, wish))
    else await asking(post('/api/v1/processes', { project: place.project.slug, ...wish }))
    onSaved(place.project.slug === project.slug ? processTexts.saved(draft.name) : processTexts.savedIn(draft.name, place.project.name))
  })
  const faults = wrong.filter((pointer) => pointer !== '/steps')
  const said =
    problem && faults.length > 0 && faults.length === wrong.length ? processTexts.faults(faults.length) : (problem ?? unreachable)
  const faulty = faults.join(' ')
  useEffect(() => {
    if (faulty) document.querySelector<HTMLElement>('.editor [aria-invalid="true"]')?.focus()
  }, [faulty])
  /** Plan it for another project, where a follow-up is the option that has the same name. */
  async function goTo(slug: string) {
    const other = ownProjects().find((one) => one.slug === slug)
    if (!other) return
    try {
      const { items } = await asking(get<List<FollowUp>>(`/api/v1/projects/${slug}/follow-ups`))
      setPlace({ project: other, options: items })
      setUnreachable(null)
      setDraft((known) => (known.kind === 'follow-up' ? { ...known, value: sameOption(known.value, place.options, items) } : known))
    } catch (error) {
      setUnreachable(failureText(error))
    }
  }
  function add() {
    const step = newStep(draft.steps)
    focusAfter(fieldOf(step.id, 'type'))
    change({ steps: [...draft.steps, step] })
  }
  function move(index: number, by: -1 | 1, { id }: StepDraft) {
    focusAfter(fieldOf(id, by === -1 ? 'up' : 'down'))
    announce(processTexts.movedTo(index + by + 1))
    change({ steps: moved(draft.steps, index, by) })
  }
  function drop(index: number) {
    const steps = anchored(draft.steps.toSpliced(index, 1))
    focusAfter(fieldOf(steps[Math.min(index, steps.length - 1)]?.id ?? '', 'type'))
    change({ steps })
  }
  return (
    <FormPanel
      id="process"
      title={draft.id ? processTexts.editTitle(start.name) : processTexts.newTitle}
      onClose={onClose}
      onSubmit={submit}
    >
      {said && <Notice tone="danger" title={said} />}
      {draft.running > 0 && <p class="small muted">{processTexts.keepsPlan(draft.running)}</p>}
      <div class="editor">
        <div class="stack">
          <Field id="process-name" label={processTexts.name} error={errorAt('/name')}>
            {(control) => (
              <input
                {...control}
                required
                maxLength={200}
                value={draft.name}
                onInput={({ currentTarget }) => change({ name: currentTarget.value })}
              />
            )}
          </Field>
          {draft.id === null && (
            <ProjectField project={place.project.slug} error={errorAt('/project')} onChange={(slug) => void goTo(slug)} />
          )}
          <TriggerFields draft={draft} options={place.options} errorAt={errorAt} onChange={change} />
          <h3>{processTexts.plan}</h3>
          <ol class="steps">
            {draft.steps.map((step, i) => (
              <StepFields
                key={step.id}
                step={step}
                index={i}
                steps={draft.steps}
                errorAt={errorAt}
                onChange={(some) => changeStep(i, some)}
                onMove={(by) => move(i, by, step)}
                onRemove={() => drop(i)}
              />
            ))}
          </ol>
          <div>
            <button type="button" class="button-quiet" onClick={add}>
              {processTexts.addStep}
            </button>
          </div>
          <RulesFields draft={draft} errorAt={errorAt} onChange={change} />
        </div>
        <TimelinePanel project={place.project} draft={draft} />
      </div>
      <button type="submit" class="button" disabled={busy}>
        {processTexts.save}
      </button>
    </FormPanel>
  )
}

/** The option of the same name among those of another project; none: whichever is chosen. */
function sameOption(id: string, from: readonly FollowUp[], to: readonly FollowUp[]): string {
  const name = from.find((one) => one.id === id)?.name
  return to.find((one) => one.name === name)?.id ?? ''
}
