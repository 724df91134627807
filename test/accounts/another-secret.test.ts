/** SECRET_KEY is replaced while there are accounts, webhooks and connected calendars. */
import { randomBytes, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openSignIn } from '../../server/accounts/better-auth.ts'
import { openAccount } from '../../server/actions/calendars/access.ts'
import { placeOfOrg } from '../../server/actions/crm/access.ts'
import { sealAnew } from '../../server/actions/seal-anew.ts'
import { placeOfSecret } from '../../server/actions/webhooks.ts'
import { memoryCrm } from '../../server/crm/memory.ts'
import { findOrg } from '../../server/db/crm-org.ts'
import { isSealedWith, seal, unseal } from '../../server/domain/sealed.ts'
import { ownApp } from '../http/every-route.ts'
import { company, PASSWORD, person, signedIn, type TestApp } from '../support/app.ts'
import { codeOf } from '../support/authenticator.ts'
import { APP_PASSWORD, calendarSettings } from '../support/calendars.ts'
import { connectOrg } from '../support/crm.ts'

const NEXT = 'the-next-secret-key-0123456789abcdef01'
let app: TestApp
beforeAll(async () => {
  app = await ownApp(calendarSettings())
})
afterAll(() => app.close())

/** The service as it is with the next key. */
const after = (before: readonly string[] = [app.services.secret]) => ({ ...app.services, secret: NEXT, seals: [NEXT, ...before] })

test('tokens, an org’s among them, passwords and secrets of webhooks are sealed anew, after which the earlier key is needed no longer', async () => {
  const { reps } = await company(app)
  const { db, secret } = app.services
  const calendar = (
    await app.post('/api/v1/calendar-accounts', { rep: reps[0], address: 'dav.example.com', user: 'ann', password: APP_PASSWORD })
  ).body
  const webhook = (await app.post('/api/v1/webhooks', { url: 'https://hooks.example.com/' })).body
  await connectOrg(app, memoryCrm())
  const stranger = randomUUID()
  const foreign = seal('a-key-that-nobody-has', placeOfSecret(stranger), 'x', randomBytes(12))
  await db
    .insertInto('webhook')
    .values({ id: stranger, url: 'https://x.example', events: '[]', active: false, secret: foreign, created_at: new Date() })
    .execute()
  const secrets = async () => [
    (await db.selectFrom('calendar_account').select('secret').where('id', '=', calendar.id).executeTakeFirstOrThrow()).secret,
    (await db.selectFrom('webhook').select('secret').where('id', '=', webhook.id).executeTakeFirstOrThrow()).secret,
    (await db.selectFrom('crm_org').select('secret').executeTakeFirstOrThrow()).secret ?? '',
  ]
  const before = await secrets()

  await sealAnew(app.services)
  expect(await secrets()).toEqual(before)
  await sealAnew(after())
  const now = await secrets()
  expect(now.map((one) => [isSealedWith(secret, one), isSealedWith(NEXT, one)])).toEqual([
    [false, true],
    [false, true],
    [false, true],
  ])
  expect(unseal([NEXT], placeOfSecret(webhook.id), now[1]!)).toBe(webhook.secret)
  expect(unseal([NEXT], placeOfOrg((await findOrg(db))!.id), now[2]!)).toContain('refresh')
  expect(await (await openAccount(after([]), calendar.id)).calendars()).toHaveLength(1)
  expect((await db.selectFrom('webhook').select('secret').where('id', '=', stranger).executeTakeFirstOrThrow()).secret).toBe(foreign)
})

test('second factors are read with the key under which they were set up', async () => {
  const olga = await person(app)
  const session = await signedIn(app, olga)
  const { body } = await app.post('/api/v1/account/second-factor', { password: PASSWORD }, session)
  await app.post('/api/v1/account/second-factor/confirm', { code: codeOf(body.uri) }, session)
  const settings = { publicUrl: 'http://booking.test', company: 'Harbor', issuer: null, secret: NEXT }
  const enter = (secretsBefore: readonly string[]) =>
    openSignIn(app.services.db, { ...settings, secretsBefore }).withPassword(
      { cookie: '', address: '127.0.0.1', userAgent: 'test' },
      olga.email,
      PASSWORD,
      codeOf(body.uri),
    )

  expect((await enter([app.services.secret])).is).toBe('in')
  await expect(enter([])).rejects.toThrow('not found in keys')
})
