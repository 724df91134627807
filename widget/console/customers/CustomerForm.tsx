import { useEffect, useState } from 'preact/hooks'
import { get, Problem, patch, post } from '../../api.ts'
import { Field } from '../../ui/Field.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { listZones } from '../../ui/zone-list.ts'
import { asking } from '../asking.ts'
import { FormPanel } from '../profile/FormPanel.tsx'
import { ownZone } from '../said.ts'
import { ownProjects, project } from '../session.ts'
import { useSubmit, type Values } from '../submitting.ts'
import { locale } from '../text.ts'
import type { Customer, List, Rep } from '../wire.ts'
import { customerTexts as words } from './words.ts'

interface Props {
  /** Who is changed; null: somebody new. */
  readonly customer: Customer | null
  readonly onClose: () => void
  readonly onSaved: (customer: Customer) => void
}

const LANGUAGES = ['ar', 'de', 'en', 'es', 'fr', 'hi', 'it', 'ja', 'ko', 'pl', 'pt', 'ru', 'tr', 'uk', 'vi', 'zh']
const languageName = new Intl.DisplayNames([locale], { type: 'language' })

/** What is known of somebody. Whoever has a record in Salesforce is named and reached as it says. */
export function CustomerForm({ customer, onClose, onSaved }: Props) {
  const reps = useReps(customer)
  const [zones] = useState(() => listZones(locale, new Date(), customer?.timeZone ?? ownZone()))
  const [isKnown, setKnown] = useState(false)
  const ofRecord = customer !== null && customer.salesforce !== null && !customer.salesforceDeleted
  const { problem, errorAt, busy, submit } = useSubmit(async (value) => {
    const said = saidIn(value)
    if (customer) return onSaved(await asking(patch<Customer>(`/api/v1/customers/${customer.id}`, changesOf(said, customer, ofRecord))))
    const wish = { ...said, ...(project.value && { project: project.value.slug }), ...(value('anyway') && { anyway: true }) }
    try {
      onSaved(await asking(post<Customer>('/api/v1/customers', wish)))
    } catch (error) {
      setKnown(error instanceof Problem && error.code === 'conflict')
      throw error
    }
  })
  const languages = [...new Set([...(customer?.language ? [customer.language] : []), ...LANGUAGES])]
  return (
    <FormPanel id="registrant" title={customer ? words.editTitle : words.add} onClose={onClose} onSubmit={submit}>
      {problem && <Notice tone="danger" title={problem} />}
      {ofRecord && <p class="muted">{words.fromRecord}</p>}
      <div class="form-columns">
        <Field id="registrant-name" label={words.name} error={errorAt('/name')}>
          {(control) => (
            <input
              {...control}
              name="name"
              required
              maxLength={200}
              autocomplete="off"
              defaultValue={customer?.name ?? ''}
              readOnly={ofRecord}
            />
          )}
        </Field>
        <Field id="registrant-email" label={words.email} error={errorAt('/email')}>
          {(control) => (
            <input
              {...control}
              name="email"
              type="email"
              maxLength={254}
              autocomplete="off"
              spellcheck={false}
              defaultValue={customer?.email ?? ''}
              readOnly={ofRecord}
            />
          )}
        </Field>
        <Field id="registrant-phone" label={words.phone} hint={words.phoneHint} error={errorAt('/phone')}>
          {(control) => (
            <input
              {...control}
              name="phone"
              type="tel"
              maxLength={40}
              autocomplete="off"
              defaultValue={customer?.phone ?? ''}
              readOnly={ofRecord}
            />
          )}
        </Field>
        <Field id="registrant-zone" label={words.timeZone} error={errorAt('/timeZone')}>
          {(control) => (
            <select {...control} name="timeZone" defaultValue={customer?.timeZone ?? ''}>
              <option value="">{words.unknownZone}</option>
              {zones.map(({ name, city, offset }) => (
                <option key={name} value={name} selected={name === customer?.timeZone}>
                  {city} ({offset})
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field id="registrant-language" label={words.language} error={errorAt('/language')}>
          {(control) => (
            <select {...control} name="language">
              <option value="">{words.unknownLanguage}</option>
              {languages.map((tag) => (
                <option key={tag} value={tag} selected={tag === customer?.language}>
                  {languageName.of(tag)}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field id="registrant-owner" label={words.owner} error={errorAt('/owner')}>
          {(control) => (
            <select {...control} name="owner">
              <option value="">{words.noOwner}</option>
              {reps.map(({ id, name }) => (
                <option key={id} value={id} selected={id === customer?.owner?.id}>
                  {name}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field id="registrant-coordinator" label={words.coordinator} error={errorAt('/coordinator')}>
          {(control) => (
            <input
              {...control}
              name="coordinator"
              type="email"
              maxLength={254}
              autocomplete="off"
              spellcheck={false}
              defaultValue={customer?.coordinator ?? ''}
            />
          )}
        </Field>
      </div>
      <Field id="registrant-notes" label={words.notes} hint={words.notesHint} error={errorAt('/notes')}>
        {(control) => <textarea {...control} name="notes" rows={3} maxLength={10_000} defaultValue={customer?.notes ?? ''} />}
      </Field>
      {isKnown && (
        <label class="check">
          <input type="checkbox" name="anyway" value="yes" />
          {words.anyway}
        </label>
      )}
      <button type="submit" class="button" disabled={busy}>
        {customer ? words.save : words.addNow}
      </button>
    </FormPanel>
  )
}

/** The reps of the current project, or of all in which one works; and whoever looks after the customer now. */
function useReps(customer: Customer | null): readonly Rep[] {
  const [reps, setReps] = useState<readonly Rep[]>(customer?.owner ? [customer.owner] : [])
  useEffect(() => {
    const projects = project.value ? [project.value] : ownProjects()
    Promise.all(projects.map(({ slug }) => asking(get<List<Rep>>(`/api/v1/projects/${slug}/reps`)))).then(
      (lists) => {
        const found = new Map(
          [...(customer?.owner ? [customer.owner] : []), ...lists.flatMap(({ items }) => items)].map((one) => [one.id, one]),
        )
        setReps([...found.values()].sort((a, b) => a.name.localeCompare(b.name, locale)))
      },
      () => {}, // Their present rep can be kept all the same.
    )
  }, [customer])
  return reps
}

const FIELDS = ['email', 'phone', 'timeZone', 'language', 'owner', 'coordinator', 'notes'] as const

function saidIn(value: Values) {
  const phone = value('phone').replace(/[\s().\-/]/g, '')
  const rest = Object.fromEntries(FIELDS.map((field) => [field, (field === 'phone' ? phone : value(field)) || null]))
  return { name: value('name'), ...rest } as { name: string } & Record<(typeof FIELDS)[number], string | null>
}

/** Only what is otherwise than before: whoever saves changes nothing that somebody else has changed meanwhile. */
function changesOf(said: ReturnType<typeof saidIn>, customer: Customer, ofRecord: boolean) {
  const before: Record<string, string | null> = { ...Object.fromEntries(FIELDS.map((one) => [one, null])), name: customer.name }
  for (const field of FIELDS) before[field] = field === 'owner' ? (customer.owner?.id ?? null) : customer[field]
  const kept = ofRecord ? ['name', 'email', 'phone'] : []
  return Object.fromEntries(Object.entries(said).filter(([field, value]) => !kept.includes(field) && value !== before[field]))
}
