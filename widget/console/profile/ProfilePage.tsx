import { useEffect, useState } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { Notice } from '../../ui/Notice.tsx'
import { ActivitiesPanel } from '../activities/ActivitiesPanel.tsx'
import { CustomerForm } from '../customers/CustomerForm.tsx'
import { customerTexts } from '../customers/words.ts'
import { may, project, session } from '../session.ts'
import { texts } from '../text.ts'
import type { PanelItem } from '../wire.ts'
import { ActionsMenu, type ProfileAction } from './ActionsMenu.tsx'
import { AppointmentDialog } from './AppointmentDialog.tsx'
import { AppointmentForm } from './AppointmentForm.tsx'
import { AssociateForm } from './AssociateForm.tsx'
import { DetailsPanel } from './DetailsPanel.tsx'
import { ItemsPanel } from './ItemsPanel.tsx'
import { LeadPanel } from './LeadPanel.tsx'
import { OrdersPanel } from './OrdersPanel.tsx'
import { PersonalData } from './PersonalData.tsx'
import { ProjectsPanel } from './ProjectsPanel.tsx'
import { loadProfile, profile, profileChanged, profileDone, profileGone, profileProblem, profileZone } from './profile-state.ts'
import { SentFormsPanel } from './SentFormsPanel.tsx'

/** One customer: what is known of them, where they are registered, what is agreed with them, and what has been. */
export function ProfilePage({ id }: { id: string }) {
  const [action, setAction] = useState<ProfileAction | 'edit' | null>(null)
  const [opened, setOpened] = useState<PanelItem | null>(null)
  const here = project.value?.slug
  const { route } = useLocation()
  useEffect(() => {
    profile.value = null
    profileDone.value = null
    setAction(new URLSearchParams(location.search).has('appointment') ? 'appointment' : null)
  }, [id])
  // Another project sees another profile.
  useEffect(() => void loadProfile(id), [id, here])
  const known = profile.value
  useEffect(() => {
    document.title = `${known?.customer.name ?? texts.profile.title} · ${texts.brand}`
  }, [known])

  // A customer who is not a leads agent's, or no longer: back to the search, which says why.
  const isGone = profileGone.value && session.value?.level === 'leads-agent'
  useEffect(() => {
    if (isGone) route('/console/customers', true)
  }, [isGone, route])

  if (isGone) return null
  if (profileProblem.value !== null)
    return (
      <div class="settings-page">
        <Notice tone="danger" title={profileProblem.value} />
      </div>
    )
  if (known === null)
    return (
      <div class="settings-page" aria-busy="true">
        <p class="muted">{texts.profile.loading} …</p>
      </div>
    )
  const close = () => setAction(null)
  const isAgent = session.value?.level === 'leads-agent'
  const sold = (
    <>
      <OrdersPanel profile={known} onChanged={(said) => void profileChanged(said)} />
      <LeadPanel profile={known} onChanged={(said) => void profileChanged(said)} />
    </>
  )
  return (
    <div class="settings-page profile">
      <header class="row spread">
        <h1>{known.customer.name}</h1>
        <div class="row">
          {may('GET /api/v1/availability/{instant}/reps') && (
            <a class="button" href={`/console/schedule?customer=${known.customer.id}`}>
              {texts.profile.findTime}
            </a>
          )}
          <ActionsMenu onChoose={setAction} />
        </div>
      </header>
      {profileDone.value && <Notice title={profileDone.value} />}
      {action === 'project' && <AssociateForm profile={known} onClose={close} />}
      {action === 'appointment' && <AppointmentForm profile={known} onClose={close} />}
      {action === 'edit' && (
        <CustomerForm
          customer={known.customer}
          onClose={close}
          onSaved={() => {
            close()
            void profileChanged(customerTexts.changed)
          }}
        />
      )}
      <div class="profile-columns">
        <div class="stack">
          <DetailsPanel customer={known.customer} onEdit={() => setAction('edit')} />
          <ProjectsPanel profile={known} onChanged={(said) => void profileChanged(said)} />
          <PersonalData customer={known.customer} />
        </div>
        <div class="stack">
          {isAgent && sold}
          <ActivitiesPanel profile={known} onChanged={(said) => void profileChanged(said)} />
          <ItemsPanel
            id="appointments"
            title={texts.profile.appointments}
            none={texts.profile.noAppointments}
            items={known.appointments}
            marks={texts.profile.madeIn}
            onOpen={setOpened}
          />
          <ItemsPanel
            id="history"
            title={texts.profile.history}
            none={texts.profile.noHistory}
            items={known.history}
            entries={known.entries}
            marks={texts.profile.completedIn}
            onOpen={setOpened}
          />
          {!isAgent && sold}
          <SentFormsPanel forms={known.forms} customer={known.customer} />
        </div>
      </div>
      {opened && (
        <AppointmentDialog
          item={opened}
          zone={profileZone()}
          onChanged={(said) => void profileChanged(said)}
          onClose={() => setOpened(null)}
        />
      )}
    </div>
  )
}
