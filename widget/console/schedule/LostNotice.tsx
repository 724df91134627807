import { Notice } from '../../ui/Notice.tsx'
import { obstacleText } from '../reasons.ts'
import { momentText, nearMoment } from '../said.ts'
import { texts } from '../text.ts'
import type { Answer, Nearest } from '../wire.ts'
import type { Lost } from './book-state.ts'

interface Props {
  readonly lost: Lost
  readonly answer: Answer | null
  readonly timeZone: string
  readonly now: Date
  readonly onPick: (start: Date) => void
}

/** Somebody else was faster: who, why, and the times nearest to the one that was lost, the nearest first. */
export function LostNotice({ lost, answer, timeZone, now, onPick }: Props) {
  const all = answer?.unavailable.find(({ rep }) => rep.id === lost.rep.id)?.reasons ?? []
  const reasons = all.filter(({ code }) => ['booked', 'busy', 'held', 'buffer'].includes(code))
  const distance = ({ start }: Nearest[number]) => Math.abs(Date.parse(start) - lost.start.getTime())
  const nearest = [...lost.nearest].sort((one, other) => distance(one) - distance(other)).slice(0, 3)
  const why = reasons.map((reason) => obstacleText(reason, lost.start, timeZone)).join('; ')
  return (
    <Notice tone="warning" title={texts.book.taken(lost.rep.name, momentText(lost.start, timeZone, now))}>
      <p>{why ? texts.book.takenBy(why) : texts.book.takenPlain}</p>
      {nearest.length > 0 && (
        <p class="row">
          {nearest.map(({ start }) => (
            <button key={start} type="button" class="button-quiet compact" onClick={() => onPick(new Date(start))}>
              {nearMoment(new Date(start), timeZone, lost.start)}
            </button>
          ))}
        </p>
      )}
      <p>{texts.book.takenNext}</p>
    </Notice>
  )
}
