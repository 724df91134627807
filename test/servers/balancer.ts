/** What stands before several processes of the service: each connection goes to the next one that is ready. */
import { get } from 'node:http'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** A process of the service, which may come and go. */
export interface Behind {
  readonly port: number
  /** Whether it was ready when it was last asked. */
  up: boolean
}

export interface Balancer {
  readonly port: number
  close(): Promise<void>
}

/** Whether the process on this port can answer questions. */
export function isReady(port: number, patience = 1000): Promise<boolean> {
  return new Promise((resolve) => {
    const asked = get({ host: '127.0.0.1', port, path: '/readyz', timeout: patience, agent: false }, (answer) => {
      answer.resume()
      resolve(answer.statusCode === 200)
    })
    asked.on('timeout', () => asked.destroy())
    asked.on('error', () => resolve(false))
  })
}

/** How often each process is asked whether it can answer. */
const LOOK_MS = 100

/** `behind` may grow and shrink while it works. */
export async function openBalancer(behind: readonly Behind[]): Promise<Balancer> {
  let turn = 0
  const sockets = new Set<Socket>()
  const looking = setInterval(() => {
    for (const one of behind)
      void isReady(one.port).then((up) => {
        one.up = up
      })
  }, LOOK_MS)

  /** Those that can answer, in turn; if there are none, whoever takes the connection. */
  function inTurn(): Behind[] {
    turn++
    const all = behind.map((_, i) => behind[(turn + i) % behind.length] as Behind)
    return [...all.filter(({ up }) => up), ...all.filter(({ up }) => !up)]
  }

  function pass(client: Socket, [first, ...others]: readonly Behind[]): void {
    if (!first) return void client.resetAndDestroy()
    const service = connect({ host: '127.0.0.1', port: first.port, noDelay: true })
    sockets.add(service)
    let joined = false
    service.once('connect', () => {
      joined = true
      client.pipe(service)
      service.pipe(client)
      client.resume()
    })
    service.once('error', () => {
      if (joined) client.resetAndDestroy()
      else pass(client, others) // Nothing was sent yet, so another may be asked.
    })
    service.once('close', () => {
      sockets.delete(service)
      if (joined) client.destroySoon()
    })
    client.once('close', () => service.destroy())
  }

  const server = createServer({ pauseOnConnect: true, noDelay: true }, (client) => {
    sockets.add(client)
    client.on('error', () => {})
    client.once('close', () => sockets.delete(client))
    pass(client, inTurn())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      clearInterval(looking)
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
