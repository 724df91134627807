import { Field } from '../../ui/Field.tsx'
import type { Values } from '../submitting.ts'
import { texts } from '../text.ts'
import type { Webhook, WebhookEvent } from '../wire.ts'

/** All that a webhook can be told, in the order of a booking's life. */
export const WEBHOOK_EVENTS = Object.keys(texts.webhooks.eventNames) as readonly WebhookEvent[]

interface Props {
  /** Tells the fields of two forms on one page apart. */
  readonly id: string
  readonly webhook?: Webhook
}

/** Where a webhook is, and what it is told. */
export function WebhookFields({ id, webhook }: Props) {
  return (
    <>
      <Field id={`${id}-url`} label={texts.webhooks.address} hint={texts.webhooks.addressHint}>
        {(control) => (
          <input {...control} name="url" type="url" required maxLength={2000} autocomplete="off" defaultValue={webhook?.url ?? ''} />
        )}
      </Field>
      <fieldset class="stack tight">
        <legend class="strong">{texts.webhooks.events}</legend>
        {WEBHOOK_EVENTS.map((event) => (
          <label key={event}>
            <input type="checkbox" name={event} defaultChecked={webhook?.events.includes(event) ?? true} />{' '}
            {texts.webhooks.eventNames[event]}
          </label>
        ))}
      </fieldset>
    </>
  )
}

/** What the fields say. */
export const wishOf = (value: Values): { url: string; events: WebhookEvent[] } => ({
  url: value('url'),
  events: WEBHOOK_EVENTS.filter((event) => value(event) === 'on'),
})
