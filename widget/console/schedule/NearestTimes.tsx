import { nearMoment } from '../said.ts'
import { texts } from '../text.ts'
import type { Nearest } from '../wire.ts'
import { onKeys } from './focus.ts'
import { moveInList } from './grid-keys.ts'

interface Props {
  readonly nearest: Nearest
  readonly timeZone: string
  /** The time asked for. */
  readonly at: Date
  /** Nobody is free at the time itself, so these are the way on. */
  readonly isNeeded: boolean
  readonly onPick: (start: Date) => void
  readonly onBack: () => void
}

/** The free times before and after the one asked for. */
export function NearestTimes({ nearest, timeZone, at, isNeeded, onPick, onBack }: Props) {
  if (nearest.length === 0) return isNeeded ? <p class="muted">{texts.answer.noNearest}</p> : null
  return (
    <div class={isNeeded ? 'nearest needed' : 'nearest'}>
      <h3>{texts.answer.nearest}</h3>
      <ul class="times" onKeyDown={moveInList}>
        {nearest.map(({ start, available }) => (
          <li key={start}>
            <button
              type="button"
              class="button-quiet"
              data-nearest
              onClick={() => onPick(new Date(start))}
              onKeyDown={onKeys({ Escape: onBack })}
            >
              <span>{nearMoment(new Date(start), timeZone, at)}</span>
              <span class="small muted">{texts.answer.nearestOf(available)}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}
