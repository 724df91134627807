/** `npm run bench`: everything; `-- kernel` or `-- http`: one of the two; `-- --quick`: fewer repetitions, and no company of 10,000. */
const only = process.argv.slice(2).find((word) => !word.startsWith('-'))
if (only !== undefined && only !== 'kernel' && only !== 'http')
  throw new Error(`There is no bench “${only}”: say kernel or http, or nothing.`)
if (only !== 'http') await import('./find-by-time.ts')
if (only !== 'kernel') await import('./http.ts')
