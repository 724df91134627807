import { Field } from '../../ui/Field.tsx'
import { texts } from '../text.ts'
import type { Draft } from './form.ts'

/** A time zone by its name, with those that the browser knows to choose from. */
export function ZoneField({ draft, name }: { draft: Draft; name: string }) {
  return (
    <Field id={`setup-${name}`} label={texts.setup.zone} hint={texts.setup.zoneHint} error={draft.errorAt(name)}>
      {(control) => (
        <>
          <input
            {...control}
            list="setup-zones"
            autocomplete="off"
            value={String(draft.thing[name] ?? '')}
            onInput={({ currentTarget }) => draft.set(name, currentTarget.value)}
          />
          <datalist id="setup-zones">
            {Intl.supportedValuesOf('timeZone').map((zone) => (
              <option key={zone} value={zone} />
            ))}
          </datalist>
        </>
      )}
    </Field>
  )
}
