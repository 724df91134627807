import type { Answer } from './form.ts'
import { Optional } from './Optional.tsx'
import type { Question } from './public-api.ts'

interface Props {
  readonly question: Question
  readonly answer: Answer | undefined
  readonly error: string | undefined
  readonly onAnswer: (answer: Answer) => void
}

/** A question with its options in sight: one of them, or several. */
export function OptionGroup({ question, answer, error, onAnswer }: Props) {
  const { key, kind, label, required, options = [] } = question
  const id = `answer-${key}`
  const ticked = Array.isArray(answer) ? answer : []
  const several = kind === 'several'
  const take = (option: string, checked: boolean) => {
    if (!several) return onAnswer(option)
    onAnswer(options.filter((one) => (one === option ? checked : ticked.includes(one))))
  }
  return (
    <fieldset
      class="field"
      id={id}
      {...(!several && { role: 'radiogroup', 'aria-required': required })}
      {...(error && { 'aria-describedby': `${id}-error` })}
      {...(error && !several && { 'aria-invalid': 'true' })}
    >
      <legend>
        <bdi>{label}</bdi> {!required && <Optional />}
      </legend>
      {options.map((option, place) => (
        <label key={option} class="tick">
          <input
            type={several ? 'checkbox' : 'radio'}
            name={id}
            checked={several ? ticked.includes(option) : answer === option}
            {...(error && several && place === 0 && { 'aria-invalid': 'true' })}
            onChange={(event) => take(option, event.currentTarget.checked)}
          />
          <bdi>{option}</bdi>
        </label>
      ))}
      {error && (
        <span class="error" id={`${id}-error`}>
          {error}
        </span>
      )}
    </fieldset>
  )
}
