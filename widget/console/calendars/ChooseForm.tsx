import { patch } from '../../api.ts'
import { Notice } from '../../ui/Notice.tsx'
import { asking } from '../asking.ts'
import { useSubmit } from '../submitting.ts'
import { texts } from '../text.ts'
import type { CalendarAccount } from '../wire.ts'

interface Props {
  readonly account: CalendarAccount
  readonly label: string
  readonly onDone: () => void
}

/** Which calendars of an account make its rep busy, and which one, if any, takes bookings. */
export function ChooseForm({ account, label, onDone }: Props) {
  const { id, calendars } = account
  const { problem, busy, submit } = useSubmit(async (value) => {
    const choices = calendars.map((one) => ({
      id: one.id,
      counts: value(`counts-${one.id}`) === 'on',
      ...(one.access === 'write' ? { takesBookings: value('takes') === one.id } : {}),
    }))
    await asking(patch(`/api/v1/calendar-accounts/${id}`, { calendars: choices }))
    onDone()
  })
  return (
    <form class="stack" aria-label={label} onSubmit={submit}>
      {problem && <Notice tone="danger" title={problem} />}
      <fieldset class="stack tight">
        <legend class="strong">{texts.calendars.counts}</legend>
        {calendars.map((one) => (
          <label key={one.id} class="wrap">
            <input type="checkbox" name={`counts-${one.id}`} defaultChecked={one.counts} /> {one.name}
            {one.access !== 'write' && <span class="small muted"> ({texts.calendars.access[one.access]})</span>}
          </label>
        ))}
      </fieldset>
      <fieldset class="stack tight">
        <legend class="strong">{texts.calendars.takes}</legend>
        {calendars
          .filter(({ access }) => access === 'write')
          .map((one) => (
            <label key={one.id} class="wrap">
              <input type="radio" name="takes" value={one.id} defaultChecked={one.takesBookings} /> {one.name}
            </label>
          ))}
        <label>
          <input type="radio" name="takes" value="" defaultChecked={!calendars.some((one) => one.takesBookings)} />{' '}
          {texts.calendars.takesNone}
        </label>
      </fieldset>
      <p class="small muted">{texts.calendars.takesHint}</p>
      <p class="row">
        <button type="submit" class="button" disabled={busy}>
          {texts.calendars.save}
        </button>
        <button type="button" class="button-quiet" onClick={onDone}>
          {texts.calendars.dismiss}
        </button>
      </p>
    </form>
  )
}
