import { useEffect, useState } from 'preact/hooks'
import { get, patch } from '../../api.ts'
import { Notice } from '../../ui/Notice.tsx'
import { asking } from '../asking.ts'
import { failureText } from '../failure.ts'
import { session } from '../session.ts'
import type { Reminders as Wanted } from '../wire.ts'
import { activityTexts } from './words.ts'

/** Of what a rep hears by mail. Nobody else has reminders. */
export function Reminders() {
  const [wanted, setWanted] = useState<Wanted | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const isRep = session.value?.level === 'rep'
  useEffect(() => {
    if (isRep) asking(get<Wanted>('/api/v1/reminders')).then(setWanted, (error: unknown) => setProblem(failureText(error)))
  }, [isRep])
  if (!isRep) return null
  const change = (one: Partial<Wanted>) =>
    asking(patch<Wanted>('/api/v1/reminders', one)).then(setWanted, (error: unknown) => setProblem(failureText(error)))
  return (
    <fieldset class="checks">
      <legend>{activityTexts.reminders}</legend>
      {problem && <Notice tone="danger" title={problem} />}
      {(['morning', 'notices'] as const).map((one) => (
        <label key={one}>
          <input
            type="checkbox"
            disabled={wanted === null}
            checked={wanted?.[one] ?? false}
            onChange={({ currentTarget }) => void change({ [one]: currentTarget.checked })}
          />
          {activityTexts.reminder[one]}
        </label>
      ))}
    </fieldset>
  )
}
