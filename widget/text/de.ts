import { laterDe } from './de-later.ts'
import type { Texts } from './en.ts'

const de: Texts = {
  language: 'de',
  direction: 'ltr',
  loading: 'Wird geladen …',
  optional: '(optional)',
  change: 'Ändern',
  changeWhat: (what) => `${what} ändern`,
  anyone: 'Wer gerade frei ist',

  popup: { open: 'Termin buchen', close: 'Schließen' },

  location: { phone: 'Telefonat', 'in-person': 'Vor Ort', link: 'Online', other: 'Nach Absprache' },

  failure: {
    unreachable: 'Keine Verbindung',
    unreachableDetail: 'Der Server ist nicht erreichbar. Prüfen Sie Ihre Verbindung und versuchen Sie es noch einmal.',
    unexpected: 'Etwas ist schiefgegangen',
    unexpectedDetail: 'Bitte versuchen Sie es gleich noch einmal.',
    tooMany: 'Zu viele Versuche',
    tooManyDetail: 'Bitte warten Sie eine Minute und versuchen Sie es dann noch einmal.',
    again: 'Noch einmal versuchen',
  },

  summary: {
    heading: 'Ihre Auswahl',
    eventType: 'Termin',
    rep: 'Mit',
    when: 'Wann',
    where: 'Wo',
    day: 'Tag',
    time: 'Uhrzeit',
    person: 'Person',
    kind: 'Termin',
  },

  eventType: { heading: 'Was möchten Sie buchen?' },
  day: {
    heading: 'Tag wählen',
    previousMonth: 'Voriger Monat',
    nextMonth: 'Nächster Monat',
    free: 'freie Zeiten',
    notFree: 'keine freien Zeiten',
    today: 'heute',
    month: 'Monat',
    week: 'Woche',
  },
  time: {
    heading: 'Uhrzeit wählen',
    none: 'An diesem Tag ist nichts mehr frei.',
    otherDay: 'Anderen Tag wählen',
    morning: 'Vormittag',
    afternoon: 'Nachmittag',
    evening: 'Abend',
    zone: 'Zeitzone',
    pickDay: 'Wählen Sie einen hervorgehobenen Tag, um seine freien Zeiten zu sehen.',
  },
}

/** German. */
export const tables = { now: de, later: laterDe }
