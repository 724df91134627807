/** Calendars, Salesforce and programs elsewhere. */
import { z } from 'zod'
import type { ZodOpenApiPathsObject } from 'zod-openapi'
import { CalendarEditList } from '../calendar-edits.ts'
import {
  CaldavRequest,
  CalendarAccountList,
  CalendarAccountQuery,
  CalendarAccountView,
  CalendarChoice,
  CheckRequest,
  ConsentRequest,
  ConsentView,
} from '../calendars.ts'
import { LaunchRequest, LaunchView } from '../launches.ts'
import {
  ConnectRequest,
  ConnectView,
  FailureList,
  FailureQuery,
  FieldList,
  FieldQuery,
  SalesforceChange,
  SalesforceView,
  WriteAgainRequest,
  WrittenAgainView,
} from '../salesforce.ts'
import {
  DeliveryList,
  DeliveryQuery,
  DeliveryView,
  NewWebhookView,
  ReplayRequest,
  WebhookChange,
  WebhookList,
  WebhookRequest,
  WebhookView,
} from '../webhooks.ts'

import { id, operation } from './operation.ts'

export const connectionsPaths: ZodOpenApiPathsObject = {
  '/api/v1/calendar-edits': {
    get: operation('Events moved or deleted by hand that wait for a word', { tag: 'Calendars', answer: CalendarEditList }),
  },
  '/api/v1/calendar-accounts': {
    get: operation('The calendar accounts of reps: whether they can be reached, and what is in them', {
      tag: 'Calendars',
      query: CalendarAccountQuery,
      answer: CalendarAccountList,
    }),
    post: operation('Connect an account at a CalDAV server', {
      tag: 'Calendars',
      body: CaldavRequest,
      status: 201,
      answer: CalendarAccountView,
    }),
  },
  '/api/v1/calendar-accounts/authorize': {
    post: operation('Where a person goes to connect an account by consent, or to connect it anew', {
      tag: 'Calendars',
      body: ConsentRequest,
      answer: ConsentView,
    }),
  },
  '/api/v1/calendar-accounts/{id}': {
    patch: operation('Choose which calendars count, and which one takes bookings', {
      tag: 'Calendars',
      path: id,
      body: CalendarChoice,
      answer: CalendarAccountView,
    }),
    delete: operation('Disconnect an account; events that were written stay in its calendar', {
      tag: 'Calendars',
      path: id,
      status: 204,
    }),
  },
  '/api/v1/calendar-accounts/{id}/check': {
    post: operation('Read an account now', { tag: 'Calendars', path: id, body: CheckRequest, answer: CalendarAccountView }),
  },
  '/api/v1/salesforce/launches': {
    post: operation('An address that opens the console for a record of Salesforce, once and within a minute', {
      tag: 'Salesforce',
      body: LaunchRequest,
      status: 201,
      answer: LaunchView,
    }),
  },
  '/api/v1/salesforce/connect': {
    post: operation('Connect Salesforce, or begin to', { tag: 'Salesforce', body: ConnectRequest, answer: ConnectView }),
  },
  '/api/v1/salesforce/fields': {
    get: operation('The fields of an object of the org', { tag: 'Salesforce', query: FieldQuery, answer: FieldList }),
  },
  '/api/v1/salesforce/failures': {
    get: operation('Bookings that it did not take, and why', { tag: 'Salesforce', query: FailureQuery, answer: FailureList }),
  },
  '/api/v1/salesforce/failures/{id}/replay': {
    post: operation('Write such a booking once more', {
      tag: 'Salesforce',
      path: id,
      body: WriteAgainRequest,
      answer: WrittenAgainView,
    }),
  },
  '/api/v1/salesforce/replays': {
    post: operation('Write all such bookings once more', { tag: 'Salesforce', body: WriteAgainRequest, answer: WrittenAgainView }),
  },
  '/api/v1/salesforce': {
    get: operation('The org that bookings are written to', { tag: 'Salesforce', answer: SalesforceView }),
    patch: operation('Decide what is written to it, and how launches are known', {
      tag: 'Salesforce',
      body: SalesforceChange,
      answer: SalesforceView,
    }),
    delete: operation('Leave it; what was written stays there', { tag: 'Salesforce', status: 204 }),
  },
  '/api/v1/webhooks': {
    get: operation('Who else is told of every change of a booking', { tag: 'Webhooks', answer: WebhookList }),
    post: operation('Make a webhook, its secret shown this once', {
      tag: 'Webhooks',
      body: WebhookRequest,
      status: 201,
      answer: NewWebhookView,
    }),
  },
  '/api/v1/webhooks/{id}': {
    patch: operation('Change a webhook, or switch it off and on', {
      tag: 'Webhooks',
      path: id,
      body: WebhookChange,
      answer: WebhookView,
    }),
    delete: operation('Take a webhook away', { tag: 'Webhooks', path: id, status: 204 }),
  },
  '/api/v1/webhooks/{id}/deliveries': {
    get: operation('What was delivered to it, or is to be, newest first', {
      tag: 'Webhooks',
      path: id,
      query: DeliveryQuery,
      answer: DeliveryList,
    }),
  },
  '/api/v1/webhooks/{id}/deliveries/{deliveryId}/replay': {
    post: operation('Send a delivery again, now', {
      tag: 'Webhooks',
      path: id.extend({ deliveryId: z.string() }),
      body: ReplayRequest,
      answer: DeliveryView,
    }),
  },
}
