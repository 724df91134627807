/** A real CalDAV server, Radicale, with a folder of its own; and what a person does with its calendars in a program of theirs. */
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

export interface Radicale {
  readonly url: string
  /** A request as a user. */
  call(user: string, method: string, path: string, body?: string, headers?: Record<string, string>): Promise<Response>
  /** A new user with one calendar; gives the calendar's path. Passwords are `password of NAME`. */
  makeCalendar(user: string, name?: string, props?: string): Promise<string>
  /** From now on the tokens of this calendar's changes are no longer known. */
  forgetTokens(calendar: string, user: string): Promise<void>
  close(): Promise<void>
}

/** Whether this machine has Radicale. */
export const hasRadicale = (): Promise<boolean> =>
  run('radicale', ['--version']).then(
    () => true,
    () => false,
  )

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' && address ? address.port : 0
}

const passwordOf = (user: string): string => `password of ${user}`

/** Users that may sign in; each test takes one of its own. */
const USERS = Array.from({ length: 400 }, (_, i) => `rep${i}`)

export async function startRadicale(): Promise<Radicale> {
  // In memory where there is such a folder: Radicale waits for the disk at each write.
  const folder = await mkdtemp(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'radicale-'))
  const users = join(folder, 'users')
  await writeFile(users, USERS.map((user) => `${user}:${passwordOf(user)}\n`).join(''))
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  await writeFile(
    join(folder, 'config'),
    `[server]\nhosts = 127.0.0.1:${port}\n[auth]\ntype = htpasswd\nhtpasswd_filename = ${users}\nhtpasswd_encryption = plain\ndelay = 0.001\n` +
      `[storage]\nfilesystem_folder = ${join(folder, 'collections')}\n[rights]\ntype = owner_only\n[web]\ntype = none\n[logging]\nlevel = critical\n`,
  )
  const child = spawn('radicale', ['--config', join(folder, 'config')], { stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  child.stderr.on('data', (part) => {
    said += part
  })
  for (let i = 0; ; i++) {
    if (
      await fetch(url, { redirect: 'manual' }).then(
        () => true,
        () => false,
      )
    )
      break
    if (i === 300 || child.exitCode !== null) {
      child.kill('SIGKILL')
      await rm(folder, { recursive: true, force: true })
      throw new Error(`Radicale did not start. ${said}`)
    }
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  const call: Radicale['call'] = async (user, method, path, body, headers = {}) => {
    const authorization = `Basic ${Buffer.from(`${user}:${passwordOf(user)}`).toString('base64')}`
    const answer = await fetch(new URL(path, url), {
      method,
      headers: { authorization, ...headers },
      ...(body === undefined ? {} : { body }),
    })
    if (!answer.ok) throw new Error(`${method} ${path} was answered ${answer.status}: ${await answer.text()}`)
    return answer
  }
  return {
    url,
    call,
    async makeCalendar(user, name = 'calendar', props = '') {
      const path = `/${user}/${name}/`
      const body = `<C:mkcalendar xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><D:set><D:prop><D:displayname>Calendar of ${user}</D:displayname>${props}</D:prop></D:set></C:mkcalendar>`
      await call(user, 'MKCALENDAR', path, body)
      return path
    },
    async forgetTokens(calendar, user) {
      // A calendar that is as it was has the same token again: it must change first.
      const passing = `${calendar}passing.ics`
      const event = 'BEGIN:VEVENT\r\nUID:passing\r\nDTSTAMP:20200101T000000Z\r\nDTSTART:20200101T000000Z\r\nEND:VEVENT'
      await call(user, 'PUT', passing, `BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:test\r\n${event}\r\nEND:VCALENDAR\r\n`)
      await call(user, 'DELETE', passing)
      await rm(join(folder, 'collections', 'collection-root', ...calendar.split('/'), '.Radicale.cache', 'sync-token'), {
        recursive: true,
        force: true,
      })
    },
    async close() {
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      await ended
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** What a client enters to reach Radicale as this user. */
export const accessOf = (url: string, user: string) => ({ server: `${url}/${user}/`, user, password: passwordOf(user) })
