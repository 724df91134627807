/** Finding a time, keeping it, booking, and what becomes of a booking. */
import { z } from 'zod'
import type { ZodOpenApiPathsObject } from 'zod-openapi'
import { AskAnewRequest, ReassignManyAnswer, ReassignManyRequest } from '../absence.ts'
import {
  ApproveRequest,
  BookingQuery,
  BookingRequest,
  BookingView,
  CancelRequest,
  DeclineRequest,
  OutcomeRequest,
  ReassignRequest,
  RescheduleRequest,
} from '../bookings.ts'
import { CalendarEditAnswer } from '../calendar-edits.ts'
import { AvailabilityAnswer, AvailabilityQuery, FindByTimeAnswer, FindByTimeRequest, FreeRepsAnswer, FreeRepsQuery } from '../find-time.ts'
import { HoldRequest, HoldView, RenewRequest } from '../holds.ts'
import { HomeQuery, HomeView } from '../home.ts'
import { Instant, listOf } from '../shapes.ts'

import { id, operation, step } from './operation.ts'

export const bookingsPaths: ZodOpenApiPathsObject = {
  '/api/v1/find-by-time': {
    post: operation('Which reps can take a meeting at this very time?', {
      tag: 'Find by time',
      body: FindByTimeRequest,
      answer: FindByTimeAnswer,
    }),
  },
  '/api/v1/availability': {
    get: operation('How many reps are free at each step of some days', {
      tag: 'Find by time',
      query: AvailabilityQuery,
      answer: AvailabilityAnswer,
      tagged: true,
    }),
  },
  '/api/v1/availability/{instant}/reps': {
    get: operation('Who is free at a time', {
      tag: 'Find by time',
      path: z.object({ instant: Instant }),
      query: FreeRepsQuery,
      answer: FreeRepsAnswer,
    }),
  },
  '/api/v1/holds': {
    post: operation('Keep a time for five minutes while the customer decides', {
      tag: 'Holds',
      body: HoldRequest,
      status: 201,
      answer: HoldView,
      creates: true,
    }),
  },
  '/api/v1/holds/{id}/renew': {
    post: operation('Keep it for another five minutes', { tag: 'Holds', path: id, body: RenewRequest, answer: HoldView }),
  },
  '/api/v1/holds/{id}': { delete: operation('Give its time back', { tag: 'Holds', path: id, status: 204 }) },
  '/api/v1/bookings': {
    post: operation('Book on the customer’s behalf', {
      tag: 'Bookings',
      body: BookingRequest,
      status: 201,
      answer: BookingView,
      creates: true,
    }),
    get: operation('Bookings by start', {
      tag: 'Bookings',
      query: BookingQuery,
      answer: listOf(BookingView).meta({ id: 'BookingList' }),
    }),
  },
  '/api/v1/bookings/{id}': { get: operation('One booking', { tag: 'Bookings', path: id, answer: BookingView }) },
  '/api/v1/bookings/{id}/reschedule': step('Move to another time, and to another rep if asked', RescheduleRequest),
  '/api/v1/bookings/{id}/reassign': step('Give to another rep at the same time', ReassignRequest),
  '/api/v1/bookings/{id}/cancel': step('Cancel', CancelRequest),
  '/api/v1/bookings/{id}/outcome': step('Set or correct what came of it', OutcomeRequest),
  '/api/v1/bookings/{id}/approve': step('Approve a request', ApproveRequest),
  '/api/v1/bookings/{id}/decline': step('Decline a request', DeclineRequest),
  '/api/v1/bookings/{id}/calendar-edit': step('Say what becomes of an event that was moved or deleted by hand', CalendarEditAnswer),
  '/api/v1/bookings/{id}/ask-anew': step('Ask the customer to choose another time; it stays as it is until they do', AskAnewRequest),
  '/api/v1/bookings/reassign-many': {
    post: operation('Give bookings to other reps, or say to whom they would go', {
      tag: 'Bookings',
      body: ReassignManyRequest,
      answer: ReassignManyAnswer,
    }),
  },
  '/api/v1/home': {
    get: operation('Today and the days to come, and what needs attention', { tag: 'Bookings', query: HomeQuery, answer: HomeView }),
  },
}
