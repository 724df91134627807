import { texts } from '../text.ts'
import type { PanelItem } from '../wire.ts'

interface Props {
  readonly item: PanelItem
  /** What the arrow of another project means. */
  readonly marks: (project: string) => string
}

/** Who completed it, in which project, and the arrow that says it was another; in words for those who listen. */
export function Marks({ item: { booking, elsewhere, completedBy }, marks }: Props) {
  const isOpen = booking.status === 'scheduled'
  return (
    <span class="marks">
      {!isOpen && <span class={`tag ${booking.status}`}>{texts.profile.status[booking.status]}</span>}
      {completedBy && (
        <span class="badge" title={completedBy.name}>
          <span aria-hidden="true">{completedBy.initials}</span>
          <span class="visually-hidden">{texts.profile.by(completedBy.name)}</span>
        </span>
      )}
      {elsewhere && !isOpen && (
        <span class="badge project" title={elsewhere.name}>
          <span aria-hidden="true">{elsewhere.initial}</span>
        </span>
      )}
      {elsewhere && (
        <span class="arrow" title={marks(elsewhere.name)}>
          <span aria-hidden="true">➜</span>
          <span class="visually-hidden">{marks(elsewhere.name)}</span>
        </span>
      )}
    </span>
  )
}
