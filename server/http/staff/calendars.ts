import { type Response, Router } from 'express'
import type { z } from 'zod'
import { chooseCalendars } from '../../actions/calendars/choose-calendars.ts'
import { beginConsent, CONSENT_MINUTES } from '../../actions/calendars/connect.ts'
import { connectCaldav } from '../../actions/calendars/connect-caldav.ts'
import { disconnect } from '../../actions/calendars/disconnect.ts'
import { syncCalendar } from '../../actions/calendars/sync.ts'
import type { Services } from '../../actions/services.ts'
import { findCalendarAccounts, getCalendarAccount, type ListedAccount } from '../../db/calendar-accounts.ts'
import { findActiveRepCards, findRepCards, findRepIdByEmail, getRepCard, type RepCard } from '../../db/reps.ts'
import { accountState, lastSyncOf, VENDORS } from '../../domain/calendar.ts'
import { instantText } from '../../domain/interval.ts'
import { Refusal } from '../../domain/refusal.ts'
import { callerOf, ownRepOf, personOf } from '../auth.ts'
import { CONSENT_COOKIE, CONSENT_PATH } from '../calendar-consent.ts'
import {
  CaldavRequest,
  CalendarAccountQuery,
  type CalendarAccountView,
  CalendarChoice,
  CheckRequest,
  ConsentRequest,
} from '../contract/calendars.ts'
import { read } from '../problem.ts'
import { repView } from '../views.ts'

const textOf = (instant: Date | null) => instant && instantText(instant)

const accountView = (account: ListedAccount, rep: RepCard): z.input<typeof CalendarAccountView> => ({
  id: account.id,
  rep: repView(rep),
  vendor: account.vendor,
  name: account.name,
  server: account.server,
  state: accountState(account),
  problem: account.problem,
  failingSince: textOf(account.failingSince),
  lastSyncAt: textOf(lastSyncOf(account.calendars)),
  calendars: account.calendars.map(({ id, name, access, counts, takesBookings, syncedAt }) => ({
    id,
    name,
    access,
    counts,
    takesBookings,
    lastSyncAt: textOf(syncedAt),
  })),
})

/** The accounts through which we know and fill the calendars of reps. */
export const calendarRoutes = (services: Services): Router => {
  const { db, calendars: settings, publicUrl } = services
  const vendors = VENDORS.filter((vendor) => vendor === 'caldav' || settings[vendor] !== null)
  const find = (res: Response, id: string) => getCalendarAccount(db, id, ownRepOf(res))
  const show = async (res: Response, id: string) => {
    const account = await find(res, id)
    return accountView(account, await getRepCard(db, account.repId))
  }

  return Router()
    .get('/calendar-accounts', async (req, res) => {
      const { rep } = read(CalendarAccountQuery, req.query)
      const accounts = await findCalendarAccounts(db, rep === undefined ? ownRepOf(res) : await repMeant(services, res, rep))
      const reps = await findRepCards(db, [...new Set(accounts.map(({ repId }) => repId))])
      const items = accounts.flatMap((account) => {
        const rep = reps.get(account.repId)
        return rep ? [accountView(account, rep)] : []
      })
      res.json({ items, nextCursor: null, reps: (await findActiveRepCards(db, ownRepOf(res))).map(repView), vendors })
    })
    .post('/calendar-accounts', async (req, res) => {
      const { rep, ...entered } = read(CaldavRequest, req.body)
      const id = await connectCaldav(services, callerOf(res), await repMeant(services, res, rep), entered)
      res.status(201).json(await show(res, id))
    })
    .post('/calendar-accounts/authorize', async (req, res) => {
      const { vendor, rep, account } = read(ConsentRequest, req.body)
      const by = personOf(res).accountId
      const repId = account !== undefined && rep === undefined ? (await find(res, account)).repId : await repMeant(services, res, rep)
      const { url, kept } = await beginConsent(services, { vendor, repId, accountId: account ?? null, by })
      res.cookie(CONSENT_COOKIE, kept, {
        httpOnly: true,
        // The browser brings it along when the vendor sends it back.
        sameSite: 'lax',
        secure: publicUrl.startsWith('https:'),
        path: CONSENT_PATH,
        maxAge: CONSENT_MINUTES * 60_000,
      })
      res.json({ url })
    })
    .patch('/calendar-accounts/:id', async (req, res) => {
      const account = await find(res, req.params.id)
      const { calendars } = read(CalendarChoice, req.body)
      await chooseCalendars(services, callerOf(res), account, calendars)
      res.json(await show(res, req.params.id))
    })
    .post('/calendar-accounts/:id/check', async (req, res) => {
      read(CheckRequest, req.body)
      await syncCalendar(services, { accountId: (await find(res, req.params.id)).id })
      res.json(await show(res, req.params.id))
    })
    .delete('/calendar-accounts/:id', async (req, res) => {
      await disconnect(services, callerOf(res), await find(res, req.params.id))
      res.status(204).end()
    })
}

/** The rep that is named, or whoever asks. To a rep, others are not there. */
async function repMeant({ db }: Services, res: Response, ref: string | undefined): Promise<string> {
  const own = ownRepOf(res)
  const email = callerOf(res).email
  if (ref !== undefined) {
    const { id } = await getRepCard(db, ref)
    if (own !== null && id !== own) throw new Refusal('not-found', `There is no rep “${ref}”.`)
    return id
  }
  const id = email === null ? null : await findRepIdByEmail(db, email)
  if (id === null) throw new Refusal('invalid', 'Say whose calendars they are.', { errors: [{ pointer: '/rep', detail: 'is required' }] })
  return id
}
