import { z } from 'zod'
import { LANGUAGES } from '../../domain/language.ts'
import { MOMENTS } from '../../domain/message-rule.ts'
import { Email, line, listOf, Phone, Ref, text } from './shapes.ts'

const place = {
  moment: z.enum(MOMENTS),
  audience: z.enum(['customer', 'guest', 'rep', 'former-rep']),
  channel: z.enum(['email', 'sms']),
  language: z.enum(LANGUAGES),
}
const Body = text(10_000)
const Subject = line(500)

/** By mail it has a subject, by text message it has none. */
const hasSubject = { path: ['subject'], error: 'a mail needs a subject, a text message has none' }

/** The company's words for one message. Without an event type they are for all that have none of their own. */
export const TemplateIn = z
  .strictObject({ eventType: Ref.nullable().default(null), ...place, subject: Subject.nullable().default(null), body: Body })
  .refine(({ channel, subject }) => (channel === 'email') === (subject !== null), hasSubject)
  .meta({ id: 'MessageTemplateIn' })

export const TemplateView = z
  .object({ id: z.string(), eventType: z.string().nullable(), ...place, subject: z.string().nullable(), body: z.string() })
  .meta({ id: 'MessageTemplate' })
export const TemplateList = listOf(TemplateView).meta({ id: 'MessageTemplateList' })

const tried = { eventType: Ref.nullable().default(null), ...place, subject: Subject.nullable().exactOptional(), body: Body.exactOptional() }

/** Without a body it is our own text that is shown. */
export const PreviewRequest = z.strictObject(tried).meta({ id: 'MessagePreviewRequest' })
export const PreviewView = z
  .object({
    subject: z.string(),
    text: z.string(),
    html: z.string(),
    variables: z.array(z.string()),
    starter: z.object({ subject: z.string().nullable(), body: z.string() }),
  })
  .meta({ id: 'MessagePreview' })

/** `to` is an email, or a phone for a text message. */
export const TestRequest = z
  .strictObject({ ...tried, to: z.union([Email, Phone], { error: 'must be an email address or a phone number' }) })
  .refine(({ channel, to }) => (channel === 'sms') === to.startsWith('+'), { path: ['to'], error: 'must fit the channel' })
  .meta({ id: 'MessageTestRequest' })
export const TestView = z.object({ status: z.enum(['sent', 'outbox']) }).meta({ id: 'MessageTest' })
