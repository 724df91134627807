import { batch, signal } from '@preact/signals'
import { attempts, Problem, post, Unreachable } from '../../api.ts'
import { asking } from '../asking.ts'
import { failureText } from '../failure.ts'
import { session } from '../session.ts'
import { texts } from '../text.ts'
import { type Booking, type BookingWish, instantText, type Nearest } from '../wire.ts'
import { heldId, holdUsed, leaveHold } from './hold-state.ts'

/** An upcoming booking that is being moved instead of making a new one. */
export const moving = signal<Booking | null>(null)

/** What may be said beyond who and when. */
export const details = signal({ subject: '', note: '', guests: '' })

export const isBooking = signal(false)
export const bookProblem = signal<string | null>(null)

/** A time that somebody else got first. `nearest` are free times of the same rep, then of the whole pool. */
export interface Lost {
  readonly rep: { readonly id: string; readonly name: string }
  readonly start: Date
  readonly nearest: Nearest
}
export const lost = signal<Lost | null>(null)

/** What was booked or moved at last. */
export const done = signal<{ booking: Booking; moved: boolean } | null>(null)

const attempt = attempts()

/** The guests as typed, and the first of them that is no address. */
export function guestsOf(typed: string): { guests: { email: string }[]; fault: string | null } {
  const addresses = typed.split(/[,;\s]+/).filter(Boolean)
  return { guests: addresses.map((email) => ({ email })), fault: addresses.find((one) => !/^[^@]+@[^@]+\.[^@]+$/.test(one)) ?? null }
}

/** Book, once. A time that has just been taken is told in `lost`; what was typed stays. */
export async function book(wish: Omit<BookingWish, 'start'>, rep: Lost['rep'], start: Date): Promise<void> {
  const { subject, note, guests } = details.value
  const extras = {
    ...(subject.trim() && { subject: subject.trim() }),
    ...(note.trim() && { details: note.trim() }),
    ...(guests.trim() && { guests: guestsOf(guests).guests }),
  }
  const send = (hold: string | null) => {
    const body: BookingWish = { ...wish, ...extras, rep: rep.id, start: instantText(start), ...(hold && { hold }) }
    return post<Booking>('/api/v1/bookings', body, attempt.keyFor(body))
  }
  await attend(rep, start, send, false)
}

/** Move the booking in `moving` to another time or rep. */
export async function move(booking: Booking, rep: Lost['rep'], start: Date): Promise<void> {
  const isSameTime = Date.parse(booking.start) === start.getTime()
  const path = `/api/v1/bookings/${booking.id}`
  const send = (hold: string | null) => {
    const body = { rep: rep.id, ...(hold && { hold }) }
    return isSameTime
      ? post<Booking>(`${path}/reassign`, body)
      : post<Booking>(`${path}/reschedule`, { start: instantText(start), ...body })
  }
  await attend(rep, start, send, true)
}

async function attend(rep: Lost['rep'], start: Date, send: (hold: string | null) => Promise<Booking>, moved: boolean): Promise<void> {
  if (isBooking.value) return
  batch(() => {
    isBooking.value = true
    bookProblem.value = null
    lost.value = null
  })
  try {
    done.value = { booking: await asking(heldId().then(send)), moved }
    holdUsed()
    attempt.settled()
  } catch (error) {
    if (error instanceof Unreachable) leaveHold()
    else attempt.settled()
    if (session.value === null) return
    if (error instanceof Problem && error.code === 'slot-taken') lost.value = { rep, start, nearest: error.nearest }
    else bookProblem.value = error instanceof Unreachable && !moved ? texts.book.lostAnswer : failureText(error)
  } finally {
    isBooking.value = false
  }
}

/** Nothing is being booked any more. */
export function forgetBooking(): void {
  batch(() => {
    moving.value = null
    details.value = { subject: '', note: '', guests: '' }
    bookProblem.value = null
    lost.value = null
    done.value = null
  })
}
