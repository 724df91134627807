import type { ComponentChildren } from 'preact'
import { locale, texts } from '../text/language.ts'
import { dateText, durationText } from '../ui/format.ts'
import type { Chosen } from './choices.ts'
import { later } from './later.tsx'
import type { Page, PageEventType } from './public-api.ts'
import type { Booking } from './state.ts'
import { ANYONE, eventTypeOf, repOf } from './steps.ts'

const ChosenTime = later((parts) => parts.ChosenTime)

interface Props {
  readonly booking: Booking
  readonly page: Page
}

/** All that is chosen so far, always in sight, each choice with a way back to it. */
export function Summary({ booking, page }: Props) {
  const chosen = booking.choices.now.value
  const eventType = eventTypeOf(page, chosen)
  const { summary } = texts
  const change = (part: Partial<Chosen>) => () => booking.choices.choose(part)
  return (
    <dl class="summary" aria-label={summary.heading}>
      {eventType && (
        <Line
          name={summary.eventType}
          what={summary.kind}
          {...(page.eventTypes.length > 1 && { onChange: change({ eventType: null, rep: null, date: null, start: null }) })}
        >
          <span class="strong">{eventType.name}</span>
          <span class="muted">
            {durationText(locale, eventType.durationMinutes)} · {texts.location[eventType.location.kind]}
            {eventType.location.value && eventType.location.kind !== 'link' && `, ${eventType.location.value}`}
          </span>
        </Line>
      )}
      <WhenLine booking={booking} eventType={eventType} />
      <RepLine
        page={page}
        chosen={chosen}
        onChange={change(page.choice === 'rep-first' ? { rep: null, date: null, start: null } : { rep: null })}
      />
    </dl>
  )
}

function WhenLine({ booking, eventType }: { booking: Booking; eventType: PageEventType | null }) {
  const { date, start } = booking.choices.now.value
  const { when, day, time } = texts.summary
  if (start === null) {
    return date === null ? null : (
      <Line name={when} what={day}>
        <span class="strong">{dateText(locale, date)}</span>
      </Line>
    )
  }
  return (
    <Line name={when} what={time} onChange={() => booking.choices.choose({ start: null })}>
      <ChosenTime booking={booking} start={start} minutes={eventType?.durationMinutes ?? 0} />
    </Line>
  )
}

function RepLine({ page, chosen, onChange }: { page: Page; chosen: Chosen; onChange: () => void }) {
  const rep = page.choice === 'automatic' ? null : repOf(page, chosen)
  const name = rep?.name ?? (page.choice === 'customer' && chosen.rep === ANYONE ? texts.anyone : null)
  if (name === null) return null
  return (
    <Line name={texts.summary.rep} what={texts.summary.person} {...(page.reps.length > 1 && { onChange })}>
      <span class="strong">{name}</span>
    </Line>
  )
}

interface LineProps {
  readonly name: string
  readonly what: string
  readonly onChange?: () => void
  readonly children: ComponentChildren
}

function Line({ name, what, onChange, children }: LineProps) {
  return (
    <div class="summary-line">
      <dt>{name}</dt>
      <dd>
        <span class="summary-value">{children}</span>
        {onChange && (
          <button type="button" class="summary-change" aria-label={texts.changeWhat(what)} onClick={onChange}>
            {texts.change}
          </button>
        )}
      </dd>
    </div>
  )
}
