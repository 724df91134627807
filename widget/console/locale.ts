/** Dates and times look as people are used to, in the language of the console's texts. */
export const locale = typeof navigator !== 'undefined' && navigator.language.startsWith('en') ? navigator.language : 'en-US'
