/** The widget in the reader's language: words, dates, clocks, and the direction of reading. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { company } from '../support/app.ts'
import { type HostSite, openHostSite } from './host-site.ts'
import { JUNE_1, openStage } from './stage.ts'

const stage = openStage(JUNE_1)
let site: HostSite
beforeAll(async () => {
  site = await openHostSite(stage.app.url)
})
afterAll(() => site?.close())

const plain = (text: string) => text.replaceAll(/[\u202f\u00a0]/g, ' ')

async function book(
  page: Page,
  day: RegExp,
  clock: string,
  words: { name: string; email: string; done: string; booked: string },
  email: string,
) {
  await page.getByRole('button', { name: day }).click()
  await page.getByRole('button', { name: clock, exact: true }).click()
  await page.getByLabel(words.name).fill('Álvaro Ñuñez')
  await page.getByLabel(words.email).fill(email)
  await page.getByRole('button', { name: words.done }).click()
  await page.getByRole('heading', { name: words.booked }).waitFor()
  return plain(await page.locator('.done').innerText())
}

test('in Spanish, by the language of the browser, with its own dates and a clock of 24 hours', async () => {
  const made = await company(stage.app)
  const page = await stage.visitor({ locale: 'es-ES' })
  await page.goto(`/${made.page}`)
  const words = { name: 'Su nombre', email: 'Su correo electrónico', done: 'Listo', booked: 'La cita está reservada' }
  const told = await book(page, /^martes, 6 de junio de 2017, con horas libres$/, '15:30', words, 'es@language.example')

  expect(told).toMatch(/martes, 6 de junio de 2017\s+15:30–16:00/)
  expect(await page.evaluate(() => [document.documentElement.lang, document.documentElement.dir])).toEqual(['es', 'ltr'])
})

test('in French, because the address asks for it, and still after the form was sent', async () => {
  const made = await company(stage.app)
  const page = await stage.visitor()
  await page.goto(`/${made.page}?lang=fr`)
  const words = { name: 'Votre nom', email: 'Votre adresse e-mail', done: 'Terminer', booked: 'C’est réservé' }
  const told = await book(page, /^mardi 6 juin 2017, horaires libres$/, '15:30', words, 'fr@language.example')

  expect(told).toMatch(/mardi 6 juin 2017/)
  expect(new URL(page.url()).search).toBe('?lang=fr')
  const [booking] = await stage.bookingsOf('fr@language.example')
  expect((await stage.mailsOf(booking.id)).find((mail) => mail.audience === 'customer').text, 'the mail as well').toContain('Bonjour')
  await page.reload()
  await page.getByRole('heading', { name: 'Choisissez un jour' }).waitFor()
})

test('in German on somebody else’s page, because the element says so; what is wrong is said in German', async () => {
  const made = await company(stage.app)
  site.show(
    `<switchboard-booking page="${made.page}" lang="de"></switchboard-booking><script type="module" src="SERVICE/embed.js"></script>`,
  )
  const page = await stage.visitor()
  await page.goto(site.url)
  await page.getByRole('button', { name: /^Dienstag, 6. Juni 2017, freie Zeiten$/ }).click()
  await page.getByRole('button', { name: '15:30', exact: true }).click()
  await page.getByRole('button', { name: 'Fertig' }).click()
  await page.getByText('2 Felder brauchen noch einen Blick').waitFor()
  await page.getByLabel('Ihr Name').fill('Jörg')
  await page.getByLabel('Ihre E-Mail-Adresse').fill('de@language.example')
  await page.getByRole('button', { name: 'Fertig' }).click()
  await page.getByRole('heading', { name: 'Der Termin ist gebucht' }).waitFor()
})

test('in Arabic everything runs from right to left, the arrow keys too, and addresses keep their direction', async () => {
  const made = await company(stage.app)
  const page = await stage.visitor({ locale: 'ar-AE' })
  await page.goto(`/${made.page}`)
  const sixth = page.locator('[data-date="2017-06-06"]')
  await sixth.waitFor()
  expect(await page.evaluate(() => [document.documentElement.lang, document.documentElement.dir])).toEqual(['ar', 'rtl'])
  const left = async (selector: string) => (await page.locator(selector).boundingBox())!.x
  expect(await left('.side')).toBeGreaterThan(await left('.work'))
  await sixth.focus()
  await page.keyboard.press('ArrowLeft')
  await expect.poll(() => page.evaluate(() => (document.activeElement as HTMLElement).dataset.date)).toBe('2017-06-07')
  await page.keyboard.press('Enter')
  await page.locator('.slot').first().click()
  await page.getByLabel('اسمك').fill('ليلى')
  await page.getByLabel('بريدك الإلكتروني').fill('ar@language.example')
  expect(await page.getByLabel('بريدك الإلكتروني').evaluate((one) => getComputedStyle(one).direction)).toBe('ltr')
  await page.getByRole('button', { name: 'تم' }).click()
  await page.getByRole('heading', { name: 'تم الحجز' }).waitFor()
  expect(await stage.bookingsOf('ar@language.example')).toMatchObject([{ start: '2017-06-07T13:00:00Z', customer: { name: 'ليلى' } }])
})

test('a language that the widget does not speak gives English, with an English clock', async () => {
  const made = await company(stage.app)
  const page = await stage.visitor({ locale: 'ja-JP' })
  await page.goto(`/${made.page}`)
  await page.getByRole('button', { name: 'Tuesday, June 6, 2017, free times' }).click()
  await page.getByRole('button', { name: '3:30 PM', exact: true }).waitFor()
})
