import type { RequestHandler } from 'express'
import { Router } from 'express'
import { sql } from 'kysely'
import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client'
import type { Services } from '../actions/services.ts'
import { Refusal } from '../domain/refusal.ts'
import { isKey } from './auth.ts'

/** Counts requests by route, method and status, never by address: an address may hold a token. */
export function openMetrics(): { registry: Registry; count: RequestHandler } {
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
  return {
    registry,
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

/** Whether the process lives, whether it can answer, and its figures. */
export const operationRoutes = ({ db, finder }: Services, adminKey: string, registry: Registry): Router =>
  Router()
    .get('/healthz', (_req, res) => void res.json({ status: 'ok' }))
    .get('/readyz', async (_req, res) => {
      try {
        await sql`select 1 from booking limit 1`.execute(db)
        await finder.refresh()
        res.json({ status: 'ready', reps: finder.size() })
      } catch {
        res.status(503).json({ status: 'database unreachable' })
      }
    })
    .get('/metrics', async (req, res) => {
      const [, key] = /^Bearer (\S+)$/i.exec(req.get('authorization') ?? '') ?? []
      if (!key || !isKey(key, adminKey)) throw new Refusal('unauthenticated', 'Send the administrator key as a bearer token.')
      res.type(registry.contentType).send(await registry.metrics())
    })
