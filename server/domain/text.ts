/** Text without control characters other than tab and line feed, and without half characters: fit to be passed on to people. */
export const clean = (text: string): string =>
  text
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replace(/(?![\t\n])\p{Cc}/gu, '')

/** The same on one line, fit for a name or a subject. Each run of spaces is looked at once: long ones must not cost more than their length. */
export const oneLine = (text: string): string => clean(text).replace(/\s+/g, (run) => (/[\t\n\u2028\u2029]/.test(run) ? ' ' : run))
