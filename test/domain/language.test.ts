import { expect, test } from 'vitest'
import { pickLanguage } from '../../server/domain/language.ts'

test.each([
  ['es', 'es'],
  ['es-MX', 'es'],
  ['AR-eg', 'ar'],
  ['fr-CH, fr;q=0.9, en;q=0.8', 'fr'],
  ['pt-BR,pt;q=0.9,de;q=0.5,en;q=0.4', 'de'],
  ['en;q=0.3, de;q=0.7', 'de'],
  ['de;q=0, en;q=0.1', 'en'],
  ['pt-BR', null],
  ['*', null],
  ['', null],
  [';;,q=9', null],
] as const)('of “%s” we speak %s', (wanted, language) => {
  expect(pickLanguage(wanted)).toBe(language)
})
