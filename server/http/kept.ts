import { hash, randomUUID } from 'node:crypto'
import type { Request, Response } from 'express'
import type { Services } from '../actions/services.ts'
import { minuteAfter } from '../domain/interval.ts'

/** The finder's version counts from this process's start, so another process's tags mean nothing here. */
const thisProcess = randomUUID()

/**
 * Answer with what `make` gives. It depends on the question, the minute and what the finder knows, and is kept until one of them changes: who
 * has that very answer already is told so (304), and whoever else asks the same gets the same text.
 */
export async function answerKept({ finder, now }: Services, req: Request, res: Response, question: unknown, make: () => Promise<unknown>) {
  await finder.refresh()
  const asked = JSON.stringify([thisProcess, finder.version(), minuteAfter(now()), req.path, question])
  const tag = `"${hash('sha256', asked, 'base64url')}"`
  res.set({ ETag: tag, 'Cache-Control': 'private, no-cache' })
  if (has(req, tag)) return void res.status(304).end()
  res.type('json').end(await finder.kept(tag, async () => JSON.stringify(await make())))
}

/** Whether the asker has the answer with this tag. Not `req.fresh`: it gives way to a `Cache-Control: no-cache`, which `fetch` sends along. */
const has = (req: Request, tag: string): boolean =>
  (req.get('if-none-match') ?? '').split(',').some((one) => one.trim().replace(/^W\//, '') === tag)
