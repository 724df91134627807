/** What is typed in beforehand, as the link or the website says. It is in sight and can be changed. */
export interface Prefill {
  readonly name: string
  readonly email: string
  readonly phone: string
  readonly guests: readonly string[]
  /** Answers by the keys of questions, as text; a list has commas between its parts. */
  readonly answers: ReadonlyMap<string, string>
}

/** Read what is to be typed in from the parameters of an address, or from what stands in their place. */
export function readPrefill(given: URLSearchParams): Prefill {
  const one = (name: string) => given.get(name)?.trim() ?? ''
  return { name: one('name'), email: one('email'), phone: one('phone'), guests: listOf(one('guests')), answers: new Map(given) }
}

/** The parts of a list that is written with commas. */
export const listOf = (text: string): string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean)
