import { useRef } from 'preact/hooks'
import { laterTexts } from '../text/language.ts'
import { Field } from '../ui/Field.tsx'
import { Notice } from '../ui/Notice.tsx'
import { FailureNotice } from './FailureNotice.tsx'
import { useFirstWrong } from './first-wrong.ts'
import { Check } from './icons.tsx'
import { LinkedText } from './LinkedText.tsx'
import { Message } from './Message.tsx'
import { PhoneField } from './PhoneField.tsx'
import { QuestionField } from './QuestionField.tsx'
import type { AskedForm } from './register-api.ts'
import type { Registering } from './register-state.ts'
import { Failed, Loading } from './Screens.tsx'
import { TickField } from './TickField.tsx'
import { TrapField, trapOf } from './TrapField.tsx'

interface Props {
  readonly registering: Registering
}

/** `/register/{slug}`: a form with which somebody registers for a project. */
export function RegisterPage({ registering }: Props) {
  const asked = registering.asked.value
  const failure = registering.failure.value
  if (registering.missing.value) return <Message {...laterTexts.register.unknown} />
  if (asked === null) return failure ? <Failed failure={failure} onAgain={registering.open} /> : <Loading />
  if (registering.done.value) return <Registered asked={asked} />
  return (
    <div class="card screen stack">
      <div class="stack tight">
        <h1>{asked.title}</h1>
        {asked.intro !== null && (
          <p class="muted lines">
            <LinkedText text={asked.intro} />
          </p>
        )}
      </div>
      <RegisterForm registering={registering} asked={asked} />
    </div>
  )
}

function RegisterForm({ registering, asked }: Props & { readonly asked: AskedForm }) {
  const { form, consent, failure } = registering
  const errors = form.errors.value
  const sending = registering.sending.value
  const element = useRef<HTMLFormElement>(null)
  useFirstWrong(element, errors)

  const send = (event: SubmitEvent & { currentTarget: HTMLFormElement }) => {
    event.preventDefault()
    void registering.send(trapOf(event.currentTarget))
  }

  return (
    <form ref={element} class="stack details" noValidate onSubmit={send}>
      <PersonFields registering={registering} />
      {asked.phone !== 'none' && <PhoneField form={form} hint={undefined} required={asked.phone === 'required'} />}
      {asked.questions.map((question) => (
        <QuestionField
          key={question.key}
          question={question}
          answer={form.typed.value.answers[question.key]}
          error={errors[`/answers/${question.key}`]}
          onAnswer={(answer) => form.answer(question.key, answer)}
        />
      ))}
      {asked.consentText !== null && (
        <TickField
          id="consent"
          checked={consent.value}
          required
          error={errors['/consent']}
          onTick={(ticked) => {
            consent.value = ticked
            form.set({}, '/consent')
          }}
        >
          <span class="lines">
            <LinkedText text={asked.consentText} />
          </span>
        </TickField>
      )}
      <TrapField />
      {failure.value && <FailureNotice failure={failure.value} />}
      {Object.keys(errors).length > 0 && <Notice tone="danger" title={laterTexts.wrong.heading(Object.keys(errors).length)} />}
      <button type="submit" class="button done-button" aria-disabled={sending}>
        {sending && <span class="busy" aria-hidden="true" />}
        {sending ? laterTexts.register.sending : laterTexts.register.send}
      </button>
    </form>
  )
}

function PersonFields({ registering: { form } }: Props) {
  const { name, email } = form.typed.value
  const errors = form.errors.value
  const words = laterTexts.details
  return (
    <>
      <Field id="name" label={words.name} error={errors['/customer/name']}>
        {(control) => (
          <input
            {...control}
            required
            maxLength={200}
            autoComplete="name"
            value={name}
            onInput={(event) => form.set({ name: event.currentTarget.value }, '/customer/name')}
          />
        )}
      </Field>
      <Field id="email" label={words.email} error={errors['/customer/email']}>
        {(control) => (
          <input
            {...control}
            type="email"
            required
            maxLength={254}
            autoComplete="email"
            value={email}
            onInput={(event) => form.set({ email: event.currentTarget.value }, '/customer/email')}
          />
        )}
      </Field>
    </>
  )
}

/** The end: the same for everybody, known or not. */
function Registered({ asked }: { readonly asked: AskedForm }) {
  return (
    <section class="card screen stack done">
      <h1 class="done-page">{asked.title}</h1>
      <div class="done-head">
        <span class="done-mark" aria-hidden="true">
          <Check />
        </span>
        <h2 ref={arrive} tabIndex={-1}>
          {laterTexts.register.heading}
        </h2>
        <p>{laterTexts.register.detail(asked.project.name)}</p>
      </div>
    </section>
  )
}

/** The button that was pressed is gone: go on where the thanks begin. */
const arrive = (heading: HTMLElement | null): void => heading?.focus()
