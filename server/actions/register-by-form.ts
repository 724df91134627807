/** Somebody registers for a project with a form on its website. */
import { randomUUID } from 'node:crypto'
import { findCustomersByEmail, insertCustomer, lockCustomerEmail, lockCustomers } from '../db/customers.ts'
import type { Database } from '../db/database.ts'
import { getPool, lockPools } from '../db/pools.ts'
import { findWhoIsThere, insertRegistrationEntry } from '../db/registration-forms.ts'
import { insertRegistrations, lockOwnRegistration, updateRegistration } from '../db/registrations.ts'
import { type GivenAnswers, readAnswers } from '../domain/answers.ts'
import type { Caller } from '../domain/booking.ts'
import { Refusal } from '../domain/refusal.ts'
import { NEW_REGISTRATION } from '../domain/registration.ts'
import { faultsOf, type RegistrationForm, whoIs } from '../domain/registration-form.ts'
import { admit, type Sent } from './admit.ts'
import { followNew, followRegistration } from './processes/happen.ts'
import { rank } from './rank.ts'
import type { Services } from './services.ts'

/** What a registration form sends. */
export interface FormWish extends Pick<Sent, 'website' | 'form'> {
  readonly customer: { readonly name: string; readonly email: string; readonly phone?: string }
  readonly answers: GivenAnswers
  /** Whether they agree to what the form asks them to agree to. */
  readonly consent: boolean
  readonly language?: string
  readonly timeZone?: string
}

/**
 * Take a form: the customer has a place in the project, and a rep who looks after them there. Whoever is known already keeps what we know of them,
 * their place and its rep; what was typed stands in the entry alone. `also` is stored in the same transaction. Nothing of what is returned, or
 * refused, depends on who is known.
 */
export async function registerByForm(
  services: Services,
  form: RegistrationForm,
  wish: FormWish,
  also: (tx: Database, at: Date) => Promise<void>,
): Promise<Date> {
  const { db, now } = services
  const { name, email, phone } = wish.customer
  await admit(services, { ...wish, email })
  const { answers, errors } = readAnswers(form.questions, wish.answers, true)
  const faults = [...faultsOf(form, { phone, consent: wish.consent }), ...errors]
  if (faults.length > 0) throw new Refusal('invalid', 'Some fields are missing or wrong.', { errors: faults })

  const caller: Caller = { kind: 'customer', name, email }
  return db.transaction().execute(async (tx) => {
    // Whose turn it is, is decided under the lock: two registrations never use the same one.
    await lockPools(tx, form.poolId === null ? [] : [form.poolId])
    const at = now()
    const customer = await findOrMake(tx, wish, at)
    const shared = { customerId: customer.id, projectId: form.projectId, repId: null, rating: null, source: form.source }
    const made = await insertRegistrations(tx, [{ ...shared, status: NEW_REGISTRATION, createdAt: at, createdBy: caller }])
    const place = await lockOwnRegistration(tx, customer.id, form.projectId)
    const given = await giveRep(services, tx, form, place.repId, customer.ownerId, at)
    const after = await updateRegistration(tx, { ...place, repId: given.repId ?? place.repId, source: place.source ?? form.source })
    if (made.length > 0) await followNew(tx, after, 'online', caller, at)
    else await followRegistration(tx, place, after, caller, at)
    const id = randomUUID()
    await insertRegistrationEntry(tx, {
      id,
      formId: form.id,
      customerId: customer.id,
      ...given,
      ...{ name, email, phone: phone ?? null },
      answers,
      consent: form.consentText,
      createdAt: at,
    })
    await also(tx, at)
    await services.queue.enqueue(tx, [['registration.tell', { entryId: id }]])
    return at
  })
}

/** The customer whom somebody is taken for, or a new one. */
async function findOrMake(
  tx: Database,
  { customer: { name, email, phone }, language, timeZone }: FormWish,
  at: Date,
): Promise<{ id: string; ownerId: string | null }> {
  await lockCustomerEmail(tx, email)
  const found = whoIs(name, await findCustomersByEmail(tx, email))
  // Whoever is merged or forgotten at this moment is looked for once more.
  await lockCustomers(tx, found ? [found.id] : [])
  const known = found && whoIs(name, await findCustomersByEmail(tx, email))
  if (known) return known
  const id = randomUUID()
  const typed = { name, email, phone: phone ?? null, timeZone: timeZone ?? null, language: language ?? null }
  await insertCustomer(tx, { id, key: null, ...typed, ownerId: null, coordinator: null, notes: null }, at)
  return { id, ownerId: null }
}

/**
 * Who looks after a customer of the form: whoever does already, as long as they work there; else the pool's next who does, or the rep of the form;
 * null: none of them works there. Those who are away for a day or longer are passed over unless all are.
 */
async function giveRep(
  services: Services,
  tx: Database,
  form: RegistrationForm,
  present: string | null,
  ownerId: string | null,
  at: Date,
): Promise<{ repId: string | null; poolId: string | null }> {
  const there = await findWhoIsThere(tx, form.projectId, at)
  if (present !== null && there.has(present)) return { repId: present, poolId: null }
  if (form.poolId === null) return { repId: form.repId !== null && there.has(form.repId) ? form.repId : null, poolId: null }
  const pool = await getPool(tx, form.poolId)
  const members = pool.members.filter((id) => there.has(id))
  const about = members.filter((id) => !there.get(id)?.away)
  const own = { ...services, db: tx, turns: services.registrationTurns }
  const [next] = await rank(own, pool, null, about.length > 0 ? about : members, { ownerId, limit: 1 })
  if (!next) return { repId: null, poolId: null }
  const byOwner = next.reasons.some(({ code }) => code === 'record-owner')
  return { repId: next.repId, poolId: byOwner && !pool.ownerCounts ? null : pool.id }
}
