/** A program that is told of bookings: it checks signatures as Standard Webhooks 1.0 has it, and answers as it is asked to. */
import { createHmac } from 'node:crypto'
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Received {
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly text: string
  readonly body: any
}

export interface Receiver {
  readonly url: string
  readonly received: Received[]
  /** How the next requests are answered; 204 unless said. */
  answerWith(answer: (res: ServerResponse) => void): void
  close(): Promise<void>
}

/** Listens on 127.0.0.1. */
export async function openReceiver(): Promise<Receiver> {
  const received: Received[] = []
  let answer = (res: ServerResponse): void => void res.writeHead(204).end()
  const server = createServer(async (req, res) => {
    let text = ''
    for await (const part of req.setEncoding('utf8')) text += part
    received.push({ path: req.url ?? '', headers: req.headers, text, body: text === '' ? null : JSON.parse(text) })
    answer(res)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    answerWith(next) {
      answer = next
    },
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** Whether a request is signed with this secret. */
export function isSigned(secret: string, { headers, text }: Received): boolean {
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64')
  const right = createHmac('sha256', key).update(`${headers['webhook-id']}.${headers['webhook-timestamp']}.${text}`).digest('base64')
  return String(headers['webhook-signature']).split(' ').includes(`v1,${right}`)
}
