/** What customers ask, and those who answer by a link. */
import { z } from 'zod'
import type { ZodOpenApiPathsObject } from 'zod-openapi'
import { BookingLinkList, BookingLinkQuery, BookingLinkRequest, BookingLinkView, OpenedLinkView } from '../booking-links.ts'
import { ApproveRequest, DeclineRequest } from '../bookings.ts'
import {
  ManageCancel,
  ManageReschedule,
  ManageSlotsQuery,
  PageQuery,
  PageView,
  PublicBookingRequest,
  PublicBookingView,
  SlotRepsAnswer,
  SlotRepsQuery,
  SlotsAnswer,
  SlotsQuery,
} from '../pages.ts'
import { AskedView } from '../requests.ts'
import { Instant } from '../shapes.ts'

import { id, operation, slug, token } from './operation.ts'

export const publicPaths: ZodOpenApiPathsObject = {
  '/api/v1/pages/{slug}': {
    get: operation('A booking page, with its first free times if dates are given', {
      tag: 'Booking pages',
      path: slug,
      query: PageQuery,
      answer: PageView,
      open: true,
    }),
  },
  '/api/v1/pages/{slug}/slots': {
    get: operation('The free times of some days', {
      tag: 'Booking pages',
      path: slug,
      query: SlotsQuery,
      answer: SlotsAnswer,
      open: true,
      tagged: true,
    }),
  },
  '/api/v1/pages/{slug}/slots/{instant}/reps': {
    get: operation('Who is free at a time', {
      tag: 'Booking pages',
      path: slug.extend({ instant: Instant }),
      query: SlotRepsQuery,
      answer: SlotRepsAnswer,
      open: true,
    }),
  },
  '/api/v1/pages/{slug}/bookings': {
    post: operation('Book', {
      tag: 'Booking pages',
      path: slug,
      body: PublicBookingRequest,
      status: 201,
      answer: PublicBookingView,
      open: true,
      creates: true,
    }),
  },
  '/api/v1/booking-links': {
    get: operation('A customer’s booking links, newest first', {
      tag: 'Booking links',
      query: BookingLinkQuery,
      answer: BookingLinkList,
    }),
    post: operation('Make a link with which a customer books', {
      tag: 'Booking links',
      body: BookingLinkRequest,
      status: 201,
      answer: BookingLinkView,
    }),
  },
  '/api/v1/booking-links/{id}': { delete: operation('Make it void', { tag: 'Booking links', path: id, status: 204 }) },
  '/api/v1/links/{token}': {
    get: operation('What a customer’s own link opens, with the first free times if dates are given', {
      tag: 'Booking links',
      path: token,
      query: PageQuery,
      answer: OpenedLinkView,
      open: true,
    }),
  },
  '/api/v1/links/{token}/slots': {
    get: operation('The free times of some days for this customer', {
      tag: 'Booking links',
      path: token,
      query: SlotsQuery,
      answer: SlotsAnswer,
      open: true,
    }),
  },
  '/api/v1/links/{token}/slots/{instant}/reps': {
    get: operation('Who is free at a time, the customer’s own rep first', {
      tag: 'Booking links',
      path: token.extend({ instant: Instant }),
      query: SlotRepsQuery,
      answer: SlotRepsAnswer,
      open: true,
    }),
  },
  '/api/v1/links/{token}/bookings': {
    post: operation('Book, which uses the link', {
      tag: 'Booking links',
      path: token,
      body: PublicBookingRequest,
      status: 201,
      answer: PublicBookingView,
      open: true,
      creates: true,
    }),
  },
  '/api/v1/manage/{token}': {
    get: operation('A booking by its link', { tag: 'Manage links', path: token, answer: PublicBookingView, open: true }),
  },
  '/api/v1/manage/{token}/slots': {
    get: operation('The times to which it can be moved', {
      tag: 'Manage links',
      path: token,
      query: ManageSlotsQuery,
      answer: SlotsAnswer,
      open: true,
    }),
  },
  '/api/v1/manage/{token}/reschedule': {
    post: operation('Move it', { tag: 'Manage links', path: token, body: ManageReschedule, answer: PublicBookingView, open: true }),
  },
  '/api/v1/manage/{token}/cancel': {
    post: operation('Cancel it', { tag: 'Manage links', path: token, body: ManageCancel, answer: PublicBookingView, open: true }),
  },
  '/api/v1/manage/{token}/invite.ics': {
    get: {
      summary: 'Its calendar file',
      tags: ['Manage links'],
      security: [],
      requestParams: { path: token },
      responses: { 200: { description: 'An iCalendar file (RFC 5545)', content: { 'text/calendar': { schema: z.string() } } } },
    },
  },
  '/api/v1/requests/{token}': {
    get: operation('A request by the link in the rep’s mail; changes nothing', {
      tag: 'Request links',
      path: token,
      answer: AskedView,
      open: true,
    }),
  },
  '/api/v1/requests/{token}/approve': {
    post: operation('Approve it', { tag: 'Request links', path: token, body: ApproveRequest, answer: AskedView, open: true }),
  },
  '/api/v1/requests/{token}/decline': {
    post: operation('Decline it', { tag: 'Request links', path: token, body: DeclineRequest, answer: AskedView, open: true }),
  },
}
