import { laterTexts } from '../text/language.ts'
import { Field } from '../ui/Field.tsx'
import type { Form } from './form.ts'
import { Optional } from './Optional.tsx'

interface Props {
  readonly form: Form
}

/** Something to say beforehand, for those who want to. */
export function NoteField({ form }: Props) {
  const { note } = form.typed.value
  const words = laterTexts.details
  if (note === null) {
    return (
      <div>
        <button type="button" class="button-link" onClick={() => form.set({ note: '' })}>
          + {words.addNote}
        </button>
      </div>
    )
  }
  return (
    <Field
      id="note"
      label={
        <>
          {words.note} <Optional />
        </>
      }
      hint={words.noteHint}
    >
      {(control) => (
        <textarea
          {...control}
          ref={begin}
          rows={3}
          maxLength={2000}
          value={note}
          onInput={(event) => form.set({ note: event.currentTarget.value })}
        />
      )}
    </Field>
  )
}

/** Who asks for the field wants to type; whoever comes back to it finds it filled. */
const begin = (field: HTMLTextAreaElement | null) => {
  if (field?.value === '') field.focus()
}
