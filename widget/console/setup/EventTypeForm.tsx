import { Field } from '../../ui/Field.tsx'
import { texts } from '../text.ts'
import { ChannelsField, MomentsField, RemindersField } from './ChannelFields.tsx'
import { Group, NumberField, Part, SpanField, TextField, TickField } from './fields.tsx'
import type { Draft } from './form.ts'
import { QuestionsField } from './QuestionsField.tsx'
import { RowList } from './RowList.tsx'
import { SlugField } from './SlugField.tsx'
import type { FormProps, Sort } from './ThingsPage.tsx'
import { refOf, type Thing, titleOf } from './things.ts'

const words = texts.setup.eventTypes

interface Location {
  readonly kind: keyof typeof words.locations
  readonly value?: string
}
interface Policy {
  readonly rescheduleUntilMinutes: number | null
  readonly cancelUntilMinutes: number | null
  readonly moveTo: keyof typeof words.moveTos
}
interface Need {
  readonly pool: string
  readonly count: number
}

function EventTypeForm({ draft, things }: FormProps) {
  return (
    <>
      <Part title={words.what}>
        <div class="setup-fields">
          <TextField draft={draft} name="name" label={texts.setup.name} />
          <SlugField draft={draft} />
          <NumberField draft={draft} name="durationMinutes" label={words.duration} />
        </div>
        <LocationField draft={draft} />
        <WithField draft={draft} pools={things.pools ?? []} />
      </Part>
      <Part title={words.times}>
        <div class="setup-fields">
          <NumberField draft={draft} name="slotIntervalMinutes" label={words.interval} hint={words.intervalHint} />
          <SpanField draft={draft} name="bufferBeforeMinutes" label={words.before} hint={words.bufferHint} />
          <SpanField draft={draft} name="bufferAfterMinutes" label={words.after} hint={words.bufferHint} />
          <SpanField draft={draft} name="minimumNoticeMinutes" label={words.notice} hint={words.noticeHint} />
          <NumberField draft={draft} name="bookingWindowDays" label={words.window} hint={words.windowHint} />
        </div>
      </Part>
      <Part title={words.questions}>
        <QuestionsField draft={draft} />
      </Part>
      <Part title={words.rules}>
        <TickField draft={draft} name="approval" label={words.approval} />
        <div class="setup-fields">
          <SpanField draft={draft} name="requestExpiresMinutes" label={words.expires} />
          <NumberField draft={draft} name="openPerCustomer" label={words.perCustomer} hint={words.perCustomerHint} />
        </div>
        <PolicyField draft={draft} />
      </Part>
      <Part title={words.messages}>
        <ChannelsField draft={draft} />
        <div class="setup-fields">
          <RemindersField draft={draft} />
          <SpanField draft={draft} name="followUpMinutes" label={words.followUp} hint={words.followUpHint} nullable />
        </div>
        <MomentsField draft={draft} />
        <TickField draft={draft} name="crm" label={words.crm} />
      </Part>
    </>
  )
}

function LocationField({ draft }: { draft: Draft }) {
  const { kind, value } = draft.thing.location as Location
  return (
    <div class="setup-fields">
      <Field id="setup-location" label={words.location}>
        {(control) => (
          <select
            {...control}
            value={kind}
            onChange={({ currentTarget }) => draft.set('location', { ...(value && { value }), kind: currentTarget.value })}
          >
            {Object.entries(words.locations).map(([one, name]) => (
              <option key={one} value={one}>
                {name}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field id="setup-place" label={words.place} hint={words.placeHint} error={draft.errorAt('location')}>
        {(control) => (
          <input
            {...control}
            autocomplete="off"
            value={value ?? ''}
            onInput={({ currentTarget }) =>
              draft.set('location', currentTarget.value === '' ? { kind } : { kind, value: currentTarget.value })
            }
          />
        )}
      </Field>
    </div>
  )
}

function WithField({ draft, pools }: { draft: Draft; pools: readonly Thing[] }) {
  return (
    <Group name="with" label={words.with} hint={words.withHint} error={draft.errorAt('with')}>
      <RowList<Need>
        rows={(draft.thing.with ?? []) as readonly Need[]}
        onRows={(rows) => draft.set('with', rows)}
        nameOf={(_, i) => words.withRow(i + 1)}
        add={words.addWith}
        blank={() => ({ pool: pools[0] ? refOf('pools', pools[0]) : '', count: 1 })}
      >
        {(row, change) => (
          <>
            <select
              class="control grow"
              aria-label={words.team}
              value={row.pool}
              onChange={({ currentTarget }) => change({ pool: currentTarget.value })}
            >
              {pools.map((pool) => (
                <option key={refOf('pools', pool)} value={refOf('pools', pool)}>
                  {titleOf(pool)}
                </option>
              ))}
            </select>
            <input
              class="control short"
              type="number"
              min={1}
              inputMode="numeric"
              aria-label={words.count}
              value={row.count}
              onInput={({ currentTarget }) => change({ count: Number(currentTarget.value) })}
            />
          </>
        )}
      </RowList>
    </Group>
  )
}

function PolicyField({ draft }: { draft: Draft }) {
  const policy = draft.thing.policy as Policy
  const set = (part: Partial<Policy>) => draft.set('policy', { ...policy, ...part })
  return (
    <div class="setup-fields">
      <SpanField
        draft={draft}
        name="policy/cancelUntilMinutes"
        label={words.cancelUntil}
        hint={words.untilHint}
        nullable
        value={policy.cancelUntilMinutes}
        onValue={(cancelUntilMinutes) => set({ cancelUntilMinutes })}
      />
      <SpanField
        draft={draft}
        name="policy/rescheduleUntilMinutes"
        label={words.moveUntil}
        hint={words.untilHint}
        nullable
        value={policy.rescheduleUntilMinutes}
        onValue={(rescheduleUntilMinutes) => set({ rescheduleUntilMinutes })}
      />
      <Field id="setup-move-to" label={words.moveTo}>
        {(control) => (
          <select
            {...control}
            value={policy.moveTo}
            onChange={({ currentTarget }) => set({ moveTo: currentTarget.value as Policy['moveTo'] })}
          >
            {Object.entries(words.moveTos).map(([one, name]) => (
              <option key={one} value={one}>
                {name}
              </option>
            ))}
          </select>
        )}
      </Field>
    </div>
  )
}

/** What can be booked. */
export const eventTypes: Sort = {
  kind: 'eventTypes',
  href: '/console/event-types',
  needs: ['pools'],
  blank: {
    slug: '',
    name: '',
    durationMinutes: 30,
    slotIntervalMinutes: 15,
    bufferBeforeMinutes: 0,
    bufferAfterMinutes: 0,
    minimumNoticeMinutes: 0,
    bookingWindowDays: 60,
    with: [],
    location: { kind: 'phone' },
    approval: false,
    questions: [],
    notify: { customer: ['email'], rep: ['email'] },
    openPerCustomer: 20,
    policy: { rescheduleUntilMinutes: 0, cancelUntilMinutes: 0, moveTo: 'any' },
    reminders: [1440, 60],
    followUpMinutes: null,
    requestExpiresMinutes: 2880,
    moments: {},
    crm: true,
  },
  words,
  told: (one) => words.told(Number(one.durationMinutes)),
  Form: EventTypeForm,
}
