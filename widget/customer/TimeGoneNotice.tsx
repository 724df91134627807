import { useEffect, useRef } from 'preact/hooks'
import { laterTexts, locale } from '../text/language.ts'
import { dateIn } from '../ui/dates.ts'
import { announce } from '../ui/LiveStatus.tsx'
import { Notice } from '../ui/Notice.tsx'
import { momentText } from '../ui/span.ts'
import type { Booking, TimeGone } from './state.ts'

interface Props {
  readonly booking: Booking
  readonly gone: TimeGone
}

/** The time was lost to somebody else: the nearest others, one press away, with the form as it is. */
export function TimeGoneNotice({ booking, gone }: Props) {
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => place.current?.querySelector('button')?.focus(), [gone])
  const { choices, picker } = booking
  const timeZone = picker.timeZone.value

  function pickNear(start: string) {
    booking.gone.value = null
    choices.adjust({ start, date: dateIn(timeZone, new Date(start)), month: null, rep: gone.rep ?? choices.now.value.rep })
    announce(laterTexts.taken.chosen(momentText(locale, timeZone, start)))
    booking.tellPicked(start)
  }

  function seeOtherTimes() {
    booking.gone.value = null
    choices.choose({ start: null })
  }
  return (
    <div ref={place}>
      <Notice tone="warning" title={gone.title}>
        <p>{gone.detail}</p>
        <ul class="nearest">
          {gone.nearest.map((start) => (
            <li key={start}>
              <button type="button" class="slot" onClick={() => pickNear(start)}>
                <time dateTime={start}>{momentText(locale, timeZone, start)}</time>
              </button>
            </li>
          ))}
        </ul>
        <p>
          <button type="button" class="button-quiet" onClick={seeOtherTimes}>
            {laterTexts.taken.otherTimes}
          </button>
        </p>
      </Notice>
    </div>
  )
}
