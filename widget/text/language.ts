import { en, type Texts } from './en.ts'

const languages: readonly Texts[] = [en]
const wished = navigator.languages.map((tag) => ({ tag, language: tag.split('-')[0] }))
const match = wished.find(({ language }) => languages.some((texts) => texts.language === language))

/** The sentences, in the first language that both the reader and we speak. */
export const texts: Texts = languages.find((one) => one.language === match?.language) ?? en

/** How dates and times are written: the reader's own way of that language (3:30 PM or 15:30). */
export const locale: string = match?.tag ?? texts.language
