/** What else becomes of an activity than being done: skipped, due on another day, another rep's. */
import { useEffect, useState } from 'preact/hooks'
import { get, post } from '../../api.ts'
import { Field } from '../../ui/Field.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { asking } from '../asking.ts'
import { failureText } from '../failure.ts'
import { useSubmit } from '../submitting.ts'
import type { Activity, List, Rep } from '../wire.ts'
import { activityName, activityTexts, dueText } from './words.ts'

interface Props {
  readonly activity: Activity
  readonly onDone: (said: string) => void
}

export function SkipForm({ activity, onDone }: Props) {
  const { problem, errorAt, busy, submit } = useSubmit(async (value) => {
    await asking(post(`/api/v1/activities/${activity.id}/skip`, { reason: value('reason') }))
    onDone(activityTexts.skipped(activityName(activity)))
  })
  return (
    <form class="stack" onSubmit={submit}>
      {problem && <Notice tone="danger" title={problem} />}
      <Field id="skip-reason" label={activityTexts.skipAsk} error={errorAt('/reason')}>
        {(control) => <input {...control} name="reason" required maxLength={500} />}
      </Field>
      <div>
        <button type="submit" class="button" disabled={busy}>
          {activityTexts.skipNow}
        </button>
      </div>
    </form>
  )
}

export function RescheduleForm({ activity, onDone }: Props) {
  const { problem, errorAt, busy, submit } = useSubmit(async (value) => {
    const [dueOn, time] = [value('dueOn'), value('time')]
    const rest = value('rest') === 'on'
    const moved = await asking(post<Activity>(`/api/v1/activities/${activity.id}/reschedule`, { dueOn, time: time || null, rest }))
    onDone(activityTexts.moved(activityName(activity), dueText(moved)))
  })
  const time = activity.dueAt ? clockIn(activity.dueAt, activity.project.timeZone) : ''
  return (
    <form class="stack" onSubmit={submit}>
      {problem && <Notice tone="danger" title={problem} />}
      <div class="panels">
        <Field id="move-date" label={activityTexts.newDate} error={errorAt('/dueOn')}>
          {(control) => <input {...control} type="date" name="dueOn" required defaultValue={activity.dueOn} />}
        </Field>
        <Field id="move-time" label={activityTexts.newTime} error={errorAt('/time')}>
          {(control) => <input {...control} type="time" name="time" defaultValue={time} />}
        </Field>
      </div>
      {activity.process && (
        <label class="check">
          <input type="checkbox" name="rest" />
          {activityTexts.rest}
        </label>
      )}
      <div>
        <button type="submit" class="button" disabled={busy}>
          {activityTexts.rescheduleNow}
        </button>
      </div>
    </form>
  )
}

export function ReassignForm({ activity, onDone }: Props) {
  const [reps, setReps] = useState<readonly Rep[] | null>(null)
  const [unread, setUnread] = useState<string | null>(null)
  useEffect(() => {
    asking(get<List<Rep>>(`/api/v1/projects/${activity.project.slug}/reps`)).then(
      ({ items }) => setReps(items.filter(({ id }) => id !== activity.rep?.id)),
      (error: unknown) => setUnread(failureText(error)),
    )
  }, [])
  const { problem, errorAt, busy, submit } = useSubmit(async (value) => {
    const rep = value('rep')
    await asking(post(`/api/v1/activities/${activity.id}/reassign`, { rep }))
    onDone(activityTexts.given(activityName(activity), reps?.find(({ id }) => id === rep)?.name ?? ''))
  })
  return (
    <form class="stack" onSubmit={submit}>
      {(problem ?? unread) && <Notice tone="danger" title={problem ?? unread ?? ''} />}
      <Field id="hand-over" label={activityTexts.rep} error={errorAt('/rep')}>
        {(control) => (
          <select {...control} name="rep" required disabled={reps === null}>
            <option value="">{activityTexts.choose}</option>
            {reps?.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        )}
      </Field>
      <div>
        <button type="submit" class="button" disabled={busy || reps === null}>
          {activityTexts.reassignNow}
        </button>
      </div>
    </form>
  )
}

/** `09:30`, as a time field takes it. */
const clockIn = (instant: string, timeZone: string): string =>
  new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone }).format(new Date(instant))
