import { useEffect, useState } from 'preact/hooks'
import { post } from '../../api.ts'
import { Field } from '../../ui/Field.tsx'
import { activityTexts } from '../activities/words.ts'
import { newestOnly } from '../asking.ts'
import { zoneCity } from '../said.ts'
import type { Session, Timeline } from '../wire.ts'
import { instantOf } from '../zone.ts'
import { closedOf, type Draft, datedSteps } from './draft.ts'
import { dueOf, processTexts } from './words.ts'

/** Whoever types is left to finish. */
const PAUSE_MS = 300

/** The instant at which the clock of a zone shows `2027-05-02T11:00`. */
function instantIn(wall: string, timeZone: string): string {
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0] = wall.split(/[-T:]/).map(Number)
  return instantOf({ year, month, day, hour, minute }, timeZone).start.toISOString()
}

/** On which dates an example registrant would get what, as the plan stands in the editor. */
export function TimelinePanel({ project: { slug, timeZone }, draft }: { project: Session['projects'][number]; draft: Draft }) {
  const [at, setAt] = useState('')
  const [timeline, setTimeline] = useState<Timeline | null>(null)
  const [reading] = useState(newestOnly)
  const steps = datedSteps(draft)
  const asked = steps && JSON.stringify({ project: slug, steps, closed: closedOf(draft), ...(at && { at: instantIn(at, timeZone) }) })
  useEffect(() => {
    if (asked === null) return setTimeline(null)
    void reading((signal) => post<Timeline>('/api/v1/processes/timeline', JSON.parse(asked), undefined, signal), PAUSE_MS).then(
      (outcome) => {
        // A plan that cannot be laid out yet has no dates; what is wrong is said when it is saved.
        if (outcome) setTimeline('value' in outcome ? outcome.value : null)
      },
    )
  }, [asked])
  const place = new Map(draft.steps.map(({ id }, i) => [id, i]))
  const activities = timeline?.activities.toSorted((one, other) => (one.dueAt ?? one.dueOn).localeCompare(other.dueAt ?? other.dueOn)) ?? []
  return (
    <section class="panel stack" aria-labelledby="timeline-title">
      <div class="stack tight">
        <h3 id="timeline-title">{processTexts.timeline}</h3>
        <p class="small muted">{processTexts.timelineHint}</p>
      </div>
      <Field id="timeline-at" label={processTexts.exampleAt} hint={processTexts.exampleAtHint(zoneCity(timeZone))}>
        {(control) => <input {...control} type="datetime-local" value={at} onInput={({ currentTarget }) => setAt(currentTarget.value)} />}
      </Field>
      {timeline === null && <p class="small muted">{processTexts.notYet}</p>}
      <ol class="timeline" aria-live="polite">
        {timeline &&
          activities.map((one) => (
            <li key={one.step}>
              <p class="strong">{dueOf(timeline, one)}</p>
              <p class="small muted">
                {[activityTexts.type[one.type], draft.steps[place.get(one.step) ?? -1]?.note].filter(Boolean).join(' · ')}
              </p>
            </li>
          ))}
      </ol>
    </section>
  )
}
