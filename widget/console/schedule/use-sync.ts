import { useEffect, useState } from 'preact/hooks'
import { get } from '../../api.ts'
import type { Booking } from '../wire.ts'

/** Between two looks, and how many: about half a minute. */
const LOOK_MS = 1500
const LOOKS = 20

type Known = Pick<Booking, 'sync' | 'crmNotices'>

const isPending = ({ sync }: Known) => Object.values(sync).includes('pending')

/** What has become of the invitation, the calendar and the record of a booking, looked at until nothing is pending. */
export function useSync(booking: Booking): Known {
  const [known, setKnown] = useState<Known>(booking)

  useEffect(() => {
    let looks = 0
    let timer: ReturnType<typeof setTimeout> | undefined
    const wait = () => {
      if (looks++ < LOOKS) timer = setTimeout(look, LOOK_MS)
    }
    const look = () =>
      get<Booking>(`/api/v1/bookings/${booking.id}`)
        .then((now) => {
          setKnown(now)
          if (isPending(now)) wait()
        })
        .catch(wait)
    setKnown(booking)
    if (isPending(booking)) wait()
    return () => clearTimeout(timer)
  }, [booking])

  return known
}
