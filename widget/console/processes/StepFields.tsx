import { Field } from '../../ui/Field.tsx'
import { activityTexts } from '../activities/words.ts'
import type { StepDraft } from './draft.ts'
import { SignButton } from './SignButton.tsx'
import { processTexts } from './words.ts'

interface Props {
  readonly step: StepDraft
  readonly index: number
  readonly steps: readonly StepDraft[]
  readonly errorAt: (pointer: string) => string | undefined
  readonly onChange: (some: Partial<StepDraft>) => void
  readonly onMove: (by: -1 | 1) => void
  readonly onRemove: () => void
}

const TYPES = ['call', 'email', 'text', 'visit', 'task'] as const
const UNITS = ['hours', 'days', 'weeks', 'months'] as const

/** Where a field of an activity stands on the page. */
export const fieldOf = (step: string, field: string): string => `step-${step}-${field}`

/** One activity of a plan: what, how long after what, and what it is about. */
export function StepFields({ step, index, steps, errorAt, onChange, onMove, onRemove }: Props) {
  const number = index + 1
  const id = (field: string) => fieldOf(step.id, field)
  const wrong = (field: string) => errorAt(`/steps/${index}/${field}`)
  return (
    <li class="well stack tight">
      <div class="row spread">
        <h4>{processTexts.step(number)}</h4>
        <div class="row">
          <SignButton id={id('up')} name={processTexts.up(number)} sign="↑" off={index === 0} onClick={() => onMove(-1)} />
          <SignButton
            id={id('down')}
            name={processTexts.down(number)}
            sign="↓"
            off={index === steps.length - 1}
            onClick={() => onMove(1)}
          />
          <SignButton id={id('remove')} name={processTexts.remove(number)} sign="✕" off={steps.length === 1} onClick={onRemove} />
        </div>
      </div>
      <div class="step-fields">
        <Field id={id('type')} label={processTexts.type} error={wrong('type')}>
          {(control) => (
            <select
              {...control}
              value={step.type}
              onChange={({ currentTarget }) => onChange({ type: currentTarget.value as StepDraft['type'] })}
            >
              {TYPES.map((one) => (
                <option key={one} value={one}>
                  {activityTexts.type[one]}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field id={id('amount')} label={processTexts.after} error={wrong('offset/amount')}>
          {(control) => (
            <input
              {...control}
              type="number"
              min={0}
              max={1000}
              required
              value={step.amount}
              onInput={({ currentTarget }) => onChange({ amount: currentTarget.value })}
            />
          )}
        </Field>
        <Field id={id('unit')} label={processTexts.unit} error={wrong('offset/unit')}>
          {(control) => (
            <select
              {...control}
              value={step.unit}
              onChange={({ currentTarget }) => onChange({ unit: currentTarget.value as StepDraft['unit'] })}
            >
              {UNITS.map((one) => (
                <option key={one} value={one}>
                  {processTexts.units[one]}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field id={id('anchor')} label={processTexts.anchor} error={wrong('anchor')}>
          {(control) => (
            <select {...control} value={step.anchor} onChange={({ currentTarget }) => onChange({ anchor: currentTarget.value })}>
              <option value="previous">{index === 0 ? processTexts.anchors.first : processTexts.anchors.previous}</option>
              {index > 0 && <option value="trigger">{processTexts.anchors.trigger}</option>}
              {steps.slice(0, index).map((one, i) => (
                <option key={one.id} value={one.id}>
                  {processTexts.anchorStep(i + 1, activityTexts.type[one.type])}
                </option>
              ))}
            </select>
          )}
        </Field>
        {step.unit !== 'hours' && (
          <Field id={id('time')} label={`${processTexts.time} ${step.automatic ? '' : processTexts.optional}`} error={wrong('time')}>
            {(control) => (
              <input {...control} type="time" value={step.time} onInput={({ currentTarget }) => onChange({ time: currentTarget.value })} />
            )}
          </Field>
        )}
      </div>
      <Field id={id('note')} label={`${processTexts.note} ${processTexts.optional}`} error={wrong('note')}>
        {(control) => (
          <input {...control} maxLength={2000} value={step.note} onInput={({ currentTarget }) => onChange({ note: currentTarget.value })} />
        )}
      </Field>
      {step.type === 'email' && <EmailFields step={step} id={id} wrong={wrong} onChange={onChange} />}
    </li>
  )
}

interface EmailProps extends Pick<Props, 'step' | 'onChange'> {
  readonly id: (field: string) => string
  readonly wrong: (field: string) => string | undefined
}

/** The words of an e-mail, written beforehand, and whether it is sent by itself. */
function EmailFields({ step, id, wrong, onChange }: EmailProps) {
  return (
    <>
      <label class="check">
        <input type="checkbox" checked={step.hasEmail} onChange={({ currentTarget }) => onChange({ hasEmail: currentTarget.checked })} />
        {processTexts.words}
      </label>
      {step.hasEmail && (
        <>
          <Field id={id('subject')} label={processTexts.subject} error={wrong('email/subject')}>
            {(control) => (
              <input
                {...control}
                required
                maxLength={300}
                value={step.subject}
                onInput={({ currentTarget }) => onChange({ subject: currentTarget.value })}
              />
            )}
          </Field>
          <Field id={id('body')} label={processTexts.body} hint={processTexts.bodyHint} error={wrong('email/body') ?? wrong('email')}>
            {(control) => (
              <textarea
                {...control}
                required
                rows={6}
                maxLength={10_000}
                value={step.body}
                onInput={({ currentTarget }) => onChange({ body: currentTarget.value })}
              />
            )}
          </Field>
          <label class="check">
            <input
              type="checkbox"
              checked={step.automatic}
              onChange={({ currentTarget }) => onChange({ automatic: currentTarget.checked })}
            />
            {processTexts.automatic}
          </label>
        </>
      )}
    </>
  )
}
