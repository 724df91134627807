import { useState } from 'preact/hooks'
import { failureText } from '../failure.ts'
import { shortMoment } from '../said.ts'
import { texts } from '../text.ts'
import type { Booking } from '../wire.ts'
import { eventTypeName } from './what-state.ts'

interface Props {
  readonly bookings: readonly Booking[]
  readonly timeZone: string
  /** Both or none: without them the list is there to be read. */
  readonly onMove?: (booking: Booking) => void
  readonly onCancel?: (booking: Booking) => Promise<void>
}

/** What the customer has ahead of them, to move or to cancel. */
export function Upcoming({ bookings, timeZone, onMove, onCancel }: Props) {
  const [asked, setAsked] = useState<string | null>(null)
  const [problem, setProblem] = useState<string | null>(null)

  function cancel(booking: Booking) {
    setAsked(null)
    setProblem(null)
    onCancel?.(booking).catch((error: unknown) => setProblem(failureText(error)))
  }

  if (bookings.length === 0) return <p class="small muted">{texts.customer.noUpcoming}</p>
  return (
    <div class="stack tight">
      <h3>{texts.customer.upcoming}</h3>
      {problem && (
        <p role="alert" class="error">
          {problem}
        </p>
      )}
      <ul class="upcoming">
        {bookings.map((booking) => (
          <li key={booking.id}>
            <p>
              <span class="strong">{shortMoment(new Date(booking.start), timeZone)}</span>
              <span class="small muted"> {texts.customer.of(eventTypeName(booking.eventType), booking.rep.name)}</span>
            </p>
            {asked === booking.id ? (
              <p class="row" role="alert">
                <span class="small">{texts.customer.cancelAsk}</span>
                <button type="button" class="button-link compact" onClick={() => cancel(booking)}>
                  {texts.customer.cancelYes}
                </button>
                <button type="button" class="button-link compact" onClick={() => setAsked(null)}>
                  {texts.customer.cancelNo}
                </button>
              </p>
            ) : onMove ? (
              <p class="row">
                <button type="button" class="button-link compact" onClick={() => onMove(booking)}>
                  {texts.customer.move}
                </button>
                <button type="button" class="button-link compact" onClick={() => setAsked(booking.id)}>
                  {texts.customer.cancel}
                </button>
              </p>
            ) : null}
          </li>
        ))}
      </ul>
    </div>
  )
}
