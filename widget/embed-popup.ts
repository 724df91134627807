import style from './embed-popup.css?inline'
import { texts } from './text/language.ts'

/** A button, and the dialog that it opens, called by what the button says. The browser keeps the focus inside, and gives it back to the button. `prepare`: it may be opened soon. */
function build(content: HTMLElement, prepare: () => void): { opener: HTMLButtonElement; dialog: HTMLDialogElement } {
  const { open, close } = texts.popup
  const opener = make('button', 'root button opener')
  const words = make('slot', '')
  words.textContent = open
  opener.append(words)
  opener.ariaHasPopup = 'dialog'

  const dialog = make('dialog', 'root dialog')
  const closer = make('button', 'closer')
  closer.textContent = '×'
  closer.ariaLabel = close
  dialog.append(closer, content)
  const nameDialog = () => {
    const said = words.assignedNodes().map(({ textContent }) => textContent)
    dialog.ariaLabel = said.join('').trim() || open
  }
  nameDialog()
  words.addEventListener('slotchange', nameDialog)

  for (const sign of ['pointerenter', 'focus', 'click']) opener.addEventListener(sign, prepare)
  opener.addEventListener('click', () => dialog.showModal())
  closer.addEventListener('click', () => dialog.close())
  dialog.addEventListener('click', (event) => event.target === dialog && dialog.close())
  return { opener, dialog }
}

const make = <Name extends keyof HTMLElementTagNameMap>(name: Name, className: string): HTMLElementTagNameMap[Name] =>
  Object.assign(document.createElement(name), { className })

/** The modes in which a button opens the widget. */
export const popup = { build, style }
