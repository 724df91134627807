/** The languages in which we write to people. */
import { en } from './en.ts'
import type { MessageTexts } from './texts.ts'

export const LANGUAGES = ['en'] as const
export type Language = (typeof LANGUAGES)[number]

export const textsOf: Readonly<Record<Language, MessageTexts>> = { en }
