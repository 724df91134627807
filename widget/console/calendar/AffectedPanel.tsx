import { useState } from 'preact/hooks'
import { post } from '../../api.ts'
import { Notice } from '../../ui/Notice.tsx'
import { asking } from '../asking.ts'
import { failureText } from '../failure.ts'
import { obstacleText } from '../reasons.ts'
import { shortMoment } from '../said.ts'
import { may } from '../session.ts'
import { texts } from '../text.ts'
import type { AffectedList, Booking } from '../wire.ts'
import { PlanForm } from './PlanForm.tsx'

const t = texts.repCalendar

interface Props {
  readonly affected: AffectedList
  readonly zone: string
  readonly onOpen: (booking: Booking) => void
  readonly onDone: (said: string) => void
}

/** The appointments that a rep cannot keep: given to others together, or the customers asked to choose anew. None goes away by itself. */
export function AffectedPanel({ affected: { items, unseen }, zone, onOpen, onDone }: Props) {
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set())
  const [isPlanning, setPlanning] = useState(false)
  const [busy, setBusy] = useState(false)
  const [problems, setProblems] = useState<readonly string[]>([])
  const chosen = items.map(({ booking }) => booking).filter(({ id }) => !left.has(id))
  const when = ({ start }: Booking) => shortMoment(new Date(start), zone)

  function turn(ids: readonly string[], isChosen: boolean) {
    setPlanning(false)
    setLeft(new Set(isChosen ? [...left].filter((id) => !ids.includes(id)) : [...left, ...ids]))
  }

  async function askAll() {
    setBusy(true)
    const refused: string[] = []
    for (const { id, customer } of chosen)
      await asking(post(`/api/v1/bookings/${id}/ask-anew`)).catch((error: unknown) => {
        refused.push(t.couldNotAsk(customer.name, failureText(error)))
      })
    setBusy(false)
    setProblems(refused)
    onDone(chosen.length > refused.length ? t.askedAnew(chosen.length - refused.length) : '')
  }

  return (
    <section class="panel stack tight affected" aria-labelledby="affected-title">
      <h2 id="affected-title" class="large" tabIndex={-1}>
        {t.affectedTitle(items.length + unseen)}
      </h2>
      <p class="muted">{t.affectedHint}</p>
      {unseen > 0 && <p class="warning">{t.unseen(unseen)}</p>}
      {problems.map((one) => (
        <Notice key={one} tone="danger" title={one} />
      ))}
      {items.length > 1 && (
        <label class="row tight">
          <input
            type="checkbox"
            checked={chosen.length === items.length}
            onChange={({ currentTarget: { checked } }) =>
              turn(
                items.map(({ booking }) => booking.id),
                checked,
              )
            }
          />
          {t.selectAll}
        </label>
      )}
      <ul class="rows affected-rows">
        {items.map(({ booking, reasons }) => (
          <li key={booking.id} class="row">
            <input
              type="checkbox"
              aria-label={t.select(booking.customer.name, when(booking))}
              checked={!left.has(booking.id)}
              onChange={({ currentTarget: { checked } }) => turn([booking.id], checked)}
            />
            <button type="button" class="item" onClick={() => onOpen(booking)}>
              <span class="item-words">
                <span class="strong">{booking.customer.name}</span>
                <span class="small muted">
                  {when(booking)} · {booking.subject}
                </span>
              </span>
              <span class="marks">
                {reasons.map((one) => (
                  <span key={one.code} class="tag">
                    {obstacleText(one, new Date(booking.start), zone)}
                  </span>
                ))}
                {booking.askedAnewAt && <span class="tag completed">{t.askedAt(shortMoment(new Date(booking.askedAnewAt), zone))}</span>}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {chosen.length > 0 && !isPlanning && (
        <div class="row">
          {may('POST /api/v1/bookings/reassign-many') && (
            <button type="button" class="button" disabled={busy} onClick={() => setPlanning(true)}>
              {t.giveAway(chosen.length)}
            </button>
          )}
          <button type="button" class="button-quiet" disabled={busy} onClick={() => void askAll()}>
            {t.askMany(chosen.length)}
          </button>
        </div>
      )}
      {isPlanning && <PlanForm bookings={chosen} zone={zone} onDone={onDone} onClose={() => setPlanning(false)} />}
    </section>
  )
}
