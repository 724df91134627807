/** The languages in which we write to people. */
export const LANGUAGES = ['en', 'es', 'fr', 'de', 'ar'] as const
export type Language = (typeof LANGUAGES)[number]

const known = (tag: string): Language | null => {
  const language = tag.trim().toLowerCase().split('-')[0]
  return LANGUAGES.find((one) => one === language) ?? null
}

/**
 * The first of somebody's languages that is ours, or null.
 *
 * @param wanted a tag such as `es-MX`, or a browser's list such as `fr-CH, fr;q=0.9, en;q=0.8`
 */
export function pickLanguage(wanted: string): Language | null {
  const wishes = wanted.split(',', 50).map((wish) => {
    const [tag = '', ...parameters] = wish.split(';')
    const weight = parameters.map((one) => /^\s*q=([01](?:\.\d*)?)\s*$/i.exec(one)?.[1]).find((one) => one !== undefined)
    return { tag, weight: weight === undefined ? 1 : Number(weight) }
  })
  const ranked = wishes.filter(({ weight }) => weight > 0).toSorted((a, b) => b.weight - a.weight)
  return ranked.map(({ tag }) => known(tag)).find((one) => one !== null) ?? null
}

const NAMED_IN = ['en', 'es', 'fr', 'de', 'it', 'nl', 'pt']

let tagsByName: ReadonlyMap<string, string> | undefined

function languageNames(): ReadonlyMap<string, string> {
  if (tagsByName) return tagsByName
  const names = new Map<string, string>()
  const letters = [...'abcdefghijklmnopqrstuvwxyz']
  const codes = letters.flatMap((one) => letters.map((two) => one + two))
  for (const code of codes)
    for (const inLanguage of [...NAMED_IN, code]) {
      const name = new Intl.DisplayNames(inLanguage, { type: 'language', fallback: 'none' }).of(code)
      if (name) names.set(name.toLowerCase(), code)
    }
  tagsByName = names
  return names
}

/** The tag of a language that is written as a tag (`es-MX`, `es_MX`) or by its name (`Spanish`, `español`); null if it is neither. */
export function languageTag(text: string): string | null {
  const word = text.trim()
  const named = languageNames().get(word.toLowerCase())
  if (named) return named
  if (!/^[a-z]{2,3}([-_][a-z0-9]{2,8})*$/i.test(word)) return null
  try {
    const tag = Intl.getCanonicalLocales(word.replaceAll('_', '-'))[0] ?? ''
    return new Intl.DisplayNames('en', { type: 'language', fallback: 'none' }).of(tag.split('-')[0] ?? '') ? tag : null
  } catch {
    return null
  }
}
