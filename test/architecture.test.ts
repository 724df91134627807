/** The import table of docs/architecture.md and the habits that a machine can check, kept true by file name. */
import { globSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { expect, test } from 'vitest'

interface Import {
  /** A path from the project's root, or a package's name. */
  readonly target: string
  readonly typeOnly: boolean
}

/** Who may import whom, the narrowest folder first. `types` may only be named in `import type`. */
const table: readonly { from: string; may: readonly string[]; types?: readonly string[] }[] = [
  { from: 'server/domain/', may: [] },
  { from: 'server/outbound/', may: ['server/domain/'] },
  { from: 'server/db/', may: ['server/domain/'] },
  { from: 'server/finder/', may: ['server/domain/', 'server/db/'] },
  { from: 'server/jobs/', may: ['server/domain/', 'server/db/'] },
  { from: 'server/calendars/', may: ['server/domain/', 'server/outbound/'] },
  { from: 'server/crm/', may: ['server/domain/', 'server/outbound/'] },
  { from: 'server/messages/', may: ['server/domain/', 'server/outbound/'] },
  { from: 'server/accounts/', may: ['server/domain/', 'server/db/'] },
  {
    from: 'server/actions/',
    may: ['server/domain/', 'server/db/', 'server/finder/', 'server/jobs/'],
    types: [
      'server/calendars/provider.ts',
      'server/crm/provider.ts',
      'server/messages/provider.ts',
      'server/accounts/sign-in.ts',
      'server/outbound/post.ts',
      'server/outbound/oauth.ts',
    ],
  },
  { from: 'server/http/contract/', may: ['server/domain/'] },
  {
    from: 'server/http/',
    may: ['server/domain/', 'server/db/', 'server/finder/', 'server/actions/'],
    types: ['server/accounts/sign-in.ts'],
  },
  { from: 'server/', may: ['server/', 'package.json'] },
  { from: 'widget/ui/', may: ['widget/text/'], types: ['server/http/contract/'] },
  { from: 'widget/text/', may: [], types: ['server/http/contract/'] },
  { from: 'widget/', may: ['widget/'], types: ['server/http/contract/'] },
]

/** Packages with a place of their own; the rest may be used where they help. */
const packages: readonly { name: RegExp; only: readonly string[] }[] = [
  { name: /^(express|helmet|express-rate-limit|pino-http)$/, only: ['server/http/', 'server/app.ts'] },
  { name: /^(pg|@electric-sql\/pglite)(\/|$)/, only: ['server/db/', 'server/finder/'] },
  { name: /^pg-boss$/, only: ['server/jobs/'] },
  { name: /^better-auth(\/|$)/, only: ['server/accounts/'] },
  { name: /^nodemailer$/, only: ['server/messages/'] },
  { name: /^(preact|@preact\/signals|preact-iso|chrono-node)(\/|$)/, only: ['widget/'] },
  { name: /^node:/, only: ['server/'] },
]

const inputOutput = /^node:(fs|net|tls|http|https|http2|dgram|dns|child_process|worker_threads|timers|process|os)(\/|$)/

const sources = globSync(['server/**/*.{ts,tsx}', 'widget/**/*.{ts,tsx}']).map((file) => file.replaceAll('\\', '/'))
const textOf = (file: string) => readFileSync(file, 'utf8')
/** Without block comments and comment lines, where code may be spoken of. */
const codeOf = (file: string) => textOf(file).replaceAll(/^\s*(\/\*[\s\S]*?\*\/|\/\/.*)/gm, '')

function importsOf(file: string, source: string): Import[] {
  const resolve = (specifier: string) => (specifier.startsWith('.') ? join(dirname(file), specifier).replaceAll('\\', '/') : specifier)
  const declared = [...source.matchAll(/^(?:import|export)(\s+type)?\s(?:[^'";]*?\sfrom\s)?\s*['"]([^'"]+)['"]/gm)]
  const called = [...source.matchAll(/\bimport\(\s*['"]([^'"]+)['"]/g)]
  return [
    ...declared.map(([, type, specifier]) => ({ target: resolve(specifier!), typeOnly: type !== undefined })),
    ...called.map(([, specifier]) => ({ target: resolve(specifier!), typeOnly: false })),
  ]
}

/** What is wrong with an import, naming file and import, or null. */
function complaint(file: string, { target, typeOnly }: Import): string | null {
  if (!/^(server|widget|test|bench|salesforce)\/|^package\.json$|^\w+\.config\.ts$|^\.\.\//.test(target)) {
    if (file.startsWith('server/domain/') && inputOutput.test(target)) return `${file} imports ${target}, and rules do no input or output`
    const rule = packages.find(({ name }) => name.test(target))
    if (!rule || rule.only.some((place) => file.startsWith(place))) return null
    return `${file} imports ${target}, which belongs to ${rule.only.join(' and ')}`
  }
  const row = table.find(({ from }) => file.startsWith(from))
  const own = row && row.from !== 'server/' && target.startsWith(row.from)
  if (own || row?.may.some((place) => target.startsWith(place))) return null
  const asType = row?.types?.some((place) => target.startsWith(place))
  if (asType && typeOnly) return null
  return `${file} imports ${target}${asType ? ', of which it may import types alone (import type)' : ''}`
}

const complaints = (check: (file: string) => readonly (string | null)[], files = sources) =>
  files.flatMap((file) => check(file).filter((words) => words !== null))

/** The lines of a file's code that match. */
const linesWith = (pattern: RegExp, words: string) => (file: string) =>
  [...codeOf(file).matchAll(pattern)].map(([found]) => `${file} ${words}: ${found.trim()}`)

test('every folder imports only what the table in docs/architecture.md allows', () => {
  expect(sources.length).toBeGreaterThan(10)
  expect(complaints((file) => importsOf(file, textOf(file)).map((one) => complaint(file, one)))).toEqual([])
})

test('a stray import is told by file and import', () => {
  const told = (file: string, source: string) => importsOf(file, source).map((one) => complaint(file, one))

  expect(told('server/domain/rep.ts', "import {\n  findRep,\n} from '../db/reps.ts'\n")).toEqual([
    'server/domain/rep.ts imports server/db/reps.ts',
  ])
  expect(told('server/domain/rep.ts', "export * from '../http/contract/shapes.ts'")).toEqual([
    'server/domain/rep.ts imports server/http/contract/shapes.ts',
  ])
  expect(told('server/domain/rep.ts', "import { readFile } from 'node:fs/promises'")).toEqual([expect.stringContaining('node:fs/promises')])
  expect(told('server/actions/book.ts', "import { type Router } from 'express'")).toEqual([expect.stringContaining('imports express')])
  expect(told('server/actions/book.ts', "const smtp = await import('../messages/smtp.ts')")).toEqual([
    'server/actions/book.ts imports server/messages/smtp.ts',
  ])
  expect(told('server/actions/book.ts', "import { x } from '../messages/provider.ts'")).toEqual([expect.stringContaining('types alone')])
  expect(told('server/actions/book.ts', "import type { Mailer } from '../messages/provider.ts'")).toEqual([null])
  expect(told('server/http/staff/bookings.ts', "import { config } from '../../config.ts'")).toEqual([
    'server/http/staff/bookings.ts imports server/config.ts',
  ])
  expect(told('server/http/contract/import.ts', "import { getRep } from '../../db/reps.ts'")).toEqual([
    'server/http/contract/import.ts imports server/db/reps.ts',
  ])
  expect(told('widget/api.ts', "import { BookingView } from '../server/http/contract/bookings.ts'")).toEqual([
    expect.stringContaining('types alone'),
  ])
  expect(told('widget/api.ts', "import type { Rep } from '../server/domain/rep.ts'")).toEqual([
    'widget/api.ts imports server/domain/rep.ts',
  ])
  expect(told('widget/ui/Button.tsx', "import { Page } from '../console/Page.tsx'")).toEqual([
    'widget/ui/Button.tsx imports widget/console/Page.tsx',
  ])
})

test('the web asks the database and leaves changing it to actions', () => {
  const writes = /\b(insert|update|delete|remove|save|store|lock|record)[A-Z]\w*/
  const check = (file: string) =>
    [...textOf(file).matchAll(/^import \{([^}]*)\} from '([^']*\/db\/[^']*)'/gm)]
      .filter(([, names]) => writes.test(names!))
      .map(([, names, target]) => `${file} imports ${names!.trim()} from ${target}`)

  expect(
    complaints(
      check,
      sources.filter((file) => file.startsWith('server/http/')),
    ),
  ).toEqual([])
})

test('only config.ts reads the environment', () => {
  const server = sources.filter((file) => file.startsWith('server/') && file !== 'server/config.ts')

  expect(complaints(linesWith(/process\.env|from 'node:process'/g, 'reads the environment'), server)).toEqual([])
})

test('rules are told the time and never ask for it, nor for chance', () => {
  const domain = sources.filter((file) => file.startsWith('server/domain/'))

  expect(complaints(linesWith(/Date\.now\(|new Date\(\s*\)|Math\.random|Temporal\.Now|performance\.now/g, 'asks'), domain)).toEqual([])
})

test('a file is named after its noun or verb: no grab-bags and no barrels', () => {
  const named = /(^|\/)(utils?|helpers?|lib|common|misc|shared)(\/|\.[a-z]+$)/
  const check = (file: string) => [
    named.test(file) ? `${file} is named after nothing` : null,
    /^(types|index)\.tsx?$/.test(basename(file)) ? `${file} is a grab-bag or a barrel` : null,
  ]

  expect(complaints(check)).toEqual([])
  expect(complaints(check, ['server/utils/zone.ts', 'server/db/helpers.ts', 'server/domain/index.ts', 'widget/types.ts'])).toHaveLength(4)
})

test('classes are errors alone, and the one custom element', () => {
  const check = (file: string) =>
    [...codeOf(file).matchAll(/^\s*(?:export\s+)?(?:abstract\s+)?class\s+(\w+)(?:\s+extends\s+([\w.]+))?/gm)]
      .filter(([, , parent]) => parent !== 'Error' && !(parent === 'HTMLElement' && file === 'widget/embed.ts'))
      .map(([, name, parent]) => `${file} has class ${name}${parent ? ` extends ${parent}` : ''}`)

  expect(sources.flatMap((file) => [...codeOf(file).matchAll(/class \w+ extends Error/g)]).length).toBeGreaterThan(0)
  expect(complaints(check)).toEqual([])
})

test('docs/architecture.md names every file of the domain', () => {
  const text = readFileSync('docs/architecture.md', 'utf8')
  const tree = text.slice(text.indexOf('## The tree'), text.indexOf('## Who may import whom'))
  const named = (file: string) => new RegExp(`(?<![\\w-])(${file}|${file.replace(/-.*/, '-\\*')})(?![\\w-])`).test(tree)

  const files = globSync('server/domain/*.ts').map((file) => basename(file, '.ts'))
  expect(files.length).toBeGreaterThan(50)
  expect(files.filter((file) => !named(file))).toEqual([])
})
