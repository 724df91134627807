/** What a template is tried with, and what a new one begins with. */

import type { Language } from './language.ts'
import type { Facts } from './message.ts'
import { contentOf, type Recipient } from './message.ts'
import { shortTime } from './message-form.ts'
import type { Place, Template } from './message-template.ts'
import { textsOf } from './message-texts/languages.ts'

const names = {
  customer: 'Jane Smith',
  rep: 'Ann Lee',
  reader: { customer: 'Jane Smith', guest: 'Tom Smith', rep: 'Ann Lee', 'former-rep': 'Bob Ray' },
}

/** A made-up booking that was moved from another rep and another time. */
export function sampleFacts(given: { eventTypeName: string; company: string; publicUrl: string; language: Language; now: Date }): Facts {
  const hour = Math.floor(given.now.getTime() / 3_600_000) * 3_600_000
  const start = new Date(hour + 48 * 3_600_000)
  return {
    booking: {
      id: 'sample',
      uid: 'sample',
      sequence: 0,
      status: 'scheduled',
      eventTypeId: 'sample',
      poolId: null,
      repId: 'sample',
      with: [],
      customer: { id: null, name: names.customer, email: 'jane@example.com', phone: '+12125550100' },
      guests: [{ name: names.reader.guest, email: 'tom@example.com' }],
      projectId: null,
      createdIn: null,
      completedIn: null,
      completedBy: null,
      start,
      end: new Date(start.getTime() + 1_800_000),
      bufferBeforeMinutes: 0,
      bufferAfterMinutes: 0,
      timeZone: 'America/New_York',
      language: given.language,
      subject: given.eventTypeName,
      location: { kind: 'phone' },
      details: '—',
      notes: null,
      answers: [],
      bookedBy: { kind: 'coordinator', name: 'Olivia Park', email: 'olivia@example.com' },
      assignment: { method: 'direct', reasons: [] },
      notify: { customer: ['email'], rep: ['email'] },
      policy: { rescheduleUntilMinutes: 0, cancelUntilMinutes: 0, moveTo: 'any' },
      cancelReason: '—',
      generation: 0,
      createdAt: given.now,
    },
    eventTypeName: given.eventTypeName,
    rep: { name: names.rep, email: 'ann@example.com', timeZone: 'America/New_York' },
    withNames: [],
    previous: { start: new Date(start.getTime() - 86_400_000), repName: names.reader['former-rep'] },
    manageUrl: `${given.publicUrl}/manage/sample`,
    company: given.company,
    answerBy: new Date(start.getTime() - 3_600_000),
    answerUrls: {
      approve: `${given.publicUrl}/requests/sample?answer=approve`,
      decline: `${given.publicUrl}/requests/sample?answer=decline`,
    },
  }
}

export const sampleReader = ({ audience }: Pick<Place, 'audience'>, language: Language): Recipient => ({
  name: names.reader[audience],
  email: audience === 'rep' ? 'ann@example.com' : 'reader@example.com',
  language,
})

/** Our own text as a template: the same sentences, with the names that may stand in them. */
export function starterOf(place: Place, language: Language, sample: Facts): Required<Template> {
  const { booking, rep } = sample
  const facts: Facts = {
    ...sample,
    booking: { ...booking, customer: { ...booking.customer, name: '{{ customer_name }}' } },
    rep: { ...rep, name: '{{ rep_name }}' },
    eventTypeName: '{{ event_type }}',
    company: '{{ company }}',
    manageUrl: '{{ manage_url }}',
    answerUrls: { approve: '{{ approve_url }}', decline: '{{ decline_url }}' },
    previous: null,
  }
  const reader = { ...sampleReader(place, language), name: '{{ reader_name }}' }
  const { subject, lead, closing, link, otherLink, signature } = contentOf(place.moment, place.audience, reader, facts)
  const title = subject.replace(shortTime(textsOf[language], booking.start, booking.timeZone), '{{ short_time }}')
  const links = [link, otherLink].flatMap((one) => one ?? [])
  const end = place.audience === 'rep' ? ['{{ booked_by }}'] : closing
  if (place.channel === 'sms')
    return { subject: null, body: [`${signature}: ${title}`, ...links.map(({ label, url }) => `${label}: ${url}`)].join('\n') }
  return { subject: title, body: [...lead, '{{ facts }}', ...end, ...links.map(({ url }) => url), signature].join('\n\n') }
}
