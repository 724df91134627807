/** Text without control characters other than tab and line feed, and without half characters: fit to be passed on to people. */
export const clean = (text: string): string =>
  text
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replace(/(?![\t\n])\p{Cc}/gu, '')

/** The same on one line, fit for a name or a subject. */
export const oneLine = (text: string): string =>
  clean(text)
    .split(/[\t\n\u2028\u2029]/)
    .map((part, i, { length }) => (i > 0 ? (i < length - 1 ? part.trim() : part.trimStart()) : length > 1 ? part.trimEnd() : part))
    .join(' ')
