import { render } from 'preact'
import '../ui/tokens.css'
import '../ui/base.css'
import '../ui/month.css'
import './customer.css'
import { texts } from '../text/language.ts'
import { BookingPage } from './BookingPage.tsx'
import { ManagePage } from './ManagePage.tsx'
import { createManaging } from './manage-state.ts'
import { RequestPage } from './RequestPage.tsx'
import { createAnswering } from './request-state.ts'
import { createBooking } from './state.ts'

const [first = '', second = ''] = location.pathname.split('/').filter(Boolean)

/** `/{slug}` is a page to book on, `/manage/{token}` a booking that exists, `/requests/{token}` one that a rep is asked about. */
function show(into: HTMLElement) {
  if (first === 'manage') {
    const managing = createManaging(second)
    render(<ManagePage managing={managing} />, into)
    return managing.open()
  }
  if (first === 'requests') {
    const answering = createAnswering(second, location.search)
    render(<RequestPage answering={answering} />, into)
    return answering.open()
  }
  const booking = createBooking(first)
  render(<BookingPage booking={booking} />, into)
  return booking.open()
}

document.documentElement.lang = texts.language

const app = document.getElementById('app')
if (app) void show(app)
