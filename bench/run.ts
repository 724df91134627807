/** `npm run bench`: everything; `-- kernel`, `-- http`, `-- book`, `-- large` or `-- orders`: one of them; `-- --quick`: fewer repetitions, and over HTTP a company of 1,000 only. */
const parts = ['kernel', 'http', 'book', 'large', 'orders']
const only = process.argv.slice(2).find((word) => !word.startsWith('-'))
if (only !== undefined && !parts.includes(only)) throw new Error(`There is no bench “${only}”: say ${parts.join(' or ')}, or nothing.`)
const wanted = (part: string) => only === undefined || only === part
if (wanted('kernel')) await import('./find-by-time.ts')
if (wanted('http')) await import('./http.ts')
if (wanted('book')) await import('./book.ts')
if (wanted('large')) await import('./large.ts')
if (wanted('orders')) await import('./orders.ts')
