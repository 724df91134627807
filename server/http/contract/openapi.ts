/** The whole API as OpenAPI 3.1, made from the schemas that read the requests. */
import { createDocument } from 'zod-openapi'
import { accountsPaths } from './openapi/accounts.ts'
import { bookingsPaths } from './openapi/bookings.ts'
import { connectionsPaths } from './openapi/connections.ts'
import { customersPaths } from './openapi/customers.ts'
import { ordersPaths } from './openapi/orders.ts'
import { processesPaths } from './openapi/processes.ts'
import { publicPaths } from './openapi/public.ts'
import { repsPaths } from './openapi/reps.ts'
import { settingUpPaths } from './openapi/setting-up.ts'

/** The document for a service at this address. */
export function openApi(publicUrl: string) {
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Switchboard',
      version: '1',
      description:
        'Find the sales rep who is free at the time a customer asks for, and book on the customer’s behalf. Instants are RFC 3339; answers are UTC. Every “no” is a problem (RFC 9457) with a `code`.',
    },
    servers: [{ url: publicUrl }],
    components: {
      securitySchemes: {
        key: {
          type: 'http',
          scheme: 'bearer',
          description:
            'A key of a program, or the administrator key. With the header `X-Salesforce-User` a key that may book acts for that user of the connected org (005…).',
        },
        session: { type: 'apiKey', in: 'cookie', name: 'switchboard_session' },
      },
    },
    paths: {
      ...bookingsPaths,
      ...repsPaths,
      ...customersPaths,
      ...processesPaths,
      ...ordersPaths,
      ...accountsPaths,
      ...connectionsPaths,
      ...settingUpPaths,
      ...publicPaths,
    },
  })
}
