import { Router } from 'express'
import type { z } from 'zod'
import { type AskedRequest, answerByLink, findAsked } from '../../actions/answer-by-link.ts'
import type { Services } from '../../actions/services.ts'
import { findEventTypesByIds } from '../../db/event-types.ts'
import type { Answer } from '../../domain/booking.ts'
import { instantText } from '../../domain/interval.ts'
import { ApproveRequest, DeclineRequest } from '../contract/bookings.ts'
import type { AskedView } from '../contract/requests.ts'
import { read } from '../problem.ts'

/** The links in a rep's mail about a request. Looking changes nothing: programs that read mail follow every link. */
export function requestRoutes(services: Services): Router {
  return Router()
    .get('/requests/:token', async (req, res) => void res.json(await view(services, await findAsked(services, req.params.token))))
    .post('/requests/:token/approve', async (req, res) => {
      read(ApproveRequest, req.body)
      res.json(await view(services, await answerByLink(services, req.params.token, { kind: 'approve' })))
    })
    .post('/requests/:token/decline', async (req, res) => {
      const answer = { kind: 'decline', ...read(DeclineRequest, req.body) } as const
      res.json(await view(services, await answerByLink(services, req.params.token, answer)))
    })
}

async function view({ db }: Services, { state, booking, rep, shown }: AskedRequest): Promise<z.input<typeof AskedView>> {
  if (!shown) return { state, request: null }
  const [eventType] = await findEventTypesByIds(db, [booking.eventTypeId])
  const { name, email, phone } = booking.customer
  return {
    state,
    request: {
      eventType: { name: eventType?.name ?? '' },
      start: instantText(booking.start),
      end: instantText(booking.end),
      timeZone: rep.timeZone,
      rep: { name: rep.name },
      customer: { name, email, phone },
      location: booking.location,
      answers: booking.answers.map(({ label, value }) => ({ label, value: answerText(value) })),
    },
  }
}

const answerText = (value: Answer['value']): string =>
  typeof value === 'boolean' ? (value ? 'Yes' : 'No') : typeof value === 'object' ? value.join(', ') : String(value)
