import { texts } from '../text/language.ts'
import { Notice } from '../ui/Notice.tsx'
import type { Failure } from './failure.ts'

interface Props {
  readonly failure: Failure
  readonly onAgain?: () => unknown
}

/** What went wrong and, where it helps, a button to try once more. */
export function FailureNotice({ failure, onAgain }: Props) {
  return (
    <Notice tone="danger" title={failure.title}>
      <p>{failure.detail}</p>
      {onAgain && (
        <p>
          <button type="button" class="button-quiet" onClick={() => void onAgain()}>
            {texts.failure.again}
          </button>
        </p>
      )}
    </Notice>
  )
}
