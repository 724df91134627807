/** `npm run requirements [S1 | S1.8 | S1.1–S1.3 …] [--except S1.27 …]`: which lines of docs/requirements.md no passing test shows. */
import { globSync, readFileSync } from 'node:fs'

interface Report {
  readonly testResults: readonly { readonly assertionResults: readonly { readonly title: string; readonly status: string }[] }[]
}

const number = String.raw`S\d+\.\d+`
const range = new RegExp(`^(${number})\\s?[–-]\\s?(${number})$`)

/** The lines in their order: `S1.8` to its words. */
function readLines(): Map<string, string> {
  const found = readFileSync('docs/requirements.md', 'utf8').matchAll(new RegExp(`^- (${number}) (.+)$`, 'gm'))
  return new Map([...found].map(([, id, words]) => [id!, words!]))
}

/** The lines that `S1`, `S1.8` or `S1.1–S1.3` names. */
function named(all: readonly string[], words: string): string[] {
  const [, first, last] = range.exec(words) ?? [null, words, words]
  const chosen = all.includes(first!)
    ? all.slice(all.indexOf(first!), all.indexOf(last!) + 1)
    : all.filter((id) => id.startsWith(`${words}.`))
  if (chosen.length === 0) throw new Error(`docs/requirements.md has no line ${words}`)
  return chosen
}

/** The lines that a title begins with, so `S1.15 S1.16 …` and `S1.15–S1.17 …` show several. */
function shownBy(all: readonly string[], title: string): string[] {
  const head = new RegExp(`^(?:${number}(?:\\s?[–-]\\s?${number})?[\\s,:]+)+`).exec(`${title} `)?.[0] ?? ''
  return [...head.matchAll(new RegExp(`${number}(?:\\s?[–-]\\s?${number})?`, 'g'))].flatMap(([one]) => named(all, one))
}

function passingTitles(): string[] {
  const reports = globSync('test-results/*.json').map((file): Report => JSON.parse(readFileSync(file, 'utf8')))
  if (reports.length === 0) throw new Error('There is no report in test-results: run npm test first')
  return reports
    .flatMap(({ testResults }) => testResults.flatMap((file) => file.assertionResults))
    .filter(({ status }) => status === 'passed')
    .map(({ title }) => title)
}

/** Prints the lines asked for that nothing shows, and how many they are. */
function report(args: readonly string[]): number {
  const lines = readLines()
  const all = [...lines.keys()]
  const at = args.includes('--except') ? args.indexOf('--except') : args.length
  const left = new Set(args.slice(at + 1).flatMap((words) => named(all, words)))
  const asked = at === 0 ? all : args.slice(0, at).flatMap((words) => named(all, words))
  const wanted = [...new Set(asked)].filter((id) => !left.has(id))
  const shown = new Set(passingTitles().flatMap((title) => shownBy(all, title)))
  const missing = wanted.filter((id) => !shown.has(id))

  if (left.size > 0) console.log(`Left out as asked: ${[...left].join(', ')}`)
  for (const id of missing) console.log(`${id} has no passing test: ${lines.get(id)}`)
  console.log(`${wanted.length - missing.length} of ${wanted.length} lines are shown by a passing test.`)
  return missing.length
}

try {
  process.exitCode = report(process.argv.slice(2)) > 0 ? 1 : 0
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
