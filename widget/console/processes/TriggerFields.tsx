import { Field } from '../../ui/Field.tsx'
import { activityTexts } from '../activities/words.ts'
import type { FollowUp } from '../wire.ts'
import type { Draft } from './draft.ts'
import { processTexts } from './words.ts'

interface Props {
  readonly draft: Draft
  readonly options: readonly FollowUp[]
  readonly errorAt: (pointer: string) => string | undefined
  readonly onChange: (some: Partial<Draft>) => void
}

const KINDS = [
  'registration',
  'source',
  'rating',
  'history',
  'follow-up',
  'purchaser',
  'appointment-booked',
  'appointment-outcome',
] as const

const CONDITIONS = ['sources', 'ratings', 'statuses'] as const

/** What begins a process, and for whom. */
export function TriggerFields({ draft, options, errorAt, onChange }: Props) {
  const { kind, value } = draft
  const choices = choicesOf(kind, options)
  const label = kind in processTexts.values ? processTexts.values[kind as keyof typeof processTexts.values] : null
  /** A list is written in one field, which says what is wrong with any of its words. */
  const faultOf = (one: (typeof CONDITIONS)[number]) =>
    [`/conditions/${one}`, ...draft[one].split(',').map((_, i) => `/conditions/${one}/${i}`)].map(errorAt).find(Boolean)
  return (
    <>
      <div class="panels">
        <Field id="trigger-kind" label={processTexts.begins} error={errorAt('/trigger/kind')}>
          {(control) => (
            <select
              {...control}
              value={kind}
              onChange={({ currentTarget }) => onChange({ kind: currentTarget.value as Draft['kind'], value: '' })}
            >
              {KINDS.map((one) => (
                <option key={one} value={one}>
                  {processTexts.kinds[one]}
                </option>
              ))}
            </select>
          )}
        </Field>
        {label && (
          <Field id="trigger-value" label={label} error={errorAt('/trigger/value')}>
            {(control) =>
              choices ? (
                <select {...control} value={value} onChange={({ currentTarget }) => onChange({ value: currentTarget.value })}>
                  <option value="">{processTexts.any}</option>
                  {choices.map(([id, name]) => (
                    <option key={id} value={id}>
                      {name}
                    </option>
                  ))}
                </select>
              ) : (
                <input
                  {...control}
                  maxLength={100}
                  placeholder={processTexts.any}
                  value={value}
                  onInput={({ currentTarget }) => onChange({ value: currentTarget.value })}
                />
              )
            }
          </Field>
        )}
      </div>
      <fieldset class="conditions stack tight">
        <legend class="strong">{processTexts.conditions}</legend>
        <p class="hint">{processTexts.conditionsHint}</p>
        <div class="panels">
          {CONDITIONS.map((one) => (
            <Field key={one} id={`condition-${one}`} label={processTexts[one]} error={faultOf(one)}>
              {(control) => (
                <input
                  {...control}
                  maxLength={500}
                  value={draft[one]}
                  onInput={({ currentTarget }) => onChange({ [one]: currentTarget.value })}
                />
              )}
            </Field>
          ))}
        </div>
      </fieldset>
    </>
  )
}

/** What a trigger may be about; null: any words. */
function choicesOf(kind: Draft['kind'], options: readonly FollowUp[]): readonly (readonly [string, string])[] | null {
  if (kind === 'registration')
    return [
      ['online', processTexts.online],
      ['staff', processTexts.staff],
    ]
  if (kind === 'history') return Object.entries(activityTexts.type)
  if (kind === 'follow-up') return options.map(({ id, name }) => [id, name])
  return kind === 'appointment-outcome' ? Object.entries(processTexts.outcomes) : null
}
