import { Field } from '../../ui/Field.tsx'
import { texts } from '../text.ts'
import { faultsOf, type NewCustomer } from './customer-state.ts'
import { onKeys } from './focus.ts'

interface Props {
  readonly typed: NewCustomer
  readonly onType: (change: Partial<Pick<NewCustomer, 'name' | 'email' | 'phone'>>) => void
  readonly onNext: () => void
  readonly onBack: () => void
}

/** A customer who is not known yet. Enter goes from field to field and then on. */
export function NewCustomerForm({ typed, onType, onNext, onBack }: Props) {
  const faults = faultsOf(typed)
  const go = (next: string) => onKeys({ Enter: () => document.getElementById(next)?.focus(), Escape: onBack })
  const optional = <span class="optional">{texts.customer.optional}</span>
  return (
    <div class="stack tight">
      <div class="row spread">
        <h3>{texts.customer.newTitle}</h3>
        <button type="button" class="button-link compact" aria-label={texts.customer.changeLabel} onClick={onBack}>
          {texts.customer.change}
        </button>
      </div>
      <Field id="new-name" label={texts.customer.name}>
        {(control) => (
          <input
            {...control}
            type="text"
            required
            maxLength={200}
            autocomplete="off"
            value={typed.name}
            onInput={(event) => onType({ name: event.currentTarget.value })}
            onKeyDown={go('new-email')}
          />
        )}
      </Field>
      <Field
        id="new-email"
        label={
          <>
            {texts.customer.email} {optional}
          </>
        }
        error={faults.email ? texts.customer.badEmail : undefined}
        hint={typed.email.trim() ? undefined : texts.customer.noEmail}
      >
        {(control) => (
          <input
            {...control}
            type="text"
            inputMode="email"
            maxLength={254}
            autocomplete="off"
            spellcheck={false}
            value={typed.email}
            onInput={(event) => onType({ email: event.currentTarget.value })}
            onKeyDown={go('new-phone')}
          />
        )}
      </Field>
      <Field
        id="new-phone"
        label={
          <>
            {texts.customer.phone} {optional}
          </>
        }
        error={faults.phone ? texts.customer.badPhone : undefined}
        hint={typed.phoneSaved && typed.phoneSaved !== typed.phone ? texts.customer.savedAs(typed.phoneSaved) : undefined}
      >
        {(control) => (
          <input
            {...control}
            type="tel"
            maxLength={40}
            autocomplete="off"
            value={typed.phone}
            onInput={(event) => onType({ phone: event.currentTarget.value })}
            onKeyDown={onKeys({ Enter: onNext, Escape: onBack })}
          />
        )}
      </Field>
    </div>
  )
}
