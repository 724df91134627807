import { texts } from '../text.ts'
import type { Booking, RepCalendar } from '../wire.ts'
import { wallAt } from '../zone.ts'

const t = texts.repCalendar

/** Something that stands in the calendar, as the package draws it. */
export interface Entry {
  readonly id: string
  readonly title: string
  readonly start: string
  readonly end: string
  readonly display?: 'background' | 'inverse-background'
  readonly groupId?: string
  readonly editable: boolean
  readonly interactive?: boolean
  readonly className: string
  readonly color: string
  readonly contrastColor: string
}

type Kind = 'booking' | 'past' | 'busy' | 'held' | 'elsewhere' | 'time-off' | 'working'

/** The ground and the words of each kind. What lies behind everything is drawn faintly. */
const colors: Readonly<Record<Kind, { readonly color: string; readonly contrastColor: string }>> = {
  booking: { color: 'var(--accent)', contrastColor: 'var(--on-accent)' },
  past: { color: 'var(--accent-soft)', contrastColor: 'var(--text)' },
  busy: { color: 'var(--sunken)', contrastColor: 'var(--text)' },
  elsewhere: { color: 'var(--sunken)', contrastColor: 'var(--text)' },
  held: { color: 'var(--warning-soft)', contrastColor: 'var(--warning)' },
  'time-off': { color: 'var(--danger)', contrastColor: 'var(--text)' },
  working: { color: 'var(--line-strong)', contrastColor: 'var(--text)' },
}

/** Whether somebody may still move it. */
export const isMovable = ({ status, start }: Booking, now: Date): boolean => status === 'scheduled' && new Date(start) > now

const bookingEntry = (booking: Booking, mayMove: boolean, now: Date): Entry => ({
  id: booking.id,
  title: [booking.customer.name, ...(booking.status === 'scheduled' ? [] : [texts.profile.status[booking.status]])].join(' · '),
  start: booking.start,
  end: booking.end,
  editable: mayMove && isMovable(booking, now),
  interactive: true,
  className: `entry-booking${booking.askedAnewAt ? ' entry-asked' : ''}`,
  ...colors[booking.status === 'scheduled' || booking.status === 'requested' ? 'booking' : 'past'],
})

/** Everything of a rep's calendar: appointments in front, what keeps others away behind them. */
export function entriesOf(calendar: RepCalendar, mayMove: boolean, now: Date): Entry[] {
  const still = (
    kind: Exclude<Kind, 'booking' | 'past'>,
    title: string,
    spans: readonly { start: string; end: string }[],
    display?: Entry['display'],
  ) =>
    spans.map(
      ({ start, end }, i): Entry => ({
        id: `${kind}-${i}`,
        title,
        start,
        end,
        editable: false,
        className: `entry-${kind}`,
        ...colors[kind],
        ...(display && { display }),
      }),
    )
  const timeOff = calendar.timeOff.map(({ reason, ...span }) =>
    still('time-off', reason ? `${t.timeOff}: ${reason}` : t.timeOff, [span], 'background'),
  )
  return [
    ...still('working', '', calendar.working, 'inverse-background').map((one) => ({ ...one, groupId: 'working' })),
    ...timeOff.flat().map((one, i) => ({ ...one, id: `time-off-${i}` })),
    ...still('busy', t.busy, calendar.busy),
    ...still('held', t.held, calendar.held),
    ...still('elsewhere', t.elsewhere, calendar.elsewhere),
    ...calendar.bookings.map((booking) => bookingEntry(booking, mayMove, now)),
  ]
}

/** From which hour to which a day is shown: an ordinary one, and all that lies outside it. What is merely busy need not be seen. */
export function hoursShown(calendar: RepCalendar, zone: string): { readonly first: string; readonly last: string } {
  let [first, last] = [8, 19]
  for (const { start, end } of [...calendar.working, ...calendar.bookings, ...calendar.held, ...calendar.elsewhere]) {
    const [from, to] = [wallAt(new Date(start), zone), wallAt(new Date(Date.parse(end) - 60_000), zone)]
    first = Math.min(first, from.day === to.day ? from.hour : 0)
    last = Math.max(last, from.day === to.day ? to.hour + 1 : 24)
  }
  const hour = (number: number) => `${String(number).padStart(2, '0')}:00`
  return { first: hour(first), last: hour(last) }
}
