/** Leads agents, as an administrator and an agent live it: from the user who is made to the customer who can no longer be opened. */
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { PASSWORD, person } from '../support/app.ts'
import { ITEMS, ok } from '../support/leads.ts'
import { walk } from './axe.ts'
import { JOHN, openStage, panel } from './stage.ts'

const NOON = '2017-06-01T16:00:00Z'
const stage = openStage(NOON)
const LENA = { name: 'Lena Leads', email: 'lena.leads@harborvale.example' }

async function administrator(): Promise<Page> {
  await person(stage.app, 'administrator', JOHN)
  const page = await stage.visitor({ reducedMotion: 'reduce' })
  expect((await page.request.post('/api/v1/session', { data: { email: JOHN.email, password: PASSWORD } })).status()).toBe(201)
  return page
}

/** Orders as a shop tells them. */
async function orders(): Promise<void> {
  await ok(stage.app.post('/api/v1/shops', { slug: 'sun', name: 'Sun Shop' }))
  const of = (number: string, name: string, status: string, hour: string) => ({
    ...{ number, status, currency: 'USD', items: ITEMS, placedAt: `2017-05-31T${hour}:00:00Z` },
    ...{ customer: { name, email: `${name.split(' ')[0]!.toLowerCase()}@buyers.example`, phone: '+12125550107' } },
    paymentUrl: `https://shop.example.com/checkout/${number}`,
  })
  const told = [
    of('1001', 'Ada Partial', 'partial', '12'),
    of('1002', 'Bob Partial', 'partial', '13'),
    of('1003', 'Cid Complete', 'complete', '14'),
  ]
  await ok(stage.app.post('/api/v1/orders', { shop: 'sun', orders: told }))
}

/** The link in the newest mail to this address. */
async function linkTo(address: string): Promise<string> {
  await stage.app.settled()
  const { body } = await stage.app.get('/api/v1/outbox')
  return /(\/console\/\S+#\S+)/.exec(body.items.find((one: any) => one.to.address === address).text)![1]!
}

test('S3.2–S3.25 S3.29–S3.35 S3.37 an administrator makes a leads agent, sets dispositions, assigns leads; the agent works them, resolves one, and is led back to the search an hour later', async () => {
  const admin = await administrator()
  const { look, faults } = walk(admin)
  await orders()

  // Call centers and their dispositions.
  await admin.goto('/console/call-centers')
  await admin.getByRole('link', { name: 'Add a call center' }).click()
  await admin.getByLabel('Name', { exact: true }).fill('North')
  await admin.getByLabel('Short name').fill('north')
  await admin.getByRole('button', { name: 'Add a sales disposition' }).click()
  await admin.getByLabel('Sales dispositions, disposition 1').fill('Not interested')
  await admin.getByRole('button', { name: 'Add a sales disposition' }).click()
  await admin.getByLabel('Sales dispositions, disposition 2').fill('Wrong number')
  await admin.getByRole('button', { name: 'Add a service disposition' }).click()
  await admin.getByLabel('Customer service dispositions, disposition 1').fill('Question answered')
  await look('a call center')
  await admin.getByRole('button', { name: 'Save' }).click()
  await admin.getByText('Saved.').first().waitFor()

  // S3.2–S3.5: the user, with the pages and the option.
  await admin.goto('/console/users')
  await admin.getByLabel('Name', { exact: true }).fill(LENA.name)
  await admin.getByLabel('Email', { exact: true }).fill(LENA.email)
  await admin.getByLabel('Access level', { exact: true }).selectOption('Leads agent')
  for (const page of ['Order Details report', 'Customer Service', 'Order Entry'])
    expect(await admin.getByLabel(page).isChecked()).toBe(true)
  await admin.getByLabel('Sees assigned customers only').check()
  await admin.getByLabel('Reports show orders that are not partial as well').check()
  await admin.getByLabel('Call center').selectOption('North')
  await look('inviting a leads agent')
  await admin.getByRole('button', { name: 'Send the invitation' }).click()
  await admin.getByText(`The invitation to ${LENA.email} is on its way.`).waitFor()

  // S3.13, S3.15–S3.19: the tab, the green plus, and the assignment.
  await admin.getByRole('link', { name: 'Assigned leads' }).click()
  await admin.getByText('No lead is assigned.').waitFor()
  await admin.getByRole('button', { name: 'Assign a lead' }).click()
  const user = admin.getByLabel('User', { exact: true })
  await user.selectOption('Lena Leads (0 leads)')
  expect(await user.locator('option').allTextContents()).toEqual(['Choose …', 'Lena Leads (0 leads)'])
  const lead = admin.getByRole('combobox', { name: 'Lead to assign' })
  await lead.focus()
  await admin.getByRole('listbox').getByRole('option').nth(1).waitFor()
  expect((await admin.getByRole('listbox').getByRole('option').allInnerTexts()).map((text) => text.split('\n')[0])).toEqual([
    'Bob Partial',
    'Ada Partial',
  ])
  await lead.fill('ada')
  await admin.getByRole('listbox').getByRole('option').first().getByText('Ada Partial').waitFor()
  await look('assigning a lead')
  await lead.press('Enter')
  await admin.getByRole('button', { name: 'Assign', exact: true }).click()
  await admin.getByText('Ada Partial is assigned to Lena Leads.').waitFor()
  await panel(admin, 'Assigned leads').getByRole('link', { name: 'Ada Partial' }).waitFor()
  await look('assigned leads')

  // S3.20–S3.25: the report with the column, and a batch.
  await admin.getByRole('link', { name: 'Orders', exact: true }).click()
  await admin.getByLabel('Show Leads Agent').check()
  await admin.getByRole('cell', { name: 'Lena Leads' }).waitFor()
  const row = (number: string) => admin.getByRole('row').filter({ hasText: number })
  expect(await row('1001').locator('[data-head="Leads agent"]').innerText()).toBe('Lena Leads')
  expect(await row('1002').locator('[data-head="Leads agent"]').innerText()).toBe('')
  await admin.getByRole('button', { name: 'Show batch updates' }).click()
  await admin.getByLabel('Select order 1003').check()
  await panel(admin, 'Batch updates')
    .or(admin.getByRole('form', { name: 'Batch updates' }))
    .getByLabel('Leads agent')
    .selectOption('Lena Leads')
  await look('a batch')
  await admin.getByRole('button', { name: 'Assign leads' }).click()
  await admin.getByText('1 customer is assigned to Lena Leads now.').waitFor()
  await admin.getByRole('button', { name: 'Hide batch updates' }).click()
  expect(await admin.getByLabel('Select order 1003').count()).toBe(0)
  // The list is read again by itself.
  await expect.poll(() => row('1003').locator('[data-head="Leads agent"]').innerText()).toBe('Lena Leads')
  expect(faults).toEqual([])

  // S3.6–S3.8: whatever was open, a leads agent begins with the report.
  const lena = await stage.visitor({ reducedMotion: 'reduce' })
  const seen = walk(lena)
  await lena.goto(await linkTo(LENA.email))
  await lena.getByLabel('New password').fill(PASSWORD)
  await lena.getByRole('button', { name: 'Save and sign in' }).click()
  await lena.getByRole('heading', { name: 'Leads Agent Report' }).waitFor()
  expect(new URL(lena.url()).pathname).toBe('/console/leads')
  expect(await lena.getByRole('navigation', { name: 'Console' }).getByRole('link').allTextContents()).toEqual([
    'My leads',
    'Schedule',
    'Customer service',
    'Order details',
    'Order entry',
  ])
  const leads = panel(lena, 'Assigned leads')
  await leads.getByRole('link', { name: 'Cid Complete', exact: true }).waitFor()
  expect((await leads.locator('li .lead-head a.strong').allTextContents()).sort()).toEqual(['Ada Partial', 'Cid Complete'])
  await panel(lena, 'What happened last').getByText('Assigned to Lena Leads').first().waitFor()
  await seen.look('the Leads Agent Report')

  // S3.9–S3.12: resolved with one of the Sales dispositions.
  await lena.getByRole('button', { name: 'Resolve the lead Ada Partial' }).click()
  const disposition = lena.getByLabel('Disposition')
  await disposition.locator('option').nth(2).waitFor({ state: 'attached' })
  expect(await disposition.locator('option').allTextContents()).toEqual(['Choose …', 'Not interested', 'Wrong number'])
  await disposition.selectOption('Not interested')
  await lena.getByLabel('Note').fill('Has a roof of slate.')
  await seen.look('resolving a lead', 'dialog[open]')
  await lena.getByRole('button', { name: 'Resolve', exact: true }).click()
  await lena.getByText('Ada Partial is resolved: Not interested.').waitFor()
  await leads.getByRole('link', { name: 'Ada Partial', exact: true }).waitFor({ state: 'detached' })

  // S3.29–S3.35: the search has her own alone; Ada can be opened for an hour, the sixtieth minute included, and no longer.
  await lena.getByRole('link', { name: 'Customer service' }).click()
  await lena.getByRole('heading', { name: 'Customer Search' }).waitFor()
  await lena.getByRole('link', { name: 'Cid Complete' }).waitFor()
  expect(await lena.locator('.rows a.strong').allTextContents()).toEqual(['Ada Partial', 'Cid Complete'])
  await lena.getByRole('searchbox').fill('Bob')
  await lena.getByText('Cid Complete').waitFor({ state: 'detached' })
  expect(await lena.locator('.rows a.strong').count()).toBe(0)
  await lena.getByRole('searchbox').fill('1001')
  await stage.at('2017-06-01T17:00:00Z', lena)
  await lena.getByRole('link', { name: 'Ada Partial' }).click()
  await panel(lena, 'Lead, orders and calls').getByText('Resolved by Lena Leads: Not interested – Has a roof of slate.').waitFor()
  await seen.look('a resolved customer')
  const ada = new URL(lena.url()).pathname
  await stage.at('2017-06-01T17:01:00Z', lena)
  stage.expectRefusals(`404 /api/v1${ada.replace('/console', '')}/profile`)
  await lena.reload()
  await lena.getByRole('heading', { name: 'Customer Search' }).waitFor()
  await lena.getByText('This customer is not assigned to you, or was resolved more than an hour ago.').waitFor()
  expect(new URL(lena.url()).pathname).toBe('/console/customers')
  await seen.look('led back to the search')
  const bob = (await ok(stage.app.get('/api/v1/customers/bob@buyers.example'))).id
  stage.expectRefusals(`404 /api/v1/customers/${bob}/profile`)
  await lena.goto(`/console/customers/${bob}`)
  await lena.getByText('This customer is not assigned to you').waitFor()

  // S3.37: a completed sale resolves the other lead.
  await lena.getByRole('link', { name: 'My leads' }).click()
  await lena.getByRole('link', { name: 'New order for Cid Complete' }).click()
  await lena.getByLabel('Item 1', { exact: true }).fill('Battery')
  await lena.getByLabel('Price of one').fill('149.50')
  await lena.getByLabel('Quantity').fill('2')
  await lena.getByText('$299.00').waitFor()
  await lena.getByLabel('Payment reference').fill('4111 1111 1111 1111')
  stage.expectRefusals('400 /api/v1/order-entry')
  await lena.getByRole('button', { name: 'Complete sale' }).click()
  await lena.getByText('looks like the number of a card').waitFor()
  await lena.getByLabel('Payment reference').fill('pay-2017')
  await seen.look('order entry')
  await lena.getByRole('button', { name: 'Complete sale' }).click()
  await lena.getByText('is complete. If the customer was somebody’s lead, it is resolved.').waitFor()
  await lena.getByRole('link', { name: 'My leads' }).click()
  await lena.getByText('No lead is assigned to you now.').waitFor()
  expect(seen.faults).toEqual([])
})

test('S3.6 S3.14 an agent who signs in at another address begins with the report; what is unassigned is gone from it', async () => {
  const max = await person(stage.app, 'leads-agent', { name: 'Max Leads', email: 'max.leads@harborvale.example' })
  await ok(stage.app.post('/api/v1/leads', { agent: max.email, customer: 'bob@buyers.example' }))
  const page = await stage.visitor({ reducedMotion: 'reduce' })
  await page.goto('/console/orders?status=partial')
  await page.getByLabel('Your work email').fill(max.email)
  await page.getByLabel('Password').fill(PASSWORD)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('heading', { name: 'Leads Agent Report' }).waitFor()
  await panel(page, 'Assigned leads').getByRole('link', { name: 'Bob Partial', exact: true }).waitFor()

  const admin = await administrator()
  await admin.goto('/console/users/leads')
  await admin.getByRole('button', { name: 'Unassign Bob Partial from Max Leads' }).click()
  await admin.getByText('Bob Partial is no longer Max Leads’s lead.').waitFor()

  await page.reload()
  await page.getByText('No lead is assigned to you now.').waitFor()
})

test('S3.22 batch updates are shown and hidden, and a partial order is finished from the report', async () => {
  await ok(
    stage.app.post('/api/v1/orders', {
      shop: 'sun',
      orders: [
        {
          number: '1009',
          status: 'partial',
          currency: 'USD',
          items: ITEMS,
          placedAt: '2017-06-01T10:00:00Z',
          customer: { name: 'Fay Finish', email: 'fay@buyers.example' },
          paymentUrl: 'https://shop.example.com/checkout/1009',
        },
      ],
    }),
  )
  const page = await administrator()
  await page.goto('/console/orders')
  await page.getByRole('link', { name: 'Finish order 1009' }).waitFor()
  expect(await page.getByRole('heading', { name: 'Batch updates' }).count()).toBe(0)
  await page.getByRole('button', { name: 'Show batch updates' }).click()
  await page.getByRole('heading', { name: 'Batch updates' }).waitFor()
  await page.getByRole('button', { name: 'Hide batch updates' }).click()
  expect(await page.getByRole('heading', { name: 'Batch updates' }).count()).toBe(0)

  await page.getByRole('link', { name: 'Finish order 1009' }).click()
  await page.getByRole('heading', { name: 'Order 1009' }).waitFor()
  expect(await page.getByRole('link', { name: 'Take the payment' }).getAttribute('href')).toBe('https://shop.example.com/checkout/1009')
  await page.getByLabel('Payment reference').fill('pay-9')
  await page.getByRole('button', { name: 'Complete sale' }).click()
  await page.getByText('Order 1009 is complete.').waitFor()
  await page.getByRole('link', { name: 'Open the customer' }).click()
  await panel(page, 'Orders').getByText('Complete').waitFor()
  await panel(page, 'Orders').getByRole('button', { name: 'Refund 1009' }).click()
  await page.getByLabel('Reason').fill('Broken')
  await page.getByRole('button', { name: 'Refund', exact: true }).click()
  await page.getByText('Order 1009 is noted as refunded.').waitFor()
  const { look, faults } = walk(page)
  await look('a customer with orders')
  expect(faults).toEqual([])
})

test('an administrator adds a shop, sees what its webhook needs, and imports a table', async () => {
  const page = await administrator()
  const { look, faults } = walk(page)
  await page.goto('/console/shops')
  await page.getByLabel('Name', { exact: true }).fill('Moon Shop')
  await page.getByLabel('Short name').fill('moon')
  await page.getByRole('button', { name: 'Add a shop' }).click()
  await page.getByText('Moon Shop is added.').waitFor()
  await page.getByText('/hooks/shops/moon').waitFor()
  await page.getByRole('button', { name: 'Show the secret of Moon Shop' }).click()
  await page.getByText(/^whsec_/).waitFor()
  await page.getByRole('button', { name: 'Import a table of orders of Moon Shop' }).click()
  const table = (price: string) =>
    Buffer.from(
      `number,status,currency,placed at,name,email,item,price\nM-1,partial,USD,2017-06-01T10:00:00Z,Mia Moon,mia@buyers.example,Lamp,${price}\n`,
    )
  await page.getByLabel('CSV file').setInputFiles({ name: 'orders.csv', mimeType: 'text/csv', buffer: table('dear') })
  stage.expectRefusals('400 /api/v1/orders/import-csv')
  await page.getByRole('button', { name: 'Import', exact: true }).click()
  await page.getByText('Line 2, price: must be an amount such as 19.90').waitFor()
  await page.getByLabel('CSV file').setInputFiles({ name: 'orders.csv', mimeType: 'text/csv', buffer: table('19.90') })
  await look('shops')
  await page.getByRole('button', { name: 'Import', exact: true }).click()
  await page.getByText('1 order added, 0 changed, 0 known already.').waitFor()
  expect(faults).toEqual([])
})
