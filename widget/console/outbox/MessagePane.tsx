import { useEffect, useState } from 'preact/hooks'
import { ownZone, shortMoment } from '../said.ts'
import { texts } from '../text.ts'
import type { Message } from '../wire.ts'

type View = 'text' | 'html' | 'invitation'

/** One message: as text, as HTML in a frame that may do nothing, and its invitation. */
export function MessagePane({ message }: { message: Message }) {
  const [view, setView] = useState<View>('text')
  const views: View[] = message.channel === 'sms' ? [] : message.invitation === null ? ['text', 'html'] : ['text', 'html', 'invitation']
  return (
    <article class="panel stack" aria-labelledby="message-title">
      <h2 id="message-title">{message.subject}</h2>
      <dl class="facts">
        <Fact name={texts.outbox.to} value={message.to.name ? `${message.to.name} <${message.to.address}>` : message.to.address} />
        <Fact name={texts.outbox.from} value={message.from} />
        <Fact
          name={texts.outbox.sent}
          value={`${shortMoment(new Date(message.createdAt), ownZone())} · ${texts.outbox.status[message.status]}`}
        />
        {message.delivery && (
          <Fact
            name={texts.outbox.deliveryTitle}
            value={[texts.outbox.delivery[message.delivery], message.deliveryError].filter(Boolean).join(' · ')}
          />
        )}
      </dl>
      {views.length > 0 && (
        // biome-ignore lint/a11y/useSemanticElements: a row of switches needs no frame
        <div class="row views" role="group" aria-label={texts.outbox.view}>
          {views.map((one) => (
            <button key={one} type="button" class="button-quiet compact" aria-pressed={one === view} onClick={() => setView(one)}>
              {texts.outbox.views[one]}
            </button>
          ))}
        </div>
      )}
      {view === 'text' && <Letter text={message.text} />}
      {view === 'html' && <iframe class="letter" title={texts.outbox.htmlTitle} sandbox="" srcdoc={message.html} />}
      {view === 'invitation' && message.invitation !== null && <Invitation text={message.invitation} />}
    </article>
  )
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd class="wrap">{value}</dd>
    </div>
  )
}

function Invitation({ text }: { text: string }) {
  const [url, setUrl] = useState('')
  useEffect(() => {
    const made = URL.createObjectURL(new Blob([text], { type: 'text/calendar' }))
    setUrl(made)
    return () => URL.revokeObjectURL(made)
  }, [text])
  return (
    <>
      <a class="button-quiet" href={url} download="invite.ics">
        {texts.outbox.download}
      </a>
      <Letter text={text} />
    </>
  )
}

/** Text as it was written; what is long scrolls, and so must be reachable with the keyboard. */
function Letter({ text }: { text: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
    <pre class="letter" tabIndex={0}>
      {text}
    </pre>
  )
}
