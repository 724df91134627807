/** What Microsoft Graph says when it calls us (Graph: "Receive change notifications through webhooks"). No door is opened here. */
import { z } from 'zod'

/** A calendar has changed, or its watch has: Graph asks for a new consent, has ended the watch, or may have missed something. */
export interface MicrosoftNews {
  readonly watchId: string
  /** The token that was given with the watch; it proves that the call is genuine. */
  readonly token: string
  readonly lifecycle: 'reauthorizationRequired' | 'subscriptionRemoved' | 'missed' | null
}

/** A call of Graph: the question whether we listen, to be answered with `answer` as plain text and 200; or news. */
export type MicrosoftCall =
  | { readonly kind: 'question'; readonly answer: string }
  | { readonly kind: 'news'; readonly news: readonly MicrosoftNews[] }

const notifications = z.object({
  value: z
    .array(
      z.object({
        subscriptionId: z.string().min(1).max(200),
        clientState: z.string().max(128).nullish(),
        lifecycleEvent: z.enum(['reauthorizationRequired', 'subscriptionRemoved', 'missed']).nullish().catch('missed'),
      }),
    )
    .max(1000),
})

/**
 * Reads a call. `validationToken` is the query's, decoded; null is returned for what Graph would not send. Whoever opens the door answers
 * a question with plain text alone, since it echoes what a stranger sent.
 */
export function readMicrosoftCall(validationToken: unknown, body: unknown): MicrosoftCall | null {
  if (typeof validationToken === 'string' && validationToken !== '') return { kind: 'question', answer: validationToken }
  const read = notifications.safeParse(body)
  if (!read.success) return null
  // Without the token nobody can tell where a notice comes from.
  const news = read.data.value.flatMap(({ subscriptionId, clientState, lifecycleEvent }) =>
    clientState ? [{ watchId: subscriptionId, token: clientState, lifecycle: lifecycleEvent ?? null }] : [],
  )
  return { kind: 'news', news }
}
