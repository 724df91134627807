import { useEffect, useState } from 'preact/hooks'
import { get } from '../../api.ts'
import { dateText, timeText } from '../../ui/format.ts'
import { Notice } from '../../ui/Notice.tsx'
import { asking } from '../asking.ts'
import { failureText } from '../failure.ts'
import { AppointmentDialog } from '../profile/AppointmentDialog.tsx'
import { may, project } from '../session.ts'
import { locale, texts } from '../text.ts'
import type { Booking, Home, PanelItem } from '../wire.ts'
import { dateAt } from '../zone.ts'
import { Agenda } from './Agenda.tsx'
import { Attention } from './Attention.tsx'
import { home, homeChanged, homeDone, homeProblem, homeZone, loadHome, named, owed, profileOf } from './home-state.ts'
import { Owed } from './Owed.tsx'

/** Whoever leaves the page open all day still sees this day. */
const REFRESH_MS = 60_000

/** The first page of the day: what is agreed for today and the days to come, and what needs attention. */
export function HomePage() {
  const [opened, setOpened] = useState<PanelItem | null>(null)
  const here = project.value?.slug
  useEffect(() => {
    document.title = `${texts.nav.home} · ${texts.brand}`
    homeDone.value = null
    const again = () => document.visibilityState === 'visible' && void loadHome()
    const timer = setInterval(again, REFRESH_MS)
    document.addEventListener('visibilitychange', again)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', again)
    }
  }, [])
  useEffect(() => {
    // What another project shows is not what this one does, however short the wait.
    home.value = null
    void loadHome().then(() => openNamed(setOpened))
  }, [here])
  const known = home.value
  return (
    <div class="settings-page home">
      <header class="row spread">
        <div>
          <h1>{known ? dateText(locale, known.today) : texts.nav.home}</h1>
          <p class="muted">{known ? summary(known) : `${texts.home.loading} …`}</p>
        </div>
        {may('GET /api/v1/availability/{instant}/reps') && (
          <a class="button" href="/console/schedule">
            {texts.profile.findTime}
          </a>
        )}
      </header>
      {homeProblem.value !== null && <Notice tone="danger" title={homeProblem.value} />}
      {homeDone.value !== null && <Notice title={homeDone.value} />}
      {known && <Owed counts={owed.value} />}
      {known && (
        <div class="profile-columns home-columns">
          <Attention known={known} onOpen={setOpened} />
          <Agenda known={known} onOpen={setOpened} />
        </div>
      )}
      {opened && (
        <AppointmentDialog
          key={opened.booking.id}
          item={opened}
          zone={homeZone()}
          profileHref={may('GET /api/v1/customers/{id}/profile') ? profileOf(opened) : null}
          onChanged={(said) => void homeChanged(said)}
          onClose={() => setOpened(null)}
        />
      )}
    </div>
  )
}

/** `3 appointments today, the next at 3:30 PM` */
function summary({ appointments, today, timeZone }: Home): string {
  const ofToday = appointments.items.filter(({ booking }) => dateAt(new Date(booking.start), timeZone) === today)
  const next = ofToday.find(({ booking }) => Date.parse(booking.start) > Date.now())
  return texts.home.summary(ofToday.length, next ? timeText(locale, timeZone, next.booking.start) : null)
}

/** Open the appointment that the link in a mail has named, once. */
async function openNamed(open: (item: PanelItem) => void): Promise<void> {
  const id = new URLSearchParams(location.search).get('outcome')
  if (id === null || home.value === null) return
  history.replaceState(null, '', location.pathname)
  const listed = named(id, home.value)
  if (listed) return open(listed)
  try {
    open({ booking: await asking(get<Booking>(`/api/v1/bookings/${encodeURIComponent(id)}`)), elsewhere: null, completedBy: null })
  } catch (error) {
    homeProblem.value = failureText(error)
  }
}
