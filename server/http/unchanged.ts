import { hash, randomUUID } from 'node:crypto'
import type { Request, Response } from 'express'
import type { Services } from '../actions/services.ts'
import { minuteAfter } from '../domain/interval.ts'

/** The finder's version counts from this process's start, so another process's tags mean nothing here. */
const thisProcess = randomUUID()

/** Tag the answer to `question` with the finder's version and the minute that it was made from. */
export function tag(res: Response, made: { readonly version: number; readonly now: number }, question: unknown): void {
  const digest = hash('sha256', JSON.stringify([thisProcess, made.version, made.now, question]), 'base64url')
  res.set({ ETag: `"${digest}"`, 'Cache-Control': 'private, no-cache' })
}

/** Whether the asker has the very answer that the question would get now. Then it is told so (304), and nothing is computed. */
export async function isUnchanged({ finder, now }: Services, req: Request, res: Response, question: unknown): Promise<boolean> {
  if (req.get('if-none-match') === undefined) return false
  await finder.refresh()
  tag(res, { version: finder.version(), now: minuteAfter(now()) }, question)
  if (!req.fresh) return false
  res.status(304).end()
  return true
}
