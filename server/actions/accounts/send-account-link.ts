import { findAccountByEmail } from '../../db/accounts.ts'
import { linkLifetimeMs } from '../../domain/account.ts'
import { accountUrl } from '../../domain/account-link.ts'
import { composeAccountMail } from '../../domain/account-mail.ts'
import type { Payload } from '../../jobs/catalog.ts'
import { mailStaff } from '../mail-staff.ts'
import type { Services } from '../services.ts'

/** Mail somebody the link with which they choose a password. Job `account-link.send`; running it twice sends one mail. */
export async function sendAccountLink(services: Services, { email, kind, at }: Payload<'account-link.send'>): Promise<void> {
  const { db, publicUrl, secret, company } = services
  const account = await findAccountByEmail(db, email)
  if (!account || account.deactivatedAt) return
  const until = new Date(Date.parse(at) + linkLifetimeMs[kind])
  const url = accountUrl(publicUrl, secret, account, kind, until)
  await mailStaff(services, {
    dedupe: `account ${account.id} ${kind} ${at}`,
    moment: kind,
    to: account,
    words: composeAccountMail(kind, { name: account.name, company, url }),
  })
}
