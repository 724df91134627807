import { useEffect, useState } from 'preact/hooks'
import { get } from '../../api.ts'
import { Notice } from '../../ui/Notice.tsx'
import { asking } from '../asking.ts'
import { failureText } from '../failure.ts'
import { texts } from '../text.ts'
import type { AffectedList } from '../wire.ts'
import type { Thing } from './things.ts'

const words = texts.setup.reps

/** Where a rep's time off is kept, and what they cannot keep as things are now: other hours and leaving concern appointments as well. */
export function RepAway({ thing, savedAt }: { thing: Thing; savedAt: number }) {
  const [count, setCount] = useState(0)
  const [problem, setProblem] = useState<string | null>(null)
  const [email, isPerson] = [String(thing.email), thing.kind !== 'room']
  const href = `/console/calendar?rep=${encodeURIComponent(email)}`
  useEffect(() => {
    if (!isPerson) return
    asking(get<AffectedList>(`/api/v1/reps/${encodeURIComponent(email)}/affected`)).then(
      ({ items, unseen }) => setCount(items.length + unseen),
      (error: unknown) => setProblem(failureText(error)),
    )
  }, [email, isPerson, savedAt])
  if (!isPerson) return null
  return (
    <section class="panel stack tight" aria-labelledby="away-title">
      <h2 id="away-title">{words.off}</h2>
      {problem && <Notice tone="danger" title={problem} />}
      {count > 0 && (
        <Notice tone="warning" title={texts.repCalendar.affectedTitle(count)}>
          <p>{texts.repCalendar.affectedHint}</p>
        </Notice>
      )}
      <p>
        <a href={href}>{count > 0 ? words.decide : words.inCalendar}</a>
      </p>
    </section>
  )
}
