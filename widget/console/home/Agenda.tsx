import { dateText, timeText } from '../../ui/format.ts'
import { Marks } from '../profile/Marks.tsx'
import { session } from '../session.ts'
import { locale, texts } from '../text.ts'
import type { Home, PanelItem } from '../wire.ts'
import { addDays, dateAt } from '../zone.ts'
import { isWhole, showMore } from './home-state.ts'

interface Props {
  readonly known: Home
  readonly onOpen: (item: PanelItem) => void
}

/** The appointments of today and the days to come: a section for each day, and in it a line for each time. */
export function Agenda({ known, onOpen }: Props) {
  const { appointments, today, timeZone } = known
  // What began before midnight and is not over yet belongs to today.
  const dayOf = ({ booking }: PanelItem) => [dateAt(new Date(booking.start), timeZone), today].sort().at(-1) ?? today
  const days = Map.groupBy(appointments.items, dayOf)
  const dates = [...new Set([today, ...days.keys()])]
  return (
    <div class="stack agenda">
      {dates.map((date) => (
        <section key={date} class="panel stack tight" aria-labelledby={`day-${date}`}>
          <h2 id={`day-${date}`}>{dayName(date, today)}</h2>
          {!days.has(date) && <p class="muted">{texts.home.nothingToday}</p>}
          <Times items={days.get(date) ?? []} timeZone={timeZone} onOpen={onOpen} />
        </section>
      ))}
      {dates.length === 1 && <p class="small muted">{texts.home.nothingLater}</p>}
      {appointments.more &&
        (isWhole.value ? (
          <p class="small muted">{texts.home.more}</p>
        ) : (
          <div>
            <button type="button" class="button-quiet" onClick={() => void showMore()}>
              {texts.home.showMore}
            </button>
          </div>
        ))}
    </div>
  )
}

function dayName(date: string, today: string): string {
  if (date === today) return texts.home.today
  return date === addDays(today, 1) ? texts.home.tomorrow(dateText(locale, date)) : dateText(locale, date)
}

/** Appointments by the time at which they begin. */
function Times({ items, timeZone, onOpen }: { items: readonly PanelItem[]; timeZone: string; onOpen: Props['onOpen'] }) {
  return (
    <ol class="agenda-times">
      {[...Map.groupBy(items, ({ booking }) => booking.start)].map(([start, together]) => (
        <li key={start} class="agenda-time">
          <time dateTime={start}>{timeText(locale, timeZone, start)}</time>
          <ul class="items">
            {together.map((item) => (
              <li key={item.booking.id}>
                <Line item={item} onOpen={onOpen} />
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ol>
  )
}

function Line({ item, onOpen }: { item: PanelItem; onOpen: Props['onOpen'] }) {
  const { subject, customer, rep, status, start, end } = item.booking
  const now = Date.now()
  const isOver = Date.parse(end) <= now
  const isNow = !isOver && Date.parse(start) <= now && status === 'scheduled'
  const isMine = session.value?.email === rep.email
  return (
    <button type="button" class={`item${isNow ? ' now' : ''}`} onClick={() => onOpen(item)}>
      <span class="item-words">
        <span class="strong">{customer.name}</span>
        <span class="small muted">{[subject.replace(`: ${customer.name}`, ''), ...(isMine ? [] : [rep.name])].join(' · ')}</span>
      </span>
      {isNow && <span class="tag sent">{texts.home.now}</span>}
      {isOver && status === 'scheduled' && <span class="tag no-show">{texts.home.noOutcome}</span>}
      <Marks item={item} marks={status === 'scheduled' || status === 'requested' ? texts.profile.madeIn : texts.profile.completedIn} />
    </button>
  )
}
