import { laterTexts } from '../text/language.ts'
import type { Form } from './form.ts'
import { known } from './own-link.ts'
import type { Question } from './public-api.ts'

/** Whether a link has brought along all that a booking needs to know of the customer. */
export const isAllKnown = (form: Form, questions: readonly Question[]): boolean => {
  const { name, email, forOther } = form.typed.value
  return known.value !== null && !forOther && name !== '' && email !== '' && !questions.some(({ required }) => required)
}

interface Props {
  readonly form: Form
  readonly onChange: () => void
}

/** Who books, in the place of the form, while there is nothing to ask. */
export function KnownPerson({ form, onChange }: Props) {
  const { name, email, phone } = form.typed.value
  const number = phone || known.value?.phoneHint
  return (
    <div class="stack tight known">
      <p>
        <bdi class="strong">{name}</bdi>
        <br />
        <bdi>{email}</bdi>
        {number && (
          <>
            <br />
            <bdi dir="ltr">{number}</bdi>
          </>
        )}
      </p>
      <p>
        <button type="button" class="button-link" onClick={onChange}>
          {laterTexts.details.changeKnown}
        </button>
      </p>
    </div>
  )
}
