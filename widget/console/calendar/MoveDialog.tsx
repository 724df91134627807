import { useEffect, useRef, useState } from 'preact/hooks'
import { post } from '../../api.ts'
import { Field } from '../../ui/Field.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { asking, newestOnly } from '../asking.ts'
import { failureText } from '../failure.ts'
import { obstacleText } from '../reasons.ts'
import { nearMoment, shortMoment, zoneCity } from '../said.ts'
import { may } from '../session.ts'
import { texts } from '../text.ts'
import { type Answer, type Booking, instantText } from '../wire.ts'
import { instantOf, wallAt } from '../zone.ts'

const t = texts.repCalendar

/** As many others, who are free as well, are offered. */
const MOST_OTHERS = 4

interface Props {
  readonly booking: Booking
  /** Where it was dragged to, or where it is. */
  readonly start: Date
  readonly zone: string
  readonly onMoved: (said: string) => void
  readonly onClose: () => void
}

/** Move an appointment: the finder says whether its rep is free then, who is if not, and when else. */
export function MoveDialog({ booking, start, zone, onMoved, onClose }: Props) {
  const dialog = useRef<HTMLDialogElement>(null)
  const [at, setAt] = useState(start)
  const { answer, problem: unanswered } = useFinder(booking, at, zone)
  const [problem, setProblem] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  useEffect(() => dialog.current?.showModal(), [])

  async function move(rep: { readonly id: string; readonly name: string }) {
    setBusy(true)
    setProblem(null)
    try {
      await asking(post(`/api/v1/bookings/${booking.id}/reschedule`, { start: instantText(at), rep: rep.id }))
      const when = shortMoment(at, zone)
      dialog.current?.close()
      onMoved(rep.id === booking.rep.id ? t.moved(booking.customer.name, when) : t.movedTo(booking.customer.name, when, rep.name))
    } catch (error) {
      setProblem(failureText(error))
    } finally {
      setBusy(false)
    }
  }

  const isSame = at.getTime() === Date.parse(booking.start)
  const isFree = answer?.candidates.some(({ rep }) => rep.id === booking.rep.id) ?? false
  const against = answer?.unavailable.find(({ rep }) => rep.id === booking.rep.id)
  const why = against?.reasons.map((one) => obstacleText(one, at, zone)).join(', ') ?? ''
  const others = answer && !isFree && may('POST /api/v1/bookings/{id}/reassign') ? answer.candidates.slice(0, MOST_OTHERS) : []
  return (
    <dialog ref={dialog} class="card sheet appointment" aria-labelledby="move-title" onClose={onClose}>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault()
          void move(booking.rep)
        }}
      >
        <h2 id="move-title">{t.moveTitle(booking.customer.name)}</h2>
        <p class="muted">
          {t.moveFrom}: {shortMoment(new Date(booking.start), zone)}, {booking.rep.name}
        </p>
        <Field id="move-to" label={t.moveTo} hint={t.moveZone(zoneCity(zone))}>
          {(control) => (
            <input
              {...control}
              type="datetime-local"
              required
              step={300}
              value={wallText(at, zone)}
              onChange={({ currentTarget: { value } }) => setAt(instantOfText(value, zone) ?? at)}
            />
          )}
        </Field>
        <div aria-live="polite" class="stack tight">
          {unanswered && <p class="error">{unanswered}</p>}
          {!isSame && booking.pool === null && <p>{t.unknownFree}</p>}
          {!isSame && booking.pool !== null && !answer && !unanswered && <p class="muted">{t.asking} …</p>}
          {!isSame && answer && isFree && <p class="strong accent">{t.isFree(booking.rep.name)}</p>}
          {!isSame && answer && !isFree && <p class="warning">{t.isNot(booking.rep.name, why || t.busy)}</p>}
        </div>
        {!isSame && others.length > 0 && (
          <div class="stack tight">
            <p class="strong">{t.others}</p>
            <div class="row tight">
              {others.map(({ rep }) => (
                <button key={rep.id} type="button" class="button-quiet compact" disabled={busy} onClick={() => void move(rep)}>
                  {t.withOther(rep.name)}
                </button>
              ))}
            </div>
          </div>
        )}
        {!isSame && answer && !isFree && answer.nearest.length > 0 && (
          <div class="stack tight">
            <p class="strong">{t.nearest}</p>
            <div class="row tight">
              {answer.nearest.map(({ start: near }) => (
                <button key={near} type="button" class="button-quiet compact" onClick={() => setAt(new Date(near))}>
                  {nearMoment(new Date(near), zone, at)}
                </button>
              ))}
            </div>
          </div>
        )}
        {problem && <Notice tone="danger" title={problem} />}
        <p class="small muted">{t.tells}</p>
        <div class="row">
          <button type="submit" class="button" disabled={busy || isSame || (booking.pool !== null && !isFree)}>
            {t.moveSubmit}
          </button>
          <button type="button" class="button-link" onClick={() => dialog.current?.close()}>
            {t.cancel}
          </button>
        </div>
      </form>
    </dialog>
  )
}

/** What the finder says of this time for this appointment; nothing of one that no team stands behind. */
function useFinder({ id, eventType, pool, start, end }: Booking, at: Date, zone: string) {
  const [found, setFound] = useState<{ at: number; answer?: Answer; problem?: string } | null>(null)
  const [line] = useState(newestOnly)
  useEffect(() => {
    if (!pool || at.getTime() === Date.parse(start)) return
    const question = {
      ...{ eventType, pool, at: instantText(at), timeZone: zone, booking: id },
      durationMinutes: (Date.parse(end) - Date.parse(start)) / 60_000,
      ...{ limit: 1000, explain: true },
    }
    void line((signal) => post<Answer>('/api/v1/find-by-time', question, undefined, signal)).then((outcome) => {
      if (!outcome) return
      setFound({ at: at.getTime(), ...('value' in outcome ? { answer: outcome.value } : { problem: failureText(outcome.error) }) })
    })
  }, [at.getTime()])
  const known = found?.at === at.getTime() ? found : null
  return { answer: known?.answer ?? null, problem: known?.problem ?? null }
}

const two = (number: number) => String(number).padStart(2, '0')

/** `2027-03-02T15:30`: what a clock in the zone shows, as a date field has it. */
function wallText(at: Date, zone: string): string {
  const { year, month, day, hour, minute } = wallAt(at, zone)
  return `${year}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}`
}

function instantOfText(text: string, zone: string): Date | null {
  const [year, month, day, hour, minute] = text.split(/[-T:]/).map(Number)
  if (!year || !month || !day || hour === undefined || minute === undefined) return null
  return instantOf({ year, month, day, hour, minute }, zone).start
}
