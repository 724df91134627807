import { Router } from 'express'
import type { z } from 'zod'
import { dropFailedJob, replayFailedJobs } from '../../actions/operation/failed-jobs.ts'
import { readFigures } from '../../actions/operation/read-figures.ts'
import type { Services } from '../../actions/services.ts'
import { isId } from '../../db/database.ts'
import { type FailedJob, findFailedJobs } from '../../db/jobs.ts'
import { type Alert, alertsOf } from '../../domain/alert.ts'
import { instantText } from '../../domain/interval.ts'
import { Refusal } from '../../domain/refusal.ts'
import { type AlertView, FailedJobQuery, type FailedJobView, JobReplayRequest } from '../contract/operation.ts'
import { cursorOf, pageOf, readCursor } from '../cursor.ts'
import { read } from '../problem.ts'

const alertView = ({ since, ...alert }: Alert): z.input<typeof AlertView> => ({ ...alert, since: since && instantText(since) })

const jobView = ({ data: _, askedAt, failedAt, ...job }: FailedJob): z.input<typeof FailedJobView> => ({
  ...job,
  askedAt: instantText(askedAt),
  failedAt: instantText(failedAt),
})

const jobId = (text: string): string => {
  if (!isId(text)) throw new Refusal('not-found', 'There is no such failed job.')
  return text
}

/** What an administrator should know of how the service runs, and jobs that were given up. */
export const operationStaffRoutes = (services: Services): Router =>
  Router()
    .get('/alerts', async (_req, res) => {
      const alerts = alertsOf(await readFigures(services), services.now())
      res.json({ items: alerts.map(alertView), nextCursor: null })
    })
    .get('/jobs/failed', async (req, res) => {
      const { cursor, limit } = read(FailedJobQuery, req.query)
      const [failedAt, id] = readCursor(cursor, ['instant', 'id']) ?? []
      const before = failedAt !== undefined && id !== undefined ? { before: { failedAt: new Date(failedAt), id } } : {}
      const found = await findFailedJobs(services.db, { ...before, limit: limit + 1 })
      const { items, nextCursor } = pageOf(found, limit, (last) => cursorOf(last.failedAt.toISOString(), last.id))
      res.json({ items: items.map(jobView), nextCursor })
    })
    .post('/jobs/failed/replays', async (req, res) => {
      read(JobReplayRequest, req.body)
      res.json({ replayed: await replayFailedJobs(services, null) })
    })
    .post('/jobs/failed/:id/replay', async (req, res) => {
      read(JobReplayRequest, req.body)
      res.json({ replayed: await replayFailedJobs(services, jobId(req.params.id)) })
    })
    .delete('/jobs/failed/:id', async (req, res) => {
      await dropFailedJob(services, jobId(req.params.id))
      res.status(204).end()
    })
