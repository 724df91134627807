import type { Answer } from './booking.ts'
import type { Question } from './event-type.ts'
import type { ErrorAt } from './refusal.ts'

/** Whether a form asks for a phone number. */
export type PhoneWish = 'none' | 'optional' | 'required'

/** A form on a project's website with which people register there. */
export interface RegistrationForm {
  readonly id: string
  readonly slug: string
  readonly projectId: string
  readonly title: string
  /** What it says above the fields. */
  readonly intro: string | null
  readonly phone: PhoneWish
  readonly questions: readonly Question[]
  /** What whoever sends it must agree to; null: nothing. */
  readonly consentText: string | null
  /** Where those who come by it come from, as their registration says. */
  readonly source: string
  /** Who looks after them: the members of a pool in turn, or this rep; nobody yet, if neither is there. */
  readonly poolId: string | null
  readonly repId: string | null
  /** Whether it can be sent. */
  readonly active: boolean
}

/** What somebody sent with a form, in their own words. */
export interface RegistrationEntry {
  readonly id: string
  readonly formId: string
  readonly customerId: string
  /** The pool of which it used a turn, if it did. */
  readonly poolId: string | null
  readonly repId: string | null
  readonly name: string
  readonly email: string
  readonly phone: string | null
  readonly answers: readonly Answer[]
  /** The words that were agreed to. */
  readonly consent: string | null
  readonly createdAt: Date
}

/** What is missing besides answers, or was not asked for. */
export function faultsOf(
  { phone: wish, consentText }: Pick<RegistrationForm, 'phone' | 'consentText'>,
  { phone, consent }: { readonly phone: string | undefined; readonly consent: boolean },
): ErrorAt[] {
  const number = phone === undefined ? (wish === 'required' ? 'is required' : null) : wish === 'none' ? 'is not asked here' : null
  return [
    ...(number === null ? [] : [{ pointer: '/customer/phone', detail: number }]),
    ...(consentText !== null && !consent ? [{ pointer: '/consent', detail: 'is required' }] : []),
  ]
}

const folded = (name: string): string => name.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase()

/** Which of the customers with an email whoever types that name and that email is: the only one, else the first of that name; null: somebody else. */
export function whoIs<C extends { readonly name: string }>(name: string, sameEmail: readonly C[]): C | null {
  const [only, other] = sameEmail
  if (only && !other) return only
  return sameEmail.find((one) => folded(one.name) === folded(name)) ?? null
}
