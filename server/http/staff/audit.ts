import { Router } from 'express'
import type { z } from 'zod'
import type { Services } from '../../actions/services.ts'
import { type AuditEntry, findAudit } from '../../db/audit.ts'
import { instantText } from '../../domain/interval.ts'
import { AuditQuery, type AuditView } from '../contract/audit.ts'
import { cursorOf, pageOf, readCursor } from '../cursor.ts'
import { read } from '../problem.ts'

const auditView = ({ id, at, author, kind, name, action, changes }: AuditEntry): z.input<typeof AuditView> => ({
  id,
  at: instantText(at),
  author: { kind: author.kind, name: author.name, email: author.email },
  kind,
  name,
  action,
  changes: changes.map(({ field, before, after }) => ({ field, before, after })),
})

/** Who has changed what in the settings. */
export const auditRoutes = ({ db }: Services): Router =>
  Router().get('/audit', async (req, res) => {
    const { cursor, limit, ...filter } = read(AuditQuery, req.query)
    const [before] = readCursor(cursor, ['number']) ?? []
    const found = await findAudit(db, { ...filter, ...(before === undefined ? {} : { before }), limit: limit + 1 })
    const { items, nextCursor } = pageOf(found, limit, (last) => cursorOf(last.id))
    res.json({ items: items.map(auditView), nextCursor })
  })
