import { laterTexts } from '../text/language.ts'
import { Notice } from '../ui/Notice.tsx'
import { StepHeading } from '../ui/StepHeading.tsx'
import { BookedFacts } from './BookedFacts.tsx'
import { inviteUrl } from './booking-api.ts'
import { CancelStep } from './CancelStep.tsx'
import { FailureNotice } from './FailureNotice.tsx'
import { Message } from './Message.tsx'
import { MoveStep } from './MoveStep.tsx'
import { endOf, type Managing } from './manage-state.ts'
import type { Booked } from './public-api.ts'
import { Failed, Loading } from './Screens.tsx'

interface Props {
  readonly managing: Managing
}

/** A booking that exists, for the customer who holds its link. */
export function ManagePage({ managing }: Props) {
  const booked = managing.booked.value
  const failure = managing.failure.value
  if (managing.invalid.value) return <Message title={laterTexts.manage.invalid} detail={laterTexts.manage.invalidDetail} />
  if (booked === null) return failure ? <Failed failure={failure} onAgain={managing.open} /> : <Loading />
  const step = managing.step.value
  return (
    <div class={step === 'pick' ? 'card booking' : 'card screen stack'}>
      <div class={step === 'pick' ? 'side stack' : 'stack'}>
        <h1>{laterTexts.manage.title}</h1>
        <BookedFacts booked={booked} />
      </div>
      <div class={step === 'pick' ? 'work stack' : 'stack'}>
        {failure && <FailureNotice failure={failure} />}
        {step === 'view' && <View managing={managing} booked={booked} />}
        {step === 'cancel' && <CancelStep managing={managing} />}
        {(step === 'pick' || step === 'confirm') && <MoveStep managing={managing} booked={booked} />}
      </div>
    </div>
  )
}

/** Whether something may still be done: until the start unless a moment is named. */
const isAhead = (until: string | null | undefined): boolean => until === undefined || (until !== null && new Date(until) > new Date())

function View({ managing, booked }: Props & { booked: Booked }) {
  const end = endOf(booked, new Date())
  const news = managing.news.value
  const [mayMove, mayCancel] = [booked.rescheduleUntil, booked.cancelUntil].map(isAhead)
  return (
    <>
      {news && (
        <div class="notice info">
          <StepHeading>{news === 'moved' ? laterTexts.manage.moved : laterTexts.manage.cancelledNow}</StepHeading>
          <p>{news === 'moved' ? laterTexts.manage.movedDetail : laterTexts.manage.cancelledDetail}</p>
        </div>
      )}
      {booked.status === 'requested' && end === null && <Notice title={laterTexts.manage.requested} />}
      {end !== null && news !== 'cancelled' && (
        <Notice title={laterTexts.manage[end]}>{end === 'past' && <p>{laterTexts.manage.pastDetail}</p>}</Notice>
      )}
      {booked.chooseAnew && end === null && (
        <Notice tone="warning" title={laterTexts.manage.chooseAnew(booked.rep.name)}>
          <p>{laterTexts.manage.chooseAnewDetail}</p>
        </Notice>
      )}
      {end === null && !mayMove && <p class="muted">{laterTexts.manage.tooLateToMove}</p>}
      {end === null && !mayCancel && <p class="muted">{laterTexts.manage.tooLateToCancel}</p>}
      {end === null && (
        <p class="row">
          {mayMove && (
            <button type="button" class="button" onClick={() => managing.choices.choose({ do: 'reschedule' })}>
              {laterTexts.manage.reschedule}
            </button>
          )}
          {booked.status === 'scheduled' && (
            <a class="button-quiet" href={inviteUrl(booked.manageUrl)} download>
              {laterTexts.manage.calendar}
            </a>
          )}
          {mayCancel && (
            <button type="button" class="button-link" onClick={() => managing.choices.choose({ do: 'cancel' })}>
              {laterTexts.manage.cancel}
            </button>
          )}
        </p>
      )}
    </>
  )
}
