import { laterTexts } from '../text/language.ts'
import { Field } from '../ui/Field.tsx'
import type { Form } from './form.ts'
import { known } from './own-link.ts'
import { PhoneField } from './PhoneField.tsx'
import type { PageEventType } from './public-api.ts'

interface Props {
  readonly form: Form
  readonly location: PageEventType['location'] | null
}

/** Name, email and phone of the customer, in the words of whoever is typing: "your", or "their" for somebody else. */
export function CustomerFields({ form, location }: Props) {
  const { name, email, forOther } = form.typed.value
  const errors = form.errors.value
  const words = laterTexts.details
  return (
    <>
      <label class="tick someone-else">
        <input type="checkbox" checked={forOther} onChange={(event) => form.set({ forOther: event.currentTarget.checked })} />
        <span>
          {words.forSomeoneElse}
          {forOther && <span class="option-hint">{words.forSomeoneElseHint}</span>}
        </span>
      </label>
      <Field id="name" label={forOther ? words.nameOther : words.name} error={errors['/customer/name']}>
        {(control) => (
          <input
            {...control}
            required
            maxLength={200}
            autoComplete={forOther ? 'off' : 'name'}
            value={name}
            onInput={(event) => form.set({ name: event.currentTarget.value }, '/customer/name')}
          />
        )}
      </Field>
      <Field id="email" label={forOther ? words.emailOther : words.email} hint={words.emailHint} error={errors['/customer/email']}>
        {(control) => (
          <input
            {...control}
            type="email"
            required
            maxLength={254}
            autoComplete={forOther ? 'off' : 'email'}
            value={email}
            onInput={(event) => form.set({ email: event.currentTarget.value }, '/customer/email')}
          />
        )}
      </Field>
      <PhoneField form={form} hint={phoneHint(location)} />
    </>
  )
}

/** What there is to say of the phone number: that it is called, or that one is known already and shown by its ends alone. */
function phoneHint(location: Props['location']): string | undefined {
  if (location?.kind === 'phone' && location.value === undefined) return laterTexts.details.phoneHintCall
  const hint = known.value?.phone === null ? known.value.phoneHint : null
  return hint === null ? undefined : laterTexts.details.phoneKnown(hint)
}
