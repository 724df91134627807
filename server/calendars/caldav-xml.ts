/** WebDAV's answers, read with care: names in their namespaces, no entities, nothing that breaks off, and every status there is. */
import sax from 'sax'

/** An element, named as `{namespace}name`, with the text right inside it. */
export interface Element {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: readonly Element[]
  readonly text: string
}

/** What a multistatus says of one thing (RFC 4918, 14.24). */
export interface Told {
  readonly href: string
  /** The status of the whole, if the answer has one; 200 if it tells of properties instead. */
  readonly status: number
  /** The properties that it has. */
  readonly props: ReadonlyMap<string, Element>
  /** The properties that it would not tell, with the status of each: 404 for those it does not have. */
  readonly untold: ReadonlyMap<string, number>
  /** The names of the conditions that were not met. */
  readonly errors: readonly string[]
}

export interface Multistatus {
  readonly responses: readonly Told[]
  readonly syncToken: string | null
}

const NAMESPACES = { D: 'DAV:', C: 'urn:ietf:params:xml:ns:caldav', CS: 'http://calendarserver.org/ns/' } as const
export const DECLARED = Object.entries(NAMESPACES)
  .map(([prefix, uri]) => `xmlns:${prefix}="${uri}"`)
  .join(' ')

/** `D:href` as elements are named here. */
export const named = (short: string): string => short.replace(/^(\w+):/, (_, prefix: keyof typeof NAMESPACES) => `{${NAMESPACES[prefix]}}`)

/** Text as XML has it. */
export const xmlText = (text: string): string =>
  text.replace(/[<>&"']/g, (one) => `&#${one.charCodeAt(0)};`).replace(/(?![\t\n\r])\p{Cc}/gu, '')

/** How deep elements may lie within each other. */
const DEEPEST = 50

interface Open {
  readonly name: string
  readonly attributes: Record<string, string>
  readonly children: Element[]
  text: string
}

/** Reads a document. Throws on whatever is not well-formed, has a document type, or breaks off. */
export function readXml(text: string): Element {
  const parser = sax.parser(true, { xmlns: true })
  const open: Open[] = []
  const roots: Element[] = []
  const fail = (why: string): never => {
    throw new Error(`This is no XML that we read: ${why}`)
  }
  parser.onerror = (error) => fail(error.message.split('\n', 1)[0] ?? '')
  parser.ondoctype = () => fail('it has a document type')
  parser.onopentag = (tag) => {
    if (!('local' in tag)) return fail('it has no namespaces')
    if (open.length === DEEPEST) fail('it is too deep')
    const attributes = Object.fromEntries(Object.values(tag.attributes).map(({ local, value }) => [local, value]))
    open.push({ name: `{${tag.uri}}${tag.local}`, attributes, children: [], text: '' })
  }
  // Long text comes in several parts.
  const add = (part: string) => {
    const inside = open.at(-1)
    if (inside) inside.text += part
  }
  parser.ontext = add
  parser.oncdata = add
  parser.onclosetag = () => {
    const closed = open.pop()
    if (closed) (open.at(-1)?.children ?? roots).push(closed)
  }
  parser.write(text.replace(/^\uFEFF/, '')).close()
  const [root] = roots
  return root && roots.length === 1 ? root : fail('it has not one root')
}

export const childrenOf = (element: Element | undefined, short: string): Element[] =>
  (element?.children ?? []).filter((child) => child.name === named(short))

export const childOf = (element: Element | undefined, short: string): Element | undefined => childrenOf(element, short)[0]

/** The trimmed text of the `href` inside an element, or null. */
export const hrefOf = (element: Element | undefined): string | null => childOf(element, 'D:href')?.text.trim() || null

/** `HTTP/1.1 404 Not Found` as 404. A status that cannot be read is one that went wrong. */
const statusOf = (element: Element | undefined): number => Number(/^HTTP\/\S+\s+(\d{3})\b/.exec(element?.text.trim() ?? '')?.[1] ?? 500)

/** Reads a multistatus. Throws if it is none. */
export function readMultistatus(text: string): Multistatus {
  const root = readXml(text)
  if (root.name !== named('D:multistatus')) throw new Error('The answer is no multistatus.')
  return {
    responses: childrenOf(root, 'D:response').flatMap(toldOf),
    syncToken: childOf(root, 'D:sync-token')?.text.trim() || null,
  }
}

/** One response may tell the same status of several things. */
function toldOf(response: Element): Told[] {
  const props = new Map<string, Element>()
  const untold = new Map<string, number>()
  for (const part of childrenOf(response, 'D:propstat')) {
    const status = statusOf(childOf(part, 'D:status'))
    for (const prop of childOf(part, 'D:prop')?.children ?? [])
      if (status >= 200 && status < 300) props.set(prop.name, prop)
      else untold.set(prop.name, status)
  }
  const whole = childOf(response, 'D:status')
  const errors = [response, ...childrenOf(response, 'D:propstat')].flatMap((one) => childOf(one, 'D:error')?.children ?? [])
  const status = whole ? statusOf(whole) : childOf(response, 'D:propstat') ? 200 : 500
  return childrenOf(response, 'D:href').map((href) => ({
    href: href.text.trim(),
    status,
    props,
    untold,
    errors: errors.map(({ name }) => name),
  }))
}
