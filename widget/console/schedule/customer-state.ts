import { batch, computed, effect, signal } from '@preact/signals'
import { get, post } from '../../api.ts'
import { asking, newestOnly } from '../asking.ts'
import { failureText } from '../failure.ts'
import { ownZone } from '../said.ts'
import { may } from '../session.ts'
import { type Booking, type Customer, instantText, type List } from '../wire.ts'
import { keepCalls, recentIds, rememberCall } from './recent.ts'

/** A customer who is typed in. `phone` is as typed; `phoneSaved` its E.164 form, or null while it is none. */
export interface NewCustomer {
  readonly name: string
  readonly email: string
  readonly phone: string
  readonly phoneSaved: string | null
}

/** Whom the call is about. */
export type Chosen = { readonly stored: Customer } | { readonly typed: NewCustomer } | null

export const chosen = signal<Chosen>(null)
/** Whether the search is shown, to choose a first or another customer. */
export const isChoosing = signal(true)
export const search = signal('')
export const matches = signal<readonly Customer[]>([])
/** How many of `matches`, the first ones, were talked with lately, or are written as was typed. */
export const firstMatches = signal(0)
/** What `matches` answers; null while nothing has been answered. */
export const matchesFor = signal<string | null>(null)
export const searchProblem = signal<string | null>(null)
/** The zone that the customer's times are said in. */
export const zone = signal(ownZone())
export const upcoming = signal<readonly Booking[]>([])

const isEmail = (text: string) => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text)

/** Which fields of a typed customer cannot be kept as they are. */
export const faultsOf = (typed: NewCustomer): { email: boolean; phone: boolean } => ({
  email: typed.email.trim() !== '' && !isEmail(typed.email.trim()),
  phone: typed.phone.trim() !== '' && typed.phoneSaved === null,
})

/** The customer as a booking names them; null if there is none yet. */
export const customerWish = computed(() => {
  const now = chosen.value
  if (now === null) return null
  if ('stored' in now) return { id: now.stored.id }
  const { name, email, phoneSaved } = now.typed
  const faults = faultsOf(now.typed)
  if (!name.trim() || faults.email || faults.phone) return null
  return { name: name.trim(), ...(email.trim() && { email: email.trim() }), ...(phoneSaved && { phone: phoneSaved }) }
})

/** Who the customer is, for sentences. */
export const customerFacts = computed(() => {
  const now = chosen.value
  if (now === null) return null
  const { name, email } = 'stored' in now ? now.stored : now.typed
  return { name: name.trim(), email: email?.trim() || null }
})

const searching = newestOnly()

/** Find customers as the coordinator types; with nothing typed, those who are assigned to the coordinator. */
export const watchSearch = () =>
  effect(() => {
    const typed = search.value.trim()
    if (isChoosing.value) void find(typed)
  })

async function find(typed: string): Promise<void> {
  const outcome = await searching((signal) => (typed ? named(typed, signal) : usual(signal)), typed ? 120 : 0)
  if (!outcome) return
  batch(() => {
    searchProblem.value = 'error' in outcome ? failureText(outcome.error) : null
    matches.value = 'value' in outcome ? outcome.value.customers : []
    firstMatches.value = 'value' in outcome ? outcome.value.first : 0
    matchesFor.value = typed
  })
}

interface Found {
  readonly customers: readonly Customer[]
  /** How many of them, the first ones, were talked with lately, or are written as was typed. */
  readonly first: number
}

const askFor = (query: Parameters<typeof get>[1], signal: AbortSignal) => get<List<Customer>>('/api/v1/customers', query, signal)

/** Those who are written as was typed, then those who are spelt alike. */
async function named(search: string, signal: AbortSignal): Promise<Found> {
  const { items } = await askFor({ search, limit: 8 }, signal)
  return { customers: items, first: items.filter((one) => isWritten(one, search)).length }
}

/** Whether each word that was typed is in the name or the email, or the digits are in the phone, as the server has it. */
function isWritten({ name, email, phone }: Customer, search: string): boolean {
  const digits = /^[\d\s()+.-]+$/.test(search) ? search.replace(/\D/g, '') : ''
  if (digits && phone?.includes(digits)) return true
  const known = `${name} ${email ?? ''}`.toLowerCase()
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => known.includes(word))
}

/** Those who were talked with lately, then those who are assigned to the coordinator. */
async function usual(signal: AbortSignal): Promise<Found> {
  const ids = recentIds()
  const [mine, seen] = await Promise.all([
    askFor({ coordinator: 'me', limit: 20 }, signal),
    ids.length > 0 ? askFor({ ids: ids.join(','), limit: ids.length }, signal) : null,
  ])
  const byId = new Map(seen?.items.map((one) => [one.id, one]))
  if (seen && byId.size < ids.length) keepCalls(new Set(byId.keys()))
  const lately = ids.flatMap((id) => byId.get(id) ?? [])
  return { customers: [...lately, ...mine.items.filter(({ id }) => !byId.has(id))], first: lately.length }
}

/** Talk with this customer. */
export function choose(customer: Customer): void {
  rememberCall(customer.id)
  chosen.value = { stored: customer }
  zone.value = customer.timeZone ?? ownZone()
  isChoosing.value = false
  search.value = ''
  upcoming.value = []
  void loadUpcoming()
}

/** Talk with somebody new; what was typed in the search becomes the name, email or phone it looks like. */
export function chooseNew(typed: string): void {
  const email = isEmail(typed) ? typed : ''
  const phone = /^[+\d][\d\s().-]{4,}$/.test(typed) ? typed : ''
  chosen.value = { typed: { name: email || phone ? '' : typed, email, phone: '', phoneSaved: null } }
  zone.value = ownZone()
  isChoosing.value = false
  search.value = ''
  upcoming.value = []
  if (phone) void changeNew({ phone })
}

/** Take over what is typed about the new customer; a phone number is brought to E.164. */
export async function changeNew(change: Partial<Pick<NewCustomer, 'name' | 'email' | 'phone'>>): Promise<void> {
  if (chosen.value === null || !('typed' in chosen.value)) return
  const before = chosen.value.typed
  chosen.value = { typed: { ...before, ...change, ...(change.phone !== undefined && { phoneSaved: null }) } }
  if (!change.phone?.trim()) return
  const { parsePhoneNumberFromString } = await import('libphonenumber-js/min')
  const region = new Intl.Locale(navigator.language).region ?? 'US'
  const found = parsePhoneNumberFromString(change.phone, region as Parameters<typeof parsePhoneNumberFromString>[1] & string)
  if (chosen.value === null || !('typed' in chosen.value) || chosen.value.typed.phone !== change.phone) return
  chosen.value = { typed: { ...chosen.value.typed, phoneSaved: found?.isPossible() ? found.number : null } }
}

/** What the customer has ahead of them. */
export async function loadUpcoming(): Promise<void> {
  const now = chosen.value
  if (now === null || !('stored' in now) || !may('GET /api/v1/bookings')) return
  const query = { customer: now.stored.id, from: instantText(minuteNow()), status: 'scheduled', limit: 5 }
  const list = await asking(get<List<Booking>>('/api/v1/bookings', query)).catch(() => null)
  if (list && chosen.value === now) upcoming.value = list.items
}

const minuteNow = () => new Date(Math.floor(Date.now() / 60_000) * 60_000)

/** Take an upcoming appointment away. */
export async function cancelBooking(booking: Booking): Promise<void> {
  await asking(post(`/api/v1/bookings/${booking.id}/cancel`))
  await loadUpcoming()
}

let chosenByAddress: string | null = null

/** Choose the customer whom the address names, `?customer=ID`; once, so that coming back to the page undoes no later choice. */
export async function chooseFromAddress(ref: string): Promise<void> {
  if (ref === chosenByAddress) return
  chosenByAddress = ref
  const customer = await asking(get<Customer>(`/api/v1/customers/${encodeURIComponent(ref)}`)).catch(() => null)
  if (customer) choose(customer)
}

/** Nobody is on the phone any more. */
export function forgetCustomer(): void {
  chosen.value = null
  upcoming.value = []
  search.value = ''
  isChoosing.value = true
  zone.value = ownZone()
}
