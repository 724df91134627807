/** What the booking page asks of the server once a time is chosen; nobody is signed in. */
import type { z } from 'zod'
import type { ManageReschedule, PublicBookingRequest } from '../../server/http/contract/pages.ts'
import { post } from '../api.ts'
import { addressOf, get } from '../reading.ts'
import { type Booked, type DateRange, page, type Slots } from './public-api.ts'

export type BookingWish = z.input<typeof PublicBookingRequest>

const manage = (token: string) => `/api/v1/manage/${encodeURIComponent(token)}`

export const book = (slug: string, wish: BookingWish, key: string): Promise<Booked> => post(`${page(slug)}/bookings`, wish, key)

export const getBooked = (token: string): Promise<Booked> => get(manage(token))

export const getManageSlots = (token: string, rep: 'same' | 'any', range: DateRange): Promise<Slots> =>
  get(`${manage(token)}/slots`, { rep, ...range })

export const reschedule = (token: string, body: z.input<typeof ManageReschedule>, key: string): Promise<Booked> =>
  post(`${manage(token)}/reschedule`, body, key)

export const cancel = (token: string, reason: string, key: string): Promise<Booked> =>
  post(`${manage(token)}/cancel`, reason ? { reason } : {}, key)

/** The calendar file of a booking, from the address where it can be managed. */
export function inviteUrl(manageUrl: string): string {
  return addressOf(`${manage(tokenOf(manageUrl))}/invite.ics`)
}

/** What opens a booking, from the address where it can be managed. */
export const tokenOf = (manageUrl: string): string => decodeURIComponent(new URL(manageUrl, location.href).pathname.split('/').at(-1) ?? '')
