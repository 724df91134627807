import { laterTexts } from '../text/language.ts'
import { Field, type FieldControl } from '../ui/Field.tsx'
import type { Answer } from './form.ts'
import { Optional } from './Optional.tsx'
import { OptionGroup } from './OptionGroup.tsx'
import type { Question } from './public-api.ts'

/** Up to here options are laid open; more of them go into a list. */
const MOST_OPEN_OPTIONS = 6

interface Props {
  readonly question: Question
  readonly answer: Answer | undefined
  readonly error: string | undefined
  readonly onAnswer: (answer: Answer) => void
}

/** One of the page's own questions, as the control that its kind asks for. */
export function QuestionField(props: Props) {
  const { question, answer, error } = props
  const { kind, options = [] } = question
  if (kind === 'checkbox' || kind === 'consent') return <Tick {...props} />
  if (kind === 'several' || (kind === 'choice' && options.length <= MOST_OPEN_OPTIONS)) return <OptionGroup {...props} />
  return (
    <Field id={`answer-${question.key}`} label={<QuestionLabel question={question} />} error={error}>
      {(control) => <Control {...props} answer={answer} control={{ ...control, required: question.required }} />}
    </Field>
  )
}

type ControlProps = Props & { readonly control: FieldControl & { readonly required: boolean } }

function Control({ question, answer, onAnswer, control }: ControlProps) {
  const value = answer === undefined ? '' : String(answer)
  const take = (event: { currentTarget: { value: string } }) => onAnswer(event.currentTarget.value)
  switch (question.kind) {
    case 'long-text':
      return <textarea {...control} rows={4} maxLength={10_000} value={value} onInput={take} />
    case 'choice':
      return (
        <select {...control} value={value} onChange={take}>
          <option value="">{laterTexts.details.choose}</option>
          {question.options?.map((option) => (
            <option key={option} value={option}>
              {option}
            </option>
          ))}
        </select>
      )
    case 'number':
      return <input {...control} inputMode="decimal" autoComplete="off" value={value} onInput={take} />
    case 'date':
      return <input {...control} type="date" value={value} onInput={take} />
    default:
      return <input {...control} maxLength={500} autoComplete="off" value={value} onInput={take} />
  }
}

function Tick({ question, answer, error, onAnswer }: Props) {
  const id = `answer-${question.key}`
  return (
    <div class="field">
      <label class="tick">
        <input
          type="checkbox"
          id={id}
          checked={answer === true}
          required={question.required}
          {...(error && { 'aria-invalid': 'true', 'aria-describedby': `${id}-error` })}
          onChange={(event) => onAnswer(event.currentTarget.checked)}
        />
        <span>
          <QuestionLabel question={question} />
        </span>
      </label>
      {error && (
        <span class="error" id={`${id}-error`}>
          {error}
        </span>
      )}
    </div>
  )
}

function QuestionLabel({ question }: { question: Question }) {
  return (
    <>
      <bdi>{question.label}</bdi> {!question.required && <Optional />}
    </>
  )
}
