/**
 * The shapes that Microsoft Graph knows, read from the typings that Microsoft publishes: the interfaces and unions of
 * `@microsoft/microsoft-graph-types` are plain enough for a parser of a few lines. So our fake refuses what Graph has no name for.
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const source = readFileSync(createRequire(import.meta.url).resolve('@microsoft/microsoft-graph-types/microsoft-graph.d.ts'), 'utf8')
  .replaceAll('\r', '')
  .replace(/^\s*\/\/.*$/gm, '')
  .replace(/\/\*[\s\S]*?\*\//g, '')

interface Shape {
  readonly base: string | null
  /** Type texts by name. */
  readonly fields: ReadonlyMap<string, string>
}

const interfaces = new Map<string, Shape>()
for (const [, name = '', base, body = ''] of source.matchAll(/^export interface (\w+)(?: extends (\w+))? \{\n([\s\S]*?)^\}/gm)) {
  const fields = [...body.matchAll(/^\s*(\w+)\??:\s*([^;]+);/gm)].map(([, field = '', type = '']) => [field, type.trim()] as const)
  interfaces.set(name, { base: base ?? null, fields: new Map(fields) })
}
const unions = new Map<string, ReadonlySet<string>>()
for (const [, name = '', words = ''] of source.matchAll(/^export type (\w+) =([^;]+);/gm))
  unions.set(name, new Set([...words.matchAll(/"([^"]+)"/g)].map(([, word = '']) => word)))

/** The names of all fields of a type, inherited ones included. */
export function fieldsOf(type: string): Map<string, string> {
  const shape = interfaces.get(type)
  if (!shape) throw new Error(`Graph's typings have no ${type}.`)
  return new Map([...(shape.base === null ? [] : fieldsOf(shape.base)), ...shape.fields])
}

/** What is wrong with a value that is to be of a type, in words like Graph's; null if nothing is. */
export function problemWith(type: string, value: unknown, at = ''): string | null {
  const [, inner] = /^NullableOption<(.+)>$/s.exec(type) ?? []
  if (inner !== undefined) return value === null ? null : problemWith(inner, value, at)
  if (type.endsWith('[]')) {
    if (!Array.isArray(value)) return `'${at}' is to be a collection.`
    return value.map((one, i) => problemWith(type.slice(0, -2), one, `${at}[${i}]`)).find((problem) => problem !== null) ?? null
  }
  if (type === 'string' || type === 'number' || type === 'boolean')
    return typeof value === type ? null : `Cannot convert the value of '${at}' to ${type}.`
  const words = unions.get(type)
  if (words) return typeof value === 'string' && words.has(value) ? null : `Requested value '${String(value)}' was not found for '${at}'.`
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return `'${at}' is to be an object.`
  const fields = fieldsOf(type)
  for (const [name, one] of Object.entries(value)) {
    if (name.startsWith('@odata.')) continue
    const field = fields.get(name)
    if (field === undefined)
      return `The property '${name}' does not exist on type 'microsoft.graph.${type[0]?.toLowerCase()}${type.slice(1)}'.`
    const problem = problemWith(field, one, at === '' ? name : `${at}.${name}`)
    if (problem) return problem
  }
  return null
}
