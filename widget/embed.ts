/** `/embed.js`: the element `<switchboard-booking>`, a booking page on somebody else's page. docs/embedding.md says how it is used. */
import { render } from 'preact'
import { ownChoices } from './customer/choices.ts'
import customer from './customer/customer.css?inline'
import { styleLater } from './customer/later.tsx'
import { guestPlace, showBooking, showForm } from './customer/mount.tsx'
import type { Tell } from './customer/place.ts'
import { readPrefill } from './customer/prefill.ts'
import embed from './embed.css?inline'
import { askServer } from './reading.ts'
import { speak } from './text/language.ts'
import base from './ui/base.css?inline'
import month from './ui/month.css?inline'
import tokens from './ui/tokens.css?inline'

const { origin } = new URL(import.meta.url)

/** Attributes that say what is typed in or chosen beforehand, as parameters of a booking page's address do: `time-zone` is `timeZone` there. */
const parameter = /^(name|email|phone|guests|event-type|rep|date|time-zone)$/

const sheet = new CSSStyleSheet()
const styles = new Map([['first', base + tokens + month + customer + embed]])
let rem = 16

/**
 * Write the styles of all elements, one sheet. In a shadow root `rem` would be the size that the page around has chosen for its root, which
 * may be anything, so it is replaced by the size that the reader has chosen for the browser.
 */
const writeSheet = () => sheet.replaceSync([...styles.values()].join('').replace(/(\d*\.?\d+)rem\b/g, (_, count) => `${count * rem}px`))

styleLater(async () => {
  styles.set('later', (await import('./embed-later.ts')).laterStyle)
  writeSheet()
})

/** The element. Attributes say what it shows; CustomEvents say what happens in it. */
class SwitchboardBooking extends HTMLElement {
  static readonly observedAttributes = ['page', 'form', 'mode', 'lang']
  readonly #root = this.attachShadow({ mode: 'open' })
  #content = document.createElement('div')
  #dialog: HTMLDialogElement | null = null
  #lifetime: AbortController | null = null
  #show: (() => void) | null = null

  connectedCallback(): void {
    void this.#build()
  }

  disconnectedCallback(): void {
    this.#lifetime?.abort()
    render(null, this.#content)
  }

  attributeChangedCallback(): void {
    if (this.#lifetime && this.isConnected) void this.#build()
  }

  /** Open the dialog of the modes popup and floating. */
  open(): void {
    this.#show?.()
    if (this.#dialog?.open === false) this.#dialog.showModal()
  }

  /** Close that dialog. What was chosen and typed stays. */
  close(): void {
    this.#dialog?.close()
  }

  /** Everything anew: one build for as many attributes as are changed at once. */
  async #build(): Promise<void> {
    this.#lifetime?.abort()
    render(null, this.#content)
    const lifetime = new AbortController()
    this.#lifetime = lifetime
    await speak(this.getAttribute('lang') ?? this.#forwarded().get('lang'))
    if (lifetime.signal.aborted) return

    const mode = this.getAttribute('mode')
    const content = Object.assign(document.createElement('div'), { className: 'root content' })
    this.#content = content
    this.#dialog = null
    this.#show = once(() => this.#start(content, lifetime.signal))
    if (mode === 'popup' || mode === 'floating') {
      const { popup } = await import('./embed-popup.ts')
      if (lifetime.signal.aborted) return
      styles.set('popup', popup.style)
      const { opener, dialog } = popup.build(content, () => this.#show?.())
      this.#dialog = dialog
      this.#root.replaceChildren(opener, dialog)
    } else this.#root.replaceChildren(content)
    this.#root.adoptedStyleSheets = [sheet]
    writeSheet()
    rem = Number.parseFloat(getComputedStyle(content).fontSize)
    writeSheet()
    if (this.#dialog === null) this.#show()
  }

  #start(content: HTMLElement, lifetime: AbortSignal): void {
    const given = this.#given()
    const tell: Tell = (name, detail) => void this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }))
    const place = guestPlace(content, { choices: () => ownChoices(given), prefill: readPrefill(given), tell, lifetime })
    const form = this.getAttribute('form')
    void (form ? showForm : showBooking)(form ?? this.getAttribute('page') ?? '', content, place)
  }

  /** The parameters of the page around that are named in `forward`. */
  #forwarded(): URLSearchParams {
    const wanted = (this.getAttribute('forward') ?? '').split(/[\s,]+/)
    return new URLSearchParams([...new URLSearchParams(location.search)].filter(([name]) => wanted.includes(name)))
  }

  /** What is known beforehand; what the website says itself goes before what was in its address. */
  #given(): URLSearchParams {
    const given = this.#forwarded()
    for (const { name, value } of this.attributes) {
      if (parameter.test(name))
        given.set(
          name.replace(/-(.)/, (_, letter) => letter.toUpperCase()),
          value,
        )
      else if (name.startsWith('answer-')) given.set(name.slice(7), value)
    }
    return given
  }
}

function once(act: () => void): () => void {
  let done = false
  return () => {
    if (!done) act()
    done = true
  }
}

// Parts that come later import this very address. Under another, such as `/embed.js?v=2`, all of this would exist twice.
const address = `${origin}/embed.js`
if (import.meta.url !== address) void import(/* @vite-ignore */ address)
else if (!customElements.get('switchboard-booking')) {
  askServer(origin)
  customElements.define('switchboard-booking', SwitchboardBooking)
}
