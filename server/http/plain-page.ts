/** Pages of plain words, without a script, for whoever comes by a link and is told one thing. */
import { hash } from 'node:crypto'
import type { Response } from 'express'

const STYLE = `:root{color-scheme:light dark}
body{margin:0;min-height:100vh;display:grid;place-items:center;font:1rem/1.5 system-ui,sans-serif;background:light-dark(#f4f6f8,#14181d);color:light-dark(#1c2530,#e8edf2)}
main{box-sizing:border-box;width:min(32rem,calc(100% - 2rem));margin:1rem;padding:2rem;border-radius:.75rem;background:light-dark(#fff,#1e242b);border:1px solid light-dark(#d5dbe1,#39424c)}
h1{margin:0 0 .75rem;font-size:1.4rem;line-height:1.25}
p{margin:.75rem 0 0}
a,button{display:inline-block;margin-top:1.25rem;padding:.6rem 1.1rem;border-radius:.5rem;background:light-dark(#0b5cad,#7db8f2);color:light-dark(#fff,#0e1319);font:inherit;font-weight:600;text-decoration:none;border:0;cursor:pointer}
a:focus-visible,button:focus-visible{outline:3px solid light-dark(#1c2530,#e8edf2);outline-offset:2px}`

const STYLE_SOURCE = `'sha256-${hash('sha256', STYLE, 'base64')}'`

/** What stands below the words: a link to the page's own address, or a button that posts to it. */
interface Way {
  readonly link?: string
  readonly button?: string
}

/** Answer with a page of plain words. Nothing of what was sent is in it. */
export function sendPlainPage(res: Response, status: number, title: string, says: readonly string[], { link, button }: Way = {}): void {
  const words = says.map((text) => `<p>${text}</p>`).join('\n')
  // Without an address of their own both lead to the page that shows them, so nothing of that address stands in the page.
  const way = link ? `\n<a href="">${link}</a>` : button ? `\n<form method="post"><button>${button}</button></form>` : ''
  res.set('Content-Security-Policy', `${res.get('Content-Security-Policy')};style-src ${STYLE_SOURCE}`)
  res
    .status(status)
    .type('html')
    .send(`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="robots" content="noindex"><title>${title} · Switchboard</title><style>${STYLE}</style></head>
<body><main><h1>${title}</h1>
${words}${way}
</main></body></html>
`)
}
