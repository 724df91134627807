import { post } from '../../api.ts'
import { Field } from '../../ui/Field.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { asking } from '../asking.ts'
import { useSubmit } from '../submitting.ts'
import type { Activity, Profile } from '../wire.ts'
import { dateAt } from '../zone.ts'
import { activityName, activityTexts } from './words.ts'

const TYPES = ['call', 'email', 'text', 'visit', 'task'] as const

interface Props {
  readonly profile: Profile
  /** Whether it was done already, and goes into the history. */
  readonly isDone: boolean
  readonly onDone: (said: string) => void
}

/** An activity by hand: to be done on a day, or done already. */
export function EntryForm({ profile: { customer, registrations }, isDone, onDone }: Props) {
  const { problem, errorAt, busy, submit } = useSubmit(async (value) => {
    const [note, time, result] = [value('note'), value('time'), value('result')]
    const made = await asking(
      post<Activity>('/api/v1/activities', {
        customer: customer.id,
        project: value('project'),
        type: value('type'),
        ...(note && { note }),
        ...(isDone ? { result } : { dueOn: value('dueOn'), ...(time && { time }) }),
      }),
    )
    onDone((isDone ? activityTexts.logged : activityTexts.planned)(activityName(made)))
  })
  const here = registrations.find(({ current }) => current) ?? registrations[0]
  return (
    <form class="stack well" onSubmit={submit} aria-label={isDone ? activityTexts.log : activityTexts.plan}>
      {problem && <Notice tone="danger" title={problem} />}
      <div class="panels">
        <Field id="entry-type" label={activityTexts.what}>
          {(control) => (
            <select {...control} name="type">
              {TYPES.map((one) => (
                <option key={one} value={one}>
                  {activityTexts.type[one]}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field id="entry-project" label="Project">
          {(control) => (
            <select {...control} name="project" defaultValue={here?.project.slug ?? ''}>
              {registrations.map(({ project }) => (
                <option key={project.slug} value={project.slug} selected={project.slug === here?.project.slug}>
                  {project.name}
                </option>
              ))}
            </select>
          )}
        </Field>
      </div>
      {!isDone && (
        <div class="panels">
          <Field id="entry-date" label={activityTexts.newDate} error={errorAt('/dueOn')}>
            {(control) => <input {...control} type="date" name="dueOn" required defaultValue={today()} />}
          </Field>
          <Field id="entry-time" label={activityTexts.newTime} error={errorAt('/time')}>
            {(control) => <input {...control} type="time" name="time" />}
          </Field>
        </div>
      )}
      {isDone ? (
        <Field id="entry-result" label={activityTexts.result} error={errorAt('/result')}>
          {(control) => <textarea {...control} name="result" required rows={2} maxLength={2000} />}
        </Field>
      ) : (
        <Field id="entry-note" label={`${activityTexts.note} ${activityTexts.optional}`} error={errorAt('/note')}>
          {(control) => <input {...control} name="note" maxLength={500} />}
        </Field>
      )}
      <div>
        <button type="submit" class="button" disabled={busy}>
          {activityTexts.save}
        </button>
      </div>
    </form>
  )
}

const today = () => dateAt(new Date(), new Intl.DateTimeFormat().resolvedOptions().timeZone)
