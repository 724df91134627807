import { useEffect, useRef } from 'preact/hooks'
import { laterTexts } from '../text/language.ts'
import { Field } from '../ui/Field.tsx'
import { announce } from '../ui/LiveStatus.tsx'
import { type Form, MOST_GUESTS } from './form.ts'

let lastId = 0

interface Props {
  readonly form: Form
}

/** Others who should be invited, a field each. */
export function GuestFields({ form }: Props) {
  const { guests } = form.typed.value
  const added = useRef<number | null>(null)
  const adder = useRef<HTMLButtonElement>(null)
  const group = useRef<HTMLFieldSetElement>(null)

  useEffect(() => {
    if (added.current !== null) group.current?.querySelector<HTMLElement>(`#guest-${added.current}`)?.focus()
    added.current = null
  }, [guests.length])

  function add() {
    added.current = ++lastId
    form.set({ guests: [...guests, { id: lastId, email: '' }] })
    announce(laterTexts.details.guestAdded)
  }

  function removeGuest(id: number) {
    form.set({ guests: guests.filter((guest) => guest.id !== id) })
    form.mark(Object.fromEntries(Object.entries(form.errors.value).filter(([pointer]) => !pointer.startsWith('/guests/'))))
    announce(laterTexts.details.guestRemoved)
    adder.current?.focus()
  }

  return (
    <fieldset ref={group} class="stack guests">
      <legend class="visually-hidden">{laterTexts.details.guests}</legend>
      {guests.map(({ id, email }, place) => {
        const pointer = `/guests/${guests.slice(0, place).filter((guest) => guest.email.trim() !== '').length}/email`
        return (
          <div key={id} class="guest">
            <Field
              id={`guest-${id}`}
              label={laterTexts.details.guestEmail(place + 1)}
              error={email.trim() === '' ? undefined : form.errors.value[pointer]}
            >
              {(control) => (
                <input
                  {...control}
                  type="email"
                  maxLength={254}
                  autoComplete="off"
                  value={email}
                  onInput={(event) => {
                    const typed = event.currentTarget.value
                    form.set({ guests: guests.map((guest) => (guest.id === id ? { id, email: typed } : guest)) }, pointer)
                  }}
                />
              )}
            </Field>
            <button
              type="button"
              class="button-quiet guest-remove"
              aria-label={laterTexts.details.removeGuest(place + 1)}
              onClick={() => removeGuest(id)}
            >
              <span aria-hidden="true">×</span>
            </button>
          </div>
        )
      })}
      {guests.length < MOST_GUESTS && (
        <div>
          <button ref={adder} type="button" class="button-link" onClick={add}>
            + {laterTexts.details.addGuest}
          </button>
          {guests.length === 0 && <p class="muted small">{laterTexts.details.guestsHint}</p>}
        </div>
      )}
    </fieldset>
  )
}
