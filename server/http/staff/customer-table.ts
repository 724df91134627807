import { type RequestHandler, Router, type Router as Routes } from 'express'
import type { z } from 'zod'
import { importCustomerTable } from '../../actions/import/customer-table.ts'
import type { Services } from '../../actions/services.ts'
import { findCustomers } from '../../db/customer-search.ts'
import { getProject } from '../../db/projects.ts'
import { findRepCards } from '../../db/reps.ts'
import { callerOf, sightIn } from '../auth.ts'
import { jsonBody } from '../body.ts'
import { CustomerExportQuery, CustomerTableRequest, type CustomerTableView } from '../contract/customers.ts'
import { csvText } from '../csv.ts'
import { atLines, CUSTOMER_HEADING, customerLine, customersOf } from '../customer-table.ts'
import { read } from '../problem.ts'

/** So many customers are read at a time. */
const PAGE = 1000

/** Customers in and out as a table. Mounted before the common body parser: a table may be 32 MiB. */
export const customerTableRoutes = (services: Services, staff: RequestHandler): Routes =>
  Router()
    .post('/customers/import-csv', staff, jsonBody('32mb'), async (req, res) => {
      const { csv, project, dryRun } = read(CustomerTableRequest, req.body)
      const projectId = project === undefined ? null : (await getProject(services.db, project)).id
      const { customers, lines, ignored } = customersOf(csv)
      const counts = await importCustomerTable(services, callerOf(res), { customers, projectId, dryRun }).catch((error: unknown) => {
        throw atLines(error, lines)
      })
      res.json({ ...counts, ignored: [...ignored], dryRun } satisfies z.input<typeof CustomerTableView>)
    })
    .get('/customers.csv', staff, async (req, res) => {
      const { db } = services
      const { search, project } = read(CustomerExportQuery, req.query)
      const sight = await sightIn(services, res, project)
      res.type('text/csv').attachment('registrants.csv')
      res.write(csvText([CUSTOMER_HEADING]))
      let after: { name: string; id: string } | undefined
      do {
        const query = { ...(search ? { search } : {}), ...(after ? { after } : {}), limit: PAGE }
        const found = await findCustomers(db, sight, query)
        const owners = await findRepCards(
          db,
          found.flatMap(({ ownerId }) => ownerId ?? []),
        )
        if (res.destroyed) return
        if (found.length > 0) res.write(csvText(found.map((one) => customerLine(one, owners.get(one.ownerId ?? '')?.email ?? null))))
        after = found.length === PAGE ? found.at(-1) : undefined
      } while (after)
      res.end()
    })
