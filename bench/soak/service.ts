/** Two processes that answer and two that do the jobs, each started again whenever it has ended, as a supervisor would. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { isReady } from '../../test/servers/balancer.ts'
import { freePort } from '../server.ts'

export interface Kept {
  readonly name: string
  readonly port: number
  /** Whether it said last that it can answer. */
  up: boolean
  /** End it, and start it again. Resolves when it can answer. */
  restart(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>
  /** End it for good. */
  stop(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>
  start(): Promise<void>
}

export interface ServiceProcesses {
  readonly webs: readonly Kept[]
  readonly workers: readonly Kept[]
  /** What ended although nobody had asked it to. */
  readonly died: string[]
  /** Every process at once, without waiting. */
  kill(): void
  stop(): Promise<void>
}

/** How long a process that has ended stays down before it is started again. */
const PAUSE_MS = 200
const ROOT = new URL('../..', import.meta.url).pathname

/** Start the service with these settings. Resolves when all of it is ready. */
export async function openService(settings: Readonly<Record<string, string>>, folder: string): Promise<ServiceProcesses> {
  const died: string[] = []
  const children = new Set<ChildProcess>()

  async function keep(role: 'web' | 'worker', number: number): Promise<Kept> {
    const name = `${role} ${number}`
    const port = await freePort()
    const log = createWriteStream(join(folder, `${role}-${number}.log`), { flags: 'a' })
    let child: ChildProcess | null = null
    let expected = false

    function spawnIt(): void {
      expected = false
      const born = spawn(process.execPath, ['--max-semi-space-size=4', 'server/main.ts'], {
        cwd: ROOT,
        stdio: ['ignore', 'ignore', 'pipe'],
        env: {
          PATH: process.env.PATH,
          HOME: process.env.HOME,
          ...settings,
          ROLE: role,
          PORT: String(port),
        },
      })
      child = born
      children.add(born)
      let said = ''
      born.stderr.on('data', (text) => {
        said = `${said}${text}`.slice(-100_000)
        log.write(text)
      })
      // Not when it exits: what it said last may come after that.
      born.on('close', (code, signal) => {
        children.delete(born)
        // One that was stopped may close after the next was begun.
        if (child !== born) return
        kept.up = false
        if (expected) return
        // A start without a database is refused in one line; whoever started it tries again.
        if (!said.includes('cannot start')) died.push(`${name} (${code ?? signal}): ${said.replaceAll('\n', ' ').slice(-700)}`)
        setTimeout(() => expected || spawnIt(), PAUSE_MS)
      })
    }
    async function ready(): Promise<void> {
      while (!(await isReady(port))) await wait(50)
      kept.up = true
    }
    const kept: Kept = {
      name,
      port,
      up: false,
      async start() {
        spawnIt()
        await ready()
      },
      async stop(signal) {
        const ending = child
        expected = true
        if (!ending || ending.exitCode !== null || ending.signalCode !== null) return
        const ended = once(ending, 'close')
        ending.kill(signal)
        await ended
      },
      async restart(signal) {
        await kept.stop(signal)
        await wait(PAUSE_MS)
        await kept.start()
      },
    }
    return kept
  }

  const webs = [await keep('web', 1), await keep('web', 2)]
  const workers = [await keep('worker', 1), await keep('worker', 2)]
  // The first brings the tables up to date; the others need not wait for each other.
  await webs[0]?.start()
  await Promise.all([...webs.slice(1), ...workers].map((one) => one.start()))
  return {
    webs,
    workers,
    died,
    kill() {
      for (const child of children) child.kill('SIGKILL')
    },
    async stop() {
      await Promise.all([...webs, ...workers].map((one) => one.stop('SIGTERM')))
    },
  }
}
