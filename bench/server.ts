/** The service as a process of its own, on one kept-alive connection. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { Agent, request } from 'node:http'
import { type AddressInfo, createServer } from 'node:net'

const KEY = 'bench-administrator-key-0123456789abcdef'

export interface Server {
  /** Ask, and read the whole answer. Refuses any answer but a good one. */
  ask(
    method: string,
    path: string,
    body?: string,
    headers?: Record<string, string>,
  ): Promise<{ status: number; text: string; etag: string }>
  /** Memory of the process in MB: now, and at most since its start. */
  memory(): Promise<{ now: number; most: number }>
  stop(): Promise<void>
}

/** A port of loopback that nobody listens on. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  await once(probe, 'close')
  return port
}

/** Start the service on a database: the address of a PostgreSQL server's, or a folder. Resolves when it is ready. */
export async function startServer(database: { url: string } | { folder: string }): Promise<Server> {
  const port = await freePort()
  const where = 'url' in database ? { DATABASE_URL: database.url } : { DATA_DIR: database.folder }
  const { DATABASE_URL: _, ...env } = process.env
  const child = spawn(process.execPath, ['--max-semi-space-size=4', 'server/main.ts'], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...env, ...where, PORT: String(port), DEMO: '0', ADMIN_API_KEY: KEY, SECRET_KEY: KEY, LOG_LEVEL: 'silent', ROLE: 'web' },
  })
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const ask: Server['ask'] = (method, path, body, headers = {}) =>
    new Promise((resolve, reject) => {
      const json = body === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }
      const asked = request({
        host: '127.0.0.1',
        port,
        method,
        path,
        agent,
        headers: { authorization: `Bearer ${KEY}`, ...json, ...headers },
      })
      asked.on('error', reject)
      asked.on('response', (answer) => {
        const parts: Buffer[] = []
        answer.on('data', (part) => parts.push(part))
        answer.on('end', () => {
          const text = Buffer.concat(parts).toString()
          const status = answer.statusCode ?? 0
          if (status >= 400) reject(new Error(`${method} ${path} was answered ${status}: ${text.slice(0, 500)}`))
          else resolve({ status, text, etag: String(answer.headers.etag ?? '') })
        })
      })
      asked.end(body)
    })
  await ready(child, ask)
  return {
    ask,
    async memory() {
      const status = await readFile(`/proc/${child.pid}/status`, 'utf8')
      const of = (name: string) => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1] ?? Number.NaN) / 1024
      return { now: of('VmRSS'), most: of('VmHWM') }
    },
    async stop() {
      agent.destroy()
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      await ended
    },
  }
}

async function ready(child: ChildProcess, ask: Server['ask']): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`The service ended with code ${child.exitCode}`)
    const answered = await ask('GET', '/readyz').then(
      () => true,
      () => false,
    )
    if (answered) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
