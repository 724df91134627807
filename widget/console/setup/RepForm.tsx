import { texts } from '../text.ts'
import { ChoiceField, NumberField, Part, SeveralField, TextField, TickField, WordsField } from './fields.tsx'
import { HoursField, OverridesField, TimeOffField } from './HoursFields.tsx'
import { RepAway } from './RepAway.tsx'
import type { FormProps, Sort } from './ThingsPage.tsx'
import { refOf, titleOf } from './things.ts'
import { ZoneField } from './ZoneField.tsx'

const words = texts.setup.reps
const languages = { en: 'English', es: 'Español', fr: 'Français', de: 'Deutsch', ar: 'العربية' }

function RepForm({ draft, things }: FormProps) {
  const projects = Object.fromEntries((things.projects ?? []).map((one) => [refOf('projects', one), titleOf(one)]))
  return (
    <>
      <Part title={words.who}>
        <div class="setup-fields">
          <TextField draft={draft} name="name" label={texts.setup.name} />
          {draft.isNew && <TextField draft={draft} name="email" label={words.email} hint={words.emailHint} type="email" />}
          <TextField draft={draft} name="phone" label={words.phone} hint={words.phoneHint} type="tel" nullable />
          <ZoneField draft={draft} name="timeZone" />
          <ChoiceField draft={draft} name="language" label={words.language} choices={languages} nullable={words.usual} />
          <ChoiceField draft={draft} name="kind" label={words.kind} choices={words.kinds} />
        </div>
        <TickField draft={draft} name="active" label={words.active} hint={words.activeHint} />
        <SeveralField draft={draft} name="projects" label={words.projects} choices={projects} />
      </Part>
      <Part title={words.hours}>
        <HoursField draft={draft} />
        <OverridesField draft={draft} />
        {draft.thing.kind === 'room' && <TimeOffField draft={draft} />}
      </Part>
      <Part title={words.fits}>
        <div class="setup-fields">
          <WordsField draft={draft} name="skills" label={words.skills} />
          <WordsField draft={draft} name="languages" label={words.languages} />
          <WordsField draft={draft} name="territories" label={words.territories} />
        </div>
      </Part>
      <Part title={words.limits}>
        <div class="setup-fields">
          <NumberField draft={draft} name="dailyLimit" label={words.daily} hint={words.noLimit} />
          <NumberField draft={draft} name="weeklyLimit" label={words.weekly} hint={words.noLimit} />
          <TextField draft={draft} name="salesforceUserId" label={words.salesforce} hint={words.salesforceHint} nullable />
        </div>
      </Part>
    </>
  )
}

/** Reps, and when they work. */
export const reps: Sort = {
  kind: 'reps',
  href: '/console/reps',
  needs: ['projects'],
  blank: {
    email: '',
    name: '',
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    kind: 'person',
    active: true,
    projects: [],
    weeklyHours: [{ days: ['MO', 'TU', 'WE', 'TH', 'FR'], start: '09:00', end: '17:00' }],
  },
  words,
  told: (rep) => words.told(String(rep.timeZone), rep.active === true),
  Form: RepForm,
  Below: RepAway,
}
