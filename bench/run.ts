/** `npm run bench`: everything; `-- kernel` or `-- http`: one of the two; `-- --quick`: fewer repetitions, and over HTTP a company of 1,000 only. */
const only = process.argv.slice(2).find((word) => !word.startsWith('-'))
if (only !== undefined && only !== 'kernel' && only !== 'http')
  throw new Error(`There is no bench “${only}”: say kernel or http, or nothing.`)
if (only !== 'http') await import('./find-by-time.ts')
if (only !== 'kernel') await import('./http.ts')
