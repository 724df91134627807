import type { ZodOpenApiPathsObject } from 'zod-openapi'
import {
  ActivityCountQuery,
  ActivityCounts,
  ActivityList,
  ActivityQuery,
  ActivityRequest,
  ActivityView,
  CompleteRequest,
  HandOverRequest,
  ManyRequest,
  ManyView,
  PostponeRequest,
  ReminderChange,
  ReminderView,
  SkipRequest,
} from '../activities.ts'
import {
  FollowUpChange,
  FollowUpList,
  FollowUpRequest,
  FollowUpView,
  ProcessChange,
  ProcessList,
  ProcessQuery,
  ProcessRequest,
  ProcessView,
  RunList,
  TimelineRequest,
  TimelineView,
} from '../processes.ts'

import { id, operation, ref, settle } from './operation.ts'

export const processesPaths: ZodOpenApiPathsObject = {
  '/api/v1/projects/{ref}/follow-ups': {
    get: operation('What reps of a project may choose for a registrant, in order', {
      tag: 'Processes',
      path: ref,
      answer: FollowUpList,
    }),
    post: operation('Add an option, at the end of the list', {
      tag: 'Processes',
      path: ref,
      body: FollowUpRequest,
      status: 201,
      answer: FollowUpView,
    }),
  },
  '/api/v1/follow-ups/{id}': {
    patch: operation('Change an option, or move it', { tag: 'Processes', path: id, body: FollowUpChange, answer: FollowUpView }),
  },
  '/api/v1/processes': {
    get: operation('The processes of projects, by name', { tag: 'Processes', query: ProcessQuery, answer: ProcessList }),
    post: operation('Make a process; it begins with what happens from now on', {
      tag: 'Processes',
      body: ProcessRequest,
      status: 201,
      answer: ProcessView,
    }),
  },
  '/api/v1/processes/timeline': {
    post: operation('On which dates an example registrant would get what', {
      tag: 'Processes',
      body: TimelineRequest,
      answer: TimelineView,
    }),
  },
  '/api/v1/processes/{id}': {
    patch: operation('Change a process; what runs already keeps its plan', {
      tag: 'Processes',
      path: id,
      body: ProcessChange,
      answer: ProcessView,
    }),
  },
  '/api/v1/processes/{id}/runs': {
    get: operation('For whom a process runs or waits, the latest first', { tag: 'Processes', path: id, answer: RunList }),
  },
  '/api/v1/activities': {
    get: operation('What reps owe registrants, soonest first', { tag: 'Activities', query: ActivityQuery, answer: ActivityList }),
    post: operation('Plan an activity, or enter one into the history', {
      tag: 'Activities',
      body: ActivityRequest,
      status: 201,
      answer: ActivityView,
    }),
  },
  '/api/v1/activities/counts': {
    get: operation('How many activities are open, by type', { tag: 'Activities', query: ActivityCountQuery, answer: ActivityCounts }),
  },
  '/api/v1/activities/many': {
    post: operation('Do one thing to many activities: to all of them or to none', {
      tag: 'Activities',
      body: ManyRequest,
      answer: ManyView,
    }),
  },
  '/api/v1/activities/{id}/complete': settle('It is done; with an email, it is sent', CompleteRequest),
  '/api/v1/activities/{id}/skip': settle('It is not done, and why', SkipRequest),
  '/api/v1/activities/{id}/reschedule': settle('It is due on another day', PostponeRequest),
  '/api/v1/activities/{id}/reassign': settle('It is another rep’s', HandOverRequest),
  '/api/v1/reminders': {
    get: operation('Of what a rep hears by mail', { tag: 'Activities', answer: ReminderView }),
    patch: operation('Change of what one hears by mail', { tag: 'Activities', body: ReminderChange, answer: ReminderView }),
  },
}
