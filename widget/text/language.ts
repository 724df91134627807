/** The language that the widget speaks on this page. Bindings are live: whoever reads them while it draws, draws the present language. */
import { en, type Texts } from './en.ts'
import type { LaterTexts } from './en-later.ts'

/** What a language brings at once, and what it brings for the later steps; a language of its own file brings both. */
interface Tables {
  readonly now: Texts
  readonly later: LaterTexts | (() => Promise<LaterTexts>)
}

const english: Tables = { now: en, later: async () => (await import('./en-later.ts')).enLater }

const languages: Readonly<Record<string, () => Promise<{ readonly tables: Tables }>>> = {
  en: async () => ({ tables: english }),
  es: () => import('./es.ts'),
  fr: () => import('./fr.ts'),
  de: () => import('./de.ts'),
  ar: () => import('./ar.ts'),
}

let spoken = english

/** The sentences for choosing a time. */
export let texts: Texts = en

/** The sentences of the later steps, once `loadLaterTexts` has brought them. */
export let laterTexts = {} as LaterTexts

/** How dates and times are written: the reader's own way of that language (3:30 PM or 15:30). */
export let locale = 'en'

const languageOf = (tag: string): string => tag.toLowerCase().split('-')[0] ?? ''

const isSpoken = (tag: string): boolean => Object.hasOwn(languages, languageOf(tag))

/** Speak the language that is wished for, or else the first of the reader's own that we speak, or English. */
export async function speak(wished: string | null): Promise<void> {
  const own = navigator.languages.filter(isSpoken)
  const tag = wished !== null && isSpoken(wished) ? wished : (own[0] ?? 'en')
  // Of a language without a country the reader's own kind is taken, so that the clock is the one they know.
  const read = tag.includes('-') ? tag : (own.find((one) => languageOf(one) === languageOf(tag)) ?? tag)
  spoken = (await languages[languageOf(tag)]?.().catch(() => null))?.tables ?? english
  texts = spoken.now
  locale = spoken === english && languageOf(tag) !== 'en' ? 'en' : read
}

/** Bring the sentences of the later steps. */
export async function loadLaterTexts(): Promise<void> {
  laterTexts = typeof spoken.later === 'function' ? await spoken.later() : spoken.later
}
