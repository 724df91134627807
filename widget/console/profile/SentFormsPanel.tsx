import { shortMoment } from '../said.ts'
import { texts } from '../text.ts'
import type { Customer, SentForm } from '../wire.ts'
import { type Fact, Facts } from './Facts.tsx'
import { profileZone } from './profile-state.ts'

interface Props {
  readonly forms: readonly SentForm[]
  readonly customer: Customer
}

/** What the customer has sent with registration forms, in their own words; nothing, for those who have sent none. */
export function SentFormsPanel({ forms, customer }: Props) {
  if (forms.length === 0) return null
  return (
    <section class="panel stack tight" aria-labelledby="sent-title">
      <h2 id="sent-title">{texts.profile.sent}</h2>
      <ul class="places">
        {forms.map((sent, place) => (
          <li key={place} class="stack tight">
            <div>
              <p class="strong">{sent.form.title}</p>
              <p class="small muted">
                {shortMoment(new Date(sent.createdAt), profileZone())} · {sent.project.name}
              </p>
            </div>
            <Facts facts={factsOf(sent, customer)} />
            {sent.consent !== null && <p class="small muted wrap">{texts.profile.agreed(sent.consent)}</p>}
          </li>
        ))}
      </ul>
    </section>
  )
}

/** What was typed of the person, as far as it is not known so already, and the answers. */
function factsOf({ name, email, phone, answers }: SentForm, customer: Customer): readonly Fact[] {
  const { typed } = texts.profile
  const person = [
    [typed.name, name, customer.name],
    [typed.email, email, customer.email],
    [typed.phone, phone, customer.phone],
  ] as const
  const news = person.flatMap(([label, value, known]) => (value === null || value === known ? [] : [[label, value] as const]))
  return [...news, ...answers.map(({ label, value }) => [label, wordsOf(value)] as const)]
}

const wordsOf = (value: SentForm['answers'][number]['value']): string => {
  if (typeof value === 'boolean') return value ? texts.profile.yes : texts.profile.no
  return Array.isArray(value) ? value.join(', ') : String(value)
}
