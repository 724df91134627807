import { texts } from '../text.ts'
import { EmbedBelow } from './EmbedBelow.tsx'
import { ChoiceField, LongTextField, Part, TextField, TickField, WhoseField } from './fields.tsx'
import { QuestionsField } from './QuestionsField.tsx'
import { SlugField } from './SlugField.tsx'
import type { FormProps, Sort } from './ThingsPage.tsx'
import { choicesOf, refOf, type Thing } from './things.ts'

const words = texts.setup.forms
type Whose = keyof typeof words.sorts

/** Who looks after those who send a form. */
const whoseOf = ({ pool, rep }: Thing): Whose => (typeof pool === 'string' ? 'pool' : typeof rep === 'string' ? 'rep' : 'nobody')

function RegistrationFormForm({ draft, things }: FormProps) {
  const { thing } = draft
  const whose = whoseOf(thing)
  const members = (things.reps ?? []).filter((one) => (one.projects as readonly string[]).includes(String(thing.project)))
  function become(next: Whose) {
    for (const one of ['pool', 'rep']) draft.set(one, one === next ? '' : null)
  }
  return (
    <>
      <Part title={words.what}>
        <div class="setup-fields">
          <TextField draft={draft} name="title" label={words.formTitle} />
          <SlugField draft={draft} />
          <ChoiceField
            draft={draft}
            name="project"
            label={words.project}
            choices={{ '': words.nothing, ...choicesOf('projects', things.projects) }}
          />
          <TextField draft={draft} name="source" label={words.source} hint={words.sourceHint} />
        </div>
        <TickField draft={draft} name="active" label={words.active} hint={words.activeHint} />
      </Part>
      <Part title={words.whose}>
        <WhoseField draft={draft} label={words.whoseHint} sorts={words.sorts} whose={whose} onChange={become} />
        {whose === 'pool' && (
          <ChoiceField
            draft={draft}
            name="pool"
            label={words.team}
            hint={words.teamHint}
            choices={{ '': words.nothing, ...choicesOf('pools', things.pools) }}
          />
        )}
        {whose === 'rep' && (
          <ChoiceField
            draft={draft}
            name="rep"
            label={words.rep}
            hint={words.repHint}
            choices={{ '': words.nothing, ...choicesOf('reps', members) }}
          />
        )}
      </Part>
      <Part title={words.asks}>
        <LongTextField draft={draft} name="intro" label={words.intro} />
        <ChoiceField draft={draft} name="phone" label={words.phone} choices={words.phones} />
        <QuestionsField draft={draft} />
        <LongTextField draft={draft} name="consentText" label={words.consent} hint={words.consentHint} />
      </Part>
    </>
  )
}

function FormBelow({ thing, savedAt }: { thing: Thing; savedAt: number }) {
  if (thing.active !== true) return null
  const slug = refOf('registrationForms', thing)
  return <EmbedBelow thing={thing} savedAt={savedAt} path={`/register/${slug}`} attribute={`form="${slug}"`} hint={words.embedHint} />
}

/** Registration forms, how they look, and how they come to the websites of projects. */
export const registrationForms: Sort = {
  kind: 'registrationForms',
  href: '/console/forms',
  needs: ['projects', 'pools', 'reps'],
  blank: {
    ...{ slug: '', title: '', project: '', source: 'Website', active: true, pool: '', rep: null },
    ...{ intro: null, phone: 'optional', questions: [], consentText: null },
  },
  words,
  told: (form) => words.told(String(form.project), form.active === true),
  Form: RegistrationFormForm,
  Below: FormBelow,
}
