import { useEffect, useRef, useState } from 'preact/hooks'
import { failureText } from '../failure.ts'
import { may } from '../session.ts'
import { locale, texts } from '../text.ts'
import type { Booking } from '../wire.ts'
import { addDays, dateAt } from '../zone.ts'
import { entriesOf, hoursShown } from './calendar-events.ts'
import { calendarProblem, calendarVersion, calendarZone, chosenRep, readCalendar } from './calendar-state.ts'
import type { Calendar } from './full-calendar.ts'

const t = texts.repCalendar
const VIEWS = ['timeGridDay', 'timeGridWeek', 'dayGridMonth', 'listWeek'] as const
type View = (typeof VIEWS)[number]

const DATES = { titleFormat: { year: 'numeric', month: 'short', day: 'numeric' } } as const

/** Narrower screens have no room for seven columns. */
const NARROW = '(max-width: 52rem)'

interface Props {
  readonly onOpen: (booking: Booking) => void
  /** It was dragged to this time; nothing is changed yet. */
  readonly onDrop: (booking: Booking, start: Date) => void
}

/** The calendar itself: days, weeks or a month of one rep. */
export function WeekView({ onOpen, onDrop }: Props) {
  const place = useRef<HTMLDivElement>(null)
  const calendar = useRef<Calendar | null>(null)
  const shown = useRef<readonly Booking[]>([])
  const [view, setView] = useState<View>(() => (matchMedia(NARROW).matches ? 'listWeek' : 'timeGridWeek'))
  const [title, setTitle] = useState('')
  const rep = chosenRep.value
  const zone = calendarZone()
  const latest = useRef({ onOpen, onDrop })
  latest.current = { onOpen, onDrop }

  useEffect(() => {
    let isWanted = true
    void import('./full-calendar.ts').then(
      ({ openCalendar }) => {
        if (isWanted && place.current) calendar.current = openCalendar(place.current, optionsOf(view))
      },
      (error) => {
        calendarProblem.value = failureText(error)
      },
    )
    return () => {
      isWanted = false
      calendar.current?.destroy()
      calendar.current = null
    }
    // Another rep lives by another clock: the calendar is made anew.
  }, [rep?.id])
  useEffect(() => calendar.current?.refetchEvents(), [calendarVersion.value])

  function optionsOf(initialView: View): Parameters<typeof import('./full-calendar.ts').openCalendar>[1] {
    const booked = (id: string) => shown.current.find((one) => one.id === id)
    return {
      initialView,
      timeZone: zone,
      locale,
      firstDay: 1,
      headerToolbar: false,
      height: 'auto',
      nowIndicator: true,
      now: () => new Date().toISOString(),
      slotMinTime: '08:00',
      slotMaxTime: '19:00',
      views: { timeGridWeek: DATES, listWeek: DATES },
      slotDuration: '00:30',
      snapDuration: '00:15',
      allDaySlot: false,
      displayEventEnd: false,
      dayMaxEvents: 4,
      eventDurationEditable: false,
      eventStartEditable: true,
      editable: true,
      longPressDelay: 400,
      noEventsContent: t.noEvents,
      datesSet: ({ view: { title: name } }) => setTitle(name),
      events: async ({ start, end }: { start: Date; end: Date }) => {
        const [from, to] = [dateAt(start, zone), addDays(dateAt(end, zone), -1)]
        const known = await readCalendar(from, to)
        shown.current = known.bookings
        const { first, last } = hoursShown(known, zone)
        // After this answer is drawn: other hours make the calendar read anew.
        setTimeout(() =>
          calendar.current?.batchRendering(() => {
            for (const [name, hour] of [
              ['slotMinTime', first],
              ['slotMaxTime', last],
            ] as const)
              if (calendar.current?.getOption(name) !== hour) calendar.current?.setOption(name, hour)
          }),
        )
        return entriesOf(known, may('POST /api/v1/bookings/{id}/reschedule'), new Date())
      },
      eventSourceFailure: (error: unknown) => {
        calendarProblem.value = failureText(error)
      },
      eventClick: ({ event }) => {
        const booking = booked(event.id)
        if (booking) latest.current.onOpen(booking)
      },
      eventDrop: ({ event, revert }) => {
        const booking = booked(event.id)
        const start = event.start
        // It moves only once the finder has been asked and somebody has said yes.
        revert()
        if (booking && start) latest.current.onDrop(booking, start)
      },
    }
  }

  function show(one: View) {
    setView(one)
    calendar.current?.changeView(one)
  }

  return (
    <section class="panel stack tight rep-calendar" aria-labelledby="calendar-range">
      <div class="row spread">
        <div class="row tight">
          <button type="button" class="button-quiet compact" aria-label={t.previous} onClick={() => calendar.current?.prev()}>
            ‹
          </button>
          <button type="button" class="button-quiet compact" onClick={() => calendar.current?.today()}>
            {t.today}
          </button>
          <button type="button" class="button-quiet compact" aria-label={t.next} onClick={() => calendar.current?.next()}>
            ›
          </button>
        </div>
        <h2 id="calendar-range" aria-live="polite">
          {title || t.loading}
        </h2>
        <fieldset class="row tight view-switch">
          <legend class="visually-hidden">{t.view}</legend>
          {VIEWS.map((one) => (
            <button key={one} type="button" class="button-quiet compact" aria-pressed={one === view} onClick={() => show(one)}>
              {t.views[one]}
            </button>
          ))}
        </fieldset>
      </div>
      <div ref={place} class="calendar-place" />
      <p class="small muted row tight calendar-legend">
        {(['booking', 'busy', 'held', 'time-off', 'off'] as const).map((kind) => (
          <span key={kind} class={`legend-${kind}`}>
            {t.legend[kind]}
          </span>
        ))}
      </p>
      {may('POST /api/v1/bookings/{id}/reschedule') && <p class="small muted">{t.dragHint}</p>}
    </section>
  )
}
