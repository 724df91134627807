import { chooseProject, ownProjects, project } from './session.ts'
import { texts } from './text.ts'

/** The project in which one works: chosen once, and what every page then shows. Nothing to choose, nothing to see. */
export function ProjectSwitch() {
  if (ownProjects().length === 0) return null
  const everywhere = ownProjects().length > 1
  return (
    <select
      class="project-switch"
      aria-label={texts.nav.project}
      value={project.value?.slug ?? ''}
      onChange={(event) => chooseProject(event.currentTarget.value || null)}
    >
      {everywhere && <option value="">{texts.nav.allProjects}</option>}
      {ownProjects().map(({ slug, name }) => (
        <option key={slug} value={slug}>
          {name}
        </option>
      ))}
    </select>
  )
}
