import { useState } from 'preact/hooks'
import { texts } from '../text.ts'
import { type Thing, titleOf } from './things.ts'

const words = texts.setup.pages

interface Props {
  readonly thing: Thing
  readonly savedAt: number
  /** Where it is shown here, and which attribute of the element names it. */
  readonly path: string
  readonly attribute: string
  readonly hint: string
}

/** A booking page, or a form, as customers see it, and what a website needs to show it. */
export function EmbedBelow({ thing, savedAt, path, attribute, hint }: Props) {
  const address = `${location.origin}${path}`
  return (
    <>
      <Preview address={address} title={words.previewOf(titleOf(thing))} savedAt={savedAt} />
      <section class="panel stack" aria-labelledby="embed-title">
        <h2 id="embed-title">{words.embed}</h2>
        <p class="hint">{hint}</p>
        {Object.entries(snippetsOf(address, attribute, titleOf(thing))).map(([kind, code]) => (
          <Snippet key={kind} name={words.snippets[kind as keyof typeof words.snippets]} code={code} />
        ))}
      </section>
    </>
  )
}

type Size = keyof typeof words.previewSizes

/** The page itself, as wide as there is room or as narrow as on a phone; read anew once something was saved. */
function Preview({ address, title, savedAt }: { address: string; title: string; savedAt: number }) {
  const [size, setSize] = useState<Size>('wide')
  return (
    <section class="panel stack" aria-labelledby="preview-title">
      <div class="row spread">
        <h2 id="preview-title">{words.preview}</h2>
        <a href={address} target="_blank" rel="noreferrer">
          {words.open}
        </a>
      </div>
      <p class="hint">{words.previewHint}</p>
      <fieldset class="field group">
        <legend class="visually-hidden">{words.previewSize}</legend>
        <div class="ticks">
          {Object.entries(words.previewSizes).map(([one, name]) => (
            <label key={one} class="tick">
              <input type="radio" name="preview-size" checked={one === size} onChange={() => setSize(one as Size)} />
              <span>{name}</span>
            </label>
          ))}
        </div>
      </fieldset>
      <iframe key={savedAt} class={`page-preview ${size}`} title={title} src={address} />
    </section>
  )
}

const quoted = (text: string) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')

/** What docs/embedding.md describes, for this one. */
function snippetsOf(address: string, attribute: string, title: string): Record<keyof typeof words.snippets, string> {
  const script = `<script type="module" src="${location.origin}/embed.js"></script>`
  return {
    element: `${script}\n<switchboard-booking ${attribute}></switchboard-booking>`,
    popup: `${script}\n<switchboard-booking ${attribute} mode="popup">${quoted(title)}</switchboard-booking>`,
    frame: `<iframe src="${address}" title="${quoted(title)}" width="100%" height="720" style="border:0"></iframe>`,
    link: `<a href="${address}">${quoted(title)}</a>`,
  }
}

function Snippet({ name, code }: { name: string; code: string }) {
  const [isCopied, setCopied] = useState(false)
  return (
    <div class="stack tight">
      <div class="row spread">
        <h3>{name}</h3>
        <span class="row tight">
          <span class="small muted" role="status">
            {isCopied ? words.copied : ''}
          </span>
          <button
            type="button"
            class="button-quiet compact"
            aria-label={words.copyLabel(name)}
            onClick={() => void navigator.clipboard.writeText(code).then(() => setCopied(true))}
          >
            {words.copy}
          </button>
        </span>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must scroll with the keyboard too. */}
      <pre class="snippet" tabIndex={0}>
        <code>{code}</code>
      </pre>
    </div>
  )
}
