import { Router } from 'express'
import type { z } from 'zod'
import { CONSENT_MINUTES, connectCrm } from '../../actions/crm/connect.ts'
import { decideCrm } from '../../actions/crm/decide.ts'
import { disconnectCrm } from '../../actions/crm/disconnect.ts'
import { fieldsOfCrm } from '../../actions/crm/fields.ts'
import { replayAllCrmWrites, replayCrmWrite } from '../../actions/crm/replay.ts'
import type { Services } from '../../actions/services.ts'
import { countCrmWrites, findCrmUser, findOrg, type StoredOrg } from '../../db/crm-org.ts'
import { type CrmFailure, listCrmFailures } from '../../db/crm-records.ts'
import type { Database } from '../../db/database.ts'
import { findEventTypes } from '../../db/event-types.ts'
import { factsOfCertificate } from '../../domain/certificate.ts'
import { instantText } from '../../domain/interval.ts'
import { callerOf, personOf } from '../auth.ts'
import {
  ConnectRequest,
  type ConnectView,
  type FailureList,
  FailureQuery,
  type FieldList,
  FieldQuery,
  SalesforceChange,
  type SalesforceView,
  WriteAgainRequest,
  type WrittenAgainView,
} from '../contract/salesforce.ts'
import { cursorOf, pageOf, readCursor } from '../cursor.ts'
import { read } from '../problem.ts'
import { CRM_COOKIE, CRM_PATH } from '../salesforce-consent.ts'

const textOf = (instant: Date | null) => instant && instantText(instant)

function stateOf({ revoked, failingSince, pausedUntil }: StoredOrg, now: Date) {
  if (revoked) return 'revoked'
  if (pausedUntil !== null && pausedUntil > now) return 'paused'
  return failingSince === null ? 'connected' : 'failing'
}

async function orgView({ db, now }: Services, org: StoredOrg): Promise<NonNullable<z.input<typeof SalesforceView>['org']>> {
  const { id, name, sandbox, apiUrl, userId, failingSince, problem, pausedUntil, readAt, connectedAt, callsUsed, callsAllowed, rules } = org
  const user = await findCrmUser(db, userId)
  const certificate = org.launchCertificate === null ? null : factsOfCertificate(org.launchCertificate)
  const state = stateOf(org, now())
  return {
    id,
    name,
    sandbox,
    address: apiUrl,
    user: { id: userId, name: user?.name ?? null, email: user?.email ?? null },
    connectedAt: instantText(connectedAt),
    state,
    lastReadAt: textOf(readAt),
    failingSince: textOf(failingSince),
    problem,
    pausedUntil: state === 'paused' ? textOf(pausedUntil) : null,
    calls: callsUsed === null || callsAllowed === null ? null : { used: callsUsed, allowed: callsAllowed },
    launchCertificate: certificate && {
      subject: certificate.subject,
      from: instantText(certificate.from),
      until: instantText(certificate.until),
    },
    rules: { ...rules, mappings: rules.mappings.map(({ from, object, field }) => ({ from, object, field })) },
  }
}

/** Each question once: several event types may ask the same. */
async function askedQuestions(db: Database): Promise<{ key: string; label: string }[]> {
  const questions = (await findEventTypes(db)).flatMap((one) => one.questions)
  return [...new Map(questions.map(({ key, label }) => [key, { key, label }])).values()]
}

const failureView = (one: CrmFailure): z.input<typeof FailureList>['items'][number] => ({
  id: one.bookingId,
  subject: one.subject,
  customer: one.customerName,
  rep: one.repName,
  status: one.status,
  start: instantText(one.start),
  problem: one.problem,
  tries: one.failures,
  failedAt: instantText(one.failedAt),
})

/** The one org that bookings are written to: how it is, what was decided about it, and what it did not take. */
export const salesforceRoutes = (services: Services): Router => {
  const { db, publicUrl } = services
  const show = async (remark: string | null = null): Promise<z.input<typeof SalesforceView>> => {
    const org = await findOrg(db)
    return {
      signIn: services.crmSignIn?.by ?? null,
      redirectUri: `${publicUrl}${CRM_PATH}`,
      org: org && (await orgView(services, org)),
      writes: await countCrmWrites(db),
      answers: await askedQuestions(db),
      remark,
    }
  }

  return Router()
    .get('/salesforce', async (_req, res) => void res.json(await show()))
    .patch('/salesforce', async (req, res) => {
      const { checked } = await decideCrm(services, callerOf(res), read(SalesforceChange, req.body))
      res.json(
        await show(checked ? null : 'Salesforce could not be asked whether it has these fields. They are checked again at each write.'),
      )
    })
    .delete('/salesforce', async (_req, res) => {
      await disconnectCrm(services, callerOf(res))
      res.status(204).end()
    })
    .post('/salesforce/connect', async (req, res) => {
      read(ConnectRequest, req.body)
      const begun = await connectCrm(services, callerOf(res), personOf(res).accountId)
      if (begun)
        res.cookie(CRM_COOKIE, begun.kept, {
          httpOnly: true,
          // The browser brings it along when Salesforce sends it back.
          sameSite: 'lax',
          secure: publicUrl.startsWith('https:'),
          path: CRM_PATH,
          maxAge: CONSENT_MINUTES * 60_000,
        })
      res.json({ url: begun?.url ?? null } satisfies z.input<typeof ConnectView>)
    })
    .get('/salesforce/fields', async (req, res) => {
      const fields = await fieldsOfCrm(services, read(FieldQuery, req.query).object)
      const items = fields.map(({ name, label, type, creatable, updatable, required, length, values }) => {
        const written = { name, label, type, creatable, updatable, required, length }
        return { ...written, values: values && [...values] }
      })
      res.json({ items, nextCursor: null } satisfies z.input<typeof FieldList>)
    })
    .get('/salesforce/failures', async (req, res) => {
      const { cursor, limit } = read(FailureQuery, req.query)
      const [at, bookingId] = readCursor(cursor, ['instant', 'id']) ?? []
      const after = at && bookingId ? { after: { failedAt: new Date(at), bookingId } } : {}
      const found = await listCrmFailures(db, { limit: limit + 1, ...after })
      const { items, nextCursor } = pageOf(found, limit, (last) => cursorOf(last.failedAt.toISOString(), last.bookingId))
      res.json({ items: items.map(failureView), nextCursor })
    })
    .post('/salesforce/failures/:id/replay', async (req, res) => {
      read(WriteAgainRequest, req.body)
      await replayCrmWrite(services, req.params.id)
      res.json({ replayed: 1 } satisfies z.input<typeof WrittenAgainView>)
    })
    .post('/salesforce/replays', async (req, res) => {
      read(WriteAgainRequest, req.body)
      res.json({ replayed: await replayAllCrmWrites(services) } satisfies z.input<typeof WrittenAgainView>)
    })
}
