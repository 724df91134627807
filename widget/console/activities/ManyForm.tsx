import { useEffect, useState } from 'preact/hooks'
import { get, post } from '../../api.ts'
import { Field } from '../../ui/Field.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { asking } from '../asking.ts'
import { useSubmit } from '../submitting.ts'
import type { Activity, List, Rep } from '../wire.ts'
import { activityTexts } from './words.ts'

const WAYS = ['complete', 'skip', 'reschedule', 'reassign'] as const

/** One thing that is done to all that are marked, or to none of them. */
export function ManyForm({ marked, onDone }: { marked: readonly Activity[]; onDone: (said: string) => void }) {
  const [way, setWay] = useState<(typeof WAYS)[number]>('complete')
  const [reps, setReps] = useState<readonly Rep[]>([])
  const [first] = marked
  const isOneProject = marked.every(({ project }) => project.slug === first?.project.slug)
  useEffect(() => {
    if (way !== 'reassign' || !first) return
    asking(get<List<Rep>>(`/api/v1/projects/${first.project.slug}/reps`)).then(
      ({ items }) => setReps(items),
      () => setReps([]),
    )
  }, [way, first?.project.slug])
  const { problem, errorAt, busy, submit } = useSubmit(async (value) => {
    const text = value('text')
    const wish = {
      complete: { ...(text && { result: text }) },
      skip: { reason: text },
      reschedule: { dueOn: value('dueOn') },
      reassign: { rep: value('rep') },
    }[way]
    const { changed } = await asking(post<{ changed: number }>('/api/v1/activities/many', { ids: marked.map(({ id }) => id), [way]: wish }))
    onDone(activityTexts.many(changed))
  })
  return (
    <form class="panel stack" aria-labelledby="many-title" onSubmit={submit}>
      <h2 id="many-title">{activityTexts.marked(marked.length)}</h2>
      {problem && <Notice tone="danger" title={problem} />}
      <fieldset class="checks">
        <legend class="visually-hidden">{activityTexts.whatToDo}</legend>
        {WAYS.map((one) => (
          <label key={one}>
            <input
              type="radio"
              name="way"
              checked={one === way}
              disabled={one === 'reassign' && !isOneProject}
              onChange={() => setWay(one)}
            />
            {activityTexts[one]}
          </label>
        ))}
      </fieldset>
      {(way === 'complete' || way === 'skip') && (
        <Field
          id="many-text"
          label={way === 'skip' ? activityTexts.skipAsk : `${activityTexts.result} ${activityTexts.optional}`}
          error={errorAt('/skip/reason') ?? errorAt('/complete/result')}
        >
          {(control) => <input {...control} name="text" required={way === 'skip'} maxLength={500} />}
        </Field>
      )}
      {way === 'reschedule' && (
        <Field id="many-date" label={activityTexts.newDate} error={errorAt('/reschedule/dueOn')}>
          {(control) => <input {...control} type="date" name="dueOn" required />}
        </Field>
      )}
      {way === 'reassign' && (
        <Field id="many-rep" label={activityTexts.rep} error={errorAt('/rep')}>
          {(control) => (
            <select {...control} name="rep" required>
              <option value="">{activityTexts.choose}</option>
              {reps.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </select>
          )}
        </Field>
      )}
      <div>
        <button type="submit" class="button" disabled={busy}>
          {activityTexts.doIt(activityTexts[way], marked.length)}
        </button>
      </div>
    </form>
  )
}
