import { locale } from '../locale.ts'

const plural = (count: number, one: string, many: string) => `${count.toLocaleString(locale)} ${count === 1 ? one : many}`

/** What the page about shops says. */
export const shopTexts = {
  title: 'Shops',
  hint: 'Whose orders come in: by webhook, by the API, or as a table. An order that is sent twice is taken once.',
  list: 'Shops',
  none: 'No shop yet.',
  on: 'On',
  off: 'Off',
  add: 'Add a shop',
  name: 'Name',
  slug: 'Short name',
  slugHint: 'Lower-case letters, digits and hyphens. It stays as it is.',
  added: (name: string) => `${name} is added.`,
  webhook: 'Webhook',
  webhookHint: 'The shop sends orders here, signed with the secret as Standard Webhooks has it.',
  address: 'Address',
  secret: 'Secret',
  show: 'Show the secret',
  showLabel: (name: string) => `Show the secret of ${name}`,
  hide: 'Hide',
  hideLabel: (name: string) => `Hide the secret of ${name}`,
  newSecret: 'New secret',
  newSecretLabel: (name: string) => `Give ${name} a new secret`,
  newSecretSure: 'The present secret stops working at once. Until the shop has the new one, its webhooks are refused.',
  newSecretYes: 'Make a new secret',
  keep: 'Keep it',
  rename: 'Rename',
  renameLabel: (name: string) => `Rename ${name}`,
  save: 'Save',
  turnOff: 'Switch off',
  turnOn: 'Switch on',
  turnLabel: (name: string, active: boolean) => `Switch ${active ? 'off' : 'on'} ${name}`,
  bring: 'Import a table',
  bringLabel: (name: string) => `Import a table of orders of ${name}`,
  importTitle: (name: string) => `Import orders of ${name}`,
  importHint:
    'A CSV file with a heading, a line for each item. Columns: number, status, currency, placed at, name, email or phone, item, price; and, if you have them, quantity, sku, total, changed at, payment reference, payment URL.',
  file: 'CSV file',
  importNow: 'Import',
  importing: 'Importing …',
  imported: (created: number, updated: number, unchanged: number) =>
    `${plural(created, 'order', 'orders')} added, ${updated.toLocaleString(locale)} changed, ${unchanged.toLocaleString(locale)} known already.`,
  ignored: (columns: readonly string[]) => `Not read: ${columns.join(', ')}.`,
  wrong: (count: number) => `No order was imported. ${plural(count, 'thing is', 'things are')} wrong with this file:`,
} as const
