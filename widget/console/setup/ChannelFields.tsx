/** By which channels messages about an appointment go out, and when reminders do. */
import { Field } from '../../ui/Field.tsx'
import { texts } from '../text.ts'
import { Group } from './fields.tsx'
import type { Draft } from './form.ts'

const words = texts.setup.eventTypes
const SIDES = ['customer', 'rep'] as const
type Side = (typeof SIDES)[number]
type Channel = keyof typeof words.channels
type Moment = keyof typeof texts.texts.moments

const nameOfSide = (side: Side) => (side === 'customer' ? words.customerBy : words.repBy)

/** The usual channels of each side. */
export function ChannelsField({ draft }: { draft: Draft }) {
  const notify = draft.thing.notify as Readonly<Record<Side, readonly Channel[]>>
  return (
    <div class="setup-fields">
      {SIDES.map((side) => (
        <Group key={side} name={`notify/${side}`} label={nameOfSide(side)} error={draft.errorAt(`notify/${side}`)}>
          <div class="ticks">
            {(Object.keys(words.channels) as Channel[]).map((channel) => (
              <label key={channel} class="tick">
                <input
                  type="checkbox"
                  checked={notify[side].includes(channel)}
                  onChange={({ currentTarget }) =>
                    draft.set('notify', {
                      ...notify,
                      [side]: currentTarget.checked ? [...notify[side], channel] : notify[side].filter((one) => one !== channel),
                    })
                  }
                />
                <span>{words.channels[channel]}</span>
              </label>
            ))}
          </div>
        </Group>
      ))}
    </div>
  )
}

/** Minutes before the start. */
export function RemindersField({ draft }: { draft: Draft }) {
  const reminders = draft.thing.reminders as readonly number[]
  return (
    <Field id="setup-reminders" label={words.reminders} hint={words.remindersHint} error={draft.errorAt('reminders')}>
      {(control) => (
        <input
          {...control}
          inputMode="numeric"
          autocomplete="off"
          defaultValue={reminders.join(', ')}
          onInput={({ currentTarget }) =>
            draft.set(
              'reminders',
              currentTarget.value
                .split(',')
                .map((one) => one.trim())
                .filter(Boolean)
                .map(Number),
            )
          }
        />
      )}
    </Field>
  )
}

const choices: Readonly<Record<string, readonly Channel[] | undefined>> = {
  usual: undefined,
  email: ['email'],
  sms: ['sms'],
  both: ['email', 'sms'],
  none: [],
}
const choiceNames: Readonly<Record<string, string>> = {
  usual: words.asUsual,
  email: words.channels.email,
  sms: words.channels.sms,
  both: words.both,
  none: words.noneOf,
}
const choiceOf = (given: readonly Channel[] | undefined): string =>
  Object.keys(choices).find((one) => JSON.stringify(choices[one]?.toSorted()) === JSON.stringify(given?.toSorted())) ?? 'usual'

type Moments = Readonly<Partial<Record<Side, Readonly<Partial<Record<Moment, readonly Channel[]>>>>>>

/** Moments whose messages go out by other channels than the usual ones. */
export function MomentsField({ draft }: { draft: Draft }) {
  const moments = (draft.thing.moments ?? {}) as Moments
  function set(side: Side, moment: Moment, choice: string) {
    const { [moment]: _, ...others } = moments[side] ?? {}
    const chosen = choices[choice]
    const next: Record<string, object> = { ...moments, [side]: chosen === undefined ? others : { ...others, [moment]: chosen } }
    draft.set('moments', Object.fromEntries(Object.entries(next).filter(([, of]) => Object.keys(of).length > 0)))
  }
  return (
    <details>
      <summary>{words.moments}</summary>
      <Group isAlone name="moments" label={words.moments} hint={words.momentsHint} error={draft.errorAt('moments')}>
        <div class="wide-table">
          <table class="figures">
            <thead>
              <tr>
                <td />
                {SIDES.map((side) => (
                  <th key={side} scope="col">
                    {nameOfSide(side)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {Object.entries(texts.texts.moments).map(([moment, name]) => (
                <tr key={moment}>
                  <th scope="row">{name}</th>
                  {SIDES.map((side) => (
                    <td key={side}>
                      <select
                        class="control"
                        aria-label={`${name}: ${nameOfSide(side)}`}
                        value={choiceOf(moments[side]?.[moment as Moment])}
                        onChange={({ currentTarget }) => set(side, moment as Moment, currentTarget.value)}
                      >
                        {Object.entries(choiceNames).map(([choice, said]) => (
                          <option key={choice} value={choice}>
                            {said}
                          </option>
                        ))}
                      </select>
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </Group>
    </details>
  )
}
