import { attempts, Problem } from '../api.ts'
import { laterTexts, locale, texts } from '../text/language.ts'
import { announce } from '../ui/LiveStatus.tsx'
import { type ReadonlySignal, type Signal, signal } from '../ui/signal.ts'
import { type Failure, failureOf } from './failure.ts'
import { createForm, type Errors, type Form } from './form.ts'
import { readForm } from './form-reading.ts'
import { mayAnswer } from './handed-out.ts'
import type { Place } from './place.ts'
import { answersFrom } from './prefill-answers.ts'
import { isMissing } from './refusal.ts'
import { type AskedForm, getForm, type RegisterWish, register } from './register-api.ts'

/** Everything that a registration form knows and does; the components only show it. */
export interface Registering {
  readonly asked: ReadonlySignal<AskedForm | null>
  readonly form: Form
  /** Whether they agree to what the form asks them to agree to. */
  readonly consent: Signal<boolean>
  readonly missing: ReadonlySignal<boolean>
  readonly failure: ReadonlySignal<Failure | null>
  readonly sending: ReadonlySignal<boolean>
  readonly done: ReadonlySignal<boolean>
  open(): Promise<void>
  /** Send the form. What was typed stays, unless it has arrived. */
  send(website: string): Promise<void>
}

export function createRegistering(slug: string, place: Place): Registering {
  const asked = signal<AskedForm | null>(null)
  const form = createForm(place.prefill)
  const consent = signal(false)
  const missing = signal(false)
  const failure = signal<Failure | null>(null)
  const sending = signal(false)
  const done = signal(false)
  const tries = attempts()

  function fail(error: unknown) {
    const told = failureOf(error)
    failure.value = told
    place.tell('error', { code: told.code, title: told.title })
  }

  async function open() {
    failure.value = null
    try {
      const answer = await getForm(slug)
      form.set({ answers: answersFrom(place.prefill, answer.questions), ...(answer.phone === 'none' && { phone: '' }) })
      asked.value = answer
      if (place.showPage === null) document.title = answer.title
      place.tell('ready', { page: slug, title: answer.title })
    } catch (error) {
      if (isMissing(error)) {
        const { title } = laterTexts.register.unknown
        missing.value = true
        if (place.showPage === null) document.title = title
        place.tell('error', { code: 'not-found', title })
      } else fail(error)
    }
  }

  /** What was typed as the server takes it, or null after marking what is wrong. */
  async function read(page: AskedForm): Promise<Pick<RegisterWish, 'customer' | 'answers' | 'consent'> | null> {
    const { wrong } = laterTexts
    const typed = await readForm(form, page.questions, {
      ...(page.phone === 'required' && form.typed.value.phone.trim() === '' && { '/customer/phone': wrong.required }),
      ...(page.consentText !== null && !consent.value && { '/consent': wrong.consent }),
    })
    return typed && { customer: typed.customer, answers: typed.answers ?? {}, consent: consent.value }
  }

  async function send(website: string) {
    const page = asked.value
    if (sending.value || page === null) return
    sending.value = true
    failure.value = null
    try {
      const typed = await read(page)
      if (typed === null) return
      const wish = {
        ...typed,
        language: locale,
        timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
        form: page.form,
        ...(website && { website }),
      }
      announce(laterTexts.register.sending)
      await mayAnswer(page)
      await register(slug, wish, tries.keyFor(wish))
      tries.settled()
      done.value = true
      place.tell('registered', { form: slug, title: page.title })
    } catch (error) {
      if (error instanceof Problem && error.status < 500) tries.settled()
      if (!(error instanceof Problem && form.mark(fieldErrors(error)))) fail(error)
    } finally {
      announce('')
      sending.value = false
    }
  }

  return { asked, form, consent, missing, failure, sending, done, open, send }
}

/** Errors that have a field on the page; if there is any other, all are told together instead. */
function fieldErrors({ errors }: Problem): Errors {
  const known = /^\/(customer\/(name|email|phone)|consent|answers\/[^/]+)$/
  const told = errors.map(({ pointer, detail }) => [pointer, texts.language === 'en' ? detail : laterTexts.wrong.other] as const)
  return told.every(([pointer]) => known.test(pointer)) ? Object.fromEntries(told) : {}
}
