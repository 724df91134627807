/** Every route that /openapi.json names, with a request that it takes: what is broken, refused or compared in the tests beside this file. */
import { sql } from 'kysely'
import type { Logger } from 'pino'
import type { Settings } from '../../server/app.ts'
import { memoryCrm } from '../../server/crm/memory.ts'
import { ADMIN_KEY, NOW, openTestApp, type Reply, type TestApp } from '../support/app.ts'
import { calendarSettings } from '../support/calendars.ts'
import { crmSettings } from '../support/crm.ts'
import { openOwnDatabase } from '../support/own-database.ts'
import { type Good, goodRequests, type World } from './good-requests.ts'

let proxied: Promise<TestApp> | null = null

/** The service behind a proxy that tests of this worker share: who calls is what the caller says, so no limit stands in the way. */
export async function proxiedApp(): Promise<TestApp> {
  proxied ??= openProxied()
  const app = await proxied
  app.at(NOW)
  return app
}

async function openProxied(): Promise<TestApp> {
  const settings = { trustProxy: '1', ...calendarSettings(), ...crmSettings(memoryCrm(), () => new Date(NOW)) }
  return openTestApp(await openOwnDatabase(`proxied_${process.env.VITEST_POOL_ID ?? '0'}`), settings)
}

/** A service with a database of its own, which goes when the service is closed. */
export const ownApp = async (settings: Partial<Settings> = {}, log?: Logger): Promise<TestApp> =>
  openTestApp(await openOwnDatabase(), settings, log)

export interface Route {
  /** `POST /api/v1/bookings/{id}/cancel` */
  readonly name: string
  readonly method: string
  /** The path with its parts in braces, as the document has it. */
  readonly template: string
  /** Whether nobody has to be signed in. */
  readonly open: boolean
  /** The schema of the body, if it takes one. */
  readonly schema: object | null
  readonly query: readonly { readonly name: string; readonly required: boolean }[]
  readonly good: Good
}

/** Every route of the document with its request. Throws for a route without one, and for a request whose route is gone. */
export async function everyRoute(app: TestApp, world: World): Promise<Route[]> {
  const { body: document } = await app.get('/openapi.json')
  const good = goodRequests(world)
  const routes = Object.entries<any>(document.paths).flatMap(([template, operations]) =>
    Object.entries<any>(operations).map(([verb, operation]): Route => {
      const name = `${verb.toUpperCase()} ${template}`
      if (!good[name]) throw new Error(`${name} has no request in good-requests.ts`)
      return {
        name,
        method: verb.toUpperCase(),
        template,
        open: operation.security?.length === 0,
        schema: operation.requestBody ? inlined(document, operation.requestBody.content['application/json'].schema) : null,
        query: (operation.parameters ?? []).flatMap((one: any) =>
          one.in === 'query' ? [{ name: one.name, required: one.required === true }] : [],
        ),
        good: good[name],
      }
    }),
  )
  const gone = Object.keys(good).filter((name) => !routes.some((route) => route.name === name))
  if (gone.length > 0) throw new Error(`${gone.join(', ')} stands in good-requests.ts but not in the document`)
  return routes
}

/** A schema with its references replaced by what they name. Ours never refer to themselves. */
function inlined(document: any, schema: any): any {
  if (Array.isArray(schema)) return schema.map((one) => inlined(document, one))
  if (typeof schema !== 'object' || schema === null) return schema
  const { $ref, ...rest } = schema
  const named = $ref ? inlined(document, document.components.schemas[$ref.split('/').at(-1)]) : {}
  return { ...named, ...Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, inlined(document, value)])) }
}

const urlOf = ({ path, query = {} }: Good): string => (Object.keys(query).length > 0 ? `${path}?${new URLSearchParams(query)}` : path)

/** Send a request as it is, or changed. The caller's address is another each time, so that limits do not stand in the way. */
export function send(
  app: TestApp,
  { method, good }: Pick<Route, 'method' | 'good'>,
  changes: { url?: string; text?: string | Uint8Array<ArrayBuffer>; headers?: Record<string, string>; key?: string | null } = {},
): Promise<Reply> {
  const text = changes.text ?? (good.body === undefined ? undefined : JSON.stringify(good.body))
  const key = changes.key !== undefined ? changes.key : good.cookie === undefined ? ADMIN_KEY : null
  const cookie = changes.key === undefined ? good.cookie : undefined
  const headers = {
    ...(key === null ? {} : { authorization: `Bearer ${key}` }),
    ...(cookie === undefined ? {} : { cookie }),
    ...(text === undefined ? {} : { 'content-type': 'application/json' }),
    'x-forwarded-for': `2001:db8:${(sent >> 16).toString(16)}:${(sent++ & 0xffff).toString(16)}::1`,
    ...changes.headers,
  }
  return answered(
    fetch(`${app.url}${changes.url ?? urlOf(good)}`, {
      method,
      redirect: 'manual',
      headers,
      ...(text === undefined ? {} : { body: text }),
    }),
  )
}

let sent = 0

async function answered(request: Promise<Response>): Promise<Reply> {
  const response = await request
  const text = await response.text()
  const json = /json/.test(response.headers.get('content-type') ?? '')
  return { status: response.status, body: json ? JSON.parse(text) : text, headers: response.headers }
}

/** What background work changes by itself, at any time: deliveries that are tried again, calendars and an org that are read and written. */
const BACKGROUND: Readonly<Record<string, readonly string[]>> = {
  webhook_delivery: ['status', 'attempts', 'last_attempt_at', 'answer'],
  calendar_account: ['secret', 'secret_version', 'revoked', 'failing_since', 'problem', 'failures', 'unreachable', 'next_sync_at'],
  calendar: ['cursor', 'known_until', 'complete_at', 'synced_at', 'watch_id', 'watch_resource', 'watch_expires_at'],
  calendar_event: ['key', 'sequence', 'starts_at', 'ends_at', 'written_at', 'moved_start', 'moved_end', 'gone'],
  rep_change: ['changed'],
  booking: ['calendar_sync', 'crm_sync', 'video_url'],
  crm_org: [
    ...['changes_until', 'read_at', 'reading', 'tried_at', 'told', 'revoked', 'failing_since', 'problem'],
    ...['calls_used', 'calls_allowed', 'paused_until', 'secret', 'secret_version'],
  ],
}
const ownRows: Readonly<Record<string, string>> = {
  message: "moment not like 'calendar%' and moment not like 'crm%'",
  busy: 'entry is null',
  crm_user: 'false',
  crm_record: 'false',
  rate_limit: 'false',
}

/** What nothing but a request changes. */
const lasting = (table: string) =>
  sql`(select to_jsonb(one) - ${BACKGROUND[table] ?? []}::text[] as kept from ${sql.table(table)} one where ${sql.raw(ownRows[table] ?? 'true')})`

/** A fingerprint of every row of every table, and the jobs that wait for booked things: equal if nothing has changed. */
export async function storedRows({ services: { db } }: TestApp): Promise<Record<string, string>> {
  const tables = await sql<{ name: string }>`
    select table_name as name from information_schema.tables
    where table_schema = 'public' and table_name not like 'kysely%' order by 1`.execute(db)
  const prints = tables.rows.map(
    ({ name }) =>
      sql`select ${name} as name, count(*) || ' rows ' || md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as print from ${lasting(name)} t`,
  )
  const jobs = sql`select 'jobs', count(*)::text from pgboss.job where name = 'invitation.send'`
  const { rows } = await sql<{ name: string; print: string }>`${sql.join([...prints, jobs], sql` union all `)}`.execute(db)
  return Object.fromEntries(rows.map(({ name, print }) => [name, print]))
}
