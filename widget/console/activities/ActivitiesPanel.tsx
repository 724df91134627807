import { useState } from 'preact/hooks'
import { may } from '../session.ts'
import type { Activity, Profile } from '../wire.ts'
import { ActivityDialog } from './ActivityDialog.tsx'
import { ActivityLine } from './ActivityLine.tsx'
import { EntryForm } from './EntryForm.tsx'
import { activityTexts } from './words.ts'

interface Props {
  readonly profile: Profile
  /** Something has become of one; what, in words. */
  readonly onChanged: (said: string) => void
}

/** What is owed to a registrant, soonest first, later steps as well; and what is planned or logged by hand. */
export function ActivitiesPanel({ profile, onChanged }: Props) {
  const [opened, setOpened] = useState<Activity | null>(null)
  const [entering, setEntering] = useState<'plan' | 'log' | null>(null)
  const changed = (said: string) => {
    setOpened(null)
    setEntering(null)
    onChanged(said)
  }
  const places = profile.registrations
  return (
    <section class="panel stack tight" aria-labelledby="activities-title">
      <div class="row spread">
        <h2 id="activities-title">{activityTexts.title}</h2>
        {places.length > 0 && may('POST /api/v1/activities') && (
          <div class="row">
            {(['plan', 'log'] as const).map((one) => (
              <button
                key={one}
                type="button"
                class="button-link compact"
                aria-expanded={entering === one}
                onClick={() => setEntering(entering === one ? null : one)}
              >
                {activityTexts[one]}
              </button>
            ))}
          </div>
        )}
      </div>
      {entering && <EntryForm key={entering} profile={profile} isDone={entering === 'log'} onDone={changed} />}
      {profile.activities.length === 0 && <p class="small muted">{activityTexts.nothingOwed}</p>}
      <ul class="items">
        {profile.activities.map((one) => (
          <li key={one.id}>
            <ActivityLine activity={one} ofOne onOpen={setOpened} />
          </li>
        ))}
      </ul>
      {opened && <ActivityDialog key={opened.id} activity={opened} onChanged={changed} onClose={() => setOpened(null)} />}
    </section>
  )
}
