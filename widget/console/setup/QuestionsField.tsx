import { texts } from '../text.ts'
import { Group } from './fields.tsx'
import type { Draft } from './form.ts'
import { RowList } from './RowList.tsx'

const words = texts.setup.eventTypes

interface Question {
  readonly key: string
  readonly label: string
  readonly kind: keyof typeof words.kinds
  readonly required: boolean
  readonly options?: readonly string[]
}

const isChosen = (kind: Question['kind']) => kind === 'choice' || kind === 'several'

/** What a question's answer is kept by, made of its words. */
const keyFor = (label: string): string =>
  label
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40)

/** What booking pages and forms ask, in this order. */
export function QuestionsField({ draft }: { draft: Draft }) {
  return (
    <Group isAlone name="questions" label={words.questions} hint={words.questionsHint} error={draft.errorAt('questions')}>
      <RowList<Question>
        rows={(draft.thing.questions ?? []) as readonly Question[]}
        onRows={(rows) => draft.set('questions', rows)}
        nameOf={(row, i) => row.label || words.questionRow(i + 1)}
        add={words.addQuestion}
        blank={() => ({ key: '', label: '', kind: 'text', required: false })}
        ordered
      >
        {(row, change) => (
          <>
            <label class="above grow">
              <span>{words.label}</span>
              <input
                class="control"
                autocomplete="off"
                value={row.label}
                onInput={({ currentTarget: { value } }) =>
                  change({ label: value, ...((row.key === '' || row.key === keyFor(row.label)) && { key: keyFor(value) }) })
                }
              />
            </label>
            <label class="above">
              <span>{words.key}</span>
              <input
                class="control"
                autocomplete="off"
                value={row.key}
                onInput={({ currentTarget }) => change({ key: currentTarget.value })}
              />
            </label>
            <label class="above">
              <span>{words.answer}</span>
              <select
                class="control"
                value={row.kind}
                onChange={({ currentTarget }) => {
                  const kind = currentTarget.value as Question['kind']
                  // An empty list goes out as none: only what is chosen from has options.
                  change({ kind, options: isChosen(kind) ? (row.options ?? []) : undefined } as Partial<Question>)
                }}
              >
                {Object.entries(words.kinds).map(([kind, name]) => (
                  <option key={kind} value={kind}>
                    {name}
                  </option>
                ))}
              </select>
            </label>
            {isChosen(row.kind) && (
              <label class="above whole">
                <span>{words.options}</span>
                <input
                  class="control"
                  autocomplete="off"
                  placeholder={texts.setup.commas}
                  defaultValue={(row.options ?? []).join(', ')}
                  onInput={({ currentTarget }) =>
                    change({
                      options: currentTarget.value
                        .split(',')
                        .map((one) => one.trim())
                        .filter(Boolean),
                    })
                  }
                />
              </label>
            )}
            <label class="tick">
              <input type="checkbox" checked={row.required} onChange={({ currentTarget }) => change({ required: currentTarget.checked })} />
              <span>{words.required}</span>
            </label>
          </>
        )}
      </RowList>
    </Group>
  )
}
