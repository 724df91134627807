/** `/embed-frame.js`, for websites that show a booking page in an iframe: gives the frame the height of its content, and tells what happens in it. */
import type { FrameMessage } from './customer/frame.ts'

const { origin } = new URL(import.meta.url)

addEventListener('message', (event: MessageEvent<Partial<FrameMessage> | null>) => {
  if (event.origin !== origin || event.data?.source !== 'switchboard') return
  const { type, detail } = event.data
  const frame = [...document.querySelectorAll('iframe')].find((one) => one.contentWindow === event.source)
  if (!frame || type === undefined) return
  if (type !== 'height') frame.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }))
  else if (typeof detail === 'number') frame.style.height = `${detail}px`
})
