import { Marks } from '../profile/Marks.tsx'
import { shortMoment } from '../said.ts'
import { texts } from '../text.ts'
import type { Profile } from '../wire.ts'

/** As much history says what the last calls were about. */
const MOST_HISTORY = 3

interface Props {
  readonly profile: Profile
  readonly timeZone: string
  /** Somebody wants a time in this project. */
  readonly onPlace: (slug: string) => void
}

/** What else is known of the customer: notes, where they are registered and with whom, how the last appointments went. */
export function CustomerKnown({ profile: { customer, registrations, history }, timeZone, onPlace }: Props) {
  return (
    <>
      {customer.notes && <p class="small wrap notes">{customer.notes}</p>}
      {registrations.length > 0 && (
        <div class="stack tight">
          <h3>{texts.profile.projects}</h3>
          <ul class="places">
            {registrations.map(({ id, project, rep, rating, source, status, current }) => (
              <li key={id} {...(current && { class: 'current', 'aria-current': 'true' })}>
                <p class="row spread">
                  <span class="strong">{project.name}</span>
                  <button
                    type="button"
                    class="button-link compact customer-times"
                    aria-label={texts.customer.timesIn(project.name)}
                    onClick={() => onPlace(project.slug)}
                  >
                    {texts.customer.times}
                  </button>
                </p>
                <p class="small muted">
                  {[rep?.name ?? texts.profile.noRep, status, rating && texts.profile.rated(rating), source].filter(Boolean).join(' · ')}
                </p>
              </li>
            ))}
          </ul>
        </div>
      )}
      {history.length > 0 && (
        <div class="stack tight">
          <h3>{texts.profile.history}</h3>
          <ul class="upcoming">
            {history.slice(0, MOST_HISTORY).map((item) => (
              <li key={item.booking.id} class="row spread">
                <span>
                  {shortMoment(new Date(item.booking.start), timeZone)}
                  <span class="small muted"> {item.booking.rep.name}</span>
                </span>
                <Marks item={item} marks={texts.profile.completedIn} />
              </li>
            ))}
          </ul>
        </div>
      )}
      <a class="button-link compact customer-more" href={`/console/customers/${customer.id}`}>
        {texts.customer.profile}
      </a>
    </>
  )
}
