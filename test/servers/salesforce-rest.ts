/** The paths of the fake org's REST API, v65.0 (REST API Developer Guide). A path that nobody knows is refused. */
import type { Field, SObject } from './salesforce-schema.ts'
import { ask } from './salesforce-soql.ts'
import { SalesforceNo, type SaveOptions, type Store, type StoredRecord, type Values } from './salesforce-store.ts'

export const ROOT = '/services/data/v65.0'

export interface RestRequest {
  readonly method: string
  /** Below the host, with its query. */
  readonly url: string
  /** Parsed already; undefined: none. */
  readonly body: unknown
  readonly headers: Readonly<Record<string, string>>
}

export interface RestAnswer {
  readonly status: number
  readonly body: unknown
  readonly headers?: Readonly<Record<string, string>>
}

export interface Rest {
  readonly store: Store
  /** The user whose session it is. */
  readonly user: string
  readonly identity: string
  /** Rows of a page. */
  readonly pageSize: number
  readonly limits: { readonly used: number; readonly allowed: number }
  /** What is left of questions whose first page was given. */
  readonly cursors: Map<string, readonly unknown[]>
  /** A refusal that a part of a write meets, for once. */
  readonly stumble: (reference: string) => SalesforceNo | null
}

/** "API limits" for subrequests ("Send Multiple Requests Using Composite"). */
const MOST_PARTS = 25
const MOST_QUERIES = 5

export const refusal = (no: SalesforceNo): RestAnswer => ({
  status: no.status,
  body: [{ errorCode: no.code, message: no.message, ...(no.fields.length > 0 || no.status === 400 ? { fields: no.fields } : {}) }],
})

const notFound = () => new SalesforceNo(404, 'NOT_FOUND', 'The requested resource does not exist')
const wrongMethod = (method: string, allowed: string) =>
  new SalesforceNo(405, 'METHOD_NOT_ALLOWED', `HTTP Method '${method}' not allowed. Allowed are ${allowed}`)
const unreadable = (words: string) => new SalesforceNo(400, 'JSON_PARSER_ERROR', words)

/** The answer to one request, errors included. */
export function answer(rest: Rest, request: RestRequest): RestAnswer {
  try {
    return respond(rest, request)
  } catch (error) {
    if (error instanceof SalesforceNo) return refusal(error)
    throw error
  }
}

function respond(rest: Rest, request: RestRequest): RestAnswer {
  const { method } = request
  const there = new URL(request.url, 'http://org')
  if (!there.pathname.startsWith(`${ROOT}/`) && there.pathname !== ROOT) throw notFound()
  const steps = there.pathname
    .slice(ROOT.length + 1)
    .split('/')
    .filter((step, at, all) => step !== '' || at < all.length - 1)
    .map(decodeURIComponent)
  const [first, ...others] = steps
  const only = (allowed: string, query: readonly string[] = []) => {
    if (!allowed.split(', ').includes(method)) throw wrongMethod(method, allowed)
    const odd = [...there.searchParams.keys()].find((name) => !query.includes(name))
    if (odd !== undefined) throw new SalesforceNo(400, 'INVALID_QUERY_PARAMETER', `unknown parameter ${odd}`)
    if (method === 'GET' && request.body !== undefined) throw unreadable('A GET has no body here')
  }
  if (first === undefined) {
    only('GET')
    const names = ['sobjects', 'query', 'queryAll', 'composite', 'limits', 'search']
    return ok({ ...Object.fromEntries(names.map((name) => [name, `${ROOT}/${name}`])), identity: rest.identity })
  }
  if (first === 'limits' && others.length === 0) {
    only('GET')
    const { used, allowed } = rest.limits
    return ok({ DailyApiRequests: { Max: allowed, Remaining: Math.max(0, allowed - used) } })
  }
  if ((first === 'query' || first === 'queryAll') && others.length < 2) {
    const [cursor] = others
    only('GET', cursor === undefined ? ['q'] : [])
    return cursor === undefined ? query(rest, there.searchParams.get('q'), first === 'queryAll') : nextPage(rest, cursor)
  }
  if (first === 'composite' && others.length === 0) {
    only('POST')
    return composite(rest, request.body)
  }
  if (first !== 'sobjects') throw notFound()
  const [name = '', id, third] = others
  const target = rest.store.object(name)
  if (others.length === 2 && id === 'describe') {
    only('GET')
    return ok(describe(target))
  }
  const options = optionsOf(request.headers)
  if (others.length === 1) {
    only('POST')
    const made = rest.store.create(name, valuesOf(request.body), rest.user, options)
    return { status: 201, body: { id: made, success: true, errors: [] }, headers: { location: `${ROOT}/sobjects/${name}/${made}` } }
  }
  if (others.length === 2 && id !== undefined) {
    only('GET, PATCH, DELETE', ['fields'])
    if (method === 'GET') return ok(row(target, rest.store.find(name, id), there.searchParams.get('fields')))
    if (method === 'PATCH') rest.store.update(name, id, valuesOf(request.body), rest.user, options)
    else rest.store.remove(name, id, rest.user)
    return { status: 204, body: null }
  }
  if (others.length === 3 && id !== undefined && third !== undefined) {
    only('GET, PATCH')
    return byExternalId(rest, target, target.fields.get(id), third, request, options)
  }
  throw notFound()
}

const ok = (body: unknown): RestAnswer => ({ status: 200, body })

function valuesOf(body: unknown): Values {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw unreadable('Unexpected character at the beginning: an object was expected')
  return body as Values
}

/** "Assignment Rule Header": TRUE or FALSE; ids of rules are not known here. "Duplicate Rule Header": whether warnings are ignored. */
function optionsOf(headers: Readonly<Record<string, string>>): SaveOptions {
  const odd = Object.keys(headers).find((name) => name.startsWith('sforce-') && !KNOWN_HEADERS.includes(name))
  const assign = headers['sforce-auto-assign']
  const duplicates = headers['sforce-duplicate-rule-header']
  if (odd || !/^(true|false)$/i.test(assign ?? 'true') || !/^allowSave=(true|false)$/.test(duplicates ?? 'allowSave=false'))
    throw new Error(`The fake org does not know this header: ${odd ?? assign ?? duplicates}`)
  return { ...(assign === undefined ? {} : { assign: /^true$/i.test(assign) }), allowDuplicate: duplicates === 'allowSave=true' }
}

const KNOWN_HEADERS = ['sforce-auto-assign', 'sforce-duplicate-rule-header', 'sforce-call-options', 'sforce-query-options']

function row(target: SObject, { fields }: StoredRecord, asked: string | null): unknown {
  const names = asked === null ? [...target.fields.keys()] : asked.split(',')
  const odd = names.find((name) => !target.fields.has(name))
  if (odd !== undefined) throw new SalesforceNo(400, 'INVALID_FIELD', `No such column '${odd}' on sobject of type ${target.name}`)
  const attributes = { type: target.name, url: `${ROOT}/sobjects/${target.name}/${fields.Id}` }
  return { attributes, ...Object.fromEntries([...new Set([...names, 'Id'])].map((name) => [name, fields[name] ?? null])) }
}

/** "Insert or Update (Upsert) a Record Using an External ID": 201 made, 200 changed, 300 several. */
function byExternalId(
  { store, user }: Rest,
  target: SObject,
  key: Field | undefined,
  value: string,
  { method, body }: RestRequest,
  options: SaveOptions,
): RestAnswer {
  if (!key?.externalId) throw notFound()
  const same = [...store.records.values()].filter(
    ({ object, fields }) => object === target.name && fields[key.name] === value && !fields.IsDeleted,
  )
  if (same.length > 1) return { status: 300, body: same.map(({ fields }) => `${ROOT}/sobjects/${target.name}/${fields.Id}`) }
  const id = same[0] ? String(same[0].fields.Id) : null
  if (method === 'GET') {
    if (!same[0]) throw notFound()
    return ok(row(target, same[0], null))
  }
  const values = valuesOf(body)
  if (key.name in values)
    throw new SalesforceNo(
      400,
      'INVALID_FIELD',
      `The ${key.name} field should not be specified in the sobject data when it is in the address.`,
      [key.name],
    )
  if (id !== null) {
    store.update(target.name, id, values, user, options)
    return { status: 200, body: { id, success: true, errors: [], created: false } }
  }
  const made = store.create(target.name, { ...values, [key.name]: value }, user, options)
  return { status: 201, body: { id: made, success: true, errors: [], created: true } }
}

function query({ store, pageSize, cursors }: Rest, soql: string | null, deleted: boolean): RestAnswer {
  if (!soql) throw new SalesforceNo(400, 'MALFORMED_QUERY', 'A query string has to be specified')
  const rows = ask(store, soql, deleted, ROOT)
  if (rows.length <= pageSize) return ok({ totalSize: rows.length, done: true, records: rows })
  const name = `01gHs${String(cursors.size).padStart(13, '0')}`
  cursors.set(name, rows)
  return ok({
    totalSize: rows.length,
    done: false,
    nextRecordsUrl: `${ROOT}/query/${name}-${pageSize}`,
    records: rows.slice(0, pageSize),
  })
}

function nextPage({ pageSize, cursors }: Rest, cursor: string): RestAnswer {
  const [name = '', offset = ''] = cursor.split('-')
  const rows = cursors.get(name)
  const from = Number(offset)
  if (!rows || !Number.isInteger(from) || from <= 0) throw new SalesforceNo(400, 'INVALID_QUERY_LOCATOR', 'invalid query locator')
  const next = from + pageSize
  const done = next >= rows.length
  const more = done ? {} : { nextRecordsUrl: `${ROOT}/query/${name}-${next}` }
  return ok({ totalSize: rows.length, done, ...more, records: rows.slice(from, next) })
}

interface Subrequest {
  readonly method: string
  readonly url: string
  readonly referenceId: string
  readonly body?: unknown
  readonly httpHeaders?: Readonly<Record<string, string>>
}

function subrequestsOf(body: unknown): { parts: Subrequest[]; allOrNone: boolean } {
  const { compositeRequest, allOrNone = false, collateSubrequests: _, ...odd } = valuesOf(body) as Record<string, unknown>
  if (Object.keys(odd).length > 0) throw unreadable(`Unrecognized field "${Object.keys(odd)[0]}"`)
  if (typeof allOrNone !== 'boolean') throw unreadable('allOrNone is no boolean')
  if (!Array.isArray(compositeRequest) || compositeRequest.length === 0) throw unreadable('compositeRequest is no list')
  if (compositeRequest.length > MOST_PARTS)
    throw new SalesforceNo(400, 'LIMIT_EXCEEDED', `The number of subrequests is limited to ${MOST_PARTS}`)
  const seen = new Set<string>()
  for (const part of compositeRequest) {
    const { method, url, referenceId, body: _body, httpHeaders = {}, ...more } = valuesOf(part) as Record<string, unknown>
    if (Object.keys(more).length > 0) throw unreadable(`Unrecognized field "${Object.keys(more)[0]}"`)
    if (typeof method !== 'string' || !['GET', 'POST', 'PATCH', 'DELETE', 'PUT'].includes(method)) throw unreadable('method')
    if (typeof url !== 'string' || !url.startsWith(`${ROOT}/`)) throw unreadable(`url ${String(url)} is of another version, or none`)
    if (typeof referenceId !== 'string' || !/^[A-Za-z0-9]\w*$/.test(referenceId) || seen.has(referenceId)) throw unreadable('referenceId')
    const header = Object.keys(httpHeaders as object).find((name) => /^(accept|authorization|content-type)$/i.test(name))
    if (header !== undefined) throw unreadable(`The header ${header} is not taken in a subrequest`)
    seen.add(referenceId)
  }
  const parts = compositeRequest as Subrequest[]
  const queries = parts.filter(({ url }) => /^\/(query|queryAll|composite\/sobjects)\b/.test(url.slice(ROOT.length)))
  if (queries.length > MOST_QUERIES)
    throw new SalesforceNo(400, 'LIMIT_EXCEEDED', `The number of query subrequests is limited to ${MOST_QUERIES}`)
  return { parts, allOrNone }
}

const ROLLED_BACK = 'The transaction was rolled back since another operation in the same transaction failed.'

/** All parts in their order. With allOrNone the first refusal undoes the others, which then say that they were halted. */
function composite(rest: Rest, body: unknown): RestAnswer {
  const { parts, allOrNone } = subrequestsOf(body)
  const answers = new Map<string, RestAnswer>()
  let failed: string | null = null
  const run = () => {
    for (const part of parts) {
      if (failed !== null && allOrNone) break
      const said = runPart(rest, part, answers)
      answers.set(part.referenceId, said)
      if (said.status >= 300 && allOrNone) {
        failed = part.referenceId
        throw ROLLBACK
      }
    }
  }
  try {
    if (allOrNone) rest.store.transaction(run)
    else run()
  } catch (error) {
    if (error !== ROLLBACK) throw error
    for (const { referenceId } of parts)
      if (referenceId !== failed) answers.set(referenceId, refusal(new SalesforceNo(400, 'PROCESSING_HALTED', ROLLED_BACK)))
  }
  return ok({
    compositeResponse: parts.map(({ referenceId }) => {
      const { status, body: said, headers = {} } = answers.get(referenceId) as RestAnswer
      return { body: said, httpHeaders: headers.location ? { Location: headers.location } : {}, httpStatusCode: status, referenceId }
    }),
  })
}

const ROLLBACK = new Error('undone')

function runPart(rest: Rest, part: Subrequest, answers: ReadonlyMap<string, RestAnswer>): RestAnswer {
  try {
    const stumbled = rest.stumble(part.referenceId)
    if (stumbled) throw stumbled
    const url = String(referred(part.url, answers))
    if (/^\/composite$/.test(url.slice(ROOT.length))) throw notFound()
    const headers = Object.fromEntries(Object.entries(part.httpHeaders ?? {}).map(([name, value]) => [name.toLowerCase(), value]))
    return answer(rest, { method: part.method, url, body: referred(part.body, answers), headers })
  } catch (error) {
    if (error instanceof SalesforceNo) return refusal(error)
    throw error
  }
}

/** `@{name.path}` stands for what an earlier part was answered. */
function referred(value: unknown, answers: ReadonlyMap<string, RestAnswer>): unknown {
  if (Array.isArray(value)) return value.map((one) => referred(one, answers))
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, referred(one, answers)]))
  if (typeof value !== 'string') return value
  return value.replaceAll(/@\{([^}]*)\}/g, (_all, inside: string) => {
    const [name = '', ...path] = inside.split('.')
    const said = answers.get(name)
    if (!said || said.status >= 300)
      throw new SalesforceNo(400, 'PROCESSING_HALTED', `Invalid reference specified. No value for ${inside} found in ${name}`)
    const found = path.reduce<unknown>((at, step) => (typeof at === 'object' && at !== null ? (at as Values)[step] : undefined), said.body)
    if (found === undefined || found === null)
      throw new SalesforceNo(400, 'PROCESSING_HALTED', `Invalid reference specified. No value for ${inside} found in ${name}`)
    return String(found)
  })
}

/** "sObject Describe", as far as fields go. */
const describe = (target: SObject): unknown => ({
  name: target.name,
  label: target.label,
  keyPrefix: target.prefix,
  custom: target.custom,
  fields: [...target.fields.values()].map((one) => ({
    name: one.name,
    label: one.label,
    type: one.type,
    length: one.length,
    custom: one.custom,
    createable: one.createable,
    updateable: one.updateable,
    nillable: one.nillable,
    defaultedOnCreate: one.defaulted,
    unique: one.unique,
    externalId: one.externalId,
    restrictedPicklist: one.restricted,
    picklistValues: one.values.map((value) => ({ active: true, defaultValue: false, label: value, validFor: null, value })),
    referenceTo: one.referenceTo,
    relationshipName: one.relationship,
  })),
})
