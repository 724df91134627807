import { texts } from '../text.ts'
import { Part, TextField, TickField } from './fields.tsx'
import { RowList } from './RowList.tsx'
import { SlugField } from './SlugField.tsx'
import type { FormProps, Sort } from './ThingsPage.tsx'

const words = texts.setup.callCenters
type Kind = keyof typeof words.kinds
interface Disposition {
  readonly kind: Kind
  readonly name: string
}

function CallCenterForm({ draft }: FormProps) {
  const all = (draft.thing.dispositions ?? []) as readonly Disposition[]
  const of = (kind: Kind) => all.filter((one) => one.kind === kind)
  const keep = (kind: Kind, rows: readonly Disposition[]) =>
    draft.set(
      'dispositions',
      KINDS.flatMap((one) => (one === kind ? rows : of(one))),
    )
  return (
    <>
      <Part title={words.what}>
        <div class="setup-fields">
          <TextField draft={draft} name="name" label={words.name} />
          <SlugField draft={draft} />
        </div>
        <TextField draft={draft} name="paymentUrl" label={words.paymentUrl} hint={words.paymentUrlHint} nullable />
        <TickField draft={draft} name="active" label={words.active} />
      </Part>
      <Part title={words.dispositions}>
        {KINDS.map((kind) => (
          <section key={kind} class="stack tight" aria-labelledby={`dispositions-${kind}`}>
            <h3 id={`dispositions-${kind}`}>{words.kinds[kind]}</h3>
            <p class="hint">{words.hints[kind]}</p>
            <RowList
              rows={of(kind)}
              onRows={(rows) => keep(kind, rows)}
              nameOf={({ name }, i) => name || words.row(i + 1)}
              add={words.addRow[kind]}
              blank={() => ({ kind, name: '' })}
              ordered
            >
              {({ name }, change, i) => (
                <input
                  class="control"
                  aria-label={`${words.kinds[kind]}, ${words.row(i + 1)}`}
                  required
                  maxLength={200}
                  value={name}
                  onInput={({ currentTarget }) => change({ name: currentTarget.value })}
                />
              )}
            </RowList>
          </section>
        ))}
        {draft.errorAt('dispositions') && <p class="error">{draft.errorAt('dispositions')}</p>}
      </Part>
    </>
  )
}

const KINDS: readonly Kind[] = ['sales', 'service']

/** Call centers, and what may come of the calls that are made there. */
export const callCenters: Sort = {
  kind: 'callCenters',
  href: '/console/call-centers',
  needs: [],
  blank: { slug: '', name: '', paymentUrl: null, active: true, dispositions: [] },
  words,
  told: ({ dispositions, active }) => words.told((dispositions as readonly unknown[]).length, active === true),
  Form: CallCenterForm,
}
