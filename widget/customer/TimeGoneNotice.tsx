import { useEffect, useRef } from 'preact/hooks'
import { locale, texts } from '../text/language.ts'
import { momentText } from '../ui/format.ts'
import { Notice } from '../ui/Notice.tsx'
import type { Booking, TimeGone } from './state.ts'

interface Props {
  readonly booking: Booking
  readonly gone: TimeGone
}

/** The time was lost to somebody else: the nearest others, one press away, with the form as it is. */
export function TimeGoneNotice({ booking, gone }: Props) {
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => place.current?.querySelector('button')?.focus(), [gone])
  return (
    <div ref={place}>
      <Notice tone="warning" title={gone.title}>
        <p>{gone.detail}</p>
        <ul class="nearest">
          {gone.nearest.map((start) => (
            <li key={start}>
              <button type="button" class="slot" onClick={() => booking.pickNear(start)}>
                <time dateTime={start}>{momentText(locale, booking.picker.timeZone.value, start)}</time>
              </button>
            </li>
          ))}
        </ul>
        <p>
          <button type="button" class="button-quiet" onClick={booking.seeOtherTimes}>
            {texts.taken.otherTimes}
          </button>
        </p>
      </Notice>
    </div>
  )
}
