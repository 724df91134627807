/** How a message looks: the same content as plain text and as HTML, and how both tell the time. */

/** A line of the facts of a meeting; `href` makes its value a link. */
export interface Row {
  readonly label: string
  readonly value: string
  readonly href: string | null
}

/** What a message says, before it is known in which form. `signature` is who says it. */
export interface Content {
  readonly subject: string
  readonly lead: readonly string[]
  readonly rows: readonly Row[]
  readonly closing: readonly string[]
  readonly link: { readonly label: string; readonly url: string } | null
  /** A second way on, beside `link`. */
  readonly otherLink?: { readonly label: string; readonly url: string } | null
  readonly signature: string
}

/** The content as plain text. */
export function asText({ lead, rows, closing, link, otherLink = null, signature }: Content): string {
  const facts = rows.map(({ label, value }) => `${label}: ${value.split('\n').join('\n  ')}`).join('\n')
  const paragraphs = [
    ...lead,
    facts,
    ...closing,
    ...[link, otherLink].map((one) => (one === null ? '' : `${one.label}: ${one.url}`)),
    signature,
  ]
  return `${paragraphs.filter((paragraph) => paragraph !== '').join('\n\n')}\n`
}

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

const escapeHtml = (value: string): string => value.replace(/[&<>"']/g, (character) => escapes[character] ?? '')

const paragraph = (value: string): string => `<p style="margin:0 0 16px">${escapeHtml(value)}</p>`

function tableRow({ label, value, href }: Row): string {
  const shown = href === null ? escapeHtml(value) : `<a href="${escapeHtml(href)}" style="color:#1a56a8">${escapeHtml(value)}</a>`
  const cell = 'padding:6px 12px 6px 0;text-align:left;vertical-align:top'
  return `<tr><th scope="row" style="${cell};font-weight:600;color:#4a4a4a">${escapeHtml(label)}</th><td style="${cell};white-space:pre-line">${shown}</td></tr>`
}

/** The content as an HTML document that loads nothing from elsewhere. */
export function asHtml({ subject, lead, rows, closing, link, otherLink = null, signature }: Content): string {
  const button = 'display:inline-block;padding:10px 18px;border-radius:6px;background:#1a56a8;color:#ffffff;text-decoration:none'
  const quiet = 'display:inline-block;padding:9px 17px;border:1px solid #1a56a8;border-radius:6px;color:#1a56a8;text-decoration:none'
  return [
    '<!doctype html>',
    `<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(subject)}</title></head>`,
    '<body style="margin:0;padding:24px;background:#ffffff;color:#1f1f1f;font:16px/1.5 system-ui,sans-serif"><main style="max-width:560px">',
    ...lead.map(paragraph),
    `<table style="border-collapse:collapse;margin:0 0 16px">${rows.map(tableRow).join('\n')}</table>`,
    ...closing.map(paragraph),
    ...[link, otherLink].flatMap((one, i) =>
      one === null
        ? []
        : [
            `<p style="margin:0 0 16px"><a href="${escapeHtml(one.url)}" style="${i === 0 ? button : quiet}">${escapeHtml(one.label)}</a></p>`,
          ],
    ),
    `<p style="margin:24px 0 0;color:#4a4a4a">${escapeHtml(signature)}</p>`,
    '</main></body></html>',
    '',
  ].join('\n')
}

const DATE = { weekday: 'long', month: 'long', day: 'numeric', year: 'numeric' } as const
const CLOCK = { hour: 'numeric', minute: '2-digit' } as const

/** Intl puts narrow spaces before AM and PM, which some mail programs show as boxes. */
const tell = (at: Date, timeZone: string, options: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat('en-US', { timeZone, ...options }).format(at).replace(/\s/g, ' ')

const zoneName = (at: Date, timeZone: string): string =>
  new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'long' }).formatToParts(at).find((part) => part.type === 'timeZoneName')
    ?.value ?? timeZone

/** `Tuesday, March 2, 2027, 3:30 PM to 4:15 PM, Eastern Standard Time (America/New_York)`. */
export function timeSpan(start: Date, end: Date, timeZone: string): string {
  const [firstDay, lastDay] = [tell(start, timeZone, DATE), tell(end, timeZone, DATE)]
  const [firstZone, lastZone] = [zoneName(start, timeZone), zoneName(end, timeZone)]
  // Over a clock change, from and to are told by different clocks: only with both names is the length plain.
  const from = `${firstDay}, ${tell(start, timeZone, CLOCK)}${firstZone === lastZone ? '' : ` ${firstZone}`}`
  const to = `${firstDay === lastDay ? '' : `${lastDay}, `}${tell(end, timeZone, CLOCK)}`
  return `${from} to ${to}, ${lastZone} (${timeZone})`
}

/** `Tuesday, March 2, 2027, 3:30 PM, Eastern Standard Time (America/New_York)`. */
export const pointInTime = (at: Date, timeZone: string): string =>
  `${tell(at, timeZone, DATE)}, ${tell(at, timeZone, CLOCK)}, ${zoneName(at, timeZone)} (${timeZone})`

/** `Tue, Mar 2, 3:30 PM EST`, for a subject. */
export const shortTime = (at: Date, timeZone: string): string =>
  tell(at, timeZone, { weekday: 'short', month: 'short', day: 'numeric', ...CLOCK, timeZoneName: 'short' })
