import { useEffect, useMemo, useState } from 'preact/hooks'
import { post } from '../../api.ts'
import { Field } from '../../ui/Field.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { asking, newestOnly } from '../asking.ts'
import { failureText } from '../failure.ts'
import { rankText } from '../reasons.ts'
import { zoneCity } from '../said.ts'
import { project, session, setup } from '../session.ts'
import { useSubmit } from '../submitting.ts'
import { texts } from '../text.ts'
import type { Answer, Booking, Profile, Question } from '../wire.ts'
import { instantText } from '../wire.ts'
import { instantOf } from '../zone.ts'
import { FormPanel } from './FormPanel.tsx'
import { profileChanged, profileZone } from './profile-state.ts'

/** `2027-03-02T15:30` on the clock of a zone, as an instant; null if it is not one. */
function instantIn(text: string, timeZone: string): Date | null {
  const [year, month, day, hour, minute] = text.split(/\D/).map(Number)
  if (year === undefined || month === undefined || day === undefined || hour === undefined || minute === undefined) return null
  return instantOf({ year, month, day, hour, minute }, timeZone).start
}

/** The same clock, so many minutes later. */
const later = (text: string, minutes: number): string => new Date(Date.parse(`${text}Z`) + minutes * 60_000).toISOString().slice(0, 16)

/** Who is free: each with an id and words. */
interface Found {
  readonly free: readonly (readonly [string, string])[]
}

/** Make an appointment in the current project: what, where, when, and with whom of those who are free then. */
export function AppointmentForm({ profile, onClose }: { profile: Profile; onClose: () => void }) {
  const { customer, registrations } = profile
  const zone = profileZone()
  const [eventTypes, pools, projects] = [setup.value?.eventTypes ?? [], setup.value?.pools ?? [], setup.value?.projects ?? []]
  const [eventType, setEventType] = useState(eventTypes[0]?.slug ?? '')
  const [pool, setPool] = useState(pools[0]?.slug ?? '')
  // Who is handed to a project where people meet, meets them there.
  const onsite = registrations.findLast((one) => one.project.kind === 'onsite')?.project.slug
  const [place, setPlace] = useState(onsite ?? project.value?.slug ?? '')
  const [start, setStart] = useState('')
  const [end, setEnd] = useState('')
  const [rep, setRep] = useState('')
  const [found, setFound] = useState<Found | null>(null)
  const [unread, setUnread] = useState<string | null>(null)
  const keeper = registrations.find((one) => one.project.slug === place)?.rep
  const finding = useMemo(newestOnly, [])
  const minutes = eventTypes.find(({ slug }) => slug === eventType)?.durationMinutes ?? 30

  const at = instantIn(start, zone)
  const until = instantIn(end, zone)
  const length = at && until ? (until.getTime() - at.getTime()) / 60_000 : 0
  const isTime = at !== null && length >= 1 && length <= 1440
  useEffect(() => {
    setFound(null)
    if (!at || !isTime || !eventType || !pool) return
    const question: Question = {
      ...{ eventType, pool, at: instantText(at), timeZone: zone, durationMinutes: length, customer: customer.id, limit: 50, explain: true },
      ...(place && { project: place }),
    }
    void finding((signal) => post<Answer>('/api/v1/find-by-time', question, undefined, signal), 250).then((outcome) => {
      if (!outcome) return
      setUnread('error' in outcome ? failureText(outcome.error) : null)
      if ('error' in outcome) return
      const mine = session.value?.level === 'rep' ? session.value.email : null
      const free = outcome.value.candidates
        .filter((one) => mine === null || one.rep.email === mine)
        .map((one) => [one.rep.id, `${one.rep.name} · ${rankText(one.reasons[0] ?? { code: '' }, one.rank)}`] as const)
      setFound({ free })
      // Whoever looks after them there comes first, then whoever suits best.
      setRep((before) => [before, keeper?.id, free[0]?.[0]].find((id) => id && free.some(([one]) => one === id)) ?? '')
    })
  }, [start, end, eventType, pool, place])

  const { problem, errorAt, busy, submit } = useSubmit(async (value) => {
    if (!at) return
    const words = (name: string) => value(name) || undefined
    const location = words('location') && { kind: 'in-person', value: words('location') }
    const asked = (name: string): ('email' | 'sms')[] => (value(name) ? ['email'] : [])
    const wish = {
      ...{ eventType, pool, rep, start: instantText(at), durationMinutes: length, timeZone: zone, customer: { id: customer.id } },
      ...{ notify: { customer: asked('tell-customer'), rep: asked('tell-rep') }, subject: words('subject'), details: words('details') },
      ...{ location, project: place || undefined, createdIn: project.value?.slug },
    }
    const made = await asking(post<Booking>('/api/v1/bookings', wish))
    onClose()
    const told = [value('tell-rep') && made.rep.name, value('tell-customer') && customer.name].filter(Boolean).join(', ')
    await profileChanged(texts.profile.created(made.subject, told))
  })

  const options = (all: readonly { slug: string; name: string }[]) =>
    all.map(({ slug, name }) => (
      <option key={slug} value={slug}>
        {name}
      </option>
    ))
  return (
    <FormPanel id="appointment" title={texts.profile.newAppointment} onClose={onClose} onSubmit={submit}>
      {(problem ?? unread) && <Notice tone="danger" title={problem ?? unread ?? ''} />}
      <div class="form-columns">
        <Field id="appointment-subject" label={texts.profile.subject} error={errorAt('/subject')}>
          {(control) => <input {...control} name="subject" maxLength={200} placeholder={texts.profile.usualSubject(customer.name)} />}
        </Field>
        <Field id="appointment-location" label={texts.profile.location} error={errorAt('/location/value')}>
          {(control) => <input {...control} name="location" maxLength={500} placeholder={texts.profile.usualLocation} />}
        </Field>
        <Field id="appointment-start" label={texts.profile.start} hint={texts.profile.inZone(zoneCity(zone))} error={errorAt('/start')}>
          {(control) => (
            <input
              {...control}
              type="datetime-local"
              required
              value={start}
              onInput={({ currentTarget: { value } }) => {
                setStart(value)
                if (value && (!end || end <= value || !isTime)) setEnd(later(value, minutes))
              }}
            />
          )}
        </Field>
        <Field
          id="appointment-end"
          label={texts.profile.end}
          hint={texts.profile.inZone(zoneCity(zone))}
          error={start && end && !isTime ? texts.profile.badEnd : errorAt('/durationMinutes')}
        >
          {(control) => (
            <input {...control} type="datetime-local" required value={end} onInput={({ currentTarget }) => setEnd(currentTarget.value)} />
          )}
        </Field>
        <Field id="appointment-type" label={texts.profile.kind}>
          {(control) => (
            <select {...control} value={eventType} onChange={({ currentTarget }) => setEventType(currentTarget.value)}>
              {options(eventTypes)}
            </select>
          )}
        </Field>
        {projects.length > 0 && (
          <Field id="appointment-place" label={texts.profile.place}>
            {(control) => (
              <select {...control} value={place} onChange={({ currentTarget }) => setPlace(currentTarget.value)}>
                <option value="">{texts.profile.noPlace}</option>
                {options(projects)}
              </select>
            )}
          </Field>
        )}
        <Field id="appointment-pool" label={texts.profile.pool}>
          {(control) => (
            <select {...control} value={pool} onChange={({ currentTarget }) => setPool(currentTarget.value)}>
              {options(pools)}
            </select>
          )}
        </Field>
        <Field
          id="appointment-rep"
          label={texts.profile.rep}
          hint={isTime ? (found ? texts.profile.free(found.free.length) : texts.profile.looking) : texts.profile.timeFirst}
          error={errorAt('/rep')}
        >
          {(control) => (
            <select
              {...control}
              required
              value={rep}
              disabled={!found || found.free.length === 0}
              onChange={({ currentTarget }) => setRep(currentTarget.value)}
            >
              {found?.free.map(([id, words]) => (
                <option key={id} value={id}>
                  {words}
                </option>
              ))}
            </select>
          )}
        </Field>
      </div>
      {found && keeper && !found.free.some(([id]) => id === keeper.id) && <p class="warning">{texts.profile.notFree(keeper.name)}</p>}
      <Field id="appointment-details" label={texts.profile.detailsField} hint={texts.profile.detailsHint}>
        {(control) => <textarea {...control} name="details" maxLength={10_000} rows={3} />}
      </Field>
      <fieldset class="checks">
        <legend>{texts.profile.tell}</legend>
        <label>
          <input type="checkbox" name="tell-rep" value="yes" defaultChecked />
          {texts.profile.tellRep}
        </label>
        <label>
          <input
            type="checkbox"
            name="tell-customer"
            value="yes"
            defaultChecked={customer.email !== null}
            disabled={customer.email === null}
          />
          {texts.profile.tellCustomer(customer.name)}
        </label>
      </fieldset>
      <button type="submit" class="button" disabled={busy || !isTime || rep === ''}>
        {texts.profile.create}
      </button>
    </FormPanel>
  )
}
