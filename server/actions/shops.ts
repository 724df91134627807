import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto'
import { noteAudit } from '../db/audit.ts'
import { getShop, insertShop, type Shop, updateShop } from '../db/shops.ts'
import type { Caller } from '../domain/booking.ts'
import { Refusal } from '../domain/refusal.ts'
import { secretOf, signedHeaders } from '../domain/webhook.ts'
import type { Services } from './services.ts'

/** What the webhook of a shop signs with. It follows from our secret: nothing is stored, and raising the generation makes it void. */
export const shopSecret = (secret: string, { id, generation }: Pick<Shop, 'id' | 'generation'>): string =>
  secretOf(createHmac('sha256', secret).update(`shop\n${id}:${generation}`).digest())

const toldOf = ({ name, generation, active }: Shop) => ({ name, active, secret: `no. ${generation}` })

export async function makeShop({ db, now }: Services, author: Caller, wish: { slug: string; name: string }): Promise<Shop> {
  const shop: Shop = { ...wish, id: randomUUID(), generation: 1, active: true, createdAt: now() }
  await db.transaction().execute(async (tx) => {
    await insertShop(tx, shop)
    await noteAudit(tx, author, shop.createdAt, [{ kind: 'shop', name: shop.slug, before: null, after: toldOf(shop) }])
  })
  return shop
}

export async function changeShop(
  { db, now }: Services,
  author: Caller,
  ref: string,
  { newSecret, ...wish }: { name?: string; active?: boolean; newSecret?: true },
): Promise<Shop> {
  return db.transaction().execute(async (tx) => {
    const before = await getShop(tx, ref)
    const after = { ...before, ...wish, generation: before.generation + (newSecret ? 1 : 0) }
    await updateShop(tx, after)
    await noteAudit(tx, author, now(), [{ kind: 'shop', name: before.slug, before: toldOf(before), after: toldOf(after) }])
    return after
  })
}

/** So far may a shop's clock be from ours, as Standard Webhooks has it. */
const TOLERANCE_MS = 5 * 60_000

/** Refuse with `unauthenticated` whatever the shop did not sign just now (Standard Webhooks 1.0). Secrets of before sign as long as they are kept. */
export function refuseUnsigned(
  { seals, now }: Services,
  shop: Shop,
  { id, timestamp, signature, body }: { id: string; timestamp: string; signature: string; body: string },
): void {
  const at = new Date(Number(timestamp) * 1000)
  const isNear = /^\d{1,12}$/.test(timestamp) && Math.abs(now().getTime() - at.getTime()) <= TOLERANCE_MS
  const given = signature.split(' ').slice(0, 10)
  const isSigned =
    isNear &&
    seals.some((seal) => {
      const right = Buffer.from(signedHeaders(shopSecret(seal, shop), id, at, body)['webhook-signature'] ?? '')
      return given.some((one) => Buffer.byteLength(one) === right.length && timingSafeEqual(Buffer.from(one), right))
    })
  if (!isSigned) throw new Refusal('unauthenticated', 'This is not signed with the shop’s secret, or too long ago.')
}
