/** The company, its messages, and how the service runs. */
import { z } from 'zod'
import type { ZodOpenApiPathsObject } from 'zod-openapi'
import { AuditList, AuditQuery } from '../audit.ts'
import { BlockedView, Blocklist, BlocklistQuery, BlockRequest } from '../blocklist.ts'
import { SetupView } from '../customers.ts'
import { ExportQuery, ImportAnswer, ImportRequest } from '../import.ts'
import { PreviewRequest, PreviewView, TemplateIn, TemplateList, TemplateView, TestRequest, TestView } from '../message-templates.ts'
import { AlertList, FailedJobList, FailedJobQuery, JobReplayRequest, JobReplayView } from '../operation.ts'

import { id, operation } from './operation.ts'

export const settingUpPaths: ZodOpenApiPathsObject = {
  '/api/v1/blocklist': {
    get: operation('Who may not book on public pages', { tag: 'Setting up', query: BlocklistQuery, answer: Blocklist }),
    post: operation('Keep an address or a domain from booking', {
      tag: 'Setting up',
      body: BlockRequest,
      status: 201,
      answer: BlockedView,
    }),
  },
  '/api/v1/blocklist/{id}': { delete: operation('Let them book again', { tag: 'Setting up', path: id, status: 204 }) },
  '/api/v1/import': {
    post: operation('Take over configuration, all or nothing', { tag: 'Setting up', body: ImportRequest, answer: ImportAnswer }),
  },
  '/api/v1/export': {
    get: operation('The configuration in the shape that import takes', {
      tag: 'Setting up',
      query: ExportQuery,
      answer: ImportRequest,
    }),
  },
  '/api/v1/setup': { get: operation('What the console chooses from', { tag: 'Setting up', answer: SetupView }) },
  '/api/v1/audit': {
    get: operation('Who has changed what in the settings, newest first', { tag: 'Setting up', query: AuditQuery, answer: AuditList }),
  },
  '/api/v1/message-templates': {
    get: operation('The company’s own words for messages', { tag: 'Messages', answer: TemplateList }),
    post: operation('Save the words for a message', { tag: 'Messages', body: TemplateIn, answer: TemplateView }),
  },
  '/api/v1/message-templates/preview': {
    post: operation('How a message would read', { tag: 'Messages', body: PreviewRequest, answer: PreviewView }),
  },
  '/api/v1/message-templates/test': {
    post: operation('Send a message to oneself', { tag: 'Messages', body: TestRequest, answer: TestView }),
  },
  '/api/v1/message-templates/{id}': {
    delete: operation('Go back to the words of the service', { tag: 'Messages', path: id, status: 204 }),
  },
  '/api/v1/alerts': {
    get: operation('What an administrator should know of how the service runs, the worst first', {
      tag: 'Operations',
      answer: AlertList,
    }),
  },
  '/api/v1/jobs/failed': {
    get: operation('Jobs that were given up, the latest first', { tag: 'Operations', query: FailedJobQuery, answer: FailedJobList }),
  },
  '/api/v1/jobs/failed/{id}/replay': {
    post: operation('Do one of them anew', { tag: 'Operations', path: id, body: JobReplayRequest, answer: JobReplayView }),
  },
  '/api/v1/jobs/failed/{id}': {
    delete: operation('Forget one that nobody needs any more', { tag: 'Operations', path: id, status: 204 }),
  },
  '/api/v1/jobs/failed/replays': {
    post: operation('Do all of them anew', { tag: 'Operations', body: JobReplayRequest, answer: JobReplayView }),
  },
  '/healthz': { get: operation('The process lives', { tag: 'Operations', open: true, answer: z.object({ status: z.string() }) }) },
  '/readyz': {
    get: operation('Requests can be answered', { tag: 'Operations', open: true, answer: z.object({ status: z.string() }) }),
  },
  '/metrics': {
    get: {
      summary: 'Figures for Prometheus',
      tags: ['Operations'],
      security: [{ key: [] }],
      responses: { 200: { description: 'Prometheus text', content: { 'text/plain': { schema: z.string() } } } },
    },
  },
}
