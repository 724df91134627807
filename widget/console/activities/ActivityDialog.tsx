import { useEffect, useRef, useState } from 'preact/hooks'
import { type Fact, Facts } from '../profile/Facts.tsx'
import { shortMoment } from '../said.ts'
import { may } from '../session.ts'
import type { Activity } from '../wire.ts'
import { CompleteForm } from './CompleteForm.tsx'
import { ReassignForm, RescheduleForm, SkipForm } from './OtherForms.tsx'
import { activityTexts, longDueText } from './words.ts'

interface Props {
  readonly activity: Activity
  /** Something has become of it; what, in words. */
  readonly onChanged: (said: string) => void
  readonly onClose: () => void
  /** Whether the way to the registrant's profile is offered. */
  readonly fromElsewhere?: boolean
  /** The ones beside it in the list from which it was opened. */
  readonly onPrevious?: (() => void) | undefined
  readonly onNext?: (() => void) | undefined
}

const WAYS = ['skip', 'reschedule', 'reassign'] as const
type Way = (typeof WAYS)[number]

/** One activity: whom it concerns and how they are reached, what it is about, and what becomes of it. */
export function ActivityDialog({ activity, onChanged, onClose, fromElsewhere = false, onPrevious, onNext }: Props) {
  const dialog = useRef<HTMLDialogElement>(null)
  const [way, setWay] = useState<Way | null>(null)
  useEffect(() => {
    dialog.current?.showModal()
    // Whoever works through a list writes what came of it first.
    if (fromElsewhere) dialog.current?.querySelector<HTMLTextAreaElement>('textarea[name=result]')?.focus()
  }, [])
  const { id, type, customer, project, process, rep, note, ended, automatic, status } = activity
  const done = (said: string) => {
    dialog.current?.close()
    onChanged(said)
  }
  const isOpen = status === 'open' && may('POST /api/v1/activities/{id}/complete')
  const appointment = appointmentHref(customer.id)
  const facts: readonly Fact[] = [
    [activityTexts.due, longDueText(activity)],
    [activityTexts.about, note],
    [activityTexts.rep, ended ? ended.rep : (rep?.name ?? activityTexts.nobody)],
    [activityTexts.process, process && `${process.name} (${project.name})`],
    [
      activityTexts.ended[status],
      ended && `${shortMoment(new Date(ended.at), project.timeZone)}${ended.by ? ` ${activityTexts.by(ended.by)}` : ''}`,
    ],
    [activityTexts.result, ended?.result],
  ]
  return (
    <dialog ref={dialog} class="card sheet appointment" aria-labelledby={`activity-${id}`} onClose={onClose}>
      <div class="row spread">
        <h2 id={`activity-${id}`}>{`${activityTexts.type[type]}: ${customer.name}`}</h2>
        <div class="row">
          {onPrevious && (
            <button type="button" class="button-link compact" onClick={onPrevious}>
              {activityTexts.previous}
            </button>
          )}
          {onNext && (
            <button type="button" class="button-link compact" onClick={onNext}>
              {activityTexts.next}
            </button>
          )}
          <button type="button" class="button-link compact" onClick={() => dialog.current?.close()}>
            {activityTexts.close}
          </button>
        </div>
      </div>
      <p class="row">
        {customer.phone ? (
          <a href={`tel:${customer.phone}`}>{activityTexts.call(customer.phone)}</a>
        ) : (
          <span class="muted">{activityTexts.noPhone}</span>
        )}
        {customer.email ? (
          <a href={`mailto:${customer.email}`}>{activityTexts.write(customer.email)}</a>
        ) : (
          <span class="muted">{activityTexts.noEmail}</span>
        )}
        {fromElsewhere && <a href={`/console/customers/${customer.id}`}>{activityTexts.openProfile(customer.name)}</a>}
        {isOpen && appointment !== null && <a href={appointment}>{activityTexts.appointment}</a>}
      </p>
      <Facts facts={facts} />
      {status === 'open' && automatic && <p class="small muted">{activityTexts.automatic}.</p>}
      {isOpen && <CompleteForm activity={activity} onDone={done} />}
      {isOpen && (
        <div class="stack tight">
          <div class="row">
            {WAYS.filter((one) => may(`POST /api/v1/activities/{id}/${one}`)).map((one) => (
              <button
                key={one}
                type="button"
                class="button-quiet"
                aria-expanded={way === one}
                onClick={() => setWay(way === one ? null : one)}
              >
                {activityTexts[one]}
              </button>
            ))}
          </div>
          {way === 'skip' && <SkipForm activity={activity} onDone={done} />}
          {way === 'reschedule' && <RescheduleForm activity={activity} onDone={done} />}
          {way === 'reassign' && <ReassignForm activity={activity} onDone={done} />}
        </div>
      )}
    </dialog>
  )
}

/** Where an appointment is made with a customer: by the finder, or, by reps, with themselves. */
function appointmentHref(customerId: string): string | null {
  if (may('GET /api/v1/availability/{instant}/reps')) return `/console/schedule?customer=${customerId}`
  return may('POST /api/v1/bookings') ? `/console/customers/${customerId}?appointment` : null
}
