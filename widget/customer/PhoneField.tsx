import { useEffect, useState } from 'preact/hooks'
import { laterTexts } from '../text/language.ts'
import { Field } from '../ui/Field.tsx'
import type { Form } from './form.ts'
import { Optional } from './Optional.tsx'
import { type Country, listCountries, ownCountry, readPhone } from './phone.ts'

interface Props {
  readonly form: Form
  readonly hint: string | undefined
  readonly required?: boolean
}

/** A phone number as people write it, and the country that it is from. How it was understood is said at once. */
export function PhoneField({ form, hint, required = false }: Props) {
  const { phone, forOther, country } = form.typed.value
  const [read, setRead] = useState<string | null>(null)
  const [countries, setCountries] = useState<readonly Country[]>([])
  const words = laterTexts.details
  const chosen = country ?? ownCountry()

  useEffect(() => {
    listCountries().then(setCountries, () => {})
  }, [])

  async function understand(from: string | null) {
    const number = phone.trim() === '' ? null : await readPhone(phone, from)
    setRead(number?.shown ?? null)
    if (number?.country) form.set({ country: number.country })
  }

  return (
    <Field
      id="phone"
      label={
        <>
          {forOther ? words.phoneOther : words.phone} {!required && <Optional />}
        </>
      }
      hint={read === null ? hint : words.phoneRead(read)}
      error={form.errors.value['/customer/phone']}
    >
      {(control) => (
        <div class="phone">
          <span class="country control">
            <span aria-hidden="true">
              {chosen} <bdi>{countries.find(({ code }) => code === chosen)?.calling}</bdi>
            </span>
            <select
              aria-label={words.country}
              value={chosen}
              onChange={(event) => {
                form.set({ country: event.currentTarget.value }, '/customer/phone')
                void understand(event.currentTarget.value)
              }}
            >
              {countries.length === 0 && <option value={chosen}>{chosen}</option>}
              {countries.map(({ code, name, calling }) => (
                <option key={code} value={code}>
                  {name} {calling}
                </option>
              ))}
            </select>
          </span>
          <input
            {...control}
            type="tel"
            required={required}
            maxLength={40}
            autoComplete={forOther ? 'off' : 'tel'}
            value={phone}
            onBlur={() => void understand(country)}
            onInput={(event) => {
              setRead(null)
              form.set({ phone: event.currentTarget.value }, '/customer/phone')
            }}
          />
        </div>
      )}
    </Field>
  )
}
