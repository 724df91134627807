/**
 * What Google's Calendar API takes, read from the typings of its own client, which are made from Google's description of the API. So the fake
 * server refuses a field or a parameter that Google does not have, without a list of ours that could be wrong in the same way as our code.
 *
 * The compiler of TypeScript 7 cannot be used as a library, so a small reader of our own takes the interfaces out of the text.
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

type Shape =
  | { readonly kind: 'string' | 'number' | 'boolean' | 'anything' }
  | { readonly kind: 'array' | 'map'; readonly of: Shape }
  | { readonly kind: 'object'; readonly fields: ReadonlyMap<string, Shape> }
  | { readonly kind: 'named'; readonly name: string }

const typings = readFileSync(createRequire(import.meta.url).resolve('googleapis/build/src/apis/calendar/v3.d.ts'), 'utf8')
const interfaces = readInterfaces(typings.replaceAll(/\/\*[\s\S]*?\*\//g, ''))

function readInterfaces(text: string): Map<string, Map<string, Shape>> {
  const found = new Map<string, Map<string, Shape>>()
  for (const head of text.matchAll(/\binterface (\S+)(?: extends (\S+))? \{/g)) {
    const words = text.slice((head.index ?? 0) + head[0].length - 1).matchAll(/[\w$']+|[{}[\]:;?|<>(),.=]/g)
    const fields = readFields(words)
    for (const [name, shape] of found.get(head[2] ?? '') ?? []) fields.set(name, shape)
    found.set(head[1]!, fields)
  }
  return found
}

type Words = IterableIterator<RegExpExecArray>
function take(words: Words): string {
  return words.next().value?.[0] ?? '}'
}

/** Members from `{` to its `}`. */
function readFields(words: Words, opened = false): Map<string, Shape> {
  if (!opened) take(words)
  const fields = new Map<string, Shape>()
  for (let name = take(words); name !== '}'; name = take(words)) {
    if (name === '[') {
      // `[key: string]: string`
      for (let word = take(words); word !== ']'; word = take(words));
      take(words)
      fields.set('*', readShape(words))
    } else {
      for (let word = take(words); word !== ':'; word = take(words));
      fields.set(name, readShape(words))
    }
  }
  return fields
}

/** A type up to its `;`. */
function readShape(words: Words): Shape {
  let shape: Shape = { kind: 'anything' }
  let first = true
  for (let word = take(words); word !== ';'; word = take(words)) {
    if (word === '{') {
      const fields = readFields(words, true)
      const values = fields.get('*')
      shape = values ? { kind: 'map', of: values } : { kind: 'object', fields }
    } else if (word === ']') shape = { kind: 'array', of: shape }
    else if (word === 'string' || word === 'number' || word === 'boolean') shape = first ? { kind: word } : { kind: 'anything' }
    else if (word.startsWith('Schema$')) shape = { kind: 'named', name: word }
    if (word !== '|' && word !== 'null') first = false
  }
  return shape
}

function fieldsOf(shape: Shape): ReadonlyMap<string, Shape> | null {
  if (shape.kind === 'object') return shape.fields
  if (shape.kind === 'named') return interfaces.get(shape.name) ?? new Map()
  return shape.kind === 'array' ? fieldsOf(shape.of) : null
}

/** What is wrong with a body that is to be a `Schema$…`, or null. */
export const wrongInBody = (schema: string, body: unknown): string | null => wrongIn({ kind: 'named', name: schema }, body, 'body')

function wrongIn(shape: Shape, value: unknown, path: string): string | null {
  if (value === null || shape.kind === 'anything') return null
  if (shape.kind === 'array')
    return Array.isArray(value) ? first(value.map((one, i) => wrongIn(shape.of, one, `${path}[${i}]`))) : `${path} is no list`
  const fields = fieldsOf(shape)
  if (fields === null && shape.kind !== 'map') return typeof value === shape.kind ? null : `${path} is no ${shape.kind}`
  if (typeof value !== 'object' || Array.isArray(value)) return `${path} is no object`
  return first(
    Object.entries(value).map(([name, one]) => {
      const field = shape.kind === 'map' ? shape.of : fields?.get(name)
      return field ? wrongIn(field, one, `${path}.${name}`) : `Unknown name "${name}" at ${path}`
    }),
  )
}

const first = (complaints: readonly (string | null)[]): string | null => complaints.find((one) => one !== null) ?? null

/** What is wrong with the query of a request that takes `Params$…`, or null. */
export function wrongInQuery(params: string, query: URLSearchParams): string | null {
  const fields = interfaces.get(params)
  if (!fields) throw new Error(`Google's typings have no ${params}.`)
  for (const name of new Set(query.keys())) {
    const shape = name === 'requestBody' || name === 'calendarId' || name === 'eventId' ? undefined : fields.get(name)
    if (!shape) return `Unknown name "${name}": cannot bind query parameter`
    const values = query.getAll(name)
    if (values.length > 1 && shape.kind !== 'array') return `${name} may be given once`
    if (shape.kind === 'boolean' && !/^(true|false)$/.test(values[0]!)) return `${name} is no boolean`
    if (shape.kind === 'number' && !/^-?\d+$/.test(values[0]!)) return `${name} is no number`
  }
  return null
}

interface Mask {
  readonly [name: string]: Mask
}

/** Read a `fields` selector such as `a,b(c,d/e)`. */
function readMask(text: string): Mask {
  const words = [...text.matchAll(/[^,()/]+|[,()/]/g)].map(([word]) => word)
  const list = (): Mask => {
    const mask: Record<string, Mask> = {}
    do mask[words.shift() ?? ''] = rest()
    while (words[0] === ',' && words.shift())
    return mask
  }
  const rest = (): Mask => {
    if (words[0] === '/') {
      words.shift()
      const name = words.shift() ?? ''
      return { [name]: rest() }
    }
    if (words[0] !== '(') return {}
    words.shift()
    const inside = list()
    if (words.shift() !== ')') throw new Error('A bracket is open')
    return inside
  }
  const mask = list()
  if (words.length > 0) throw new Error(`Stray ${words[0]}`)
  return mask
}

/** What of a `Schema$…` the selector leaves. Throws where it names what is not there. */
export function select(schema: string, selector: string, answer: unknown): unknown {
  const pick = (mask: Mask, shape: Shape, value: unknown): unknown => {
    if (Array.isArray(value)) return value.map((one) => pick(mask, shape, one))
    const names = Object.keys(mask)
    const fields = fieldsOf(shape)
    for (const name of names)
      if (shape.kind !== 'map' && !fields?.has(name)) throw new Error(`Invalid field selection ${name === '' ? selector : name}`)
    if (names.length === 0 || value === null || typeof value !== 'object') return value
    return Object.fromEntries(
      names
        .filter((name) => name in value)
        .map((name) => [
          name,
          pick(mask[name]!, shape.kind === 'map' ? shape.of : fields!.get(name)!, (value as Record<string, unknown>)[name]),
        ]),
    )
  }
  const mask = readMask(selector)
  checkMask(mask, { kind: 'named', name: schema }, selector)
  return pick(mask, { kind: 'named', name: schema }, answer)
}

/** The whole selector is judged, also where the answer has nothing to select from. */
function checkMask(mask: Mask, shape: Shape, selector: string): void {
  for (const [name, inside] of Object.entries(mask)) {
    const field = shape.kind === 'map' ? shape.of : fieldsOf(shape)?.get(name)
    if (!field) throw new Error(`Invalid field selection ${name === '' ? selector : name}`)
    checkMask(inside, field.kind === 'array' ? field.of : field, selector)
  }
}
