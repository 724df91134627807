import { Field } from '../../ui/Field.tsx'
import { ownProjects } from '../session.ts'
import { processTexts } from './words.ts'

interface Props {
  readonly project: string
  readonly error: string | undefined
  readonly onChange: (slug: string) => void
}

/** For which project a new process is; whoever works in one alone is not asked. */
export function ProjectField({ project, error, onChange }: Props) {
  if (ownProjects().length < 2) return null
  return (
    <Field id="process-project" label={processTexts.project} error={error}>
      {(control) => (
        <select {...control} value={project} onChange={({ currentTarget }) => onChange(currentTarget.value)}>
          {ownProjects().map(({ slug, name }) => (
            <option key={slug} value={slug}>
              {name}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}
