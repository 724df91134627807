import { useEffect, useState } from 'preact/hooks'
import { post } from '../../api.ts'
import { Field } from '../../ui/Field.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { asking } from '../asking.ts'
import { failureText } from '../failure.ts'
import { AppointmentDialog } from '../profile/AppointmentDialog.tsx'
import { zoneCity } from '../said.ts'
import { may } from '../session.ts'
import { texts } from '../text.ts'
import type { Booking } from '../wire.ts'
import { AffectedPanel } from './AffectedPanel.tsx'
import { isMovable } from './calendar-events.ts'
import {
  affected,
  calendarChanged,
  calendarDone,
  calendarProblem,
  calendarZone,
  chooseRep,
  chosenRep,
  loadReps,
  reps,
  schedule,
} from './calendar-state.ts'
import { HoursPanel } from './HoursPanel.tsx'
import { MoveDialog } from './MoveDialog.tsx'
import { OverridesPanel } from './OverridesPanel.tsx'
import { TimeOffPanel } from './TimeOffPanel.tsx'
import { WeekView } from './WeekView.tsx'

const t = texts.repCalendar

/** A rep's calendar: what is agreed, when they work and are away, and what becomes of appointments that they cannot keep. */
export function CalendarPage() {
  const [opened, setOpened] = useState<Booking | null>(null)
  const [moving, setMoving] = useState<{ booking: Booking; start: Date } | null>(null)
  useEffect(() => {
    document.title = `${t.title} · ${texts.brand}`
    void loadReps()
  }, [])
  const rep = chosenRep.value
  const zone = calendarZone()
  const done = (said: string) => {
    void calendarChanged(said)
    // Whatever has been done may have left appointments that somebody must decide about.
    document.getElementById('content')?.scrollIntoView({ block: 'start' })
  }
  const toDecide = affected.value
  return (
    <div class="settings-page calendar-page">
      <header class="row spread">
        <div>
          <h1>{rep && reps.value?.length === 1 ? `${t.title} · ${rep.name}` : t.title}</h1>
          {rep && <p class="muted">{t.hint(zoneCity(rep.timeZone))}</p>}
        </div>
        {(reps.value?.length ?? 0) > 1 && (
          <Field id="calendar-rep" label={t.rep}>
            {(control) => (
              <select
                {...control}
                value={rep?.id ?? ''}
                onChange={({ currentTarget: { value } }) => void chooseRep(reps.value?.find(({ id }) => id === value) ?? null)}
              >
                {reps.value?.map(({ id, name, active }) => (
                  <option key={id} value={id}>
                    {active ? name : t.gone(name)}
                  </option>
                ))}
              </select>
            )}
          </Field>
        )}
      </header>
      {calendarProblem.value !== null && <Notice tone="danger" title={calendarProblem.value} />}
      {calendarDone.value && <Notice title={calendarDone.value} />}
      {reps.value?.length === 0 && <p class="muted">{t.none}</p>}
      {rep && toDecide && toDecide.items.length + toDecide.unseen > 0 && (
        <AffectedPanel key={rep.id} affected={toDecide} zone={zone} onOpen={setOpened} onDone={done} />
      )}
      {rep && (
        <div class="calendar-columns">
          <WeekView onOpen={setOpened} onDrop={(booking, start) => setMoving({ booking, start })} />
          {schedule.value && (
            <div class="stack" key={rep.id}>
              <TimeOffPanel schedule={schedule.value} onDone={done} />
              <OverridesPanel schedule={schedule.value} onDone={done} />
              <HoursPanel schedule={schedule.value} onDone={done} />
            </div>
          )}
        </div>
      )}
      {opened && (
        <AppointmentDialog
          key={opened.id}
          item={{ booking: opened, elsewhere: null, completedBy: null }}
          zone={zone}
          profileHref={opened.customer.id && may('GET /api/v1/customers/{id}/profile') ? `/console/customers/${opened.customer.id}` : null}
          onChanged={done}
          onClose={() => setOpened(null)}
        >
          {isMovable(opened, new Date()) && (
            <Steps
              booking={opened}
              onMove={() => {
                setMoving({ booking: opened, start: new Date(opened.start) })
                setOpened(null)
              }}
              onAsked={(said) => {
                setOpened(null)
                done(said)
              }}
            />
          )}
        </AppointmentDialog>
      )}
      {moving && (
        <MoveDialog
          key={`${moving.booking.id} ${moving.start.getTime()}`}
          booking={moving.booking}
          start={moving.start}
          zone={zone}
          onMoved={done}
          onClose={() => setMoving(null)}
        />
      )}
    </div>
  )
}

/** What can be done about an appointment that is still to come, other than its outcome. */
function Steps({ booking, onMove, onAsked }: { booking: Booking; onMove: () => void; onAsked: (said: string) => void }) {
  const [problem, setProblem] = useState<string | null>(null)
  return (
    <div class="stack tight">
      {problem && <Notice tone="danger" title={problem} />}
      <div class="row">
        {may('POST /api/v1/bookings/{id}/reschedule') && (
          <button type="button" class="button-quiet" onClick={onMove}>
            {t.move}
          </button>
        )}
        {may('POST /api/v1/bookings/{id}/ask-anew') && (
          <button
            type="button"
            class="button-quiet"
            onClick={() =>
              asking(post(`/api/v1/bookings/${booking.id}/ask-anew`)).then(
                () => onAsked(t.askedAnew(1)),
                (error: unknown) => setProblem(failureText(error)),
              )
            }
          >
            {t.askAnew}
          </button>
        )}
      </div>
    </div>
  )
}
