import { describe, expect, test } from 'vitest'
import { LANGUAGES } from '../../server/domain/language.ts'
import { type Audience, compose, composeSms, type Facts } from '../../server/domain/message.ts'
import { MOMENTS } from '../../server/domain/message-rule.ts'
import { checkTemplate, type Place, renderTemplate, type Template, TemplateError, VARIABLES } from '../../server/domain/message-template.ts'
import { sampleFacts, sampleReader, starterOf } from '../../server/domain/template-sample.ts'

const facts = sampleFacts({
  eventTypeName: 'Consultation',
  company: 'Bluewater',
  publicUrl: 'https://book.example.com',
  language: 'en',
  now: new Date('2027-03-01T12:00:00Z'),
})
const mail: Place = { moment: 'booked', audience: 'customer', channel: 'email' }
const to = (audience: Audience) => sampleReader({ audience }, 'en')
const render = (template: Partial<Template>, place = mail, about: Facts = facts) =>
  renderTemplate({ subject: 'Hello', body: 'Hello', ...template }, place, to(place.audience), about)
const fault = (template: Partial<Template>, place = mail): string => {
  try {
    checkTemplate({ subject: 'Hello', body: 'Hello', ...template }, place, to(place.audience), facts)
    return ''
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error
    return `${error.part} ${error.message}`
  }
}

test('a template says in the company’s words who, what and when, as text and as HTML', () => {
  const { subject, text, html } = render({
    subject: '{{ event_type }} on {{ short_time }}',
    body: 'Dear {{ reader_name | upcase }},\n\n{{ facts }}\n\n{{ manage_url }}\n\n{% if previous_rep != "" %}Not {{ previous_rep }}.{% endif %}',
  })

  expect(subject).toBe('Consultation on Wed, Mar 3, 7:00 AM EST')
  expect(text.split('\n')[0]).toBe('Dear JANE SMITH,')
  expect(text).toContain('When: Wednesday, March 3, 2027, 7:00 AM to 7:30 AM, Eastern Standard Time (America/New_York)')
  expect(text).toContain('\n\nhttps://book.example.com/manage/sample\n\nNot Bob Ray.\n')
  expect(html).toContain('<title>Consultation on Wed, Mar 3, 7:00 AM EST</title>')
  expect(html).toMatch(/<th scope="row"[^>]*>When<\/th>/)
  expect(html).toMatch(/<a href="https:\/\/book\.example\.com\/manage\/sample" style="[^"]*">Change or cancel<\/a>/)
})

test('whatever people typed, and whatever is written in a template, is text and never markup', () => {
  const hostile = `<script>alert('x')</script>\u0000{{ manage_url }}`
  const about: Facts = { ...facts, booking: { ...facts.booking, customer: { ...facts.booking.customer, name: hostile } } }

  const { subject, text, html } = render(
    { subject: 'For {{ customer_name }}', body: '<b>{{ customer_name }}</b>\n\n{{ facts }}' },
    mail,
    about,
  )

  expect(subject).toBe("For <script>alert('x')</script>{{ manage_url }}")
  expect(text).toContain("<b><script>alert('x')</script>{{ manage_url }}</b>")
  expect(html).toContain('&lt;b&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;{{ manage_url }}&lt;/b&gt;')
  expect(html).not.toMatch(/<(script|b)>/)
})

describe('a template is refused', () => {
  test.each([
    ['a name that does not exist', { body: '{{ custmer_name }}' }, /^body knows no “custmer_name”; it may use reader_name, /],
    ['such a name where it would not be reached', { body: 'x{% if reader_name == "" %}{{ secret }}{% endif %}' }, /knows no “secret”/],
    ['such a name in the subject', { subject: '{{ nothing }}' }, /^subject knows no “nothing”/],
    ['a tag that is not closed', { body: '{% if reader_name %}' }, /^body tag/],
    ['an unknown filter', { body: '{{ reader_name | shout }}' }, /undefined filter: shout/],
    ['another file', { body: '{% include "/etc/passwd" %}' }, /^body (ENOENT|.*passwd)/],
    ['another file by a name', { body: '{% render reader_name %}' }, /^body /],
    ['nothing to say', { body: '{% if reader_name == "" %}x{% endif %}' }, /^body comes out empty/],
    ['an inner part of a value', { body: '{{ reader_name.constructor.name }}' }, /^body /],
  ])('for %s', (_, template, words) => {
    expect(fault(template)).toMatch(words)
  })

  test('for work without an end, before it costs much', () => {
    expect(fault({ body: '{% for i in (1..100000000) %}x{% endfor %}' })).toMatch(/memory alloc limit|limit exceeded/)
    expect(fault({ body: '{% for i in (1..9000) %}{% for j in (1..9000) %}{{ i }}{% endfor %}{% endfor %}' })).toMatch(/limit exceeded/)
    expect(fault({ body: `{% assign a = "x" %}${'{% assign a = a | append: a %}'.repeat(40)}{{ a }}` })).toMatch(/limit exceeded/)
  })

  test('for a name that its reader must not learn', () => {
    for (const name of ['manage_url', 'customer_phone', 'customer_email', 'booked_by'])
      expect(fault({ body: `{{ ${name} }}` }, { ...mail, audience: 'guest' })).toContain(`knows no “${name}”`)
    expect(fault({ body: '{{ manage_url }}' }, { ...mail, audience: 'rep' })).toContain('knows no “manage_url”')
    expect(fault({ body: '{{ rep_name }}' }, { ...mail, audience: 'former-rep' })).toContain('knows no “rep_name”')
  })

  test('for a text message that no carrier takes', () => {
    expect(fault({ subject: null, body: 'x'.repeat(1601) }, { ...mail, channel: 'sms' })).toBe('body is longer than 1600 characters')
  })
})

describe('what a new template begins with', () => {
  const places = MOMENTS.flatMap((moment) =>
    (Object.keys(VARIABLES) as Audience[]).flatMap((audience) =>
      (['email', 'sms'] as const).map((channel): Place => ({ moment, audience, channel })),
    ),
  )
  const guestless = places.filter(({ audience, moment }) => audience !== 'guest' || (moment !== 'follow-up' && moment !== 'no-show'))

  test.each(LANGUAGES)('is valid for every message in %s, and says what our own text says', (language) => {
    const sample: Facts = { ...facts, previous: null, booking: { ...facts.booking, language } }
    for (const place of guestless) {
      const starter = starterOf(place, language, sample)
      const reader = sampleReader(place, language)
      expect(() => checkTemplate(starter, place, reader, sample), JSON.stringify([place, starter])).not.toThrow()
      const ours =
        place.channel === 'sms'
          ? composeSms(place.moment, place.audience, reader, sample)
          : compose(place.moment, place.audience, reader, sample)
      const theirs = renderTemplate(starter, place, reader, sample)
      expect(theirs.subject).toBe(ours.subject)
      if (place.channel === 'email') expect(theirs.text.replace(/^.*https:/gm, 'https:')).toBe(ours.text.replace(/^.*https:/gm, 'https:'))
      else expect(ours.text.startsWith(theirs.text)).toBe(true)
    }
  })
})
