import { useEffect, useState } from 'preact/hooks'
import { get, post } from '../../api.ts'
import { Field } from '../../ui/Field.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { asking } from '../asking.ts'
import { failureText } from '../failure.ts'
import { useSubmit } from '../submitting.ts'
import { texts } from '../text.ts'
import type { List, Profile, Project, Rep } from '../wire.ts'
import { FormPanel } from './FormPanel.tsx'
import { profileChanged } from './profile-state.ts'

/** Give the customer a place in a project, with the rep of that project who looks after them there. */
export function AssociateForm({ profile, onClose }: { profile: Profile; onClose: () => void }) {
  const [projects, setProjects] = useState<readonly Project[]>([])
  const [project, setProject] = useState('')
  const [reps, setReps] = useState<readonly Rep[] | null>(null)
  const [unread, setUnread] = useState<string | null>(null)
  useEffect(() => {
    asking(get<List<Project>>('/api/v1/projects')).then(
      ({ items }) => setProjects(items),
      (error: unknown) => setUnread(failureText(error)),
    )
  }, [])
  useEffect(() => {
    setReps(null)
    if (project === '') return
    let isOver = false
    asking(get<List<Rep>>(`/api/v1/projects/${project}/reps`)).then(
      ({ items }) => !isOver && setReps(items),
      (error: unknown) => !isOver && setUnread(failureText(error)),
    )
    return () => {
      isOver = true
    }
  }, [project])
  const { problem, errorAt, busy, submit } = useSubmit(async (value) => {
    const rep = value('rep')
    await asking(post(`/api/v1/customers/${profile.customer.id}/registrations`, { project, ...(rep && { rep }) }))
    onClose()
    await profileChanged(texts.profile.associated(projects.find(({ slug }) => slug === project)?.name ?? project))
  })
  return (
    <FormPanel id="associate" title={texts.profile.associate} onClose={onClose} onSubmit={submit}>
      {(problem ?? unread) && <Notice tone="danger" title={problem ?? unread ?? ''} />}
      <div class="panels">
        <Field id="associate-project" label={texts.profile.project}>
          {(control) => (
            <select {...control} required value={project} onChange={({ currentTarget }) => setProject(currentTarget.value)}>
              <option value="">{texts.profile.choose}</option>
              {projects.map(({ slug, name }) => (
                <option key={slug} value={slug}>
                  {name}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field
          id="associate-rep"
          label={texts.profile.rep}
          error={errorAt('/rep')}
          hint={reps?.length === 0 ? texts.profile.noReps : undefined}
        >
          {(control) => (
            <select {...control} name="rep" disabled={reps === null}>
              <option value="">{texts.profile.nobody}</option>
              {reps?.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </select>
          )}
        </Field>
      </div>
      <button type="submit" class="button" disabled={busy || project === ''}>
        {texts.profile.associate}
      </button>
    </FormPanel>
  )
}
