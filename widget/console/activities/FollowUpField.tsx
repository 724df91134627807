import { useEffect, useState } from 'preact/hooks'
import { get, patch } from '../../api.ts'
import { Field } from '../../ui/Field.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { asking } from '../asking.ts'
import { failureText } from '../failure.ts'
import type { FollowUp, List, Profile, Registration } from '../wire.ts'
import { activityTexts } from './words.ts'

interface Props {
  readonly profile: Profile
  readonly registration: Registration
  /** It is chosen: what has come of it, in words, told once the profile is read anew. */
  readonly onChosen: (said: (after: Profile) => string) => void
}

/** The follow-up of a registrant in the project in which one works: what may be chosen, when to choose it, and what it begins. */
export function FollowUpField({ profile, registration, onChosen }: Props) {
  const [options, setOptions] = useState<readonly FollowUp[] | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const chosen = registration.followUp
  useEffect(() => {
    asking(get<List<FollowUp>>(`/api/v1/projects/${registration.project.slug}/follow-ups`)).then(
      ({ items }) => setOptions(items),
      (error: unknown) => setProblem(failureText(error)),
    )
  }, [registration.project.slug])
  const offered = options?.filter(({ active, id }) => active || id === chosen?.id) ?? []
  if (options !== null && offered.length === 0) return null
  const choose = async (id: string) => {
    setBusy(true)
    setProblem(null)
    try {
      await asking(patch(`/api/v1/registrations/${registration.id}`, { followUp: id || null }))
      const before = new Set(profile.activities.map((one) => one.id))
      const name = offered.find((one) => one.id === id)?.name
      onChosen((after) => {
        if (name === undefined) return activityTexts.chosenNone
        const count = after.activities.filter((one) => !before.has(one.id)).length
        return registration.rep ? activityTexts.chosen(name, count) : activityTexts.chosenWithoutRep(name)
      })
    } catch (error) {
      setProblem(failureText(error))
    } finally {
      setBusy(false)
    }
  }
  return (
    <div class="stack tight follow-up">
      {problem && <Notice tone="danger" title={problem} />}
      <Field id={`follow-up-${registration.id}`} label={activityTexts.followUp} hint={chosen ? activityTexts.choosing : undefined}>
        {(control) => (
          <select
            {...control}
            disabled={options === null || busy}
            value={chosen?.id ?? ''}
            onChange={({ currentTarget }) => void choose(currentTarget.value)}
          >
            <option value="">{activityTexts.noFollowUp}</option>
            {offered.map(({ id, name, active }) => (
              <option key={id} value={id}>
                {active ? name : activityTexts.gone(name)}
              </option>
            ))}
          </select>
        )}
      </Field>
      <dl class="meanings small">
        {offered.map(({ id, name, meaning, begins }) => (
          <div key={id} {...(id === chosen?.id && { class: 'strong' })}>
            <dt>{name}</dt>
            <dd class="muted">
              {[meaning, begins.length > 0 ? activityTexts.begins(begins) : activityTexts.beginsNothing].filter(Boolean).join(' ')}
            </dd>
          </div>
        ))}
      </dl>
    </div>
  )
}
