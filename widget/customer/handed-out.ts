/** The server takes a form for a machine's if it comes back sooner than two seconds after the page was handed out. */
const FASTEST_MS = 2100

const waits = new WeakMap<object, Promise<void>>()

/** Remember that a page, or a form, has just been handed out. */
export function handedOut<P extends object>(page: P): P {
  waits.set(page, new Promise((resolve) => setTimeout(resolve, FASTEST_MS)))
  return page
}

/** Wait until a page may be answered, for those few who know at once what they want. */
export const mayAnswer = async (page: object): Promise<void> => waits.get(page)
