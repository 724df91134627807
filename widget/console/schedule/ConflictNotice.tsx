import { Notice } from '../../ui/Notice.tsx'
import { obstacleText } from '../reasons.ts'
import { texts } from '../text.ts'
import type { Conflict } from '../wire.ts'
import { onKeys } from './focus.ts'

interface Props {
  readonly conflict: Conflict
  readonly at: Date
  readonly timeZone: string
  readonly onYes: () => void
  readonly onNo: () => void
}

/** The second question before booking over somebody's calendar: it says again with what the time clashes. */
export function ConflictNotice({ conflict, at, timeZone, onYes, onNo }: Props) {
  const clash = conflict.reasons.map((reason) => obstacleText(reason, at, timeZone)).join('; ')
  return (
    <Notice tone="warning" title={texts.conflicts.ask(conflict.rep.name, clash)}>
      <p>{texts.conflicts.hint}</p>
      <p class="row">
        <button id="book-anyway" type="button" class="button compact" onClick={onYes} onKeyDown={onKeys({ Escape: onNo })}>
          {texts.conflicts.yes}
        </button>
        <button type="button" class="button-quiet compact" onClick={onNo}>
          {texts.conflicts.no}
        </button>
      </p>
    </Notice>
  )
}
