import { useEffect, useState } from 'preact/hooks'
import { get } from '../../api.ts'
import { texts } from '../text.ts'
import type { Booking } from '../wire.ts'

/** Between two looks, and how many: about half a minute. */
const LOOK_MS = 1500
const LOOKS = 20

/** Whether the booking stands in the calendar of whoever leads it; nothing, if nobody has connected one. */
export function CalendarLine({ booking }: { booking: Booking }) {
  const [sync, setSync] = useState(booking.sync.calendar)

  useEffect(() => {
    let looks = 0
    let timer: ReturnType<typeof setTimeout> | undefined
    const wait = () => {
      if (looks++ < LOOKS) timer = setTimeout(look, LOOK_MS)
    }
    const look = () =>
      get<Booking>(`/api/v1/bookings/${booking.id}`)
        .then((now) => {
          setSync(now.sync.calendar)
          if (now.sync.calendar === 'pending') wait()
        })
        .catch(wait)
    setSync(booking.sync.calendar)
    if (booking.sync.calendar === 'pending') wait()
    return () => clearTimeout(timer)
  }, [booking])

  if (sync === 'none') return null
  return <li>{texts.done.calendar[sync](booking.rep.name)}</li>
}
