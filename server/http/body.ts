import express, { type RequestHandler } from 'express'
import { Refusal } from '../domain/refusal.ts'

/** Read a JSON body of at most `limit`. A body of another kind is refused: it would count as none, and a cancellation needs none. */
export function jsonBody(limit: string): RequestHandler {
  const parse = express.json({ limit })
  return (req, res, next) => {
    const empty = req.headers['transfer-encoding'] === undefined && Number(req.headers['content-length'] ?? 0) === 0
    if (!empty && !req.is('application/json'))
      throw new Refusal('invalid', 'Send the body as application/json.', { errors: [{ pointer: '', detail: 'must be application/json' }] })
    parse(req, res, next)
  }
}
