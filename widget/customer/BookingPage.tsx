import { Notice } from '../ui/Notice.tsx'
import { later, prepareLater } from './later.tsx'
import { PickTime } from './PickTime.tsx'
import { Failed, Loading } from './Screens.tsx'
import { Summary } from './Summary.tsx'
import type { Booking } from './state.ts'

const MasterPage = later((parts) => parts.MasterPage)
const EventTypeStep = later((parts) => parts.EventTypeStep)
const NothingHere = later((parts) => parts.NothingHere)
const RepStep = later((parts) => parts.RepStep)
const DetailsStep = later((parts) => parts.DetailsStep)
const Done = later((parts) => parts.Done)

interface Props {
  readonly booking: Booking
}

/** Where a customer books, or a coordinator in the customer's place. */
export function BookingPage({ booking }: Props) {
  const page = booking.page.value
  const failure = booking.failure.value
  const booked = booking.booked.value
  if (booking.missing.value) return <NothingHere page={null} />
  if (page === null) return failure ? <Failed failure={failure} onAgain={booking.open} /> : <Loading />
  if (page.pages.length > 0) return <MasterPage page={page} place={booking.place} />
  if (page.eventTypes.length === 0) return <NothingHere page={page} />
  if (booked !== null) return <Done made={booked} page={page} place={booking.place} />
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

/** What was lost, above the step that it leads back to; later steps show it themselves. */
function GoneNotice({ booking }: Props) {
  const gone = booking.gone.value
  const step = booking.step.value
  if (gone === null || step === 'details' || step === 'rep') return null
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
      // Whoever looks at times will soon see the form.
      if (booking.step.value === 'time') prepareLater()
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
