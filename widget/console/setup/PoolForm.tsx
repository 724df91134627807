import { useState } from 'preact/hooks'
import { texts } from '../text.ts'
import { ChoiceField, Group, NumberField, Part, TextField, TickField } from './fields.tsx'
import type { Draft } from './form.ts'
import { RowList } from './RowList.tsx'
import { SlugField } from './SlugField.tsx'
import type { FormProps, Sort } from './ThingsPage.tsx'
import { refOf, type Thing, titleOf } from './things.ts'

const words = texts.setup.pools

interface Member {
  readonly email: string
  readonly priority: number
  readonly weight: number
}

function PoolForm({ draft, things }: FormProps) {
  return (
    <>
      <Part title={words.what}>
        <div class="setup-fields">
          <TextField draft={draft} name="name" label={texts.setup.name} />
          <SlugField draft={draft} />
        </div>
      </Part>
      <Part title={words.rule}>
        <div class="setup-fields">
          <ChoiceField draft={draft} name="distribution" label={words.distribution} choices={words.distributions} />
          <ChoiceField draft={draft} name="cycle" label={words.cycle} choices={words.cycles} />
          <NumberField draft={draft} name="ownerHorizonDays" label={words.ownerDays} />
        </div>
        <TickField draft={draft} name="strict" label={words.strict} hint={words.strictHint} />
        <TickField draft={draft} name="correction" label={words.correction} />
        <TickField draft={draft} name="ownerFirst" label={words.ownerFirst} />
        <TickField draft={draft} name="ownerCounts" label={words.ownerCounts} />
      </Part>
      <Part title={words.members}>
        <MembersField draft={draft} reps={things.reps ?? []} />
      </Part>
    </>
  )
}

function MembersField({ draft, reps }: { draft: Draft; reps: readonly Thing[] }) {
  const members = (draft.thing.members ?? []) as readonly Member[]
  const names = new Map(reps.map((rep) => [refOf('reps', rep), titleOf(rep)]))
  // Whoever was read stays who it is: choices are for those who are added.
  const [known] = useState(() => new Set(members.map(({ email }) => email)))
  const nameOf = ({ email }: Member) => names.get(email) ?? (email || words.member)
  return (
    <Group isAlone name="members" label={words.members} hint={words.membersHint} error={draft.errorAt('members')}>
      <RowList<Member>
        rows={members}
        onRows={(rows) => draft.set('members', rows)}
        nameOf={nameOf}
        add={words.addMember}
        blank={() => ({ email: '', priority: 2, weight: 100 })}
      >
        {(row, change) => (
          <>
            {known.has(row.email) ? (
              <span class="grow wrap">{nameOf(row)}</span>
            ) : (
              <select
                class="control grow"
                aria-label={words.member}
                value={row.email}
                onChange={({ currentTarget }) => change({ email: currentTarget.value })}
              >
                <option value="">{words.choose}</option>
                {[...names]
                  .filter(([email]) => email === row.email || !members.some((member) => member.email === email))
                  .map(([email, name]) => (
                    <option key={email} value={email}>
                      {name}
                    </option>
                  ))}
              </select>
            )}
            {(['priority', 'weight'] as const).map((field) => (
              <label key={field} class="beside">
                <span>{words[field]}</span>
                <input
                  class="control short"
                  type="number"
                  min={0}
                  inputMode="numeric"
                  aria-label={words.of(words[field], nameOf(row))}
                  value={row[field]}
                  onInput={({ currentTarget }) => change({ [field]: Number(currentTarget.value) })}
                />
              </label>
            ))}
          </>
        )}
      </RowList>
    </Group>
  )
}

/** Teams: who is in them, and who is next. */
export const pools: Sort = {
  kind: 'pools',
  href: '/console/pools',
  needs: ['reps'],
  blank: {
    slug: '',
    name: '',
    distribution: 'longest-idle',
    strict: false,
    correction: true,
    cycle: 'month',
    ownerFirst: false,
    ownerCounts: false,
    ownerHorizonDays: 14,
    members: [],
  },
  words,
  told: (pool) => words.told((pool.members as readonly Member[]).length),
  Form: PoolForm,
}
