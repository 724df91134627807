import { useCallback, useEffect, useState } from 'preact/hooks'
import { get, post } from '../../api.ts'
import { asking } from '../asking.ts'
import { failureText } from '../failure.ts'
import { ownZone, shortMoment } from '../said.ts'
import { may } from '../session.ts'
import { texts } from '../text.ts'
import type { CalendarEdit, List } from '../wire.ts'

/** Events of bookings that were moved or deleted in a calendar, and wait for a word. Nothing is shown when there are none. */
export function EditsPanel() {
  const [edits, setEdits] = useState<readonly CalendarEdit[]>([])
  const [problem, setProblem] = useState<string | null>(null)
  const [said, setSaid] = useState('')
  const load = useCallback(() => asking(get<List<CalendarEdit>>('/api/v1/calendar-edits')).then(({ items }) => setEdits(items)), [])
  useEffect(() => {
    load().catch((error: unknown) => setProblem(failureText(error)))
  }, [load])

  async function decide({ booking }: CalendarEdit, answer: 'follow' | 'put-back') {
    setProblem(null)
    try {
      await asking(post(`/api/v1/bookings/${booking.id}/calendar-edit`, { answer }))
      setEdits((all) => all.filter((one) => one.booking.id !== booking.id))
      setSaid(texts.edits.done[answer](booking.subject))
    } catch (error) {
      setProblem(failureText(error))
      await load().catch(() => {})
    }
  }

  // The line that says what was done is there from the beginning, or it would not be read out.
  if (edits.length === 0 && !problem) return <p role="status">{said}</p>
  return (
    <section class="panel stack" aria-labelledby="edits-title">
      <h2 id="edits-title">{texts.edits.title}</h2>
      <p class="muted">{texts.edits.hint}</p>
      {problem && (
        <p role="alert" class="error">
          {problem}
        </p>
      )}
      <ul class="rows">
        {edits.map((edit) => (
          <Edit key={edit.booking.id} edit={edit} onDecide={(answer) => void decide(edit, answer)} />
        ))}
      </ul>
      <p role="status">{said}</p>
    </section>
  )
}

function Edit({ edit: { booking, movedTo }, onDecide }: { edit: CalendarEdit; onDecide: (answer: 'follow' | 'put-back') => void }) {
  const when = (instant: string) => shortMoment(new Date(instant), ownZone())
  const [from, to] = [when(booking.start), movedTo && when(movedTo.start)]
  return (
    <li class="stack tight">
      <p class="wrap">
        <span class="strong">{booking.subject}</span>
        <span class="small muted block">
          {booking.rep.name} · {to === null ? texts.edits.deleted(from) : texts.edits.moved(from, to)}
        </span>
      </p>
      {may('POST /api/v1/bookings/{id}/calendar-edit') && (
        <p class="row">
          <button type="button" class={to === null ? 'button danger' : 'button'} onClick={() => onDecide('follow')}>
            {to === null ? texts.edits.cancel : texts.edits.move(to)}
          </button>
          <button type="button" class="button-quiet" onClick={() => onDecide('put-back')}>
            {texts.edits.putBack}
          </button>
        </p>
      )}
    </li>
  )
}
