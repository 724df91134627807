import { randomUUID } from 'node:crypto'
import { findShownActivities, type ShownActivity } from '../../db/activities.ts'
import type { Database } from '../../db/database.ts'
import { findMessage, insertMessages, setMessageStatus } from '../../db/messages.ts'
import { type ActivityValues, composeActivityEmail, filled, wordProblems } from '../../domain/activity-mail.ts'
import type { EmailWords } from '../../domain/process.ts'
import { Refusal } from '../../domain/refusal.ts'
import { signed } from '../../domain/signed.ts'
import type { Payload } from '../../jobs/catalog.ts'
import { mailOf } from '../send-invitation.ts'
import type { Services } from '../services.ts'

/** For what a link is signed that says no to emails. */
export const STOP = 'no more emails'

const stopUrl = ({ publicUrl, secret }: Services, messageId: string) => `${publicUrl}/unsubscribe/${signed(secret, STOP, messageId)}`

/**
 * Keep an email to the registrant of an activity, to be sent at once by job `activity.mail`. An activity has one at most. Refuses with `invalid`
 * words that cannot be sent, or somebody without an email.
 */
export async function keepActivityEmail(services: Services, tx: Database, activityId: string, words: EmailWords, at: Date): Promise<void> {
  const [activity] = await findShownActivities(tx, [activityId])
  if (!activity) return
  const { email: address, name } = activity.customer
  if (address === null)
    throw new Refusal('invalid', `${name} has no email.`, {
      errors: [{ pointer: '/email', detail: 'cannot be sent: the registrant has no email' }],
    })
  const [wrong] = wordProblems(words)
  if (wrong)
    throw new Refusal('invalid', 'The email cannot be sent.', { errors: [{ pointer: `/email/${wrong.part}`, detail: wrong.detail }] })
  const id = randomUUID()
  const url = activity.automatic ? stopUrl(services, id) : null
  await insertMessages(tx, [
    {
      ...{ id, dedupe: `activity ${activity.id}`, bookingId: null, sequence: 0, channel: 'email', language: 'en', moment: 'activity' },
      ...{ audience: 'customer', method: null, toName: name, toAddress: address, from: services.mailFrom, replyTo: replyTo(activity) },
      ...composeActivityEmail(filled(words, valuesOf(services, activity)), services.company, url),
      ...{ invitation: null, status: 'pending', delivery: null, deliveryError: null, createdAt: at },
    },
  ])
  await services.queue.enqueue(tx, [['activity.mail', { activityId: activity.id }]])
}

const replyTo = ({ rep }: ShownActivity): string | null => rep && `${rep.name.replaceAll(/["<>,;]/g, '')} <${rep.email}>`

const valuesOf = ({ company }: Services, { customer, rep, project }: ShownActivity): ActivityValues => ({
  customer_name: customer.name,
  first_name: customer.name.split(' ')[0] ?? customer.name,
  rep_name: rep?.name ?? company,
  rep_email: rep?.email ?? '',
  project: project.name,
  company,
})

/** Send the email of an activity. Job `activity.mail`; running it twice does no harm. */
export async function sendActivityEmail(services: Services, { activityId }: Payload<'activity.mail'>): Promise<void> {
  const { db, email } = services
  const message = await findMessage(db, `activity ${activityId}`)
  if (!message || message.status === 'sent' || message.status === 'outbox') return
  const [activity] = await findShownActivities(db, [activityId])
  try {
    await email.send({ ...mailOf(message), stopUrl: activity?.automatic ? stopUrl(services, message.id) : null })
  } catch (error) {
    await setMessageStatus(db, message.id, 'failed')
    throw error
  }
  await setMessageStatus(db, message.id, email.kind === 'smtp' ? 'sent' : 'outbox')
}
