/** Questions in SOQL to the fake org: parsed by a parser of that language, and refused wherever Salesforce refuses them. */
import { parseQuery, type Query, type WhereClause } from '@jetstreamapp/soql-parser-js'
import type { Field, SObject } from './salesforce-schema.ts'
import { SalesforceNo, type Store, type StoredRecord, type Value } from './salesforce-store.ts'

type Test = (record: StoredRecord) => boolean
interface Path {
  readonly relationship: string | null
  readonly field: Field
}

const malformed = (words: string) => new SalesforceNo(400, 'MALFORMED_QUERY', words)

/** The rows that a question gives, as Salesforce's JSON has them. `deleted`: those in the bin as well (queryAll). */
export function ask(store: Store, soql: string, deleted: boolean, root: string): unknown[] {
  if (soql.length > 100_000) throw malformed('SOQL statements cannot be longer than 100000 characters.')
  let query: Query
  try {
    query = parseQuery(soql)
  } catch (error) {
    throw malformed((error as Error).message)
  }
  const known = ['fields', 'sObject', 'where', 'orderBy', 'limit']
  const odd = Object.keys(query).find((key) => !known.includes(key))
  if (odd) throw new Error(`The fake org does not know ${odd} in SOQL: ${soql}`)
  const object = store.objects.get(query.sObject ?? '')
  if (!object)
    throw new SalesforceNo(
      400,
      'INVALID_TYPE',
      `sObject type '${query.sObject}' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name.`,
    )

  const selected = (query.fields ?? []).map((one): Path => {
    if (one.type === 'Field') return pathOf(store, object, null, one.field)
    if (one.type === 'FieldRelationship' && one.relationships.length === 1)
      return pathOf(store, object, one.relationships[0] ?? '', one.field)
    throw new Error(`The fake org does not know ${one.type} in SOQL: ${soql}`)
  })
  const names = selected.map(({ relationship, field }) => `${relationship ?? ''}.${field.name}`)
  const twice = names.find((name, at) => names.indexOf(name) !== at)
  if (twice) throw new SalesforceNo(400, 'INVALID_FIELD', `duplicate field selected: ${twice.replace(/^\./, '')}`)

  const test = query.where ? condition(store, object, query.where) : () => true
  const orders = [query.orderBy ?? []].flat().map((one) => {
    if (!('field' in one)) throw new Error(`The fake org does not know how to order so: ${soql}`)
    const [first = '', second] = one.field.split('.')
    return { path: second ? pathOf(store, object, first, second) : pathOf(store, object, null, first), down: one.order === 'DESC' }
  })
  const rows = [...store.records.values()]
    .filter((record) => record.object === object.name && (deleted || !record.fields.IsDeleted) && test(record))
    .sort((a, b) => {
      for (const { path, down } of orders) {
        const order = compare(valueAt(store, a, path), valueAt(store, b, path))
        if (order !== 0) return down ? -order : order
      }
      return 0
    })
    .slice(0, query.limit ?? Number.POSITIVE_INFINITY)
  return rows.map((record) => told(store, record, selected, root))
}

function pathOf(store: Store, object: SObject, relationship: string | null, name: string): Path {
  const by = [...object.fields.values()].find((one) => one.relationship === relationship)
  if (relationship !== null && !by)
    throw new SalesforceNo(400, 'INVALID_FIELD', `Didn't understand relationship '${relationship}' in field path.`)
  // Of several objects that may be meant only what all of them have can be asked for ("Name", Object Reference).
  const targets = relationship === null ? [object.name] : (by?.referenceTo ?? [])
  const found = targets.map((target) => store.objects.get(target)?.fields.get(name))
  const field = found[0]
  if (!field || found.includes(undefined))
    throw new SalesforceNo(
      400,
      'INVALID_FIELD',
      `No such column '${name}' on entity '${targets[0]}'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name.`,
    )
  return { relationship, field }
}

/** A field that came after the record is empty there; a checkbox is never empty. */
const held = ({ fields }: StoredRecord, { name, type }: Field): Value => fields[name] ?? (type === 'boolean' ? false : null)

function valueAt(store: Store, record: StoredRecord, { relationship, field }: Path): Value {
  if (relationship === null) return held(record, field)
  const by = [...store.object(record.object).fields.values()].find((one) => one.relationship === relationship)
  const parent = store.records.get(String(record.fields[by?.name ?? ''] ?? ''))
  return parent ? held(parent, field) : null
}

function told(store: Store, record: StoredRecord, selected: readonly Path[], root: string): unknown {
  const row: Record<string, unknown> = { attributes: { type: record.object, url: `${root}/sobjects/${record.object}/${record.fields.Id}` } }
  for (const path of selected) {
    const { relationship, field } = path
    if (relationship === null) {
      row[field.name] = held(record, field)
      continue
    }
    const by = [...store.object(record.object).fields.values()].find((one) => one.relationship === relationship)
    const parent = store.records.get(String(record.fields[by?.name ?? ''] ?? ''))
    if (!parent) {
      row[relationship] = null
      continue
    }
    const url = `${root}/sobjects/${parent.object}/${parent.fields.Id}`
    row[relationship] ??= { attributes: { type: parent.object, url } }
    ;(row[relationship] as Record<string, unknown>)[field.name] = held(parent, field)
  }
  return row
}

type Token = '(' | ')' | 'AND' | 'OR' | 'NOT' | Test

/** The parser gives conditions in a row, each with the brackets around it; here they become one test. */
function condition(store: Store, object: SObject, where: WhereClause): Test {
  const tokens: Token[] = []
  for (let clause: WhereClause | null = where; clause; ) {
    const { left } = clause
    if (left) for (let i = 0; i < ('openParen' in left ? (left.openParen ?? 0) : 0); i++) tokens.push('(')
    if (left && ('field' in left || 'fn' in left)) {
      if (!('field' in left) || 'valueQuery' in left) throw new Error('The fake org does not know functions and sub-questions in SOQL.')
      tokens.push(comparison(store, object, left as Parameters<typeof comparison>[2]))
      for (let i = 0; i < (left.closeParen ?? 0); i++) tokens.push(')')
    }
    if (!('operator' in clause)) break
    tokens.push(clause.operator)
    clause = clause.right
  }
  const all = either()
  if (tokens.length > 0) throw malformed('unexpected token')
  return all

  function either(): Test {
    const tests = [one()]
    const operator = tokens[0]
    while (tokens[0] === 'AND' || tokens[0] === 'OR') {
      // "AND and OR in one list need brackets" (SOQL and SOSL Reference, "Logical Operators").
      if (tokens.shift() !== operator) throw malformed('unexpected token: brackets are missing around AND and OR')
      tests.push(one())
    }
    return operator === 'OR' ? (record) => tests.some((test) => test(record)) : (record) => tests.every((test) => test(record))
  }
  function one(): Test {
    const token = tokens.shift()
    if (token === 'NOT') {
      const test = one()
      return (record) => !test(record)
    }
    if (token === '(') {
      const test = either()
      if (tokens.shift() !== ')') throw malformed('a bracket is open')
      return test
    }
    if (typeof token !== 'function') throw malformed('unexpected token')
    return token
  }
}

interface Compared {
  readonly field: string
  readonly operator: string
  readonly value: string | string[]
  readonly literalType?: string | string[]
}

function comparison(store: Store, object: SObject, { field: name, operator, value, literalType }: Compared): Test {
  const [first = '', second] = name.split('.')
  const path = second ? pathOf(store, object, first, second) : pathOf(store, object, null, first)
  const { field } = path
  const kinds = [literalType ?? []].flat()
  const wanted = [value].flat().map((one, at) => literal(one, kinds[at] ?? kinds[0] ?? '', field))
  const [only = null] = wanted
  const of = (record: StoredRecord) => valueAt(store, record, path)
  if (field.type === 'textarea' && field.length > 255)
    throw new SalesforceNo(400, 'INVALID_FIELD', `field '${field.name}' can not be filtered in a query call`)
  if (operator === '=') return (record) => compare(of(record), only) === 0
  if (operator === '!=') return (record) => compare(of(record), only) !== 0
  if (operator === 'IN') return (record) => wanted.some((one) => compare(of(record), one) === 0)
  if (operator === 'NOT IN') return (record) => !wanted.some((one) => compare(of(record), one) === 0)
  if (operator === 'LIKE') {
    if (typeof only !== 'string' || !['string', 'phone', 'email', 'textarea', 'picklist', 'url'].includes(field.type))
      throw new SalesforceNo(400, 'INVALID_FIELD', `invalid operator on ${field.type} field ${field.name}`)
    const raw = [value].flat()[0] ?? ''
    const pattern = likePattern(raw.slice(1, -1))
    return (record) => pattern.test(String(of(record) ?? ''))
  }
  const order = (record: StoredRecord) => (of(record) === null ? Number.NaN : compare(of(record), only))
  if (operator === '>') return (record) => order(record) > 0
  if (operator === '>=') return (record) => order(record) >= 0
  if (operator === '<') return (record) => order(record) < 0
  if (operator === '<=') return (record) => order(record) <= 0
  throw new Error(`The fake org does not know ${operator} in SOQL.`)
}

/** A literal must be of the field's kind: no quotes around an instant, and none missing around a text. */
function literal(written: string, kind: string, field: Field): Value {
  const wrong = () =>
    new SalesforceNo(
      400,
      'INVALID_FIELD',
      `filter criterion must be of type ${field.type} and should ${kind === 'STRING' ? 'not ' : ''}be enclosed in quotes`,
    )
  if (kind === 'NULL') return null
  if (kind === 'STRING') {
    if (['datetime', 'date', 'boolean', 'int', 'double'].includes(field.type)) throw wrong()
    const text = unquoted(written.slice(1, -1))
    if ((field.type === 'id' || field.type === 'reference') && !/^[a-zA-Z0-9]{15}([a-zA-Z0-9]{3})?$/.test(text))
      throw new SalesforceNo(400, 'INVALID_QUERY_FILTER_OPERATOR', `invalid ID field: ${text}`)
    return text
  }
  if (kind === 'BOOLEAN') {
    if (field.type !== 'boolean') throw wrong()
    return written.toUpperCase() === 'TRUE'
  }
  if (kind === 'DATETIME') {
    if (field.type !== 'datetime') throw wrong()
    return written
  }
  if (kind === 'INTEGER' || kind === 'DECIMAL') {
    if (field.type !== 'int' && field.type !== 'double') throw wrong()
    return Number(written)
  }
  throw new Error(`The fake org does not know ${kind} in SOQL.`)
}

/** "Quoted String Escape Sequences" (SOQL and SOSL Reference). */
function unquoted(text: string): string {
  const known: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f', N: '\n', '"': '"', "'": "'", '\\': '\\' }
  return text.replaceAll(/\\(u[0-9a-fA-F]{4}|[\s\S])/g, (all, code: string) => {
    if (code.length === 5) return String.fromCharCode(Number.parseInt(code.slice(1), 16))
    if (code === '_' || code === '%') return code
    const one = known[code]
    if (one === undefined) throw malformed(`Illegal character sequence '${all}' in string literal`)
    return one
  })
}

/** `%` for any text and `_` for any character, without regard to capitals. */
function likePattern(raw: string): RegExp {
  const parts = raw.match(/\\u[0-9a-fA-F]{4}|\\[\s\S]|[\s\S]/g) ?? []
  const source = parts.map((part) => {
    if (part === '%') return '[\\s\\S]*'
    if (part === '_') return '[\\s\\S]'
    return unquoted(part).replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&')
  })
  return new RegExp(`^${source.join('')}$`, 'iu')
}

/** Texts compare without regard to capitals, instants as instants, nothing before something. */
function compare(a: Value, b: Value): number {
  if (a === b) return 0
  if (a === null) return -1
  if (b === null) return 1
  if (typeof a === 'string' && typeof b === 'string') {
    const [one, other] = [instant(a), instant(b)]
    if (one !== null && other !== null) return one - other
    const [left, right] = [idOrText(a, b), idOrText(b, a)]
    return left < right ? -1 : left > right ? 1 : 0
  }
  return a < b ? -1 : 1
}

const ID = /^[a-zA-Z0-9]{15}([a-zA-Z0-9]{3})?$/
/** Ids compare by their first 15 characters, capitals and all. */
const idOrText = (text: string, other: string) => (ID.test(text) && ID.test(other) ? text.slice(0, 15) : text.toLowerCase())

function instant(text: string): number | null {
  if (!/^\d{4}-\d\d-\d\dT/.test(text)) return null
  const at = Date.parse(text.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'))
  return Number.isNaN(at) ? null : at
}
