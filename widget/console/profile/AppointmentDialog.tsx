import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { momentText, shortMoment, zoneCity } from '../said.ts'
import { may } from '../session.ts'
import { texts } from '../text.ts'
import type { PanelItem } from '../wire.ts'
import { AnswerForm } from './AnswerForm.tsx'
import { type Fact, Facts } from './Facts.tsx'
import { OutcomeForm } from './OutcomeForm.tsx'

interface Props {
  readonly item: PanelItem
  /** The zone in which its times are said. */
  readonly zone: string
  /** Where its customer's profile is, if that is not what one looks at. */
  readonly profileHref?: string | null
  /** Something has become of it; what, in words. */
  readonly onChanged: (said: string) => void
  readonly onClose: () => void
  /** What else can be done about it where it is shown. */
  readonly children?: ComponentChildren
}

/** One appointment: what was agreed, and what came of it. */
export function AppointmentDialog({ item: { booking, elsewhere, completedBy }, zone, profileHref, onChanged, onClose, children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => dialog.current?.showModal(), [])
  const [start, end] = [new Date(booking.start), new Date(booking.end)]
  const facts: readonly Fact[] = [
    [texts.profile.start, `${momentText(start, zone, new Date())}, ${zoneCity(zone)}`],
    [texts.profile.end, shortMoment(end, zone)],
    [texts.profile.rep, booking.rep.name],
    [texts.profile.location, booking.location.value ?? texts.profile.locations[booking.location.kind]],
    [texts.profile.detailsField, booking.details],
    [texts.profile.createdBy, booking.bookedBy.name ?? booking.bookedBy.email],
    [texts.profile.outcome, booking.status === 'scheduled' ? null : texts.profile.status[booking.status]],
    [texts.profile.completer, completedBy?.name ?? null],
    [texts.profile.notes, booking.notes],
  ]
  const isOpen = booking.status === 'scheduled'
  const done = (said: string) => {
    dialog.current?.close()
    onChanged(said)
  }
  return (
    <dialog ref={dialog} class="card sheet appointment" aria-labelledby="appointment-opened" onClose={onClose}>
      <div class="row spread">
        <h2 id="appointment-opened">{booking.subject}</h2>
        <button type="button" class="button-link compact" onClick={() => dialog.current?.close()}>
          {texts.profile.close}
        </button>
      </div>
      {profileHref && (
        <p>
          <a href={profileHref}>{texts.home.openProfile(booking.customer.name)}</a>
        </p>
      )}
      {elsewhere && (
        <p class="small muted">
          <span aria-hidden="true">➜ </span>
          {isOpen ? texts.profile.madeIn(elsewhere.name) : texts.profile.completedIn(elsewhere.name)}
        </p>
      )}
      <Facts facts={facts} />
      {children}
      {booking.status === 'requested' && may('POST /api/v1/bookings/{id}/approve') && <AnswerForm booking={booking} onDone={done} />}
      {['scheduled', 'completed', 'no-show'].includes(booking.status) && may('POST /api/v1/bookings/{id}/outcome') && (
        <OutcomeForm booking={booking} hasBegun={start <= new Date()} onDone={done} />
      )}
    </dialog>
  )
}
