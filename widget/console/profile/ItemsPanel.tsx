import { useState } from 'preact/hooks'
import { ActivityDialog } from '../activities/ActivityDialog.tsx'
import { ActivityLine } from '../activities/ActivityLine.tsx'
import { shortMoment } from '../said.ts'
import type { Activity, PanelItem } from '../wire.ts'
import { Marks } from './Marks.tsx'
import { profileZone } from './profile-state.ts'

interface Props {
  readonly id: string
  readonly title: string
  readonly none: string
  readonly items: readonly PanelItem[]
  /** Activities that have ended, among the items by when that was. */
  readonly entries?: readonly Activity[]
  /** What the arrow of another project means. */
  readonly marks: (project: string) => string
  readonly onOpen: (item: PanelItem) => void
}

/** Appointments, or what they and activities have become: each opens with a click. */
export function ItemsPanel({ id, title, none, items, entries = [], marks, onOpen }: Props) {
  const [opened, setOpened] = useState<Activity | null>(null)
  const lines = [
    ...items.map((item) => ({
      key: item.booking.id,
      at: item.booking.start,
      line: <Appointment item={item} marks={marks} onOpen={onOpen} />,
    })),
    ...entries.map((one) => ({ key: one.id, at: one.ended?.at ?? '', line: <ActivityLine activity={one} ofOne onOpen={setOpened} /> })),
  ]
  // Appointments alone are in their order already.
  if (entries.length > 0) lines.sort((one, other) => (one.at < other.at ? 1 : -1))
  return (
    <section class="panel stack tight" aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{title}</h2>
      {lines.length === 0 && <p class="small muted">{none}</p>}
      <ul class="items">
        {lines.map(({ key, line }) => (
          <li key={key}>{line}</li>
        ))}
      </ul>
      {opened && <ActivityDialog key={opened.id} activity={opened} onChanged={() => {}} onClose={() => setOpened(null)} />}
    </section>
  )
}

function Appointment({ item, marks, onOpen }: Pick<Props, 'marks' | 'onOpen'> & { readonly item: PanelItem }) {
  return (
    <button type="button" class="item" onClick={() => onOpen(item)}>
      <span class="item-words">
        <span class="strong">{item.booking.subject}</span>
        <span class="small muted">
          {shortMoment(new Date(item.booking.start), profileZone())} · {item.booking.rep.name}
        </span>
      </span>
      <Marks item={item} marks={marks} />
    </button>
  )
}
