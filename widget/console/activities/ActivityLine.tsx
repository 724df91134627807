import type { Activity } from '../wire.ts'
import { activityTexts, dueText } from './words.ts'

interface Props {
  readonly activity: Activity
  /** Whether it stands among those of one registrant, who need not be named again. */
  readonly ofOne?: boolean
  readonly onOpen: (activity: Activity) => void
}

/** An activity in a list: what it is, about what, and when it is due; it opens with a click. */
export function ActivityLine({ activity, ofOne = false, onOpen }: Props) {
  const { type, note, customer, standing, status, ended, rep, automatic } = activity
  const words = [
    ofOne ? note : activityTexts.type[type],
    ofOne ? null : note,
    status === 'open' ? dueText(activity) : null,
    automatic && status === 'open' ? activityTexts.automatic : null,
  ]
  const who = status === 'open' ? rep?.name : (ended?.by ?? ended?.rep)
  return (
    <button type="button" class="item" onClick={() => onOpen(activity)}>
      <span class="item-words">
        <span class="strong">{ofOne ? activityTexts.type[type] : customer.name}</span>
        <span class="small muted">{[...words, who].filter(Boolean).join(' · ')}</span>
        {ended?.result && <span class="small">{ended.result}</span>}
      </span>
      <span class="marks">
        {status === 'open' && standing !== null && standing !== 'upcoming' && (
          <span class={`tag ${standing === 'overdue' ? 'failed' : 'sent'}`}>{activityTexts.standing[standing]}</span>
        )}
        {status !== 'open' && <span class={`tag ${status === 'done' ? 'completed' : ''}`}>{activityTexts.ended[status]}</span>}
      </span>
    </button>
  )
}
