import { texts } from '../text.ts'
import { ChoiceField, Part, TextField } from './fields.tsx'
import { SharesPanel } from './SharesPanel.tsx'
import { SlugField } from './SlugField.tsx'
import type { FormProps, Sort } from './ThingsPage.tsx'
import { refOf, titleOf } from './things.ts'
import { ZoneField } from './ZoneField.tsx'

const words = texts.setup.projects

function ProjectForm({ draft, things }: FormProps) {
  const members = (things.reps ?? []).filter((rep) => (rep.projects as readonly string[]).includes(String(draft.thing.slug)))
  return (
    <>
      <Part title={words.what}>
        <div class="setup-fields">
          <TextField draft={draft} name="name" label={texts.setup.name} />
          <SlugField draft={draft} />
          <ChoiceField draft={draft} name="kind" label={words.kind} choices={words.kinds} />
          <ZoneField draft={draft} name="timeZone" />
        </div>
      </Part>
      {!draft.isNew && (
        <Part title={words.members}>
          <p class="hint">{words.membersHint}</p>
          {members.length === 0 && <p class="muted">{words.noMembers}</p>}
          <ul class="things">
            {members.map((rep) => (
              <li key={refOf('reps', rep)}>
                <a class="thing" href={`/console/reps/${encodeURIComponent(refOf('reps', rep))}`}>
                  <span class="grow">
                    <span class="strong wrap block">{titleOf(rep)}</span>
                    <span class="small muted wrap block">{refOf('reps', rep)}</span>
                  </span>
                </a>
              </li>
            ))}
          </ul>
        </Part>
      )}
    </>
  )
}

/** Projects, who works in them, and what they show each other. */
export const projects: Sort = {
  kind: 'projects',
  href: '/console/projects',
  needs: ['shares', 'reps'],
  blank: { slug: '', name: '', kind: 'onsite', timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone },
  words,
  told: (project) => words.kinds[project.kind as keyof typeof words.kinds],
  Form: ProjectForm,
  Below: SharesPanel,
}
