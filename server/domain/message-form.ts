/** How a message looks: the same content as plain text and as HTML, and how both tell the time. */
import type { MessageTexts } from './message-texts/texts.ts'
import { clean } from './text.ts'

/** A line of the facts of a meeting; `href` makes its value a link. */
export interface Row {
  readonly label: string
  readonly value: string
  readonly href: string | null
}

/** What a message says, before it is known in which form. `signature` is who says it. */
export interface Content {
  /** English, from left to right, unless given. */
  readonly language?: string
  readonly direction?: MessageTexts['direction']
  readonly subject: string
  readonly lead: readonly string[]
  readonly rows: readonly Row[]
  readonly closing: readonly string[]
  readonly link: { readonly label: string; readonly url: string } | null
  /** A second way on, beside `link`. */
  readonly otherLink?: { readonly label: string; readonly url: string } | null
  readonly signature: string
}

const factLines = (rows: readonly Row[]): string => rows.map(({ label, value }) => `${label}: ${value.split('\n').join('\n  ')}`).join('\n')

/** The content as plain text. */
export function asText({ lead, rows, closing, link, otherLink = null, signature }: Content): string {
  const links = [link, otherLink].map((one) => (one === null ? '' : `${one.label}: ${one.url}`))
  const paragraphs = [...lead, factLines(rows), ...closing, ...links, signature]
  return `${paragraphs.filter((paragraph) => paragraph !== '').join('\n\n')}\n`
}

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

const escapeHtml = (value: string): string => value.replace(/[&<>"']/g, (character) => escapes[character] ?? '')

const paragraph = (value: string): string => `<p style="margin:0 0 16px">${escapeHtml(value)}</p>`

function tableRow({ label, value, href }: Row): string {
  // A number or an address keeps its own direction within a language that runs the other way.
  const said = `<bdi>${escapeHtml(value)}</bdi>`
  const shown = href === null ? said : `<a href="${escapeHtml(href)}" style="color:#1a56a8">${said}</a>`
  const cell = 'padding:6px 0;padding-inline-end:12px;text-align:start;vertical-align:top'
  return `<tr><th scope="row" style="${cell};font-weight:600;color:#4a4a4a">${escapeHtml(label)}</th><td style="${cell};white-space:pre-line">${shown}</td></tr>`
}

const table = (rows: readonly Row[]): string =>
  rows.length === 0 ? '' : `<table style="border-collapse:collapse;margin:0 0 16px">${rows.map(tableRow).join('\n')}</table>`

const BUTTON = 'display:inline-block;padding:10px 18px;border-radius:6px;background:#1a56a8;color:#ffffff;text-decoration:none'
const QUIET = 'display:inline-block;padding:9px 17px;border:1px solid #1a56a8;border-radius:6px;color:#1a56a8;text-decoration:none'
const button = ({ label, url }: { label: string; url: string }, style = BUTTON): string =>
  `<p style="margin:0 0 16px"><a href="${escapeHtml(url)}" style="${style}">${escapeHtml(label)}</a></p>`

/** An HTML document that loads nothing from elsewhere. */
const page = (
  { language = 'en', direction = 'ltr', subject }: Pick<Content, 'language' | 'direction' | 'subject'>,
  parts: readonly string[],
): string =>
  [
    '<!doctype html>',
    `<html lang="${language}" dir="${direction}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(subject)}</title></head>`,
    '<body style="margin:0;padding:24px;background:#ffffff;color:#1f1f1f;font:16px/1.5 system-ui,sans-serif"><main style="max-width:560px">',
    ...parts.filter((part) => part !== ''),
    '</main></body></html>',
    '',
  ].join('\n')

/** The content as HTML. */
export const asHtml = (content: Content): string =>
  page(content, [
    ...content.lead.map(paragraph),
    table(content.rows),
    ...content.closing.map(paragraph),
    content.link === null ? '' : button(content.link),
    content.otherLink ? button(content.otherLink, QUIET) : '',
    `<p style="margin:24px 0 0;color:#4a4a4a">${escapeHtml(content.signature)}</p>`,
  ])

/** Stands in free text where the facts of the meeting go: a character that no text of people has. */
export const FACTS = '\uE000'

/** Free text with the facts of the meeting in it, as plain text. */
export const freeText = (body: string, { rows }: Pick<Content, 'rows'>): string => `${body.replaceAll(FACTS, factLines(rows)).trim()}\n`

/** The same as HTML: the facts as a table, the link on a line of its own as a button; nothing that was written is markup. */
export const freeHtml = (body: string, content: Content): string =>
  page(
    content,
    body
      .split(/\n\s*\n/)
      .map((part) => part.trim())
      .map((part) => {
        if (part === FACTS) return table(content.rows)
        if (content.link !== null && part === content.link.url) return button(content.link)
        if (content.otherLink && part === content.otherLink.url) return button(content.otherLink, QUIET)
        return part === ''
          ? ''
          : `<p style="margin:0 0 16px;white-space:pre-line">${escapeHtml(part.replaceAll(FACTS, factLines(content.rows)))}</p>`
      }),
  )

const DATE = { weekday: 'long', month: 'long', day: 'numeric', year: 'numeric' } as const
/** A comma of the script that is written. */
const COMMA = { ltr: ', ', rtl: '، ' } as const
const CLOCK = { hour: 'numeric', minute: '2-digit' } as const

/** Intl puts narrow spaces before AM and PM, which some mail programs show as boxes. */
const tell = ({ locale }: MessageTexts, at: Date, timeZone: string, options: Intl.DateTimeFormatOptions): string =>
  clean(new Intl.DateTimeFormat(locale, { timeZone, ...options }).format(at)).replace(/\s/g, ' ')

const zoneName = ({ locale }: MessageTexts, at: Date, timeZone: string): string =>
  new Intl.DateTimeFormat(locale, { timeZone, timeZoneName: 'long' }).formatToParts(at).find((part) => part.type === 'timeZoneName')
    ?.value ?? timeZone

/** `Tuesday, March 2, 2027, 3:30 PM to 4:15 PM, Eastern Standard Time (America/New_York)`. */
export function timeSpan(texts: MessageTexts, start: Date, end: Date, timeZone: string): string {
  const [firstDay, lastDay] = [tell(texts, start, timeZone, DATE), tell(texts, end, timeZone, DATE)]
  const [firstZone, lastZone] = [zoneName(texts, start, timeZone), zoneName(texts, end, timeZone)]
  const comma = COMMA[texts.direction]
  // Over a clock change, from and to are told by different clocks: only with both names is the length plain.
  const from = `${firstDay}${comma}${tell(texts, start, timeZone, CLOCK)}${firstZone === lastZone ? '' : ` ${firstZone}`}`
  const to = `${firstDay === lastDay ? '' : `${lastDay}${comma}`}${tell(texts, end, timeZone, CLOCK)}`
  return `${texts.span(from, to)}${comma}${lastZone} (${timeZone})`
}

/** `Tuesday, March 2, 2027, 3:30 PM, Eastern Standard Time (America/New_York)`. */
export const pointInTime = (texts: MessageTexts, at: Date, timeZone: string): string =>
  [tell(texts, at, timeZone, DATE), tell(texts, at, timeZone, CLOCK), `${zoneName(texts, at, timeZone)} (${timeZone})`].join(
    COMMA[texts.direction],
  )

/** `Tue, Mar 2, 3:30 PM EST`, for a subject. */
export const shortTime = (texts: MessageTexts, at: Date, timeZone: string): string =>
  tell(texts, at, timeZone, { weekday: 'short', month: 'short', day: 'numeric', ...CLOCK, timeZoneName: 'short' })
