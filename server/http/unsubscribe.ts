import { type RequestHandler, type Response, Router } from 'express'
import { STOP } from '../actions/activities/mail.ts'
import type { Services } from '../actions/services.ts'
import { stopEmailsOf } from '../db/email-stops.ts'
import { readSigned } from '../domain/signed.ts'
import { sendPlainPage } from './plain-page.ts'

const unknown = (res: Response) => sendPlainPage(res, 404, 'This address leads nowhere', ['It may be incomplete, or too old.'])

/** The link in emails that nobody writes by hand: one click, by a person or by their mail program (RFC 8058), and no more of them come. */
export const unsubscribeRoutes = ({ db, secret, now }: Services, limit: RequestHandler): Router =>
  Router()
    .get('/unsubscribe/:token', limit, (req, res) => {
      if (readSigned(secret, STOP, String(req.params.token)) === null) return unknown(res)
      const says = ['Press the button, and we send you no more emails like the one you came from. Invitations to appointments still come.']
      sendPlainPage(res, 200, 'No more emails like this?', says, { button: 'No more emails' })
    })
    .post('/unsubscribe/:token', limit, async (req, res) => {
      const messageId = readSigned(secret, STOP, String(req.params.token))
      if (messageId === null || !(await stopEmailsOf(db, messageId, now()))) return unknown(res)
      sendPlainPage(res, 200, 'That is done', ['We send you no more emails like that. Invitations to appointments still come.'])
    })
