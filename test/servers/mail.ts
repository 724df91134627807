/** A mail server that is a program of its own (aiosmtpd), and mail as Python's libraries read it. */
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const run = promisify(execFile)

export interface ReadEvent {
  readonly uid: string
  readonly sequence: number
  readonly start: string
  readonly end: string
  readonly summary: string
  readonly location: string
  readonly status: string
  readonly organizer: string
  readonly attendees: readonly string[]
}

export interface ReadMail {
  readonly rcpt: string
  readonly to: string
  readonly from: string
  readonly subject: string
  readonly messageId: string
  /** What the reader found wrong with the mail. */
  readonly defects: readonly string[]
  readonly text: string
  readonly html: string
  readonly calendar: { readonly parameter: string; readonly method: string; readonly events: readonly ReadEvent[] } | null
}

export interface MailServer {
  readonly url: string
  /** Everything that was delivered so far. */
  read(): Promise<ReadMail[]>
  /** Go away, or come back with the same address and mailbox. */
  stop(): Promise<void>
  start(): Promise<void>
  close(): Promise<void>
}

/** The Python that has what the mail server needs, or null if this machine has none. */
export async function mailPython(): Promise<string | null> {
  for (const python of ['python3', '/usr/bin/python3'])
    if (
      await run(python, ['-c', 'import aiosmtpd, icalendar']).then(
        () => true,
        () => false,
      )
    )
      return python
  return null
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' && address ? address.port : 0
}

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.on('data', () => resolve(true)).on('error', () => resolve(false))
    socket.on('data', () => socket.destroy())
  })

/** Start the mail server on a mailbox of its own. */
export async function openMailServer(python: string): Promise<MailServer> {
  const folder = await mkdtemp(join(tmpdir(), 'switchboard-mail-'))
  const mailbox = join(folder, 'mailbox')
  const port = await freePort()
  let end = async () => {}
  async function start(): Promise<void> {
    const options = ['-m', 'aiosmtpd', '-n', '-l', `127.0.0.1:${port}`, '-c', 'aiosmtpd.handlers.Mailbox', mailbox]
    const child = spawn(python, options, { stdio: 'ignore' })
    const ended = once(child, 'close')
    end = async () => {
      child.kill('SIGKILL')
      await ended
    }
    while (!(await answers(port))) await new Promise((resolve) => setTimeout(resolve, 50))
  }
  await start()
  return {
    url: `smtp://127.0.0.1:${port}`,
    start,
    stop: () => end(),
    async read() {
      const { stdout } = await run(python, [fileURLToPath(new URL('./read_mail.py', import.meta.url)), mailbox], { maxBuffer: 1e7 })
      return JSON.parse(stdout)
    },
    async close() {
      await end()
      await rm(folder, { recursive: true })
    },
  }
}
