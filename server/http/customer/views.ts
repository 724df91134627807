/** What people who are not signed in see of a page. */
import type { z } from 'zod'
import type { Answered } from '../../actions/answer-once.ts'
import type { Days, OpenPage } from '../../actions/open-page.ts'
import type { Services } from '../../actions/services.ts'
import type { Database } from '../../db/database.ts'
import type { Booking } from '../../domain/booking.ts'
import { formToken } from '../../domain/form-token.ts'
import { minuteText } from '../../domain/interval.ts'
import type { PageView, SlotsAnswer } from '../contract/pages.ts'
import { publicBookingView } from '../views.ts'

/** A page with its first free times, if they were asked for, and when it was shown. */
export const pageView = (
  { secret, now }: Services,
  { page, eventTypes, reps, pages }: OpenPage,
  first: Days | null,
): z.input<typeof PageView> => ({
  slug: page.slug,
  title: page.title,
  choice: page.choice,
  eventTypes: eventTypes.map(({ slug, name, durationMinutes, location, approval, questions }) => ({
    slug,
    name,
    durationMinutes,
    location,
    approval,
    questions: [...questions] as z.input<typeof PageView>['eventTypes'][number]['questions'],
  })),
  reps: page.choice === 'automatic' ? [] : reps.map(({ id, name }) => ({ id, name })),
  pages: pages.map(({ slug, title }) => ({ slug, title })),
  form: formToken(secret, now()),
  ...(first && { slots: slotsView(first) }),
})

export const slotsView = ({ timeZone, days }: Days): z.input<typeof SlotsAnswer> => ({
  timeZone,
  days: days.map(({ date, slots }) => ({ date, slots: slots.map(minuteText) })),
})

/** What is answered to a customer who has booked. */
export const publiclyMade = async (services: Services, from: Database, booking: Booking): Promise<Answered> => ({
  status: 201,
  location: null,
  body: await publicBookingView(from, services, booking),
})
