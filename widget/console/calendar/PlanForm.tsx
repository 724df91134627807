import { useEffect, useRef, useState } from 'preact/hooks'
import { post } from '../../api.ts'
import { Field } from '../../ui/Field.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { asking } from '../asking.ts'
import { failureText } from '../failure.ts'
import { obstacleText, rankText } from '../reasons.ts'
import { shortMoment } from '../said.ts'
import { useSubmit } from '../submitting.ts'
import { texts } from '../text.ts'
import type { Booking, Placement } from '../wire.ts'

const t = texts.repCalendar
const MANY = '/api/v1/bookings/reassign-many'

interface Props {
  readonly bookings: readonly Booking[]
  readonly zone: string
  readonly onDone: (said: string) => void
  readonly onClose: () => void
}

/** To whom the finder would give these appointments, which somebody may change, and doing it. */
export function PlanForm({ bookings, zone, onDone, onClose }: Props) {
  const title = useRef<HTMLHeadingElement>(null)
  const [plan, setPlan] = useState<readonly Placement[] | null>(null)
  const [unplanned, setUnplanned] = useState<string | null>(null)
  const [chosen, setChosen] = useState<Readonly<Record<string, string>>>({})
  const [refused, setRefused] = useState<readonly string[]>([])
  useEffect(() => {
    title.current?.focus()
    const wish = { bookings: bookings.map(({ id }) => ({ booking: id })), preview: true }
    asking(post<{ items: Placement[] }>(MANY, wish)).then(
      ({ items }) => {
        setPlan(items)
        setChosen(Object.fromEntries(items.map(({ booking, rep }) => [booking.id, rep?.id ?? ''])))
      },
      (error: unknown) => setUnplanned(failureText(error)),
    )
  }, [])
  const wanted = (plan ?? []).flatMap(({ booking: { id } }) => (chosen[id] ? [{ booking: id, rep: chosen[id] }] : []))
  const { problem, busy, submit } = useSubmit(async (value) => {
    const reason = value('reason')
    const { items } = await asking(post<{ items: Placement[] }>(MANY, { bookings: wanted, ...(reason && { reason }) }))
    const left = items.filter(({ refusal }) => refusal)
    setRefused(left.map(({ booking, refusal }) => t.notGiven(booking.customer.name, refusal?.detail ?? '')))
    if (items.length > left.length) onDone(t.given(items.length - left.length))
    if (left.length === 0) onClose()
  })
  const when = ({ start }: Booking) => shortMoment(new Date(start), zone)
  return (
    <form class="stack plan" aria-labelledby="plan-title" onSubmit={submit}>
      <h3 id="plan-title" ref={title} tabIndex={-1}>
        {t.planTitle}
      </h3>
      <p class="muted">{plan || unplanned ? t.planHint : `${t.planning} …`}</p>
      {[unplanned, problem, ...refused].map((one) => one && <Notice key={one} tone="danger" title={one} />)}
      {plan?.map(({ booking, rep, reasons, others, unavailable, refusal }) => (
        <Field
          key={booking.id}
          id={`plan-${booking.id}`}
          label={t.takes(booking.customer.name, when(booking))}
          hint={rep ? reasons.map((one) => rankText(one, 1)).join(', ') || undefined : undefined}
          error={
            rep || !refusal
              ? undefined
              : [
                  refusal.detail,
                  ...unavailable.map(
                    (one) => `${one.rep.name}: ${one.reasons.map((why) => obstacleText(why, new Date(booking.start), zone)).join(', ')}`,
                  ),
                ].join(' ')
          }
        >
          {(control) => (
            <select
              {...control}
              value={chosen[booking.id] ?? ''}
              onChange={({ currentTarget: { value } }) => setChosen({ ...chosen, [booking.id]: value })}
            >
              {[rep, ...others].map(
                (one) =>
                  one && (
                    <option key={one.id} value={one.id}>
                      {one.name}
                    </option>
                  ),
              )}
              <option value="">{rep ? t.leave : t.nobody}</option>
            </select>
          )}
        </Field>
      ))}
      {plan && (
        <Field id="plan-reason" label={t.reason} hint={t.reasonHint}>
          {(control) => <input {...control} name="reason" maxLength={1000} />}
        </Field>
      )}
      <div class="row">
        <button type="submit" class="button" disabled={busy || wanted.length === 0}>
          {t.giveSubmit(wanted.length)}
        </button>
        <button type="button" class="button-link" onClick={onClose}>
          {t.cancel}
        </button>
      </div>
    </form>
  )
}
