import { laterTexts, locale, texts } from '../text/language.ts'
import { timeText } from '../ui/format.ts'
import { StepHeading } from '../ui/StepHeading.tsx'
import { dayText, zoneText } from '../ui/span.ts'
import type { Managing } from './manage-state.ts'
import { PickTime } from './PickTime.tsx'
import type { Booked } from './public-api.ts'

interface Props {
  readonly managing: Managing
  readonly booked: Booked
}

const nothing = { do: null, rep: null, month: null, date: null, start: null }

/** Another time for a booking: with the same rep or anyone, then day and time, then a last look at both times. */
export function MoveStep({ managing, booked }: Props) {
  const { choices, picker } = managing
  const { start } = choices.now.value
  const keep = () => choices.choose(nothing)
  if (start !== null) return <Confirm managing={managing} booked={booked} start={start} onKeep={keep} />
  return (
    <>
      {booked.moveTo !== 'same' && (
        <fieldset class="field who">
          <legend>{laterTexts.manage.who}</legend>
          {(['same', 'any'] as const).map((who) => (
            <label key={who} class="tick">
              <input
                type="radio"
                name="who"
                checked={managing.who.value === who}
                onChange={() => choices.adjust({ rep: who === (booked.chooseAnew ? 'any' : 'same') ? null : who })}
              />
              <span>{who === 'same' ? laterTexts.manage.keepRep(booked.rep.name) : laterTexts.manage.anyone}</span>
            </label>
          ))}
        </fieldset>
      )}
      <PickTime picker={picker} onPick={(start) => choices.choose({ start })} onOtherDay={() => choices.choose({ date: null })} />
      <p>
        <button type="button" class="button-link" onClick={keep}>
          {laterTexts.manage.keepTime}
        </button>
      </p>
    </>
  )
}

function Confirm({ managing, booked, start, onKeep }: Props & { start: string; onKeep: () => void }) {
  const sending = managing.sending.value
  const zone = managing.picker.timeZone.value
  return (
    <section class="stack">
      <StepHeading>{laterTexts.manage.confirmHeading}</StepHeading>
      <dl class="facts">
        <dt>{laterTexts.manage.from}</dt>
        <dd>
          <Moment start={booked.start} zone={zone} />
        </dd>
        <dt>{laterTexts.manage.to}</dt>
        <dd class="strong">
          <Moment start={start} zone={zone} />
        </dd>
        <dt>{texts.summary.rep}</dt>
        <dd>{managing.who.value === 'any' ? laterTexts.manage.anyone : booked.rep.name}</dd>
      </dl>
      <p class="row">
        <button type="button" class="button" aria-disabled={sending} onClick={() => void managing.move()}>
          {sending && <span class="busy" aria-hidden="true" />}
          {sending ? laterTexts.manage.moving : laterTexts.manage.move}
        </button>
        <button type="button" class="button-quiet" onClick={() => managing.choices.choose({ start: null })}>
          {laterTexts.rep.otherTime}
        </button>
        <button type="button" class="button-link" onClick={onKeep}>
          {laterTexts.manage.keepTime}
        </button>
      </p>
    </section>
  )
}

function Moment({ start, zone }: { start: string; zone: string }) {
  return (
    <time dateTime={start}>
      {dayText(locale, zone, start)}, {timeText(locale, zone, start)} <span class="muted">({zoneText(locale, zone, start)})</span>
    </time>
  )
}
