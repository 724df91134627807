import type { RequestHandler } from 'express'
import { Router } from 'express'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import { readFigures } from '../actions/operation/read-figures.ts'
import type { Services } from '../actions/services.ts'
import { findMigrations } from '../db/operation.ts'
import { Refusal } from '../domain/refusal.ts'
import { isKey } from './auth.ts'

export interface Metrics {
  readonly count: RequestHandler
  /** All figures as they are now, in Prometheus' own form. */
  read(): Promise<{ type: string; text: string }>
}

/** Counts requests by route, method and status, never by address: an address may hold a token. */
export function openMetrics(services: Services): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const labelNames = ['method', 'route', 'status'] as const
  const requests = new Counter({ name: 'switchboard_requests_total', help: 'Requests answered', labelNames, registers: [registry] })
  const seconds = new Histogram({
    name: 'switchboard_request_seconds',
    help: 'Time to answer',
    labelNames: ['method', 'route'],
    registers: [registry],
  })
  const look = watchBackground(registry, services)
  return {
    async read() {
      await look()
      return { type: registry.contentType, text: await registry.metrics() }
    },
    count(req, res, next) {
      const began = performance.now()
      res.on('finish', () => {
        const route = req.route ? `${req.baseUrl}${String(req.route.path)}` : 'none'
        requests.inc({ method: req.method, route, status: res.statusCode })
        seconds.observe({ method: req.method, route }, (performance.now() - began) / 1000)
      })
      next()
    },
  }
}

const secondsSince = (instant: Date | null, now: Date) => (instant === null ? 0 : Math.max(0, (now.getTime() - instant.getTime()) / 1000))

/** Gauges of what works in the background, and the look that sets them. */
function watchBackground(registry: Registry, services: Services): () => Promise<void> {
  const gauge = (name: string, help: string, labelNames: string[] = []) =>
    new Gauge({ name: `switchboard_${name}`, help, labelNames, registers: [registry] })
  const jobs = gauge('jobs', 'Jobs that are not done, by name and state: waiting, later, running, struggling, failed', ['job', 'state'])
  const late = gauge('jobs_oldest_seconds', 'For how long the job that has waited longest has been due', ['job'])
  const accounts = gauge('calendar_accounts', 'Calendar accounts, by state: reached, unreachable', ['state'])
  const calendarLag = gauge('calendar_lag_seconds', 'For how long the calendar account that has waited longest was to be read')
  const crmLag = gauge('salesforce_lag_seconds', 'Time since Salesforce was last read; 0 without an org')
  const unwritten = gauge('salesforce_unwritten', 'Bookings that Salesforce did not take')
  const webhooks = gauge('webhooks_failing', 'Webhooks in use that have given up their last delivery of the day')
  const finderAge = gauge('finder_age_seconds', 'Time since the finder last heard from the database what has changed')
  const reps = gauge('finder_reps', 'Reps in memory')
  const up = gauge('database_up', '1 if the database answered when these figures were read, 0 if it did not')

  return async () => {
    const now = services.now()
    reps.set(services.finder.size())
    finderAge.set(secondsSince(services.finder.readAt(), now))
    const figures = await within(PATIENCE_MS, readFigures(services)).catch(() => null)
    up.set(figures ? 1 : 0)
    if (!figures) return
    const { calendars, salesforce } = figures
    jobs.reset()
    late.reset()
    for (const { name, waiting, later, running, struggling, failed, dueSince } of figures.jobs) {
      for (const [state, count] of Object.entries({ waiting, later, running, struggling, failed })) jobs.set({ job: name, state }, count)
      late.set({ job: name }, secondsSince(dueSince, now))
    }
    accounts.set({ state: 'unreachable' }, calendars.unreachable)
    accounts.set({ state: 'reached' }, calendars.accounts - calendars.unreachable)
    calendarLag.set(secondsSince(calendars.dueSince, now))
    crmLag.set(salesforce ? secondsSince(salesforce.readAt, now) : 0)
    unwritten.set(salesforce?.unwritten ?? 0)
    webhooks.set(figures.webhooksFailing)
  }
}

/** How long the database may take to show that it is there. */
const PATIENCE_MS = 3000

/** `work`, unless it takes longer than that. */
async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('It took too long.')), ms)
  })
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}

/** Whether the process lives, whether it can answer, and its figures. */
export const operationRoutes = ({ db, finder }: Services, adminKey: string, metrics: Metrics, migrations: readonly string[]): Router =>
  Router()
    .get('/healthz', (_req, res) => void res.json({ status: 'ok' }))
    .get('/readyz', async (_req, res) => {
      try {
        const [done] = await within(PATIENCE_MS, Promise.all([findMigrations(db), finder.refresh()]))
        if (migrations.every((name) => done.includes(name))) return void res.json({ status: 'ready', reps: finder.size() })
        res.status(503).json({ status: 'migrations missing' })
      } catch {
        res.status(503).json({ status: 'database unreachable' })
      }
    })
    .get('/metrics', async (req, res) => {
      const [, key] = /^Bearer (\S+)$/i.exec(req.get('authorization') ?? '') ?? []
      if (!key || !isKey(key, adminKey)) throw new Refusal('unauthenticated', 'Send the administrator key as a bearer token.')
      const { type, text } = await metrics.read()
      res.type(type).send(text)
    })
