import { laterTexts } from '../text/language.ts'
import { Field, type FieldControl } from '../ui/Field.tsx'
import type { Answer } from './form.ts'
import { Optional } from './Optional.tsx'
import { OptionGroup } from './OptionGroup.tsx'
import type { Question } from './public-api.ts'
import { TickField } from './TickField.tsx'

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

const Tick = ({ question, answer, error, onAnswer }: Props) => (
  <TickField id={`answer-${question.key}`} checked={answer === true} required={question.required} error={error} onTick={onAnswer}>
    <QuestionLabel question={question} />
  </TickField>
)

function QuestionLabel({ question }: { question: Question }) {
  return (
    <>
      <bdi>{question.label}</bdi> {!question.required && <Optional />}
    </>
  )
}
