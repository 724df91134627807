import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { shortMoment } from '../said.ts'
import { texts } from '../text.ts'
import type { Home, PanelItem } from '../wire.ts'
import { burdened } from './home-state.ts'

/** As many of a group are shown until somebody asks for the others. */
const AT_FIRST = 4

interface Props {
  readonly known: Home
  readonly onOpen: (item: PanelItem) => void
}

/** What waits for somebody to do something about it, group for group; and the good word when nothing does. */
export function Attention({ known: { attention, timeZone }, onOpen }: Props) {
  const { requests, outcomes, failed, calendars } = attention
  const moment = ({ booking }: PanelItem) => shortMoment(new Date(booking.start), timeZone)
  const nothing = requests.items.length + outcomes.items.length + failed.items.length + calendars.length + burdened.value.length === 0
  const line = (item: PanelItem, words: string) => (
    <button type="button" class="item" onClick={() => onOpen(item)}>
      <span class="item-words">
        <span class="strong">{item.booking.customer.name}</span>
        <span class="small muted">{words}</span>
      </span>
    </button>
  )
  const lines = (list: Home['appointments'], words: (item: PanelItem) => string) =>
    list.items.map((item) => [item.booking.id, line(item, words(item))] as const)
  return (
    <section class="panel stack tight attention" aria-labelledby="attention-title">
      <h2 id="attention-title">{texts.home.attention}</h2>
      {nothing && <p class="muted">{texts.home.nothingToDo}</p>}
      <Group id="requests" name={texts.home.requests} lines={lines(requests, moment)} more={requests.more} />
      <Group
        id="outcomes"
        name={texts.home.outcomes}
        lines={lines(outcomes, (item) => `${moment(item)} · ${item.booking.rep.name}`)}
        more={outcomes.more}
      />
      <Group
        id="burdened"
        name={texts.home.burdened}
        lines={burdened.value.map(({ rep, bookings }) => [
          rep.id,
          <a class="item" href={`/console/calendar?rep=${encodeURIComponent(rep.email)}`}>
            <span class="item-words">
              <span class="strong">{rep.name}</span>
              <span class="small muted">{texts.repCalendar.affectedTitle(bookings)}</span>
            </span>
          </a>,
        ])}
        more={false}
      />
      <Group
        id="failed"
        name={texts.home.failed}
        lines={lines(failed, (item) => `${moment(item)} · ${failures(item).join(', ')}`)}
        more={failed.more}
      />
      <Group
        id="calendars"
        name={texts.home.calendars}
        lines={calendars.map((one) => [
          `${one.rep.id} ${one.vendor} ${one.name}`,
          <a class="item" href="/console/calendars">
            <span class="item-words">
              <span class="strong">{one.rep.name}</span>
              <span class="small muted">{[one.name, one.problem].filter(Boolean).join(' · ')}</span>
            </span>
          </a>,
        ])}
        more={false}
      />
    </section>
  )
}

const failures = ({ booking: { sync } }: PanelItem): string[] =>
  (['invitation', 'calendar', 'crm'] as const).filter((one) => sync[one] === 'failed').map((one) => texts.home.notDone[one])

interface GroupProps {
  readonly id: string
  readonly name: string
  /** Each with the key by which it is told from the others. */
  readonly lines: readonly (readonly [string, ComponentChildren])[]
  /** There are others that are not here. */
  readonly more: boolean
}

function Group({ id, name, lines, more }: GroupProps) {
  const [all, setAll] = useState(false)
  if (lines.length === 0) return null
  const count = `${lines.length}${more ? '+' : ''}`
  return (
    <section class="stack tight" aria-labelledby={`${id}-title`}>
      <h3 id={`${id}-title`} class="row spread">
        {name}
        <span class="badge count">{count}</span>
      </h3>
      <ul class="items">
        {(all ? lines : lines.slice(0, AT_FIRST)).map(([key, line]) => (
          <li key={key}>{line}</li>
        ))}
      </ul>
      {!all && lines.length > AT_FIRST && (
        <button type="button" class="button-link compact" aria-describedby={`${id}-title`} onClick={() => setAll(true)}>
          {texts.home.showAll(count)}
        </button>
      )}
    </section>
  )
}
