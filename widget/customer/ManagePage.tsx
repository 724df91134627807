import { texts } from '../text/language.ts'
import { LiveStatus } from '../ui/LiveStatus.tsx'
import { Notice } from '../ui/Notice.tsx'
import { StepHeading } from '../ui/StepHeading.tsx'
import { BookedFacts } from './BookedFacts.tsx'
import { CancelStep } from './CancelStep.tsx'
import { FailureNotice } from './FailureNotice.tsx'
import { MoveStep } from './MoveStep.tsx'
import { endOf, type Managing } from './manage-state.ts'
import { type Booked, inviteUrl } from './public-api.ts'
import { Failed, Loading, Message } from './Screens.tsx'

interface Props {
  readonly managing: Managing
}

/** `/manage/{token}`: a booking that exists, for the customer who holds its link. */
export function ManagePage({ managing }: Props) {
  return (
    <main class="shell">
      <Content managing={managing} />
      <LiveStatus />
    </main>
  )
}

function Content({ managing }: Props) {
  const booked = managing.booked.value
  const failure = managing.failure.value
  if (managing.invalid.value) return <Message title={texts.manage.invalid} detail={texts.manage.invalidDetail} />
  if (booked === null) return failure ? <Failed failure={failure} onAgain={managing.open} /> : <Loading />
  const step = managing.step.value
  return (
    <div class={step === 'pick' ? 'card booking' : 'card screen stack'}>
      <div class={step === 'pick' ? 'side stack' : 'stack'}>
        <h1>{texts.manage.title}</h1>
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

function View({ managing, booked }: Props & { booked: Booked }) {
  const end = endOf(booked, new Date())
  const news = managing.news.value
  return (
    <>
      {news && (
        <div class="notice info">
          <StepHeading>{news === 'moved' ? texts.manage.moved : texts.manage.cancelledNow}</StepHeading>
          <p>{news === 'moved' ? texts.manage.movedDetail : texts.manage.cancelledDetail}</p>
        </div>
      )}
      {booked.status === 'requested' && end === null && <Notice title={texts.manage.requested} />}
      {end !== null && news !== 'cancelled' && (
        <Notice title={texts.manage[end]}>{end === 'past' && <p>{texts.manage.pastDetail}</p>}</Notice>
      )}
      {end === null && (
        <p class="row">
          <button type="button" class="button" onClick={() => managing.choices.choose({ do: 'reschedule' })}>
            {texts.manage.reschedule}
          </button>
          {booked.status === 'scheduled' && (
            <a class="button-quiet" href={inviteUrl(location.href)} download>
              {texts.manage.calendar}
            </a>
          )}
          <button type="button" class="button-link" onClick={() => managing.choices.choose({ do: 'cancel' })}>
            {texts.manage.cancel}
          </button>
        </p>
      )}
    </>
  )
}
