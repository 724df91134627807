/** A part of a mail as it came over the wire: headers by lower-case name, and its octets after transfer decoding. */
export interface Part {
  readonly headers: ReadonlyMap<string, readonly string[]>
  /** `text/calendar`, and its parameters. */
  readonly type: string
  readonly parameters: Readonly<Record<string, string>>
  readonly content: Buffer
  readonly parts: readonly Part[]
}

/** Read a MIME entity (RFC 2045 and 2046) from its octets. */
export function readPart(octets: Buffer): Part {
  const end = octets.indexOf('\r\n\r\n')
  const headers = readHeaders(octets.subarray(0, end).toString('latin1'))
  const body = octets.subarray(end + 4)
  const [type = '', ...given] = (headers.get('content-type')?.[0] ?? 'text/plain').split(/;\s*/)
  const parameters = Object.fromEntries(given.map((one) => one.match(/^([^=]+)="?(.*?)"?$/)!.slice(1)))
  const parts = parameters.boundary === undefined ? [] : split(body, `--${parameters.boundary}`).map(readPart)
  return { headers, type, parameters, parts, content: decode(body, headers.get('content-transfer-encoding')?.[0] ?? '7bit') }
}

/** The part and all parts within it, in order. */
export const allParts = (part: Part): Part[] => [part, ...part.parts.flatMap(allParts)]

function readHeaders(text: string): Map<string, string[]> {
  const headers = new Map<string, string[]>()
  for (const line of text.replace(/\r\n[ \t]/g, ' ').split('\r\n')) {
    const name = line.slice(0, line.indexOf(':')).toLowerCase()
    headers.set(name, [...(headers.get(name) ?? []), line.slice(line.indexOf(':') + 1).trim()])
  }
  return headers
}

/** The line break before a boundary belongs to the boundary. */
function split(body: Buffer, boundary: string): Buffer[] {
  const marked = Buffer.concat([Buffer.from('\r\n'), body])
  const found: Buffer[] = []
  let at = marked.indexOf(`\r\n${boundary}\r\n`)
  while (at >= 0) {
    const from = at + boundary.length + 4
    const next = marked.indexOf(`\r\n${boundary}`, from - 2)
    found.push(marked.subarray(from, next))
    at = marked.subarray(next, next + boundary.length + 4).toString() === `\r\n${boundary}\r\n` ? next : -1
  }
  return found
}

function decode(body: Buffer, encoding: string): Buffer {
  if (encoding === 'base64') return Buffer.from(body.toString('latin1'), 'base64')
  if (encoding !== 'quoted-printable') return body
  const text = body.toString('latin1').replace(/[ \t]*=\r\n/g, (soft) => soft.slice(0, -3))
  return Buffer.from(
    text.replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  )
}

/** A header's text with its encoded words (RFC 2047) read. */
export function decodeWords(header: string): string {
  return header
    .replace(/(=\?[^?]+\?[QB]\?[^?]*\?=)\s+(?==\?)/gi, '$1')
    .replace(/((?:=\?UTF-8\?[QB]\?[^?]*\?=)+)/gi, (words) =>
      Buffer.concat(
        [...words.matchAll(/=\?UTF-8\?([QB])\?([^?]*)\?=/gi)].map(([, kind, text]) =>
          kind!.toUpperCase() === 'B' ? Buffer.from(text!, 'base64') : decode(Buffer.from(text!.replaceAll('_', ' ')), 'quoted-printable'),
        ),
      ).toString(),
    )
}
