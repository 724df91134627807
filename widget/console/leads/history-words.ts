import { activityTexts } from '../activities/words.ts'
import { moneyText } from '../orders/money.ts'
import { orderTexts } from '../orders/words.ts'
import { shortMoment } from '../said.ts'
import type { HistoryEntry } from '../wire.ts'

type Facts = HistoryEntry['facts']
const said = (facts: Facts, name: string): string => (typeof facts[name] === 'string' ? facts[name] : '')
const withNote = (words: string, note: string) => (note ? `${words} – ${note}` : words)

/** What happened with a customer, in a sentence. Times are said in `zone`. */
export function historyText({ kind, facts }: HistoryEntry, zone: string): string {
  const of = (name: string) => said(facts, name)
  if (kind === 'order') {
    const status = orderTexts.statuses[of('status') as keyof typeof orderTexts.statuses] ?? of('status')
    return withNote(`Order ${of('number')}: ${status}, ${moneyText(of('total'), of('currency'))}`, of('reason'))
  }
  if (kind === 'lead') return leadText(facts)
  if (kind === 'call') return withNote(`Call: ${of('disposition')}`, of('note'))
  if (kind === 'activity') {
    const type = activityTexts.type[of('type') as keyof typeof activityTexts.type] ?? of('type')
    return withNote(`${type} ${of('status')}`, of('result') || of('note'))
  }
  const start = of('start') && shortMoment(new Date(of('start')), zone)
  const what = ACTIONS[of('action')] ?? of('action').replace('outcome:', '')
  return `Appointment ${what}: ${of('subject')}${start ? `, ${start}` : ''}, with ${of('rep')}`
}

const ACTIONS: Readonly<Record<string, string>> = {
  'outcome:completed': 'completed',
  'outcome:no-show': 'missed',
  'outcome:scheduled': 'scheduled again',
  'email changed': 'now by another email',
}

function leadText(facts: Facts): string {
  const of = (name: string) => said(facts, name)
  const agent = of('agent')
  if (of('what') === 'assigned') return `Assigned to ${agent}`
  if (of('what') === 'resolved') return withNote(`Resolved by ${agent}: ${of('disposition')}`, of('note'))
  if (of('what') === 'sale') return `Lead of ${agent} closed by order ${of('number')}`
  return `Taken back from ${agent}`
}
