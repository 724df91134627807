import { useState } from 'preact/hooks'
import { get, patch } from '../../api.ts'
import { Field } from '../../ui/Field.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { asking } from '../asking.ts'
import { failureText } from '../failure.ts'
import { useSubmit } from '../submitting.ts'
import { texts } from '../text.ts'
import type { Salesforce, SalesforceField, SalesforceOrg } from '../wire.ts'

type Mapping = SalesforceOrg['rules']['mappings'][number]

interface Props {
  readonly known: Salesforce
  readonly rules: SalesforceOrg['rules']
  readonly onChanged: (known: Salesforce) => void
}

const parts: Readonly<Record<string, string>> = texts.salesforce.parts

/** What of a booking, or which answer, a mapping writes. */
function sourceText(from: string, answers: Salesforce['answers']): string {
  const key = from.startsWith('answer:') ? from.slice('answer:'.length) : null
  if (key === null) return parts[from] ?? from
  return texts.salesforce.answer(answers.find((one) => one.key === key)?.label ?? key)
}

/** What of a booking is written to fields of the org's own. */
export function MappingsPanel({ known, rules, onChanged }: Props) {
  const [problem, setProblem] = useState<string | null>(null)
  const words = texts.salesforce
  const save = (mappings: readonly Mapping[]) => asking(patch<Salesforce>('/api/v1/salesforce', { rules: { mappings } }))
  function drop(gone: Mapping) {
    setProblem(null)
    save(rules.mappings.filter((one) => one !== gone)).then(onChanged, (error: unknown) => setProblem(failureText(error)))
  }
  return (
    <section class="panel stack" aria-labelledby="mappings-title">
      <h2 id="mappings-title">{words.mappings}</h2>
      <p class="muted">{words.mappingsHint}</p>
      {problem && <Notice tone="danger" title={problem} />}
      {rules.mappings.length === 0 ? (
        <p>{words.noMappings}</p>
      ) : (
        <div class="wide-table">
          <table class="mappings">
            <thead>
              <tr>
                <th scope="col">{words.object}</th>
                <th scope="col">{words.field}</th>
                <th scope="col">{words.from}</th>
                <th scope="col">
                  <span class="visually-hidden">{words.dropMapping}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {rules.mappings.map((one) => (
                <tr key={`${one.object}.${one.field}`}>
                  <td>{words.objects[one.object]}</td>
                  <td>{one.field}</td>
                  <td>{sourceText(one.from, known.answers)}</td>
                  <td>
                    <button
                      type="button"
                      class="button-link compact"
                      aria-label={words.dropMappingLabel(words.objects[one.object], one.field)}
                      onClick={() => drop(one)}
                    >
                      {words.dropMapping}
                    </button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <AddForm
        answers={known.answers}
        pointer={`/rules/mappings/${rules.mappings.length}`}
        onAdd={async (mapping) => onChanged(await save([...rules.mappings, mapping]))}
      />
      {known.remark !== null && <p class="small muted">{known.remark}</p>}
    </section>
  )
}

interface AddProps {
  readonly answers: Salesforce['answers']
  /** Where a new mapping stands in what is sent. */
  readonly pointer: string
  readonly onAdd: (mapping: Mapping) => Promise<void>
}

function AddForm({ answers, pointer, onAdd }: AddProps) {
  const words = texts.salesforce
  const [object, setObject] = useState('')
  const [fields, setFields] = useState<readonly SalesforceField[] | null>(null)
  const [trouble, setTrouble] = useState<string | null>(null)
  const { problem, errorAt, busy, submit } = useSubmit(async (value, form) => {
    await onAdd({ object: value('object') as Mapping['object'], field: value('field'), from: value('from') })
    form.reset()
    setObject('')
    setFields(null)
  })
  const wrong = errorAt(pointer)

  function choose(name: string) {
    setObject(name)
    setFields(null)
    setTrouble(null)
    if (name === '') return
    asking(get<{ items: SalesforceField[] }>('/api/v1/salesforce/fields', { object: name })).then(
      ({ items }) => setFields(items.filter((one) => one.updatable)),
      (error: unknown) => setTrouble(failureText(error)),
    )
  }

  return (
    <form class="stack" aria-label={words.mappings} onSubmit={submit}>
      {problem && !wrong && <Notice tone="danger" title={problem} />}
      {trouble && <Notice tone="danger" title={trouble} />}
      <div class="mapping-fields">
        <Field id="mapping-object" label={words.object}>
          {(control) => (
            <select {...control} name="object" required value={object} onChange={(event) => choose(event.currentTarget.value)}>
              <option value="">{words.choose}</option>
              {Object.entries(words.objects).map(([name, label]) => (
                <option key={name} value={name}>
                  {label}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field id="mapping-field" label={words.field} error={wrong}>
          {(control) => (
            <select {...control} name="field" required disabled={fields === null}>
              <option value="">{object !== '' && fields === null && !trouble ? words.fieldsLoading : words.choose}</option>
              {fields?.map(({ name, label }) => (
                <option key={name} value={name}>
                  {words.fieldChoice(label, name)}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field id="mapping-from" label={words.from}>
          {(control) => (
            <select {...control} name="from" required>
              <option value="">{words.choose}</option>
              <optgroup label={words.partsOfBooking}>
                {Object.entries(parts).map(([from, label]) => (
                  <option key={from} value={from}>
                    {label}
                  </option>
                ))}
              </optgroup>
              {answers.length > 0 && (
                <optgroup label={words.answers}>
                  {answers.map(({ key, label }) => (
                    <option key={key} value={`answer:${key}`}>
                      {label}
                    </option>
                  ))}
                </optgroup>
              )}
            </select>
          )}
        </Field>
      </div>
      <p class="row">
        <button type="submit" class="button" disabled={busy || fields === null}>
          {words.addMapping}
        </button>
      </p>
    </form>
  )
}
