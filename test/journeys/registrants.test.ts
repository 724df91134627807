/** Registrants kept in the console: taken down, changed, imported, exported, made one, and forgotten. */
import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { PASSWORD, person } from '../support/app.ts'
import { walk } from './axe.ts'
import { JUNE_1, openStage } from './stage.ts'

const stage = openStage(JUNE_1)

async function administrator(): Promise<Page> {
  const { email } = await person(stage.app, 'administrator', { name: 'Ada Admin', email: 'ada@harborvale.example' })
  const page = await stage.visitor({ reducedMotion: 'reduce' })
  const reply = await page.request.post('/api/v1/session', { data: { email, password: PASSWORD } })
  expect(reply.status()).toBe(201)
  await page.goto('/console/customers')
  return page
}
const file = (text: string) => ({ name: 'people.csv', mimeType: 'text/csv', buffer: Buffer.from(text) })
const narrow = { width: 390, height: 844 }

test('somebody new is taken down, told apart from who is known, and changed', async () => {
  const page = await administrator()
  const { faults, look } = walk(page)
  stage.expectRefusals('400 /api/v1/customers', '409 /api/v1/customers')
  await page.getByRole('button', { name: 'New registrant' }).click()
  await page.getByLabel('Name', { exact: true }).fill('Quentin Farrow')
  await page.getByLabel('Email', { exact: true }).fill('quentin@mail.example')
  await page.getByLabel('Phone').fill('555')
  await look('a new registrant')
  await page.getByRole('button', { name: 'Add registrant' }).click()
  await page.getByText('must be a phone number', { exact: false }).last().waitFor()
  await page.getByLabel('Phone').fill('+1 (212) 555-0188')
  await page.getByRole('button', { name: 'Add registrant' }).click()
  await page.getByRole('heading', { name: 'Quentin Farrow', level: 1 }).waitFor()

  await page.getByRole('button', { name: 'Edit details' }).click()
  expect(await page.getByLabel('Phone').inputValue()).toBe('+12125550188')
  await page.getByLabel('Notes').fill('Prefers mornings.')
  await page.getByLabel('Time zone').selectOption('America/Chicago')
  await look('details edited')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('The details are saved.').waitFor()
  await page.getByText('Prefers mornings.').waitFor()

  await page.getByRole('link', { name: 'Registrants' }).click()
  await page.getByRole('button', { name: 'New registrant' }).click()
  await page.getByLabel('Name', { exact: true }).fill('Quentin Elder')
  await page.getByLabel('Email', { exact: true }).fill('quentin@mail.example')
  await page.getByRole('button', { name: 'Add registrant' }).click()
  await page.getByText('Quentin Farrow has this email already.').waitFor()
  await page.getByLabel('It is another person: add them all the same').check()
  await page.getByRole('button', { name: 'Add registrant' }).click()
  await page.getByRole('heading', { name: 'Quentin Elder', level: 1 }).waitFor()
  expect(faults).toEqual([])
})

test('a file is looked at before anybody is imported: what is wrong is told line by line, and nobody is taken over by half', async () => {
  const page = await administrator()
  const { faults, look } = walk(page)
  stage.expectRefusals('400 /api/v1/customers/import-csv')
  await page.getByRole('button', { name: 'Import' }).click()
  await page.getByLabel('CSV file').setInputFiles(file('name,email\nRuth Amber,ruth@mail.example\nSam Birch,nonsense\n'))
  await page.getByRole('button', { name: 'Check' }).click()
  await page.getByText('Line 3, email: must be an email address').waitFor()
  await look('a file with errors')

  await page.getByLabel('CSV file').setInputFiles(file('name,email,shoe\nRuth Amber,ruth@mail.example,7\nSam Birch,sam@mail.example,8\n'))
  await page.getByRole('button', { name: 'Check' }).click()
  await page.getByText('2 registrants would be added and 0 changed', { exact: false }).waitFor()
  await page.getByText('Not read: shoe.').waitFor()
  await look('a file that is right')
  await page.getByRole('button', { name: 'Import 2 registrants' }).click()
  await page.getByText('2 registrants added, 0 changed.').waitFor()
  await page.getByLabel('Find a registrant').fill('Ruht Amber')
  await page.getByRole('link', { name: 'Ruth Amber' }).waitFor()

  await page.getByLabel('Find a registrant').fill('ruth@mail.example')
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Export' }).click()])
  expect(download.suggestedFilename()).toBe('registrants.csv')
  expect(await readFile(await download.path(), 'utf8')).toContain('Ruth Amber,ruth@mail.example')
  expect(faults).toEqual([])
})

test('two who are one person become one', async () => {
  for (const name of ['Tess Clover', 'Tessa Clover'])
    await stage.app.post('/api/v1/customers', { name, email: 'tess@mail.example', anyway: true })
  const page = await administrator()
  const { faults, look } = walk(page)
  await page.setViewportSize(narrow)
  await page.getByRole('link', { name: 'Duplicates' }).click()
  const group = page.getByRole('form', { name: 'The same email: tess@mail.example' })
  await group.getByRole('radio', { name: /Tessa Clover/ }).check()
  await look('duplicates on a phone')
  await group.getByRole('button', { name: 'Merge into Tessa Clover' }).click()

  await page.getByText('Tess Clover is now part of Tessa Clover.').waitFor()
  await expect.poll(() => page.getByRole('form', { name: /tess@mail/ }).count()).toBe(0)
  expect(faults).toEqual([])
})

test('a person gets all that is known of them as a file, and is forgotten only after a second thought', async () => {
  const { body } = await stage.app.post('/api/v1/customers', { name: 'Uma Dell', email: 'uma@mail.example' })
  const page = await administrator()
  const { faults, look } = walk(page)
  await page.goto(`/console/customers/${body.id}`)
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Download all that is known' }).click(),
  ])
  expect(JSON.parse(await readFile(await download.path(), 'utf8')).customer.email).toBe('uma@mail.example')

  await page.getByRole('button', { name: 'Erase for good' }).click()
  const yes = page.getByRole('dialog').getByRole('button', { name: 'Erase for good' })
  expect(await yes.isDisabled()).toBe(true)
  await page.getByLabel('Type “Uma Dell” to confirm').fill('Uma Dell')
  await look('erasing somebody')
  await yes.click()

  await page.getByLabel('Find a registrant').fill('uma@mail.example')
  await page.getByText('Nobody found.').waitFor()
  expect(faults).toEqual([])
})
