/** Launches as an org's Apex makes them, for tests. */
import { randomUUID, sign } from 'node:crypto'
import { type MemoryCrm, memoryCrm } from '../../server/crm/memory.ts'
import type { CrmPerson } from '../../server/domain/crm.ts'
import { crmRecordId } from '../../server/domain/crm.ts'
import type { Reply, TestApp } from './app.ts'
import { cookiesOf } from './app.ts'
import type { SigningKey } from './certificate.ts'
import { connectOrg } from './crm.ts'

/** The user of the org who launches. */
export const OLIVIA = { id: idOf('005', 7), name: 'Olivia Ortiz', email: 'olivia@org.example', active: true }

/** An id of 18 characters. */
export function idOf(prefix: string, number: number): string {
  return crmRecordId(`${prefix}${String(number).padStart(12, '0')}`) ?? ''
}

/** A person of the org, to whom `given` is added. */
export const personOf = (object: 'Contact' | 'Lead', number: number, given: Partial<CrmPerson> = {}): CrmPerson => ({
  ref: { object, id: idOf(object === 'Contact' ? '003' : '00Q', number) },
  accountId: null,
  isPersonAccount: false,
  name: 'Jane Smith',
  email: `jane${number}@example.com`,
  phone: '+12125550100',
  timeZone: 'America/New_York',
  language: 'en',
  ownerId: null,
  createdAt: new Date('2026-01-01T00:00:00Z'),
  lastActivityAt: null,
  ...given,
})

/** An org with these people, in which Olivia works. */
export function orgWith(...people: readonly CrmPerson[]): MemoryCrm {
  const crm = memoryCrm()
  crm.users.set(OLIVIA.id, OLIVIA)
  for (const one of people) crm.people.set(one.ref.id, one)
  return crm
}

/** Connect the org, with the certificate with which it signs. */
export async function connectSigning(app: Pick<TestApp, 'services'>, crm: MemoryCrm, { certificate }: SigningKey): Promise<void> {
  await connectOrg(app, crm)
  await app.services.db.updateTable('crm_org').set({ launch_certificate: certificate }).execute()
}

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** What a token says, as Apex would have it for this record. */
export function claimsFor({ services }: Pick<TestApp, 'services'>, crm: { org: { id: string } }, { ref }: Pick<CrmPerson, 'ref'>) {
  const now = Math.floor(services.now().getTime() / 1000)
  return {
    iss: crm.org.id,
    sub: OLIVIA.id,
    aud: services.publicUrl,
    iat: now,
    exp: now + 30,
    jti: randomUUID(),
    object: ref.object as string,
    record: ref.id,
  }
}

/** A token with these claims, signed as RS256 (RFC 7518, 3.3), whatever its header says. */
export function signedToken(claims: object, { privateKey }: Pick<SigningKey, 'privateKey'>, header: object = { alg: 'RS256' }): string {
  const content = `${part(header)}.${part(claims)}`
  return `${content}.${sign('RSA-SHA256', Buffer.from(content), privateKey).toString('base64url')}`
}

/** Follow the address of a launch, as a browser with these cookies. */
export const follow = (app: TestApp, query: string, cookie?: string): Promise<Reply> =>
  app.get(`/salesforce/launch?${query}`, { signedIn: false, headers: cookie ? { cookie } : {} })

/** Options for requests of the console that a launch has opened. */
export function inLaunch(reply: Reply) {
  const customer = (reply.headers.get('location') ?? '').split('/').at(-1) ?? ''
  return { customer, options: { signedIn: false, headers: { cookie: cookiesOf(reply), 'x-switchboard-launch': customer } } }
}
