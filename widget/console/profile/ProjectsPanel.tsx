import { FollowUpField } from '../activities/FollowUpField.tsx'
import { may } from '../session.ts'
import { texts } from '../text.ts'
import type { Profile } from '../wire.ts'

interface Props {
  readonly profile: Profile
  /** A follow-up was chosen; what has come of it, in words. */
  readonly onChanged: (said: (after: Profile) => string) => void
}

/** Where the customer is registered; the project in which one works is highlighted, and what is to follow there is chosen here. */
export function ProjectsPanel({ profile, onChanged }: Props) {
  const { registrations } = profile
  // Of several, in the one in which one works; of one, there.
  const chooses = ({ current }: (typeof registrations)[number]) =>
    (current || registrations.length === 1) && may('GET /api/v1/projects/{ref}/follow-ups') && may('PATCH /api/v1/registrations/{id}')
  return (
    <section class="panel stack tight" aria-labelledby="projects-title">
      <h2 id="projects-title">{texts.profile.projects}</h2>
      {registrations.length === 0 && <p class="small muted">{texts.profile.noProjects}</p>}
      <ul class="places">
        {registrations.map((one) => {
          const { id, project, rep, rating, source, status, current } = one
          return (
            <li key={id} {...(current && { class: 'current', 'aria-current': 'true' })}>
              <p class="row spread">
                <span class="strong">{project.name}</span>
                {current && <span class="tag">{texts.profile.here}</span>}
              </p>
              <p class="small muted">
                {[rep?.name ?? texts.profile.noRep, status, rating && texts.profile.rated(rating), source].filter(Boolean).join(' · ')}
              </p>
              {chooses(one) && <FollowUpField profile={profile} registration={one} onChosen={onChanged} />}
            </li>
          )
        })}
      </ul>
    </section>
  )
}
