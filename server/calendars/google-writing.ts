import { createHash } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import { type CalendarEvent, CalendarTrouble, type Written } from '../domain/calendar.ts'
import { type Ask, answerOf } from './google-calls.ts'
import { googleId, toGoogle, UID } from './google-events.ts'

/** Our own event, as far as we compare it with what it has to say. */
const Stored = z.object({
  id: z.string().min(1),
  etag: z.string().optional(),
  status: z.string().default('confirmed'),
  sequence: z.number().optional(),
  recurrence: z.array(z.string()).default([]),
  summary: z.string().default(''),
  description: z.string().default(''),
  location: z.string().default(''),
  start: z.object({ dateTime: z.string().optional() }).default({}),
  end: z.object({ dateTime: z.string().optional() }).default({}),
  transparency: z.string().default('opaque'),
  attendees: z
    .array(z.object({ email: z.string().optional(), displayName: z.string().optional(), responseStatus: z.string().optional() }))
    .default([]),
  extendedProperties: z.object({ private: z.record(z.string(), z.string()).default({}) }).optional(),
  hangoutLink: z.string().optional(),
  conferenceData: z
    .object({
      createRequest: z.object({ status: z.object({ statusCode: z.string().optional() }).optional() }).optional(),
      entryPoints: z.array(z.object({ entryPointType: z.string().optional(), uri: z.string().optional() })).default([]),
    })
    .optional(),
})
type Stored = z.infer<typeof Stored>

const FIELDS =
  'id,etag,status,sequence,recurrence,summary,description,location,start,end,transparency,attendees(email,displayName,responseStatus),' +
  'extendedProperties/private,hangoutLink,' +
  'conferenceData(createRequest/status/statusCode,entryPoints(entryPointType,uri))'

/** Make Google's calendar say what the event says, whatever was there before. */
export async function writeEvent(ask: Ask, calendarId: string, event: CalendarEvent, pausesMs: readonly number[]): Promise<Written> {
  const stored = await write(ask, calendarId, event, event.video).catch((error: unknown) => {
    // A calendar without video meetings refuses the whole event (400, `invalid`): the meeting itself matters more than its link.
    if (event.video && answerOf(error).status === 400) return write(ask, calendarId, event, false)
    throw error
  })
  return { key: stored.id, videoUrl: event.video ? await linkOf(ask, calendarId, stored, pausesMs) : null }
}

/**
 * Insert, and where our id is taken, change what is there: an id stays taken when its event is deleted.
 *
 * A patch leaves alone what is not ours to say: colour, reminders, the sequence. An event that was deleted is there as `cancelled`, with little
 * else in it, and one that was made to repeat has become another thing: these are written anew, with the sequence they have, as Google
 * refuses a lower one.
 */
async function write(ask: Ask, calendarId: string, event: CalendarEvent, video: boolean): Promise<Stored> {
  const eventId = googleId(event.uid)
  const fixed = { calendarId, fields: FIELDS, sendUpdates: event.attendees.length > 0 ? 'all' : 'none' }
  const body = toGoogle(event)
  try {
    const requestBody = { id: eventId, ...body, ...(video && meeting(event.uid)) }
    return await ask(Stored, (api, options) => api.events.insert({ ...fixed, ...withMeeting(video), requestBody }, options))
  } catch (error) {
    if (answerOf(error).status !== 409) throw error
  }
  const there = await readEvent(ask, calendarId, eventId)
  if (saysTheSame(there, event, video)) return there
  // Google passes over a request for a link that it has seen before, so one for an event that has changed is another.
  const asks = video && linkIn(there) === null
  const wish = asks ? meeting(`${event.uid} ${there.etag ?? ''}`) : {}
  const how = { ...fixed, ...withMeeting(asks), eventId }
  const written =
    there.status === 'cancelled' || there.recurrence.length > 0
      ? ask(Stored, (api, options) =>
          api.events.update({ ...how, requestBody: { ...body, ...wish, sequence: there.sequence ?? null } }, options),
        )
      : ask(Stored, (api, options) =>
          api.events.patch({ ...how, requestBody: { ...body, ...answersKept(there, event), ...wish } }, options),
        )
  return written.catch((error: unknown) => {
    throw notThereNow(error)
  })
}

const meeting = (request: string) => ({
  conferenceData: {
    createRequest: {
      requestId: createHash('sha256').update(request).digest('hex').slice(0, 40),
      conferenceSolutionKey: { type: 'hangoutsMeet' },
    },
  },
})

/** Without version 1 Google passes over what is said of a meeting's link, and leaves alone the one there is. */
const withMeeting = (asked: boolean) => (asked ? { conferenceDataVersion: 1 } : {})

const readEvent = (ask: Ask, calendarId: string, eventId: string): Promise<Stored> =>
  ask(Stored, (api, options) => api.events.get({ calendarId, eventId, fields: FIELDS }, options)).catch((error: unknown) => {
    throw notThereNow(error)
  })

/** The calendar is there, as the insertion has shown; the event has come and gone in the meantime. The next try will do. */
const notThereNow = (error: unknown): unknown =>
  error instanceof CalendarTrouble && error.kind === 'gone' ? new CalendarTrouble('unreachable', 'The event has just gone.') : error

const isAt = (when: { dateTime?: string | undefined }, time: Date): boolean =>
  when.dateTime !== undefined && Date.parse(when.dateTime) === time.getTime()

const atSameTime = (there: Stored, { start, end }: CalendarEvent): boolean => isAt(there.start, start) && isAt(there.end, end)

/** Nothing is written where nothing differs: whom Google has invited would hear of it again. */
function saysTheSame(there: Stored, event: CalendarEvent, video: boolean): boolean {
  const wanted = toGoogle(event)
  return (
    there.status === wanted.status &&
    there.summary === wanted.summary &&
    there.description === wanted.description &&
    there.location === wanted.location &&
    there.transparency === wanted.transparency &&
    there.recurrence.length === 0 &&
    atSameTime(there, event) &&
    isOwnedBy(there, event.uid) &&
    (event.attendees.length === 0 || namesOf(there.attendees) === namesOf(event.attendees)) &&
    (!video || linkIn(there) !== null)
  )
}

/** Whether it still carries our uid, without which the calendar's changes do not tell it from others. */
const isOwnedBy = (there: Stored, uid: string): boolean => there.extendedProperties?.private[UID] === uid

const namesOf = (people: readonly { readonly email?: string | undefined }[]): string =>
  people
    .map(({ email }) => email?.toLowerCase() ?? '')
    .sort()
    .join('\n')

/** Whoever has answered an invitation keeps the answer while the time stays. */
function answersKept(there: Stored, event: CalendarEvent) {
  const { attendees } = toGoogle(event)
  if (!attendees || !atSameTime(there, event)) return {}
  const answers = new Map(there.attendees.map(({ email, responseStatus }) => [email?.toLowerCase(), responseStatus]))
  return {
    attendees: attendees.map((one) => {
      const responseStatus = answers.get(one.email.toLowerCase())
      return responseStatus === undefined ? one : { ...one, responseStatus }
    }),
  }
}

const linkIn = ({ hangoutLink, conferenceData }: Stored): string | null =>
  conferenceData?.entryPoints.find(({ entryPointType }) => entryPointType === 'video')?.uri ?? hangoutLink ?? null

/** The link of the meeting. Google may take a moment to make one (guide "Create events", `pending`); who waits in vain gets none. */
async function linkOf(ask: Ask, calendarId: string, written: Stored, pausesMs: readonly number[]): Promise<string | null> {
  let stored = written
  for (const ms of pausesMs) {
    if (linkIn(stored) !== null || stored.conferenceData?.createRequest?.status?.statusCode !== 'pending') break
    await pause(ms)
    stored = await readEvent(ask, calendarId, stored.id)
  }
  return linkIn(stored)
}
