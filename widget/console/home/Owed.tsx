import { activityTexts } from '../activities/words.ts'
import '../activities/activities.css'
import type { ActivityCounts } from '../wire.ts'

/** What is owed to registrants, by type: what is due today apart from what is late and what is to come. Nothing where nothing is. */
export function Owed({ counts }: { counts: ActivityCounts | null }) {
  const types = counts?.types.filter(({ overdue, today, upcoming }) => overdue + today + upcoming > 0) ?? []
  if (types.length === 0) return null
  return (
    <section class="panel stack tight" aria-labelledby="owed-title">
      <h2 id="owed-title">{activityTexts.title}</h2>
      <ul class="activity-types">
        {types.map(({ type, overdue, today, upcoming }) => (
          <li key={type}>
            <a href={`/console/activities?type=${type}`}>
              <span class="strong">{activityTexts.types[type]}</span>
              <span class="row">
                {overdue > 0 && <span class="tag failed">{activityTexts.overdue(overdue)}</span>}
                {today > 0 && <span class="tag sent">{activityTexts.today(today)}</span>}
                {upcoming > 0 && <span class="small muted">{activityTexts.upcoming(upcoming)}</span>}
              </span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  )
}
