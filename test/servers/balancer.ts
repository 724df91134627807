/** What stands before several processes of the service: each connection goes to the next process that can answer. */
import { get } from 'node:http'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** A process of the service, which may come and go. */
export interface Behind {
  readonly port: number
  /** Whether it was ready when it was last asked. */
  up: boolean
}

/** Whether a process says that it can answer; null: it says nothing for a second. */
export function isReady(port: number, patience = 1000): Promise<boolean | null> {
  return new Promise((resolve) => {
    const asked = get({ host: '127.0.0.1', port, path: '/readyz', timeout: patience, agent: false }, (answer) => {
      answer.resume()
      resolve(answer.statusCode === 200)
    })
    asked.on('timeout', () => {
      resolve(null)
      asked.destroy()
    })
    asked.on('error', () => resolve(false))
  })
}

export interface Balancer {
  readonly port: number
  close(): Promise<void>
}

/** How often each process is asked whether it can answer. */
const LOOK_MS = 100
/** How often in a row a process may say nothing. */
const MOST_SILENT = 3

/** `behind` may grow and shrink meanwhile. */
export async function openBalancer(behind: readonly Behind[]): Promise<Balancer> {
  let turn = 0
  const sockets = new Set<Socket>()
  const silences = new Map<Behind, number>()

  /** Who says no is left alone at once, who says nothing after a few tries: a process that is busy may be slow to tell. */
  async function look(one: Behind): Promise<void> {
    const says = await isReady(one.port)
    const silent = says === null ? (silences.get(one) ?? 0) + 1 : 0
    silences.set(one, silent)
    if (says !== null || silent >= MOST_SILENT) one.up = says ?? false
  }
  const looking = setInterval(() => {
    for (const one of behind) void look(one)
  }, LOOK_MS)

  /** Those that can answer, in turn; if there are none, whoever takes the connection. */
  function inTurn(): Behind[] {
    turn++
    const all = behind.map((_, i) => behind[(turn + i) % behind.length] as Behind)
    return [...all.filter(({ up }) => up), ...all.filter(({ up }) => !up)]
  }

  function pass(client: Socket, [web, ...others]: readonly Behind[]): void {
    if (!web) return void client.resetAndDestroy()
    const service = connect({ host: '127.0.0.1', port: web.port, noDelay: true })
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

  const server = createServer({ pauseOnConnect: true, noDelay: true, allowHalfOpen: false }, (client) => {
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
