import { computed, effect, signal } from '@preact/signals'
import { get, Problem, post, remove } from '../../api.ts'
import { asking, newestOnly } from '../asking.ts'
import { failureText } from '../failure.ts'
import { texts } from '../text.ts'
import type { List, Template, TextPreview, TextWish } from '../wire.ts'

/** Which message is looked at. The event type is a slug; an empty one stands for all. */
export interface Place {
  readonly eventType: string
  readonly moment: Template['moment']
  readonly audience: Template['audience']
  readonly channel: Template['channel']
  readonly language: Template['language']
}
/** The company's words as they are typed. */
export interface Words {
  readonly subject: string
  readonly body: string
}

export const place = signal<Place>({ eventType: '', moment: 'booked', audience: 'customer', channel: 'email', language: 'en' })
/** All that is written in the company's words; null while not known. */
export const templates = signal<readonly Template[] | null>(null)
/** What is typed; null: our own words stand. */
export const words = signal<Words | null>(null)
/** How the message would read; null while not known. */
export const preview = signal<TextPreview | null>(null)
/** What is wrong with what is typed, by field. */
export const faults = signal<Readonly<Partial<Record<keyof Words, string>>>>({})
export const textsProblem = signal<string | null>(null)
/** What became of the last save, removal or test. */
export const said = signal<{ readonly text: string; readonly isProblem: boolean } | null>(null)

const same = (one: Template, { eventType, moment, audience, channel, language }: Place): boolean =>
  (one.eventType ?? '') === eventType &&
  one.moment === moment &&
  one.audience === audience &&
  one.channel === channel &&
  one.language === language

/** What is kept for the message that is looked at. */
export const kept = computed(() => templates.value?.find((one) => same(one, place.value)) ?? null)

const wish = (typed: Words | null): TextWish => ({
  ...place.value,
  eventType: place.value.eventType || null,
  ...(typed === null ? {} : { body: typed.body, subject: place.value.channel === 'sms' ? null : typed.subject }),
})

const asked = newestOnly()
/** Time in which somebody who types is not asked for. */
const PAUSE = 300

/** Read what is kept, and show what is looked at and typed, until the returned function is called. */
export function watchTexts(): () => void {
  void load()
  return effect(() => {
    const typed = words.value
    place.value
    void show(typed)
  })
}

async function load(): Promise<void> {
  try {
    templates.value = (await asking(get<List<Template>>('/api/v1/message-templates'))).items
    words.value = wordsOf(kept.peek())
    textsProblem.value = null
  } catch (error) {
    textsProblem.value = failureText(error)
  }
}

async function show(typed: Words | null): Promise<void> {
  const outcome = await asked(() => post<TextPreview>('/api/v1/message-templates/preview', wish(typed)), typed === null ? 0 : PAUSE)
  if (!outcome) return
  if ('value' in outcome) {
    preview.value = outcome.value
    faults.value = {}
    textsProblem.value = null
    return
  }
  faults.value = faultsOf(outcome.error)
  textsProblem.value = Object.keys(faults.value).length > 0 ? null : failureText(outcome.error)
}

const faultsOf = (error: unknown): typeof faults.value =>
  Object.fromEntries(
    (error instanceof Problem ? error.errors : []).flatMap(({ pointer, detail }) => {
      const field = pointer.slice(1)
      return field === 'subject' || field === 'body' ? [[field, detail]] : []
    }),
  )

const wordsOf = (template: Template | null): Words | null => template && { subject: template.subject ?? '', body: template.body }

/** Look at another message. What was typed and not saved is gone. */
export function lookAt(next: Partial<Place>): void {
  place.value = { ...place.value, ...next }
  words.value = wordsOf(kept.value)
  said.value = null
}

/** Begin with our own words, with the names that may stand in them. */
export function begin(): void {
  const starter = preview.value?.starter
  if (starter) words.value = { subject: starter.subject ?? '', body: starter.body }
  said.value = null
}

/** Keep what is typed. */
export async function save(): Promise<void> {
  if (!words.value) return
  await tell(async () => {
    await asking(post('/api/v1/message-templates', wish(words.value)))
    await load()
    return texts.texts.saved
  })
}

/** Let our own words stand again. */
export async function giveUp(): Promise<void> {
  const { value: template } = kept
  if (!template) {
    words.value = null
    said.value = null
    return
  }
  await tell(async () => {
    await asking(remove(`/api/v1/message-templates/${template.id}`))
    await load()
    return texts.texts.removed
  })
}

/** Send the message as it is shown to an address. */
export async function sendTest(to: string): Promise<void> {
  await tell(async () => {
    const { status } = await asking(post<{ status: 'sent' | 'outbox' }>('/api/v1/message-templates/test', { ...wish(words.value), to }))
    return texts.texts.tested[status]
  })
}

async function tell(work: () => Promise<string>): Promise<void> {
  try {
    said.value = { text: await work(), isProblem: false }
  } catch (error) {
    faults.value = faultsOf(error)
    said.value = { text: failureText(error), isProblem: true }
  }
}
