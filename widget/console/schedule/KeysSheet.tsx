import { useEffect, useRef } from 'preact/hooks'
import { texts } from '../text.ts'

/** In an empty line it is no typing: nobody searches for a question mark. */
const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  target.matches('input:not([type="radio"], [type="checkbox"]), textarea, select') &&
  !(target instanceof HTMLInputElement && target.type === 'text' && target.value === '')

/** What the keys do; `?` shows it. */
export function KeysSheet() {
  const sheet = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key !== '?' || isTyping(event.target)) return
      event.preventDefault()
      if (!sheet.current?.open) sheet.current?.showModal()
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [])
  return (
    <>
      <button type="button" class="button-link keys-button" aria-haspopup="dialog" onClick={() => sheet.current?.showModal()}>
        <kbd>?</kbd> {texts.nav.keys}
      </button>
      <dialog ref={sheet} aria-labelledby="keys-title" class="card sheet">
        <h2 id="keys-title">{texts.keys.title}</h2>
        <dl>
          {texts.keys.rows.map(([key, meaning]) => (
            <div key={key}>
              <dt>
                <kbd>{key}</kbd>
              </dt>
              <dd>{meaning}</dd>
            </div>
          ))}
        </dl>
        <button type="button" class="button" onClick={() => sheet.current?.close()}>
          {texts.keys.close}
        </button>
      </dialog>
    </>
  )
}
