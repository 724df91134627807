import { useState } from 'preact/hooks'
import { texts } from '../text/language.ts'
import { requestTexts } from '../text/request.ts'
import { Field } from '../ui/Field.tsx'
import { StepHeading } from '../ui/StepHeading.tsx'
import { BookedFacts } from './BookedFacts.tsx'
import { FailureNotice } from './FailureNotice.tsx'
import { Message } from './Message.tsx'
import { Optional } from './Optional.tsx'
import type { Asked } from './request-api.ts'
import type { Answering } from './request-state.ts'
import { Failed, Loading } from './Screens.tsx'

/** The sentences in the language that the page speaks. */
const said = () => requestTexts(texts.language)

interface Props {
  readonly answering: Answering
}

/** `/requests/{token}`: a request, for the rep who was asked by mail. Nothing happens until a button is pressed. */
export function RequestPage({ answering }: Props) {
  const asked = answering.asked.value
  const failure = answering.failure.value
  if (answering.invalid.value) return <Message title={said().invalid} detail={said().invalidDetail} />
  if (asked === null) return failure ? <Failed failure={failure} onAgain={answering.open} /> : <Loading />
  return (
    <div class="card screen stack">
      <h1>{said().title}</h1>
      {asked.request && <RequestFacts request={asked.request} />}
      {failure && <FailureNotice failure={failure} />}
      {asked.state === 'open' ? <AnswerForm answering={answering} /> : <Outcome state={asked.state} now={answering.answered.value} />}
    </div>
  )
}

function RequestFacts({ request }: { readonly request: NonNullable<Asked['request']> }) {
  const { name, email, phone } = request.customer
  return (
    <BookedFacts booked={request}>
      <dt>{said().customer}</dt>
      <dd>
        <span class="strong">{name}</span>
        {[email, phone].map((one) => one && <div key={one}>{one}</div>)}
      </dd>
      {request.answers.flatMap(({ label, value }) => [<dt key={`${label}?`}>{label}</dt>, <dd key={label}>{value}</dd>])}
    </BookedFacts>
  )
}

function AnswerForm({ answering }: Props) {
  const [reason, setReason] = useState('')
  const sending = answering.sending.value
  const wish = answering.wish.value
  const words = said()[wish]
  const submit = (event: Event) => {
    event.preventDefault()
    void answering.answer(reason)
  }
  return (
    <form class="stack" onSubmit={submit} key={wish}>
      <StepHeading>{words.heading}</StepHeading>
      <p>{words.detail}</p>
      {wish === 'decline' && (
        <Field
          id="reason"
          label={
            <>
              {said().reason} <Optional />
            </>
          }
          hint={said().reasonHint}
        >
          {(control) => (
            <textarea {...control} rows={3} maxLength={1000} value={reason} onInput={(event) => setReason(event.currentTarget.value)} />
          )}
        </Field>
      )}
      <p class="row">
        <button type="submit" class={wish === 'decline' ? 'button danger' : 'button'} aria-disabled={sending}>
          {sending ? said().sending : words.submit}
        </button>
        <button type="button" class="button-link" onClick={() => answering.choose(wish === 'approve' ? 'decline' : 'approve')}>
          {words.instead}
        </button>
      </p>
    </form>
  )
}

/** What happened, just now or before. */
function Outcome({ state, now }: { readonly state: Exclude<Asked['state'], 'open'>; readonly now: boolean }) {
  const given = now && (state === 'approved' || state === 'declined')
  return (
    <div class="notice info">
      <StepHeading>{given ? said().done[state] : said().before[state]}</StepHeading>
      <p>{given ? said().doneDetail[state] : said().beforeDetail}</p>
    </div>
  )
}
