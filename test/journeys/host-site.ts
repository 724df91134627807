/** A website of somebody else, on an origin of its own and with a strict content policy, that embeds booking pages. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface HostSite {
  readonly url: string
  /** What every address of the site shows from now on. `SERVICE` stands for the address of the service. */
  show(body: string): void
  close(): Promise<void>
}

/** Open such a site. Its policy names the service and nothing else: no inline script or style, no other origin. */
export async function openHostSite(service: string): Promise<HostSite> {
  let shown = ''
  const policy = `default-src 'none'; script-src 'self' ${service}; connect-src ${service}; frame-src ${service}; style-src 'self'; img-src 'self'; base-uri 'none'`
  const server: Server = createServer((req, res) => {
    if (req.url === '/heard.js') return void res.writeHead(200, { 'Content-Type': 'text/javascript' }).end(HEARD)
    if (req.url === '/site.css') return void res.writeHead(200, { 'Content-Type': 'text/css' }).end(STYLE)
    res
      .writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', 'Content-Security-Policy': policy })
      .end(shown.replaceAll('SERVICE', service))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    show(body) {
      shown = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Bluewater Homes</title><link rel="stylesheet" href="/site.css"><script src="/heard.js"></script></head><body><main><h1>Bluewater Homes</h1><p>Homes by the water.</p>${body}</main></body></html>`
    },
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** Keeps every event that reaches the site. */
const HEARD = `globalThis.heard = []
for (const name of ['ready', 'slot-selected', 'booked', 'rescheduled', 'cancelled', 'registered', 'error'])
  document.addEventListener(name, (event) => event.detail && heard.push({ name, detail: event.detail, from: event.target.localName }))
`

/** As hostile as styles of websites are: small rem, everything in capitals, buttons of its own. */
const STYLE = `html { font-size: 62.5%; }
* { color: rebeccapurple; font-family: serif; text-transform: uppercase; letter-spacing: 2px; }
body { margin: 0 auto; max-width: 110rem; padding: 2rem; font-size: 1.6rem; }
button, input, h1, h2, p { border: 5px solid red !important; margin: 40px !important; }
switchboard-booking:not([mode]) { margin: 20px 0; }
iframe { width: 100%; height: 200px; border: 0; }
`
