/** The service as a process of its own, started as `npm start` starts it. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))

export interface Started {
  readonly child: ChildProcess
  /** All that was printed so far. */
  readonly printed: { out: string; err: string }
  /** The exit code, or the signal that ended it. */
  readonly ended: Promise<number | string>
}

/** Start the service with these settings and no others. */
export function start(settings: Record<string, string>): Started {
  const child = spawn(process.execPath, ['server/main.ts'], {
    cwd: root,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, PORT: '0', LOG_LEVEL: 'silent', ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const printed = { out: '', err: '' }
  child.stdout.on('data', (text) => {
    printed.out += text
  })
  child.stderr.on('data', (text) => {
    printed.err += text
  })
  const ended = once(child, 'close').then(([code, signal]) => code ?? signal)
  return { child, printed, ended }
}

export interface Running extends Started {
  readonly url: string
  stop(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | string>
}

/** Start the service and wait until it is ready. */
export async function run(settings: Record<string, string>): Promise<Running> {
  const started = start(settings)
  const { child, printed, ended } = started
  let over = false
  void ended.then(() => {
    over = true
  })
  while (!printed.out.includes('/docs')) {
    if (over) throw new Error(`The service ended: ${printed.err}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  const port = /http:\/\/localhost:(\d+)\/console/.exec(printed.out)?.[1]
  return {
    ...started,
    url: `http://127.0.0.1:${port}`,
    stop(signal) {
      child.kill(signal)
      return ended
    },
  }
}
