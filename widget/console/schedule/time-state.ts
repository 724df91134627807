import { batch, computed, signal } from '@preact/signals'
import { momentText } from '../said.ts'
import { readDay, readWhen, type When } from '../when.ts'
import { dateAt } from '../zone.ts'
import { zone } from './customer-state.ts'

/** The clock of the console; it ticks often enough for "local time now". */
export const now = signal(new Date())

/** What is typed for "when would suit them?". */
export const typed = signal('')

/** When it was typed: "3:30" keeps its meaning while the clock goes past it. */
const typedAt = signal(now.value)

/** A time that was picked in the calendar or among the nearest; it rules until something is typed. */
const picked = signal<Date | null>(null)

/** The time asked for. */
export const when = computed<When | null>(() => (picked.value ? { start: picked.value } : readWhen(typed.value, typedAt.value, zone.value)))

/** The same, as a number that changes only when the time does: a ticking clock asks nothing anew. */
export const at = computed(() => when.value?.start.getTime() ?? null)

/** What the field shows. */
export const whenText = computed(() => (picked.value ? momentText(picked.value, zone.value, now.value) : typed.value))

/** The day that is spoken of, with or without a time. */
export const spokenDay = computed(() =>
  when.value ? dateAt(when.value.start, zone.value) : readDay(typed.value, typedAt.value, zone.value),
)

/** Take over what is typed. */
export function type(text: string): void {
  batch(() => {
    picked.value = null
    typed.value = text
    typedAt.value = new Date()
  })
}

/** Take a time as it is. */
export function pick(time: Date): void {
  picked.value = time
}

/** Let the clock tick until the returned function is called. */
export function watchClock(): () => void {
  const timer = setInterval(() => {
    now.value = new Date()
  }, 10_000)
  return () => clearInterval(timer)
}

/** No time is asked for. */
export function forgetTime(): void {
  typed.value = ''
  picked.value = null
}
