import { useEffect, useState } from 'preact/hooks'
import { Notice } from '../../ui/Notice.tsx'
import { may, project } from '../session.ts'
import { texts } from '../text.ts'
import type { Activity } from '../wire.ts'
import { ActivityDialog } from './ActivityDialog.tsx'
import { ActivityLine } from './ActivityLine.tsx'
import { activities, activitiesDone, activitiesProblem, type Choice, counts, loadActivities, type Type } from './activities-state.ts'
import { ManyForm } from './ManyForm.tsx'
import { Reminders } from './Reminders.tsx'
import { RepChoice } from './RepChoice.tsx'
import './activities.css'
import { activityTexts } from './words.ts'

const TYPES = ['call', 'email', 'text', 'visit', 'task'] as const
const isType = (text: string | null): text is Type => TYPES.some((one) => one === text)

/** What is owed to registrants, to be worked through one after the other. */
export function ActivitiesPage() {
  const named = new URLSearchParams(location.search).get('type')
  const [choice, setChoice] = useState<Choice>({ type: isType(named) ? named : null, when: 'due', rep: '' })
  const [opened, setOpened] = useState<Activity | null>(null)
  const [marked, setMarked] = useState<readonly string[]>([])
  const here = project.value?.slug
  useEffect(() => {
    document.title = `${activityTexts.title} · ${texts.brand}`
    activitiesDone.value = null
  }, [])
  useEffect(() => {
    activities.value = null
    setMarked([])
    void loadActivities(choice)
  }, [here, choice])
  const list = activities.value
  const items = list?.items ?? []
  const at = opened ? items.findIndex(({ id }) => id === opened.id) : -1
  /** What follows the one that is open, so that the next registrant is there as soon as one is done. */
  const changed = async (said: string) => {
    const next = items[at + 1] ?? null
    activitiesDone.value = said
    setOpened(null)
    await loadActivities(choice)
    setOpened(next && (activities.value?.items.find(({ id }) => id === next.id) ?? null))
  }
  const choose = (change: Partial<Choice>) => setChoice({ ...choice, ...change })
  const canMark = may('POST /api/v1/activities/many')
  return (
    <div class="settings-page activities">
      <header class="row spread">
        <h1>{activityTexts.title}</h1>
        {canMark && here && <RepChoice key={here} project={here} rep={choice.rep} onChoose={(rep) => choose({ rep })} />}
      </header>
      {activitiesProblem.value !== null && <Notice tone="danger" title={activitiesProblem.value} />}
      {activitiesDone.value !== null && <Notice title={activitiesDone.value} />}
      <Types type={choice.type} when={choice.when} onChoose={choose} />
      <section class="panel stack tight" aria-label={activityTexts.title} aria-busy={list === null}>
        {list !== null && items.length === 0 && (
          <p class="muted">{choice.when === 'due' ? activityTexts.nothingDue : activityTexts.nothingUpcoming}</p>
        )}
        <ul class="items" onKeyDown={moveFocus}>
          {items.map((one) => (
            <li key={one.id} class="row activity-row">
              {canMark && (
                <input
                  type="checkbox"
                  aria-label={activityTexts.mark(one.customer.name, activityTexts.type[one.type])}
                  checked={marked.includes(one.id)}
                  onChange={({ currentTarget }) =>
                    setMarked(currentTarget.checked ? [...marked, one.id] : marked.filter((id) => id !== one.id))
                  }
                />
              )}
              <ActivityLine activity={one} onOpen={setOpened} />
            </li>
          ))}
        </ul>
        {list?.nextCursor && (
          <div>
            <button type="button" class="button-quiet" onClick={() => void loadActivities(choice, list.nextCursor ?? undefined)}>
              {activityTexts.more}
            </button>
          </div>
        )}
      </section>
      {marked.length > 0 && (
        <ManyForm
          key={marked.length}
          marked={items.filter(({ id }) => marked.includes(id))}
          onDone={(said) => {
            activitiesDone.value = said
            setMarked([])
            void loadActivities(choice)
          }}
        />
      )}
      <p class="small muted">{activityTexts.keys}</p>
      {may('PATCH /api/v1/reminders') && <Reminders />}
      {opened && (
        <ActivityDialog
          key={opened.id}
          activity={opened}
          fromElsewhere
          onPrevious={at > 0 ? () => setOpened(items[at - 1] ?? null) : undefined}
          onNext={at >= 0 && at < items.length - 1 ? () => setOpened(items[at + 1] ?? null) : undefined}
          onChanged={(said) => void changed(said)}
          onClose={() => setOpened(null)}
        />
      )}
    </div>
  )
}

/** The arrow keys go from one line to the next. */
function moveFocus(event: KeyboardEvent & { currentTarget: HTMLElement }): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
  if (step === 0) return
  const lines = [...event.currentTarget.querySelectorAll<HTMLButtonElement>('button.item')]
  const next = lines[lines.indexOf(document.activeElement as HTMLButtonElement) + step]
  if (!next) return
  event.preventDefault()
  next.focus()
}

/** What is listed: which type, and whether what is due or what is to come, each with how much there is. */
function Types({ type, when, onChoose }: Pick<Choice, 'type' | 'when'> & { readonly onChoose: (change: Partial<Choice>) => void }) {
  const all = counts.value
  const due = (of: Type | null) => {
    const found = of === null ? all?.total : all?.types.find((one) => one.type === of)
    return found ? (when === 'due' ? found.overdue + found.today : found.upcoming) : 0
  }
  return (
    <div class="row spread">
      <fieldset class="choices" aria-label={activityTexts.what}>
        {[null, ...TYPES.filter((one) => one === type || due(one) > 0)].map((one) => (
          <button key={one} type="button" class="button-quiet" aria-pressed={one === type} onClick={() => onChoose({ type: one })}>
            {one === null ? activityTexts.all : activityTexts.types[one]} <span class="muted">{due(one)}</span>
          </button>
        ))}
      </fieldset>
      <fieldset class="choices" aria-label={activityTexts.due}>
        {(['due', 'upcoming'] as const).map((one) => (
          <button key={one} type="button" class="button-quiet" aria-pressed={one === when} onClick={() => onChoose({ when: one })}>
            {activityTexts.when[one]}
          </button>
        ))}
      </fieldset>
    </div>
  )
}
