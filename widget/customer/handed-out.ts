import type { Page } from './public-api.ts'

/** The server takes a form for a machine's if it comes back sooner than two seconds after the page was handed out. */
const FASTEST_MS = 2100

const waits = new WeakMap<Page, Promise<void>>()

/** Remember that a page has just been handed out. */
export function handedOut(page: Page): Page {
  waits.set(page, new Promise((resolve) => setTimeout(resolve, FASTEST_MS)))
  return page
}

/** Wait until a page may be answered, for those few who know at once what they want. */
export const mayAnswer = async (page: Page): Promise<void> => waits.get(page)
