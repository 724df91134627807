/** Ways to break a request that is taken. Each broken one must be refused. */
import type { Route } from './every-route.ts'

export interface Broken {
  /** What was done to it, for whoever reads a failure. */
  readonly how: string
  /** JSON pointer to the broken place. */
  readonly pointer: string
  readonly text: string
}

type Json = unknown
type Schema = Record<string, any>

/** A value of the body with its place, and what the document says may stand there. */
interface Place {
  readonly path: readonly (string | number)[]
  readonly value: Json
  readonly schema: Schema
}

const pointerOf = (path: Place['path']) => path.map((part) => `/${part}`).join('')

/** The part of a schema that describes `value`: of several, the first that has all its fields. */
function chosen(schema: Schema, value: Json): Schema {
  const options: Schema[] | undefined = schema.anyOf ?? schema.oneOf
  if (!options) return schema
  const fits = (one: Schema) =>
    isRecord(value)
      ? Object.keys(value).every((key) => one.properties?.[key])
      : Array.isArray(value) === (one.type === 'array') && one.type !== 'null'
  return options.find(fits) ?? {}
}

const isRecord = (value: Json): value is Record<string, Json> => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Every value of a body, the body itself first. */
function placesIn(value: Json, declared: Schema, path: Place['path'] = []): Place[] {
  const schema = chosen(declared, value)
  const inner = Array.isArray(value)
    ? value.flatMap((one, i) => placesIn(one, schema.items ?? schema.prefixItems?.[i] ?? {}, [...path, i]))
    : isRecord(value)
      ? Object.entries(value).flatMap(([key, one]) =>
          placesIn(one, schema.properties?.[key] ?? schema.additionalProperties ?? {}, [...path, key]),
        )
      : []
  return [{ path, value, schema: declared }, ...inner]
}

/** The body with another value at a place; `undefined` takes it away. */
function withValue(body: Json, [first, ...rest]: Place['path'], value: Json): Json {
  if (first === undefined) return value
  if (Array.isArray(body)) return body.map((one, i) => (i === first ? withValue(one, rest, value) : one))
  const entries = Object.entries(body as object).map(([key, one]) => [key, key === first ? withValue(one, rest, value) : one])
  return Object.fromEntries(entries.filter(([, one]) => one !== undefined))
}

/** With a field that is the object's own, `__proto__` too. */
function withField(value: object, name: string): object {
  const changed = { ...value }
  Object.defineProperty(changed, name, { value: { admin: true }, enumerable: true })
  return changed
}

const HALF_PAIRS = ['\ud83d', 'x\ude00y']
const LONG = 'x'.repeat(10_001)
const several = /^(details|reason|notes|more|body|intro|consentText|note|meaning|result)$/

const WRONG_INSTANTS = [
  '2027-03-04',
  '2027-03-04T15:30:00',
  '2027-03-04T15:30Z',
  '2027-03-04T15:30:30Z',
  '2027-03-04T15:30:00.500Z',
  '2027-02-30T15:30:00Z',
  '2027-03-04T25:00:00Z',
  '2027-03-04T15:30:00+99:00',
  '2027-03-04 15:30:00Z',
  '0001-01-01T00:00:00Z',
  '9999-12-31T23:59:00-12:00',
  '+275760-09-13T00:00:00Z',
  '-000001-01-01T00:00:00Z',
  'tomorrow',
]

/** What is wrong for a text of this name, whatever else it may be. */
const byName: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^(start|end|at)$/, WRONG_INSTANTS],
  [/^date$/, ['2027-02-30', '2027-3-4', '0001-01-01', '9999-12-31', '2027-03-04T00:00:00Z']],
  [/^timeZone$/, ['Mars/Olympus', 'America/New_York ', '+25:00', '../etc/passwd', 'EST; drop table booking']],
  [
    /^email$/,
    [
      'jane',
      'jane@example',
      '@example.com',
      'jane@example.com, eve@example.com',
      'Jane <jane@example.com>',
      'jane@example.com\r\nBcc: eve@example.com',
    ],
  ],
  [/^phone$/, ['0123', '+1 212 555 0100', '+1212555010012345678', '+12125550100\r\n']],
  [/^slug$/, ['Upper', 'a b', 'a/b', '-a', 'a'.repeat(81), '../a', '<b>', 'ä']],
]

/** Values of another kind than `value`. */
function otherKinds({ value, schema }: Place): Json[] {
  const nullable = (schema.anyOf ?? [schema]).some((one: Schema) => one.type === 'null')
  const kinds: Json[] = [{ a: 1 }, [[]], true, -1.5, 'x', null]
  const kindOf = (one: Json) => (Array.isArray(one) ? 'array' : one === null ? 'null' : typeof one)
  return kinds.filter((one) => kindOf(one) !== kindOf(value) && !(one === null && nullable))
}

function wrongValues(place: Place): Json[] {
  const { value, path, schema } = place
  const name = String(path.findLast((part) => typeof part === 'string') ?? '')
  if (typeof value === 'string') {
    const text = ['\0', `${value}\0`, ...HALF_PAIRS, LONG, ...(several.test(name) ? [] : [`${value}\r\nBcc: eve@example.com`, 'a\nb'])]
    return [
      ...text,
      ...byName.filter(([pattern]) => pattern.test(name)).flatMap(([, wrong]) => wrong),
      ...(schema.enum ? ['no such choice'] : []),
    ]
  }
  if (typeof value === 'number') return [Math.min(0, schema.minimum ?? 0) - 1, 0.5, 1e9, 1e308]
  return []
}

/** The one answer that may be of several kinds. */
const isAnswer = ({ path }: Place) => path[0] === 'answers' && path.length === 2

/** Every way to break the body of a route, one thing at a time. */
export function brokenBodies({ good, schema }: Route): Broken[] {
  if (!good.body || !schema) return []
  const broken: Broken[] = []
  const add = (how: string, path: Place['path'], value: Json) =>
    broken.push({ how: `${pointerOf(path)} ${how}`, pointer: pointerOf(path), text: JSON.stringify(withValue(good.body, path, value)) })

  for (const place of placesIn(good.body, schema)) {
    const { path, value } = place
    const described = chosen(place.schema, value)
    for (const wrong of isAnswer(place) ? [{}, null] : otherKinds(place))
      if (path.length > 0) add(`as ${JSON.stringify(wrong)}`, path, wrong)
    for (const wrong of wrongValues(place)) add(`as ${JSON.stringify(wrong).slice(0, 60)}`, path, wrong)
    if (isRecord(value)) {
      const free = typeof described.additionalProperties === 'object'
      for (const name of free ? ['surprise'] : ['surprise', '__proto__', 'constructor']) add(`with ${name}`, path, withField(value, name))
      for (const name of described.required ?? []) if (name in value) add('left out', [...path, name], undefined)
    }
  }
  return broken
}

/** Bodies that are no JSON object, whatever the route. */
export const NO_OBJECTS: readonly string[] = [
  '{',
  '{"a":1',
  '{"a":}',
  "{'a':1}",
  '[]',
  '[{}]',
  '"text"',
  'null',
  '42',
  '\ufeff\ufeff{}',
  '{"a":1e999}',
  '['.repeat(100_000),
  `${'['.repeat(100_000)}${']'.repeat(100_000)}`,
  `${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`,
]

/** Query strings that must be refused, with the parameter that is wrong. */
export function brokenQueries({ good, query }: Route): { how: string; pointer: string; search: string }[] {
  if (query.length === 0) return []
  const entries = Object.entries(good.query ?? {})
  const searchOf = (list: readonly (readonly string[])[]) => `?${list.map(([name, value]) => `${name}=${value}`).join('&')}`
  const all = entries.map(([name, value]) => [name, encodeURIComponent(value)] as const)
  const instead = (name: string, value: string) => searchOf([...all.filter(([other]) => other !== name), [name, value]])
  const lists = ['skills', 'languages', 'ids']
  const wrong: Record<string, readonly string[]> = {
    from: ['2027-02-30', '0001-01-01', '9999-12-31', '2027-03-9', '%00', 'x'.repeat(10_000)],
    to: ['2027-02-30', '0001-01-01', '9999-12-31', '2027-01-01', 'now'],
    timeZone: ['Mars/Olympus', '%00', '', 'x'.repeat(10_000)],
    limit: ['0', '-1', '1.5', '1e9', '1e400', 'all', '', '0x10%00'],
    durationMinutes: ['0', '-30', '1.5', '1e9', 'NaN', 'Infinity', ''],
    cursor: [
      'x',
      '%00',
      'e30',
      'W10',
      cursorOf(['a']),
      cursorOf(['a', 'b']),
      cursorOf([1, 2]),
      cursorOf(['\0', '\0']),
      cursorOf([OLD, 'b']),
      'A'.repeat(501),
    ],
    status: ['other', 'SCHEDULED', '', '%00'],
    search: ['%00', 'x%00y', 'x'.repeat(10_000)],
  }
  return [
    ...query.flatMap(({ name }) =>
      lists.includes(name) ? [] : [{ how: `${name} twice`, pointer: `/${name}`, search: instead(name, `a&${name}=b`) }],
    ),
    ...query.flatMap(({ name, required }) =>
      required ? [{ how: `${name} left out`, pointer: `/${name}`, search: searchOf(all.filter(([other]) => other !== name)) }] : [],
    ),
    ...query.flatMap(({ name }) =>
      (name in wrong ? (wrong[name] ?? []) : ['%00', 'a%0d%0aSet-Cookie:%20a=b', 'x'.repeat(10_000)]).map((value) => ({
        how: `${name}=${value.slice(0, 60)}`,
        pointer: `/${name}`,
        search: instead(name, value),
      })),
    ),
    ...['surprise', '__proto__', 'constructor', 'limit[]', 'from[$gt]'].map((name) => ({
      how: `with ${name}`,
      pointer: `/${name}`,
      search: `${searchOf(all)}&${name}=1`,
    })),
  ]
}

const OLD = '0000-01-01T00:00:00.000Z'
const cursorOf = (parts: Json): string => Buffer.from(JSON.stringify(parts)).toString('base64url')

/** Parts of a path that name nothing and must do nothing. */
export const WRONG_PARTS: readonly string[] = [
  '%00',
  'a%00b',
  '%ff',
  '%',
  '%E0%A4%A',
  '..%2f..%2f..%2fetc%2fpasswd',
  '..%5c..%5cwindows',
  '__proto__',
  'constructor',
  '%F0%9F%92%A9',
  "'%3B%20drop%20table%20booking%3B%20--",
  '%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E',
  '%7B%7B7*7%7D%7D',
  '00000000-0000-0000-0000-000000000000',
  'a'.repeat(10_000),
  '2027-02-30T00:00:00Z',
  '%0d%0aSet-Cookie:%20a=b',
]
