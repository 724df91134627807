import type { Language } from '../language.ts'
import { ar } from './ar.ts'
import { de } from './de.ts'
import { en } from './en.ts'
import { es } from './es.ts'
import { fr } from './fr.ts'
import type { MessageTexts } from './texts.ts'

/** Our sentences in each language. */
export const textsOf: Readonly<Record<Language, MessageTexts>> = { en, es, fr, de, ar }
