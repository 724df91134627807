import { texts } from '../text/language.ts'
import { LiveStatus } from '../ui/LiveStatus.tsx'
import { Notice } from '../ui/Notice.tsx'
import { DetailsStep } from './DetailsStep.tsx'
import { Done } from './Done.tsx'
import { EventTypeStep } from './EventTypeStep.tsx'
import { MasterPage } from './MasterPage.tsx'
import { PickTime } from './PickTime.tsx'
import { RepStep } from './RepStep.tsx'
import { Failed, Loading, Message } from './Screens.tsx'
import { Summary } from './Summary.tsx'
import type { Booking } from './state.ts'
import { TimeGoneNotice } from './TimeGoneNotice.tsx'

interface Props {
  readonly booking: Booking
}

/** `/{slug}`: where a customer books, or a coordinator in the customer's place. */
export function BookingPage({ booking }: Props) {
  return (
    <main class="shell">
      <Content booking={booking} />
      <LiveStatus />
    </main>
  )
}

function Content({ booking }: Props) {
  const page = booking.page.value
  const failure = booking.failure.value
  if (booking.missing.value) return <Message {...texts.unknownPage} />
  if (page === null) return failure ? <Failed failure={failure} onAgain={booking.open} /> : <Loading />
  if (page.pages.length > 0) return <MasterPage page={page} />
  if (page.eventTypes.length === 0) return <Message title={page.title} detail={texts.nothingToBook} />
  if (booking.booked.value !== null) return <Done booked={booking.booked.value} email={booking.form.typed.value.email.trim()} page={page} />
  return (
    <div class="card booking">
      <aside class="side">
        <h1>{page.title}</h1>
        <Summary booking={booking} page={page} />
      </aside>
      <div class="work">
        <GoneNotice booking={booking} />
        <CurrentStep booking={booking} />
      </div>
    </div>
  )
}

/** What was lost, above the step that it leads back to; the last step shows it beside its button. */
function GoneNotice({ booking }: Props) {
  const gone = booking.gone.value
  const step = booking.step.value
  if (gone === null || step === 'details') return null
  if (step === 'rep') return <TimeGoneNotice booking={booking} gone={gone} />
  return (
    <Notice tone="warning" title={gone.title}>
      <p>{gone.detail}</p>
    </Notice>
  )
}

function CurrentStep({ booking }: Props) {
  const page = booking.page.value
  switch (booking.step.value) {
    case 'event-type':
      return <EventTypeStep eventTypes={page?.eventTypes ?? []} onPick={(eventType) => booking.choices.choose({ eventType })} />
    case 'rep':
      return <RepStep booking={booking} />
    case 'day':
    case 'time':
      return (
        <PickTime
          picker={booking.picker}
          onPick={booking.pickTime}
          onOtherDay={() => booking.choices.choose({ date: null, start: null })}
        />
      )
    case 'details':
      return <DetailsStep booking={booking} />
    default:
      return null
  }
}
