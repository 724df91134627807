/** The language that the widget speaks on this page. Bindings are live: whoever reads them while it draws, draws the present language. */
import { en, type Texts } from './en.ts'
import type { LaterTexts } from './en-later.ts'

interface Tables {
  readonly texts: () => Promise<Texts>
  readonly later: () => Promise<LaterTexts>
}

const languages: Readonly<Record<string, Tables>> = {
  en: { texts: async () => en, later: async () => (await import('./en-later.ts')).enLater },
}

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
  texts = (await languages[languageOf(tag)]?.texts()) ?? en
  locale = read
}

/** Bring the sentences of the later steps. */
export async function loadLaterTexts(): Promise<void> {
  const tables = languages[texts.language] ?? languages.en
  if (tables) laterTexts = await tables.later()
}
