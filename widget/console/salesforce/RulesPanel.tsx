import { useState } from 'preact/hooks'
import { patch } from '../../api.ts'
import { Field } from '../../ui/Field.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { asking } from '../asking.ts'
import { useSubmit, type Values } from '../submitting.ts'
import { texts } from '../text.ts'
import type { Salesforce, SalesforceOrg, SalesforceWish } from '../wire.ts'

type Rules = SalesforceOrg['rules']

/** What a booking made elsewhere may change in the org, as plain choices. */
export function RulesPanel({ rules, onChanged }: { rules: Rules; onChanged: (known: Salesforce) => void }) {
  const [said, setSaid] = useState('')
  const words = texts.salesforce
  const { problem, errorAt, busy, submit } = useSubmit(async (value) => {
    setSaid('')
    const known = await asking(patch<Salesforce>('/api/v1/salesforce', { rules: rulesOf(value) }))
    onChanged(known)
    setSaid(known.remark === null ? words.saved : `${words.saved} ${known.remark}`)
  })
  const FIELDS = ['leadCompany', 'timeZoneField', 'languageField'] as const
  const wrong = (name: (typeof FIELDS)[number]) => errorAt(`/rules/${name}`)
  return (
    <section class="panel stack" aria-labelledby="rules-title">
      <h2 id="rules-title">{words.rules}</h2>
      <form class="stack" aria-labelledby="rules-title" onSubmit={submit}>
        {problem && !FIELDS.some(wrong) && <Notice tone="danger" title={problem} />}
        <div class="choices">
          <Choice name="update" legend={words.update} options={words.updates} value={rules.update} />
          <Choice name="owner" legend={words.owner} options={words.owners} value={rules.owner} />
          <Choice name="createLeads" legend={words.createLeads} options={words.creates} value={rules.createLeads ? 'yes' : 'no'} />
          <Choice name="leadOwner" legend={words.leadOwner} options={words.leadOwners} value={rules.leadOwner} />
        </div>
        <div class="choices">
          <Field id="lead-company" label={words.leadCompany} hint={words.leadCompanyHint} error={wrong('leadCompany')}>
            {(control) => <input {...control} name="leadCompany" required maxLength={255} defaultValue={rules.leadCompany} />}
          </Field>
          <Field id="time-zone-field" label={words.timeZoneField} hint={words.fieldHint('TimeZone__c')} error={wrong('timeZoneField')}>
            {(control) => <FieldName {...control} name="timeZoneField" defaultValue={rules.timeZoneField ?? ''} />}
          </Field>
          <Field id="language-field" label={words.languageField} hint={words.fieldHint('Language__c')} error={wrong('languageField')}>
            {(control) => <FieldName {...control} name="languageField" defaultValue={rules.languageField ?? ''} />}
          </Field>
        </div>
        <div class="row">
          <button type="submit" class="button" disabled={busy}>
            {words.save}
          </button>
          <p role="status" class="small">
            {said}
          </p>
        </div>
      </form>
    </section>
  )
}

const FieldName = (props: { id: string; name: string; defaultValue: string }) => (
  <input {...props} maxLength={80} autocomplete="off" spellcheck={false} autocapitalize="off" />
)

interface ChoiceProps {
  readonly name: string
  readonly legend: string
  readonly options: Readonly<Record<string, string>>
  readonly value: string
}

function Choice({ name, legend, options, value }: ChoiceProps) {
  return (
    <fieldset class="stack tight">
      <legend class="strong">{legend}</legend>
      {Object.entries(options).map(([option, words]) => (
        <label key={option} class="choice">
          <input type="radio" name={name} value={option} defaultChecked={option === value} />
          <span>{words}</span>
        </label>
      ))}
    </fieldset>
  )
}

/** What the form says. */
const rulesOf = (value: Values): SalesforceWish['rules'] => ({
  update: value('update') as Rules['update'],
  owner: value('owner') as Rules['owner'],
  createLeads: value('createLeads') === 'yes',
  leadOwner: value('leadOwner') as Rules['leadOwner'],
  leadCompany: value('leadCompany'),
  timeZoneField: value('timeZoneField') || null,
  languageField: value('languageField') || null,
})
