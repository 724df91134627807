import { type RequestHandler, Router, type Router as Routes } from 'express'
import { exportSetup } from '../../actions/export-setup.ts'
import { importSetup } from '../../actions/import/import-setup.ts'
import type { Services } from '../../actions/services.ts'
import { findPages } from '../../db/booking-pages.ts'
import { findCoordinators } from '../../db/customers.ts'
import { findEventTypes } from '../../db/event-types.ts'
import { findPools } from '../../db/pools.ts'
import { findProjects } from '../../db/projects.ts'
import { instantText } from '../../domain/interval.ts'
import { jsonBody } from '../body.ts'
import { ImportRequest } from '../contract/import.ts'
import { read } from '../problem.ts'

/** Configuration as data, and what the console chooses from. Mounted before the common body parser: an import may be 32 MiB. */
export const importRoutes = (services: Services, staff: RequestHandler): Routes =>
  Router().post('/import', staff, jsonBody('32mb'), async (req, res) => {
    const counts = Object.entries(await importSetup(services, read(ImportRequest, req.body)))
    res.json({
      at: instantText(services.now()),
      created: Object.fromEntries(counts.map(([kind, { created }]) => [kind, created])),
      updated: Object.fromEntries(counts.map(([kind, { updated }]) => [kind, updated])),
    })
  })

export const setupRoutes = (services: Services): Routes =>
  Router()
    .get('/export', async (_req, res) => void res.json(await exportSetup(services)))
    .get('/setup', async (_req, res) => {
      const { db } = services
      res.json({
        eventTypes: (await findEventTypes(db)).map(({ slug, name, durationMinutes, slotIntervalMinutes, bookingWindowDays }) => ({
          slug,
          name,
          durationMinutes,
          slotIntervalMinutes,
          bookingWindowDays,
        })),
        pools: (await findPools(db)).map(({ slug, name, members, strict }) => ({ slug, name, members: members.length, strict })),
        projects: (await findProjects(db)).map(({ slug, name, timeZone }) => ({ slug, name, timeZone })),
        bookingPages: (await findPages(db)).map(({ slug, title }) => ({ slug, title })),
        coordinators: await findCoordinators(db),
      })
    })
