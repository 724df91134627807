import { attempts, Problem } from '../api.ts'
import { laterTexts, locale, texts } from '../text/language.ts'
import { dateIn } from '../ui/dates.ts'
import { announce } from '../ui/LiveStatus.tsx'
import { batch } from '../ui/signal.ts'
import { book } from './booking-api.ts'
import { failureOf } from './failure.ts'
import { closeForm, formOf } from './form.ts'
import { readForm } from './form-reading.ts'
import { freeRepsOf } from './free-reps.ts'
import { mayAnswer } from './handed-out.ts'
import { toldOf } from './place.ts'
import { refusesTime } from './refusal.ts'
import type { Booking } from './state.ts'
import { ANYONE, repOf } from './steps.ts'

const MOST_NEAREST = 6
const triesOf = new WeakMap<Booking, ReturnType<typeof attempts>>()

/** Send the booking. What was typed stays, whatever comes of it. */
export async function submit(booking: Booking, website = ''): Promise<void> {
  const { choices, picker, place, sending, failure } = booking
  const form = formOf(booking)
  const page = booking.page.value
  const type = booking.eventType.value
  const { start, rep } = choices.now.value
  if (sending.value || page === null || type === null || start === null) return
  const tries = triesOf.get(booking) ?? attempts()
  triesOf.set(booking, tries)
  sending.value = true
  failure.value = null
  try {
    const typed = await readForm(form, type.questions)
    if (typed === null) return
    const who = page.choice === 'automatic' || rep === ANYONE ? null : repOf(page, choices.now.value)
    const wish = {
      eventType: type.slug,
      start,
      timeZone: picker.timeZone.value,
      language: locale,
      ...(who && { rep: who.id }),
      ...typed,
      form: page.form,
      ...(website && { website }),
    }
    announce(laterTexts.details.sending)
    await mayAnswer(page)
    const result = await book(booking.slug, wish, tries.keyFor(wish))
    tries.settled()
    batch(() => {
      booking.booked.value = { booking: result, email: typed.customer.email }
      closeForm(booking)
      booking.gone.value = null
      choices.clear()
    })
    place.tell('booked', toldOf(result))
  } catch (error) {
    if (error instanceof Problem && error.status < 500) tries.settled()
    if (refusesTime(error)) await refused(booking, error)
    else if (!(error instanceof Problem && form.mark(fieldErrors(error)))) failure.value = failureOf(error)
  } finally {
    announce('')
    sending.value = false
  }
}

async function refused(booking: Booking, problem: Problem) {
  const page = booking.page.value
  const chosen = booking.choices.now.value
  const person = page?.choice === 'customer' && page.reps.length > 1 ? repOf(page, chosen) : null
  booking.picker.refresh()
  freeRepsOf(booking).refresh()
  const starts = problem.nearest.filter(({ available }) => available > 0).map(({ start }) => start)
  const nearest = (page?.choice === 'rep-first' ? await freeFor(booking, starts) : starts).slice(0, MOST_NEAREST).sort()
  const taken = person ? laterTexts.taken.person(person.name) : laterTexts.taken.title
  const title = problem.code === 'slot-taken' ? taken : laterTexts.taken.notPossible
  const reason = problem.code === 'slot-taken' || texts.language !== 'en' ? '' : `${problem.detail} `
  const detail = reason + (nearest.length > 0 ? laterTexts.taken.detail : laterTexts.taken.detailNone)
  booking.gone.value = { title, detail, nearest, rep: chosen.rep }
  booking.place.tell('error', { code: problem.code, title })
}

/** The server goes on to name times of the whole pool; where the rep came first, only the rep's own help. */
async function freeFor({ source, picker }: Booking, starts: readonly string[]): Promise<readonly string[]> {
  const timeZone = picker.timeZone.value
  const days = starts.map((start) => dateIn(timeZone, new Date(start))).sort()
  const [from, to] = [days[0], days.at(-1)]
  if (source.value === null || from === undefined || to === undefined) return []
  const answer = await source.value.load({ from, to, timeZone }).catch(() => ({ days: [] }))
  const free = new Set(answer.days.flatMap(({ slots }) => slots))
  return starts.filter((start) => free.has(start))
}

/** Errors that have a field on the page; if there is any other, all are told together instead. */
function fieldErrors({ errors }: Problem): Record<string, string> {
  const known = /^\/(customer\/(name|email|phone)|guests\/\d+\/email|answers\/[^/]+)$/
  const told = errors.map(({ pointer, detail }) => [pointer, texts.language === 'en' ? detail : laterTexts.wrong.other] as const)
  return told.every(([pointer]) => known.test(pointer)) ? Object.fromEntries(told) : {}
}
