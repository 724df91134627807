import { Problem } from '../api.ts'
import { texts } from '../text/language.ts'
import { requestTexts } from '../text/request.ts'
import { type ReadonlySignal, signal } from '../ui/signal.ts'
import { type Failure, failureOf } from './failure.ts'
import { isMissing } from './refusal.ts'
import { type Asked, answerAsked, getAsked } from './request-api.ts'

export type RequestAnswer = 'approve' | 'decline'

/** Everything that the page behind the links of a rep's mail knows and does. */
export interface Answering {
  readonly asked: ReadonlySignal<Asked | null>
  readonly invalid: ReadonlySignal<boolean>
  readonly failure: ReadonlySignal<Failure | null>
  readonly sending: ReadonlySignal<boolean>
  /** Whether the answer has just been given here. */
  readonly answered: ReadonlySignal<boolean>
  /** The answer that the link was for, or that was chosen since. */
  readonly wish: ReadonlySignal<RequestAnswer>
  choose(wish: RequestAnswer): void
  open(): Promise<void>
  answer(reason: string): Promise<void>
}

export function createAnswering(token: string, search: string): Answering {
  const asked = signal<Asked | null>(null)
  const invalid = signal(false)
  const failure = signal<Failure | null>(null)
  const sending = signal(false)
  const answered = signal(false)
  const wish = signal<RequestAnswer>(new URLSearchParams(search).get('answer') === 'decline' ? 'decline' : 'approve')

  async function open() {
    try {
      asked.value = await getAsked(token)
      document.title = requestTexts(texts.language).title
    } catch (error) {
      if (isMissing(error)) invalid.value = true
      else failure.value = failureOf(error)
    }
  }

  return {
    asked,
    invalid,
    failure,
    sending,
    answered,
    wish,
    choose(next) {
      failure.value = null
      wish.value = next
    },
    open: () => {
      failure.value = null
      return open()
    },
    async answer(reason) {
      if (sending.value) return
      sending.value = true
      failure.value = null
      try {
        asked.value = await answerAsked(token, wish.value, wish.value === 'decline' ? reason.trim() : '')
        answered.value = true
      } catch (error) {
        // Somebody else was faster, or an answer of ours was lost on the way: the page says what is true now.
        if (error instanceof Problem && (error.code === 'conflict' || error.code === 'gone')) await open()
        else failure.value = failureOf(error)
      } finally {
        sending.value = false
      }
    },
  }
}
