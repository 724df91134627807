/** Every job on one screen: its name, its payload (ids only), and which of them must never run at once. */
import { z } from 'zod'

export const jobs = {
  /** Tell everybody concerned what is true of a booking now. One at a time for each booking. */
  'invitation.send': { payload: z.strictObject({ bookingId: z.string() }), key: ({ bookingId }: { bookingId: string }) => bookingId },
  /** A time in a booking's life has come: a reminder, the end of a request, a follow-up. */
  'booking.due': { payload: z.strictObject({ bookingId: z.string() }), key: ({ bookingId }: { bookingId: string }) => bookingId },
  /** Ask reps what came of meetings that are over. */
  'outcome.ask': { payload: z.strictObject({}), key: () => 'outcome.ask', cron: '*/10 * * * *' },
  /** Mail somebody the link with which they choose a password. Asked for unknown emails as well, so that nobody learns which are known. */
  'account-link.send': {
    payload: z.strictObject({ email: z.string(), kind: z.enum(['invitation', 'reset']), at: z.string() }),
    key: ({ email, kind }: { email: string; kind: string }) => `${kind} ${email}`,
  },
  /** Tell whoever looks after them that somebody has registered with a form. */
  'registration.tell': { payload: z.strictObject({ entryId: z.string() }), key: ({ entryId }: { entryId: string }) => entryId },
  /** Send the emails, and tell reps of the activities, whose time has come. */
  'activity.sweep': { payload: z.strictObject({}), key: () => 'activity.sweep', cron: '* * * * *' },
  /** Mail reps in their morning what is due and overdue. */
  'activity.morning': { payload: z.strictObject({}), key: () => 'activity.morning', cron: '*/10 * * * *' },
  /** Send the email of an activity to its registrant. */
  'activity.mail': { payload: z.strictObject({ activityId: z.string() }), key: ({ activityId }: { activityId: string }) => activityId },
  /** Tell a webhook of a change of a booking. What one webhook hears of one booking goes out one after the other. */
  'webhook.deliver': {
    payload: z.strictObject({ deliveryId: z.string(), webhookId: z.string(), bookingId: z.string() }),
    key: ({ webhookId, bookingId }: { webhookId: string; bookingId: string }) => `${webhookId} ${bookingId}`,
  },
  /** Find the calendar accounts that are due to be read. */
  'calendar.sweep': { payload: z.strictObject({}), key: () => 'calendar.sweep', cron: '* * * * *' },
  /** Read the calendars of an account. */
  'calendar.sync': { payload: z.strictObject({ accountId: z.string() }), key: ({ accountId }: { accountId: string }) => accountId },
  /** Make the calendars of everybody concerned say what a booking says. */
  'calendar.write': { payload: z.strictObject({ bookingId: z.string() }), key: ({ bookingId }: { bookingId: string }) => bookingId },
  /** Do what is to be done about the event of a booking that was moved or deleted by hand. */
  'calendar.follow': { payload: z.strictObject({ bookingId: z.string() }), key: ({ bookingId }: { bookingId: string }) => bookingId },
  /** Tell a rep, and the administrators, that a calendar is out of reach. */
  'calendar.tell': { payload: z.strictObject({ accountId: z.string() }), key: ({ accountId }: { accountId: string }) => accountId },
  /** Make the CRM say what a booking says. */
  'crm.write': { payload: z.strictObject({ bookingId: z.string() }), key: ({ bookingId }: { bookingId: string }) => bookingId },
  /** Make a task in the CRM of an activity that was done. */
  'crm.task': { payload: z.strictObject({ activityId: z.string() }), key: ({ activityId }: { activityId: string }) => activityId },
  /** Read what has changed in the CRM. */
  'crm.read': { payload: z.strictObject({}), key: () => 'crm.read', cron: '* * * * *' },
  /** Tell the administrators that the CRM is out of reach, or is back. */
  'crm.tell': {
    payload: z.strictObject({ orgId: z.string(), kind: z.enum(['revoked', 'unreachable', 'well']), since: z.string() }),
    key: ({ orgId }: { orgId: string }) => orgId,
  },
  /** Remove what is kept for a while only; with the embedded database also vacuum it, for nothing else does. */
  tidy: { payload: z.strictObject({}), key: () => 'tidy', cron: '17 * * * *' },
} satisfies Record<string, { payload: z.ZodType; key: (payload: never) => string; cron?: string }>

/** How often a job is tried before it is given up, about a day after the first time. */
export const MOST_TRIES = 31

export type JobName = keyof typeof jobs
export type Payload<N extends JobName> = z.infer<(typeof jobs)[N]['payload']>

/** A job to be done once the transaction that asks for it is committed, and not before `at`. */
export type Job = { [N in JobName]: readonly [name: N, payload: Payload<N>, at?: Date] }[JobName]
