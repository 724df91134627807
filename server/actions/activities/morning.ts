import { findDueOf } from '../../db/activities.ts'
import { findMornings, type Morning, noteMailed } from '../../db/reminders.ts'
import { composeMorningMail } from '../../domain/activity-mail.ts'
import { mailStaff } from '../mail-staff.ts'
import type { Services } from '../services.ts'

/** Between these hours of their own clock reps get the mail of the morning; later the day is too far gone. */
const MORNING = ['06:30', '11:00'] as const

/** As many activities are listed in a mail. */
const MOST = 30

/** Mail reps in their morning what is due and overdue. Job `activity.morning`, every ten minutes; running it twice does no harm. */
export async function mailMornings(services: Services): Promise<void> {
  const { db, now } = services
  const failures: unknown[] = []
  for (const one of await findMornings(db, now(), MORNING)) {
    try {
      await mail(services, one)
      await noteMailed(db, one.rep.id, one.today)
    } catch (error) {
      failures.push(error)
    }
  }
  if (failures.length > 0) throw failures[0]
}

async function mail(services: Services, { rep, today }: Morning): Promise<void> {
  const { db, company, publicUrl } = services
  const { activities, count } = await findDueOf(db, rep.id, today, MOST)
  const told = activities.map(({ project, ...rest }) => ({ ...rest, project: project.name }))
  const reader = { name: rep.name, company, url: `${publicUrl}/console/activities`, timeZone: rep.timeZone }
  const words = composeMorningMail(told, count - told.length, today, reader)
  await mailStaff(services, { dedupe: `activities ${today} ${rep.id}`, moment: 'activities', to: rep, words })
}
