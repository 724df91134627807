import { type RequestHandler, Router, type Router as Routes } from 'express'
import { countAffected } from '../../actions/affected.ts'
import { exportSetup } from '../../actions/export-setup.ts'
import { importSetup } from '../../actions/import/import-setup.ts'
import type { Services } from '../../actions/services.ts'
import { findPages } from '../../db/booking-pages.ts'
import { findCoordinators } from '../../db/customers.ts'
import { findEventTypes } from '../../db/event-types.ts'
import { findPools } from '../../db/pools.ts'
import { findProjects } from '../../db/projects.ts'
import { findRepIdsByEmail } from '../../db/reps.ts'
import { instantText } from '../../domain/interval.ts'
import { callerOf, ownCustomerOf } from '../auth.ts'
import { jsonBody } from '../body.ts'
import { ExportQuery, ImportRequest } from '../contract/import.ts'
import { read } from '../problem.ts'
import { repView } from '../views.ts'

/** Configuration as data, and what the console chooses from. Mounted before the common body parser: an import may be 32 MiB. */
export const importRoutes = (services: Services, staff: RequestHandler): Routes =>
  Router().post('/import', staff, jsonBody('32mb'), async (req, res) => {
    const data = read(ImportRequest, req.body)
    const counts = Object.entries(await importSetup(services, callerOf(res), data))
    const reps = await findRepIdsByEmail(
      services.db,
      data.reps.map(({ email }) => email),
    )
    const affected = await countAffected(services, reps)
    res.json({
      at: instantText(services.now()),
      created: Object.fromEntries(counts.map(([kind, { created }]) => [kind, created])),
      updated: Object.fromEntries(counts.map(([kind, { updated }]) => [kind, updated])),
      affected: affected.map(({ rep, bookings }) => ({ rep: repView(rep), bookings })),
    })
  })

export const setupRoutes = (services: Services): Routes =>
  Router()
    .get('/export', async (req, res) => void res.json(await exportSetup(services, read(ExportQuery, req.query).only)))
    .get('/setup', async (_req, res) => {
      const { db } = services
      const forOne = ownCustomerOf(res) !== null
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
        bookingPages: forOne ? [] : (await findPages(db)).map(({ slug, title }) => ({ slug, title })),
        coordinators: forOne ? [] : await findCoordinators(db),
      })
    })
