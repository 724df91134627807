import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { sentence } from '../said.ts'
import { texts } from '../text.ts'
import type { Booking } from '../wire.ts'
import { CrmLine } from './CrmLine.tsx'
import { useSync } from './use-sync.ts'
import { eventTypeName } from './what-state.ts'

interface Props {
  readonly booking: Booking
  readonly moved: boolean
  readonly timeZone: string
  readonly now: Date
  readonly onNext: () => void
  /** Where else one may go. */
  readonly children?: ComponentChildren
}

/** What has happened, to read out to the customer. */
export function DonePanel({ booking, moved, timeZone, now, onNext, children }: Props) {
  const { customer, rep } = booking
  const { sync, crmNotices } = useSync(booking)
  return (
    <section class="panel stack done" aria-labelledby="done-title">
      <div role="status" class="stack tight">
        <h2 id="done-title">
          <span aria-hidden="true">✓ </span>
          {moved ? texts.done.moved : texts.done.booked}
        </h2>
        <p class="large">
          {texts.customer.of(eventTypeName(booking.eventType), rep.name)}
          <br />
          <span class="strong">{sentence(new Date(booking.start), timeZone, now)}</span>
        </p>
        <ul class="plain">
          <li>{customer.email ? texts.done.invitation[sync.invitation](customer.email) : texts.done.nothingSent}</li>
          {booking.guests.length > 0 && <li>{texts.done.guests(booking.guests.length)}</li>}
          <li>{booking.sync.calendar === 'none' ? texts.done.rep(rep.name) : texts.done.repTold(rep.name)}</li>
          {sync.calendar !== 'none' && <li>{texts.done.calendar[sync.calendar](rep.name)}</li>}
          <CrmLine sync={sync.crm} notices={crmNotices} />
        </ul>
      </div>
      <CopyLink url={booking.manageUrl} />
      {/* The Enter that booked, held a moment too long, must not take this away. */}
      <button id="done" type="button" class="button wide" onClick={onNext} onKeyDown={(event) => event.repeat && event.preventDefault()}>
        {texts.done.another}
      </button>
      {children}
    </section>
  )
}

function CopyLink({ url }: { url: string }) {
  const [said, setSaid] = useState('')

  async function copy() {
    const field = document.getElementById('manage-link')
    if (field instanceof HTMLInputElement) field.select()
    try {
      await navigator.clipboard.writeText(url)
      setSaid(texts.done.copied)
    } catch {
      setSaid(texts.done.copyFailed)
    }
  }

  return (
    <div class="field">
      <label for="manage-link">{texts.done.link}</label>
      <div class="row joined">
        <input id="manage-link" class="control" readOnly value={url} />
        <button type="button" class="button-quiet" onClick={() => void copy()}>
          {texts.done.copy}
        </button>
      </div>
      <p class="small muted" role="status">
        {said}
      </p>
    </div>
  )
}
