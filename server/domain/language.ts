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
