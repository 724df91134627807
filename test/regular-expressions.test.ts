/** No regular expression of the service takes more than a few times as long for text that is twice as long, whoever has written that text. */
import { globSync, readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { checkSync } from 'recheck'
import { parseAst } from 'vite'
import { expect, test } from 'vitest'

interface Found {
  readonly file: string
  readonly source: string
  readonly flags: string
}

/** Every literal in a syntax tree. */
function literalsIn(node: unknown, file: string): Found[] {
  if (typeof node !== 'object' || node === null) return []
  const { regex } = node as { regex?: { pattern: string; flags: string } }
  const here = regex ? [{ file, source: regex.pattern, flags: regex.flags }] : []
  return [...here, ...Object.values(node).flatMap((child) => literalsIn(child, file))]
}

const found = globSync('server/**/*.ts').flatMap((file) => literalsIn(parseAst(stripTypeScriptTypes(readFileSync(file, 'utf8'))), file))

test('the search finds literals, and knows a bad one', () => {
  expect(found.length).toBeGreaterThan(100)
  expect(checkSync('^(a+)+$', '').status).toBe('vulnerable')
})

test.each(found)('$file: /$source/$flags is quick for any text', ({ source, flags }) => {
  expect(checkSync(source, flags, { timeout: 20_000 }).status).toBe('safe')
})
