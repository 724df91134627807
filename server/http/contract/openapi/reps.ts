/** Reps and their time, pools, and what is counted of them. */
import { z } from 'zod'
import type { ZodOpenApiPathsObject } from 'zod-openapi'
import {
  AffectedList,
  AffectedQuery,
  AffectedReps,
  CalendarQuery,
  CalendarView,
  ChangedSchedule,
  CountryList,
  EnteredTimeOff,
  HolidayList,
  HolidayQuery,
  RepList,
  ScheduleChange,
  ScheduleView,
  TimeOffRequest,
} from '../absence.ts'
import { CreditRequest, CreditView, FairnessQuery, FairnessView } from '../fairness.ts'
import {
  AcrossQuery,
  AcrossReportView,
  AcrossTableQuery,
  BookingReportQuery,
  BookingReportView,
  BookingTableQuery,
  CreditReportView,
  ReportQuery,
  ReportTableQuery,
} from '../reports.ts'

import { operation, ref, table } from './operation.ts'

export const repsPaths: ZodOpenApiPathsObject = {
  '/api/v1/affected': {
    get: operation('Reps who cannot keep bookings that are to come', { tag: 'Reps', answer: AffectedReps }),
  },
  '/api/v1/reps': { get: operation('The people who meet customers', { tag: 'Reps', answer: RepList }) },
  '/api/v1/reps/{ref}/affected': {
    get: operation('The bookings that an absence concerns', { tag: 'Reps', path: ref, query: AffectedQuery, answer: AffectedList }),
  },
  '/api/v1/reps/{ref}/calendar': {
    get: operation('What stands in a rep’s calendar', { tag: 'Reps', path: ref, query: CalendarQuery, answer: CalendarView }),
  },
  '/api/v1/reps/{ref}/schedule': {
    get: operation('When a rep works and is away', { tag: 'Reps', path: ref, answer: ScheduleView }),
    patch: operation('Change when a rep works; the bookings that this concerns are told', {
      tag: 'Reps',
      path: ref,
      body: ScheduleChange,
      answer: ChangedSchedule,
    }),
  },
  '/api/v1/reps/{ref}/time-off': {
    post: operation('Enter time off; the bookings that this concerns are told', {
      tag: 'Reps',
      path: ref,
      body: TimeOffRequest,
      status: 201,
      answer: EnteredTimeOff,
    }),
  },
  '/api/v1/reps/{ref}/time-off/{timeOffId}': {
    delete: operation('Take entered time off back', { tag: 'Reps', path: ref.extend({ timeOffId: z.string() }), status: 204 }),
  },
  '/api/v1/holidays': {
    get: operation('The public holidays of a year', { tag: 'Reps', query: HolidayQuery, answer: HolidayList }),
  },
  '/api/v1/holidays/countries': {
    get: operation('The countries whose holidays are known', { tag: 'Reps', answer: CountryList }),
  },
  '/api/v1/pools/{ref}/fairness': {
    get: operation('What each member was given and lost, and who is next', {
      tag: 'Pools',
      path: ref,
      query: FairnessQuery,
      answer: FairnessView,
    }),
  },
  '/api/v1/pools/{ref}/fairness.csv': table('The same as a table', { tag: 'Pools', path: ref, query: FairnessQuery }),
  '/api/v1/pools/{ref}/credits': {
    post: operation('Owe a member turns, or take some away', {
      tag: 'Pools',
      path: ref,
      body: CreditRequest,
      status: 201,
      answer: CreditView,
      creates: true,
    }),
  },
  '/api/v1/reports/appointment-summary': {
    get: operation('Sales Rep Appointment Summary: what was made in a project, credited to whoever made it', {
      tag: 'Reports',
      query: ReportQuery,
      answer: CreditReportView,
    }),
  },
  '/api/v1/reports/appointment-summary.csv': table('What it counts, as a table', { tag: 'Reports', query: ReportTableQuery }),
  '/api/v1/reports/registrant-history': {
    get: operation('Registrant History Report: what was finished in a project, credited to whoever finished it', {
      tag: 'Reports',
      query: ReportQuery,
      answer: CreditReportView,
    }),
  },
  '/api/v1/reports/registrant-history.csv': table('What it counts, as a table', { tag: 'Reports', query: ReportTableQuery }),
  '/api/v1/reports/bookings': {
    get: operation('Bookings by rep, source, door, event type or outcome', {
      tag: 'Reports',
      query: BookingReportQuery,
      answer: BookingReportView,
    }),
  },
  '/api/v1/reports/bookings.csv': table('Its figures as a table', { tag: 'Reports', query: BookingTableQuery }),
  '/api/v1/reports/appointments': {
    get: operation('Appointments across projects: where they are made, and where they are met', {
      tag: 'Reports',
      query: AcrossQuery,
      answer: AcrossReportView,
    }),
  },
  '/api/v1/reports/appointments.csv': table('What it counts, as a table', { tag: 'Reports', query: AcrossTableQuery }),
}
