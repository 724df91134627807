import type { ComponentType } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { useLocation, useRoute } from 'preact-iso'
import { Field } from '../../ui/Field.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { texts } from '../text.ts'
import { type Draft, useDraft } from './form.ts'
import { type Kind, refOf, type Thing, type Things, titleOf, useThings } from './things.ts'

/** What a form knows: the draft, and what can be chosen from. */
export interface FormProps {
  readonly draft: Draft
  readonly things: Things
}

/** How a kind of thing is shown and changed. */
export interface Sort {
  readonly kind: Kind
  readonly href: string
  /** What else can be chosen from in its form. */
  readonly needs: readonly (Kind | 'shares')[]
  readonly blank: Thing
  readonly words: { readonly title: string; readonly hint: string; readonly one: string; readonly add: string }
  /** What is said of each in the list. */
  readonly told: (thing: Thing) => string
  readonly Form: ComponentType<FormProps>
  /** What stands below the form of one that is there. */
  readonly Below?: ComponentType<{ thing: Thing; things: Things; savedAt: number; onSaved: () => void }>
}

/** The address of what is not there yet: no slug and no email looks like it. */
const NEW = '+new'

/** Every thing of a kind, and the form of the one that is chosen. */
export function ThingsPage({ sort }: { sort: Sort }) {
  const { things, problem, load } = useThings([sort.kind, ...sort.needs])
  const { ref } = useRoute().params
  const { route } = useLocation()
  const [saved, setSaved] = useState<{ ref: string; at: number } | null>(null)
  useEffect(() => {
    document.title = `${sort.words.title} · ${texts.brand}`
  }, [sort])
  if (problem !== null)
    return (
      <div class="settings-page">
        <Notice tone="danger" title={problem} />
      </div>
    )
  if (things === null)
    return (
      <div class="settings-page" aria-busy="true">
        <h1>{sort.words.title}</h1>
      </div>
    )
  const list = things[sort.kind] ?? []
  const chosen = ref === undefined ? undefined : decodeURIComponent(ref)
  const read = list.find((one) => refOf(sort.kind, one) === chosen) ?? null
  if (chosen === undefined) return <ThingList sort={sort} list={list} />
  return (
    <div class="settings-page">
      <header class="stack tight">
        <a class="back" href={sort.href}>
          {texts.setup.back(sort.words.title)}
        </a>
        <h1 class="wrap">{chosen === NEW ? sort.words.add : read ? titleOf(read) : texts.setup.gone}</h1>
      </header>
      {saved !== null && saved.ref === chosen && <Notice title={texts.setup.saved} />}
      {(chosen === NEW || read) && (
        <ThingForm
          // What was read anew begins a form anew.
          key={`${chosen} ${JSON.stringify(read)}`}
          sort={sort}
          read={read}
          things={things}
          onStale={() => void load()}
          onSaved={async (thing) => {
            await load()
            const now = refOf(sort.kind, thing)
            setSaved({ ref: now, at: Date.now() })
            if (chosen === NEW) route(`${sort.href}/${encodeURIComponent(now)}`, true)
          }}
        />
      )}
      {read && sort.Below && <sort.Below thing={read} things={things} savedAt={saved?.at ?? 0} onSaved={() => void load()} />}
    </div>
  )
}

interface ListProps {
  readonly sort: Sort
  readonly list: readonly Thing[]
}

/** Beyond so many, a list is easier to search than to read. */
const MANY = 8

function ThingList({ sort, list }: ListProps) {
  const [part, setPart] = useState('')
  const wanted = part.trim().toLowerCase()
  const shown = list.filter((one) => `${titleOf(one)} ${refOf(sort.kind, one)}`.toLowerCase().includes(wanted))
  return (
    <div class="settings-page">
      <header class="row spread">
        <div class="stack tight">
          <h1>{sort.words.title}</h1>
          <p class="muted">{sort.words.hint}</p>
        </div>
        <a class="button" href={`${sort.href}/${NEW}`}>
          {sort.words.add}
        </a>
      </header>
      <section class="panel stack" aria-label={sort.words.title}>
        {list.length > MANY && (
          <Field id="setup-search" label={texts.setup.search}>
            {(control) => (
              <input
                {...control}
                type="search"
                autocomplete="off"
                value={part}
                onInput={({ currentTarget }) => setPart(currentTarget.value)}
              />
            )}
          </Field>
        )}
        <ul class="things">
          {shown.map((one) => {
            const ref = refOf(sort.kind, one)
            return (
              <li key={ref}>
                <a class="thing" href={`${sort.href}/${encodeURIComponent(ref)}`}>
                  <span class="grow">
                    <span class="strong wrap block">{titleOf(one)}</span>
                    <span class="small muted wrap block">{ref}</span>
                  </span>
                  <span class="small muted told">{sort.told(one)}</span>
                </a>
              </li>
            )
          })}
        </ul>
        {shown.length === 0 && <p class="muted">{list.length === 0 ? texts.setup.none : texts.setup.nothingFound}</p>}
      </section>
    </div>
  )
}

interface ThingFormProps {
  readonly sort: Sort
  readonly read: Thing | null
  readonly things: Things
  readonly onSaved: (thing: Thing) => Promise<void>
  readonly onStale: () => void
}

function ThingForm({ sort, read, things, onSaved, onStale }: ThingFormProps) {
  const { draft, busy, submit, isChanged, problem, isStale } = useDraft(sort.kind, read, sort.blank, (thing) => void onSaved(thing))
  return (
    <form class="setup-form" aria-label={sort.words.one} onSubmit={submit} noValidate>
      <sort.Form draft={draft} things={things} />
      <div class={isChanged ? 'save-bar unsaved' : 'save-bar'}>
        {problem && (
          <Notice tone="danger" title={problem}>
            {isStale && (
              <button type="button" class="button-quiet compact" onClick={onStale}>
                {texts.setup.readAgain}
              </button>
            )}
          </Notice>
        )}
        <div class="row">
          <button type="submit" class="button" disabled={busy || !isChanged}>
            {texts.setup.save}
          </button>
          <span class="small muted" aria-live="polite">
            {isChanged ? texts.setup.unsaved : ''}
          </span>
        </div>
      </div>
    </form>
  )
}
