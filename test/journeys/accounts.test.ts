/** Getting in: the first administrator, somebody who was invited, a second factor, a forgotten password. */
import { expect, test } from 'vitest'
import { ADMIN_KEY, PASSWORD, person } from '../support/app.ts'
import { codeOf } from '../support/authenticator.ts'
import { JUNE_1, openStage } from './stage.ts'

const stage = openStage(JUNE_1)

/** The link in the newest mail to this address. */
async function linkTo(address: string): Promise<string> {
  await stage.app.settled()
  const { body } = await stage.app.get('/api/v1/outbox')
  const mail = body.items.find((one: any) => one.to.address === address)
  return /(\/console\/\S+#\S+)/.exec(mail.text)![1]!
}

test('a newcomer makes the first account with the key, invites a coordinator, and both are at work at once', async () => {
  const page = await stage.visitor()
  await page.goto('/')
  await page.getByLabel('Administrator key').fill(ADMIN_KEY)
  await page.getByLabel('Your name').fill('Ada First')
  await page.getByLabel('Your work email').fill('ada@example.com')
  await page.getByLabel('New password').fill(PASSWORD)
  await page.getByRole('button', { name: 'Make the account and sign in' }).click()
  await page.getByRole('heading', { name: 'Needs attention' }).waitFor()

  await page.getByRole('link', { name: 'Settings' }).click()
  await page.getByRole('link', { name: 'Users' }).click()
  await page.getByLabel('Name', { exact: true }).fill('Carl Coordinator')
  await page.getByLabel('Email', { exact: true }).fill('carl@example.com')
  await page.getByRole('button', { name: 'Send the invitation' }).click()
  await page.getByText('The invitation to carl@example.com is on its way.').waitFor()
  await page.getByText('Invited', { exact: true }).waitFor()

  const invited = await stage.visitor()
  await invited.goto(await linkTo('carl@example.com'))
  await invited.getByLabel('New password').fill('a password of my own')
  await invited.getByRole('button', { name: 'Save and sign in' }).click()
  await invited.getByRole('heading', { name: 'Needs attention' }).waitFor()
  expect(await invited.getByRole('navigation', { name: 'Console' }).getByRole('link').allTextContents()).toEqual([
    'Home',
    'Schedule',
    'Registrants',
    'Activities',
    'Calendar',
    'Reports',
    'Orders',
    'Outbox',
  ])

  // A page that asks nothing by itself.
  await invited.getByRole('link', { name: 'Account' }).click()
  await invited.getByRole('heading', { name: 'Password' }).waitFor()
  await invited.waitForLoadState('networkidle')
  await page.getByRole('button', { name: 'Deactivate Carl Coordinator' }).click()
  await page.getByText('Deactivated', { exact: true }).waitFor()
  stage.expectRefusals('401 /api/v1/outbox')
  await invited.getByRole('link', { name: 'Outbox' }).click()
  await invited.getByRole('heading', { name: 'Sign in to the console' }).waitFor()
  await invited.reload()
  await invited.getByRole('heading', { name: 'Sign in to the console' }).waitFor()
})

test('somebody turns the second factor on, and from then on the sign-in asks for its code', async () => {
  const olga = await person(stage.app, 'coordinator', { email: 'olga@example.com' })
  const page = await stage.visitor()
  await page.goto('/console/account')
  await page.getByLabel('Your work email').fill(olga.email)
  await page.getByLabel('Password').fill(PASSWORD)
  await page.getByRole('button', { name: 'Sign in' }).click()
  const panel = page.getByRole('region', { name: 'Second factor' })
  await panel.getByLabel('Current password').fill(PASSWORD)
  await panel.getByRole('button', { name: 'Turn on' }).click()
  const secret = await panel.locator('dd code').textContent()
  const uri = `otpauth://totp/x?secret=${secret}`
  expect(await panel.locator('.codes li').count()).toBe(10)
  await panel.getByLabel('Code that the app shows').fill(codeOf(uri))
  await panel.getByRole('button', { name: 'Confirm' }).click()
  await panel.getByText('On: signing in takes a code').waitFor()

  await page.getByRole('button', { name: 'Sign out' }).click()
  stage.expectRefusals('401 /api/v1/session', '401 /api/v1/session', '401 /api/v1/session')
  await page.getByLabel('Your work email').fill(olga.email)
  await page.getByLabel('Password').fill(PASSWORD)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByLabel('Code', { exact: true }).fill(codeOf(uri) === '000000' ? '111111' : '000000')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByText('This code is not right').waitFor()
  await page.getByLabel('Code', { exact: true }).fill(codeOf(uri))
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('heading', { name: 'Needs attention' }).waitFor()
})

test('a forgotten password is replaced with a mailed link, and a rep finds what is theirs alone', async () => {
  const rita = await person(stage.app, 'rep', { email: 'rita@example.com', name: 'Rita Rep' })
  const page = await stage.visitor()
  await page.goto('/console/schedule')
  await page.getByRole('button', { name: 'Forgot your password?' }).click()
  await page.getByLabel('Your work email').fill(rita.email)
  await page.getByRole('button', { name: 'Send me a link' }).click()
  await page.getByText('If there is an account for this address').waitFor()

  await page.goto(await linkTo(rita.email))
  await page.getByRole('heading', { name: 'Choose a new password' }).waitFor()
  await page.getByLabel('New password').fill('another good password')
  await page.getByRole('button', { name: 'Save and sign in' }).click()

  await page.getByRole('heading', { name: 'Needs attention' }).waitFor()
  expect(await page.getByRole('navigation', { name: 'Console' }).getByRole('link').allTextContents()).toEqual([
    'Home',
    'Registrants',
    'Activities',
    'Calendar',
    'Reports',
    'Calendars',
  ])
})
