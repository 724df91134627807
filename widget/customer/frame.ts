import type { Tell } from './place.ts'

/** What a booking page in a frame says to the page around it; `embed-frame.js` listens. */
export interface FrameMessage {
  readonly source: 'switchboard'
  readonly type: string
  readonly detail: unknown
}

/** Tells the page around the frame what happens, and how high the content is. Who that page is cannot be known, so nothing secret is said. */
export function frameTell(content: HTMLElement): Tell {
  const say = (type: string, detail: unknown) => parent.postMessage({ source: 'switchboard', type, detail } satisfies FrameMessage, '*')
  new ResizeObserver(() => say('height', Math.ceil(content.getBoundingClientRect().height))).observe(content)
  return say
}
