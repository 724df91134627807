/** The routes that Express really has, read from the application itself. */
import { pino } from 'pino'
import { openApp } from '../../server/app.ts'
import { ADMIN_KEY } from '../support/app.ts'
import { openOwnDatabase } from '../support/own-database.ts'

/** What Express keeps of a route or of what is mounted (router 2, `lib/layer.js`). */
interface Layer {
  readonly rawPath: string | readonly string[]
  readonly handle: { readonly stack?: readonly Layer[] }
  readonly route?: {
    readonly path: string
    readonly methods?: Readonly<Record<string, boolean>>
    readonly stack: readonly { readonly method?: string }[]
  }
}

/** Every registered route, as `GET /api/v1/bookings/{id}`. Middleware that is mounted on a path is not one; a limit is not one either. */
export async function registeredRoutes(): Promise<{ names: string[]; close(): Promise<void> }> {
  const opened = await openOwnDatabase()
  const settings = {
    publicUrl: 'http://booking.test',
    trustProxy: '',
    adminKey: ADMIN_KEY,
    secret: 'test-secret-key-0123456789abcdef0123',
    company: 'Harbor & Vale Homes',
    smtpUrl: null,
    mailFrom: 'hello@harborvale.example',
    outboundAllow: [],
    embedOrigins: null,
    calendars: {
      google: null,
      microsoft: null,
      edits: 'ignore' as const,
      invites: 'mail' as const,
      whenUnreachable: 'refuse' as const,
      patienceMinutes: 15,
    },
    role: 'all' as const,
    publicLimits: { reads: 1, bookings: 1, bookingsPerPage: 1 },
    fastestFormSeconds: 0,
    signInLimits: { perAddress: 1, perAccount: 1 },
    issuer: null,
  }
  const app = await openApp(opened, settings, pino({ level: 'silent' }))
  const names = namesIn((app.handler as unknown as { router: { stack: readonly Layer[] } }).router.stack, '')
  return {
    names: [...new Set(names)],
    async close() {
      await app.close()
      await opened.close()
    },
  }
}

function namesIn(stack: readonly Layer[], prefix: string): string[] {
  return stack.flatMap(({ rawPath, handle, route }) => {
    if (route) {
      const path = `${prefix}${route.path}`.replace(/:(\w+)|\*(\w+)/g, (_, name, rest) => `{${name ?? rest}}`)
      const methods = new Set(route.stack.map((one) => (one.method ?? '').toUpperCase()))
      return [...methods].map((method) => `${method} ${path}`)
    }
    if (!handle.stack) return []
    if (typeof rawPath !== 'string') throw new Error(`A router is mounted on several paths: ${String(rawPath)}`)
    return namesIn(handle.stack, rawPath === '/' ? prefix : `${prefix}${rawPath}`)
  })
}
