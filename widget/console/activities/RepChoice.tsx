import { useEffect, useState } from 'preact/hooks'
import { get } from '../../api.ts'
import { Field } from '../../ui/Field.tsx'
import { asking } from '../asking.ts'
import type { List, Rep } from '../wire.ts'
import { activityTexts } from './words.ts'

/** Whose activities are listed: of one rep of the project, or of all. */
export function RepChoice({ project, rep, onChoose }: { project: string; rep: string; onChoose: (rep: string) => void }) {
  const [reps, setReps] = useState<readonly Rep[]>([])
  useEffect(() => {
    asking(get<List<Rep>>(`/api/v1/projects/${project}/reps`)).then(
      ({ items }) => setReps(items),
      () => setReps([]),
    )
  }, [project])
  return (
    <Field id="activities-rep" label={activityTexts.rep}>
      {(control) => (
        <select {...control} value={rep} onChange={({ currentTarget }) => onChoose(currentTarget.value)}>
          <option value="">{activityTexts.everybody}</option>
          {reps.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}
