import { Router } from 'express'
import type { z } from 'zod'
import { block, unblock } from '../../actions/blocklist.ts'
import type { Services } from '../../actions/services.ts'
import { type Blocked, findBlocked } from '../../db/blocklist.ts'
import { instantText } from '../../domain/interval.ts'
import { callerOf } from '../auth.ts'
import { type BlockedView, BlocklistQuery, BlockRequest } from '../contract/blocklist.ts'
import { cursorOf, pageOf, readCursor } from '../cursor.ts'
import { read } from '../problem.ts'

const blockedView = ({ id, entry, reason, author, createdAt }: Blocked): z.input<typeof BlockedView> => ({
  id,
  entry,
  reason,
  author: { name: author.name, email: author.email },
  createdAt: instantText(createdAt),
})

/** Who may not book on public pages. */
export const blocklistRoutes = (services: Services): Router =>
  Router()
    .get('/blocklist', async (req, res) => {
      const { cursor, limit } = read(BlocklistQuery, req.query)
      const [after] = readCursor(cursor, ['domainOrEmail']) ?? []
      const found = await findBlocked(services.db, { ...(after === undefined ? {} : { after }), limit: limit + 1 })
      const page = pageOf(found, limit, (last) => cursorOf(last.entry))
      res.json({ ...page, items: page.items.map(blockedView) })
    })
    .post('/blocklist', async (req, res) => {
      res.status(201).json(blockedView(await block(services, callerOf(res), read(BlockRequest, req.body))))
    })
    .delete('/blocklist/:id', async (req, res) => {
      await unblock(services, callerOf(res), req.params.id)
      res.status(204).end()
    })
