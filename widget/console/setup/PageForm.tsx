import { texts } from '../text.ts'
import { EmbedBelow } from './EmbedBelow.tsx'
import { ChoiceField, Part, SeveralField, TextField, WhoseField } from './fields.tsx'
import { SlugField } from './SlugField.tsx'
import type { FormProps, Sort } from './ThingsPage.tsx'
import { choicesOf, refOf, type Thing } from './things.ts'

const words = texts.setup.pages
type Whose = keyof typeof words.sorts

/** Whose times a page shows: it has one of the three. */
const whoseOf = (page: Thing): Whose => (page.pages !== undefined ? 'pages' : page.rep !== undefined ? 'rep' : 'pool')

function PageForm({ draft, things }: FormProps) {
  const whose = whoseOf(draft.thing)
  const isMaster = whose === 'pages'
  const others = (things.bookingPages ?? []).filter((one) => one.slug !== draft.thing.slug && whoseOf(one) !== 'pages')
  function become(next: Whose) {
    for (const one of ['pool', 'rep', 'pages']) draft.set(one, one !== next ? undefined : one === 'pages' ? [] : '')
  }
  return (
    <>
      <Part title={words.what}>
        <div class="setup-fields">
          <TextField draft={draft} name="title" label={words.pageTitle} />
          <SlugField draft={draft} />
        </div>
        <WhoseField draft={draft} label={words.whose} sorts={words.sorts} whose={whose} onChange={become} />
        {whose === 'pool' && (
          <ChoiceField draft={draft} name="pool" label={words.team} choices={{ '': words.nothing, ...choicesOf('pools', things.pools) }} />
        )}
        {whose === 'rep' && (
          <ChoiceField draft={draft} name="rep" label={words.rep} choices={{ '': words.nothing, ...choicesOf('reps', things.reps) }} />
        )}
        {isMaster && (
          <SeveralField draft={draft} name="pages" label={words.leads} hint={words.pages} choices={choicesOf('bookingPages', others)} />
        )}
      </Part>
      {!isMaster && (
        <Part title={words.eventTypes}>
          <SeveralField
            isAlone
            draft={draft}
            name="eventTypes"
            label={words.eventTypes}
            choices={choicesOf('eventTypes', things.eventTypes)}
          />
          {whose === 'pool' && <ChoiceField draft={draft} name="choice" label={words.choice} choices={words.choices} />}
        </Part>
      )}
    </>
  )
}

function PageBelow({ thing, savedAt }: { thing: Thing; savedAt: number }) {
  const slug = refOf('bookingPages', thing)
  return <EmbedBelow thing={thing} savedAt={savedAt} path={`/${slug}`} attribute={`page="${slug}"`} hint={words.embedHint} />
}

/** Booking pages, how they look, and how they come to other websites. */
export const bookingPages: Sort = {
  kind: 'bookingPages',
  href: '/console/pages',
  needs: ['pools', 'reps', 'eventTypes'],
  blank: { slug: '', title: '', pool: '', eventTypes: [], choice: 'customer' },
  words,
  told: (page) => words.told[whoseOf(page)],
  Form: PageForm,
  Below: PageBelow,
}
