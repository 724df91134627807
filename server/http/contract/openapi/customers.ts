/** Customers, projects and registrations. */
import { z } from 'zod'
import type { ZodOpenApiPathsObject } from 'zod-openapi'
import {
  CustomerChange,
  CustomerExportQuery,
  CustomerList,
  CustomerQuery,
  CustomerRequest,
  CustomerTableRequest,
  CustomerTableView,
  CustomerView,
  DuplicateList,
  MergeRequest,
  MessageList,
  MessageQuery,
} from '../customers.ts'
import { FormRegistrationRequest, FormView, RegisteredView } from '../forms.ts'
import { CustomerDataView, ErasedView, EraseRequest } from '../personal-data.ts'
import {
  MemberList,
  ProfileQuery,
  ProfileView,
  ProjectList,
  RegistrationChange,
  RegistrationRequest,
  RegistrationView,
} from '../registrations.ts'

import { id, operation, ref, slug } from './operation.ts'

export const customersPaths: ZodOpenApiPathsObject = {
  '/api/v1/customers': {
    get: operation('Customers by name, email or phone', { tag: 'Customers', query: CustomerQuery, answer: CustomerList }),
    post: operation('Take down somebody new', { tag: 'Customers', body: CustomerRequest, status: 201, answer: CustomerView }),
  },
  '/api/v1/customers/duplicates': {
    get: operation('Customers who share an email or a phone', { tag: 'Customers', answer: DuplicateList }),
  },
  '/api/v1/customers.csv': {
    get: {
      summary: 'Customers as a table',
      tags: ['Customers'],
      security: [{ key: [] }, { session: [] }],
      requestParams: { query: CustomerExportQuery },
      responses: { 200: { description: 'CSV (RFC 4180)', content: { 'text/csv': { schema: z.string() } } } },
    },
  },
  '/api/v1/customers/import-csv': {
    post: operation('Take over a table of customers: all of it or, with an error in any line, nothing', {
      tag: 'Customers',
      body: CustomerTableRequest,
      answer: CustomerTableView,
    }),
  },
  '/api/v1/customers/{id}': {
    get: operation('One customer', { tag: 'Customers', path: id, answer: CustomerView }),
    patch: operation('Change what is known of a customer', {
      tag: 'Customers',
      path: id,
      body: CustomerChange,
      answer: CustomerView,
    }),
  },
  '/api/v1/customers/{id}/merge': {
    post: operation('Make one of two customers who are one person', {
      tag: 'Customers',
      path: id,
      body: MergeRequest,
      answer: CustomerView,
    }),
  },
  '/api/v1/customers/{id}/data': {
    get: operation('Everything that is known of a person, for them', { tag: 'Customers', path: id, answer: CustomerDataView }),
  },
  '/api/v1/customers/{id}/erase': {
    post: operation('Forget a person for good; bookings stay as figures without a name', {
      tag: 'Customers',
      path: id,
      body: EraseRequest,
      answer: ErasedView,
    }),
  },
  '/api/v1/customers/{id}/profile': {
    get: operation('A customer as a project sees them', { tag: 'Customers', path: id, query: ProfileQuery, answer: ProfileView }),
  },
  '/api/v1/outbox': { get: operation('Messages, newest first', { tag: 'Customers', query: MessageQuery, answer: MessageList }) },
  '/api/v1/customers/{id}/registrations': {
    post: operation('Give a customer a place in a project, with the rep who looks after them there', {
      tag: 'Projects',
      path: id,
      body: RegistrationRequest,
      status: 201,
      answer: RegistrationView,
    }),
  },
  '/api/v1/registrations/{id}': {
    patch: operation('Change what is known of a customer in a project', {
      tag: 'Projects',
      path: id,
      body: RegistrationChange,
      answer: RegistrationView,
    }),
  },
  '/api/v1/projects': { get: operation('All projects', { tag: 'Projects', answer: ProjectList }) },
  '/api/v1/projects/{ref}/reps': { get: operation('The reps of a project', { tag: 'Projects', path: ref, answer: MemberList }) },
  '/api/v1/forms/{slug}': {
    get: operation('A registration form of a project', { tag: 'Registration forms', path: slug, answer: FormView, open: true }),
  },
  '/api/v1/forms/{slug}/registrations': {
    post: operation('Register for the project', {
      tag: 'Registration forms',
      path: slug,
      body: FormRegistrationRequest,
      status: 201,
      answer: RegisteredView,
      open: true,
      creates: true,
    }),
  },
}
