import type { MessageTexts } from './texts.ts'

const replaced = (before: string | null, rep: string): string[] => (before === null ? [] : [`${rep} empfängt Sie anstelle von ${before}.`])
const instead = (before: string | null): string => (before === null ? '' : ` anstelle von ${before}`)
const was = (before: string | null): string[] => (before === null ? [] : [`Bisher lag er bei ${before}.`])

export const de: MessageTexts = {
  locale: 'de',
  direction: 'ltr',
  hello: (name) => (name === '' ? 'Guten Tag,' : `Guten Tag ${name},`),
  meeting: (eventType, person) => `${eventType} mit ${person}`,
  span: (from, until) => `${from} bis ${until}`,
  labels: {
    what: 'Termin',
    subject: 'Betreff',
    when: 'Wann',
    newTime: 'Neue Zeit',
    oldTime: 'Alte Zeit',
    answerBy: 'Antwort bis',
    with: 'Mit',
    where: 'Wo',
    details: 'Einzelheiten',
    reason: 'Grund',
    customer: 'Kunde',
    email: 'E-Mail',
    phone: 'Telefon',
    guests: 'Gäste',
    itWas: 'Es war',
  },
  places: { phone: 'Am Telefon', 'in-person': 'Vor Ort', link: 'Online', other: 'Nach Absprache' },
  byPhone: (number) => `Am Telefon: ${number}`,
  yes: 'Ja',
  no: 'Nein',
  doors: { coordinator: 'Koordination', customer: 'Kunde', salesforce: 'Salesforce', api: 'API' },
  bookedBy: (who, door) => `Gebucht von ${who} (${door}).`,
  bookedThrough: (door) => `Gebucht über: ${door}.`,
  change: 'Ändern oder absagen',
  chooseAnew: 'Andere Zeit wählen',
  approve: 'Bestätigen',
  decline: 'Ablehnen',
  another: (company) => `Wenn Sie eine andere Zeit möchten, findet ${company} sie gern mit Ihnen.`,
  speakWith: (customer) => `Wenn sich etwas ändern soll, sprechen Sie bitte mit ${customer}.`,
  stopTexts: 'Antworten Sie STOP, um keine SMS mehr zu erhalten.',
  changed: 'Änderung',
  customer: {
    booked: ({ what }) => ['Bestätigt', `Ihr Termin ist gebucht: ${what}. Wir freuen uns auf Sie.`],
    requested: () => ['Anfrage erhalten', 'Vielen Dank für Ihre Anfrage. Wir schreiben Ihnen, sobald sie bestätigt ist.'],
    approved: ({ what }) => ['Bestätigt', `Ihre Anfrage ist bestätigt und Ihr Termin gebucht: ${what}. Wir freuen uns auf Sie.`],
    declined: () => ['Nicht bestätigt', 'Es tut uns leid: Ihre Anfrage konnte nicht bestätigt werden.'],
    rescheduled: ({ what, rep, before }) => ['Neue Zeit', `Ihr Termin hat eine neue Zeit: ${what}.`, ...replaced(before, rep)],
    reassigned: ({ rep, before }) => [
      'Jemand anderes empfängt Sie',
      before === null ? `${rep} empfängt Sie.` : `${rep} empfängt Sie anstelle von ${before}.`,
      'Wir freuen uns auf Sie.',
    ],
    cancelled: ({ what }) => ['Abgesagt', `Ihr Termin wurde abgesagt: ${what}.`],
    expired: () => ['Nicht bestätigt', 'Es tut uns leid: Ihre Anfrage wurde nicht rechtzeitig beantwortet und ist beendet.'],
    reminder: ({ what }) => ['Erinnerung', `Wir erinnern Sie an Ihren Termin: ${what}.`],
    'follow-up': ({ what }) => [
      'Danke',
      `Danke, dass Sie da waren: ${what}. Wenn Sie Fragen haben, antworten Sie einfach auf diese Nachricht.`,
    ],
    'no-show': ({ what }) => ['Wir haben Sie vermisst', `Schade, dass Ihr Termin nicht stattgefunden hat: ${what}.`],
    'choose-anew': ({ what, rep }) => [
      'Bitte wählen Sie eine andere Zeit',
      `Es tut uns leid: ${rep} kann Ihren Termin nicht wahrnehmen: ${what}.`,
      'Bitte wählen Sie eine andere Zeit, die Ihnen passt. Bis dahin bleibt Ihr Termin, wie er ist.',
    ],
  },
  guest: {
    booked: ({ customer }) => ['Einladung', `${customer} möchte, dass Sie an diesem Termin teilnehmen.`],
    requested: ({ customer }) => [
      'Angefragt',
      `${customer} hat diesen Termin angefragt und möchte, dass Sie teilnehmen. Wir schreiben Ihnen, sobald er bestätigt ist.`,
    ],
    approved: ({ customer }) => ['Einladung', `Der von ${customer} angefragte Termin ist bestätigt, und Sie sind eingeladen.`],
    declined: ({ customer }) => ['Nicht bestätigt', `Der von ${customer} angefragte Termin konnte nicht bestätigt werden.`],
    rescheduled: ({ what, customer, rep, before }) => [
      'Neue Zeit',
      `Der Termin, an dem Sie mit ${customer} teilnehmen, hat eine neue Zeit: ${what}${before === null ? '' : `. ${rep} leitet ihn${instead(before)}`}.`,
    ],
    reassigned: ({ customer, rep, before }) => [
      'Änderung',
      `${rep} leitet den Termin, an dem Sie mit ${customer} teilnehmen${before === null ? '' : `,${instead(before)}`}.`,
    ],
    cancelled: ({ what, customer }) => ['Abgesagt', `Der Termin, an dem Sie mit ${customer} teilnehmen wollten, wurde abgesagt: ${what}.`],
    expired: ({ customer }) => ['Nicht bestätigt', `Der von ${customer} angefragte Termin wurde nicht rechtzeitig bestätigt.`],
    reminder: ({ what, customer }) => ['Erinnerung', `Wir erinnern Sie an den Termin, an dem Sie mit ${customer} teilnehmen: ${what}.`],
  },
  rep: {
    booked: ({ what, rep, leads }) => [
      'Neuer Termin',
      leads ? `Sie haben einen neuen Termin: ${what}.` : `Sie nehmen an einem neuen Termin teil: ${what}, geleitet von ${rep}.`,
    ],
    requested: ({ customer }) => [
      'Bitte antworten',
      `${customer} bittet um diesen Termin. Die Zeit bleibt frei gehalten, bis die Anfrage angenommen oder abgelehnt ist.`,
    ],
    approved: ({ what, customer }) => ['Angenommen', `Die Anfrage von ${customer} ist angenommen: ${what}.`],
    declined: ({ customer }) => ['Abgelehnt', `Die Anfrage von ${customer} wurde abgelehnt. Die Zeit ist wieder frei.`],
    rescheduled: ({ what, before }) => ['Neue Zeit', `Ihr Termin hat eine neue Zeit: ${what}.`, ...was(before)],
    reassigned: ({ what, rep, before, leads }) => [
      'Jetzt Ihrer',
      leads ? `Dieser Termin ist jetzt Ihrer: ${what}.` : `Der Termin, an dem Sie teilnehmen, wird jetzt von ${rep} geleitet: ${what}.`,
      ...was(before),
    ],
    cancelled: ({ what }) => ['Abgesagt', `Ihr Termin wurde abgesagt: ${what}. Die Zeit ist wieder frei.`],
    expired: ({ customer }) => [
      'Abgelaufen',
      `Niemand hat die Anfrage von ${customer} rechtzeitig beantwortet, daher ist sie beendet. Die Zeit ist wieder frei.`,
    ],
    reminder: ({ what }) => ['Erinnerung', `Wir erinnern Sie an Ihren Termin: ${what}.`],
    'follow-up': ({ what }) => ['Stattgefunden', `Ihr Termin hat stattgefunden: ${what}. Was ist der nächste Schritt?`],
    'no-show': ({ what, customer }) => ['Nicht erschienen', `${customer} ist zu Ihrem Termin nicht erschienen: ${what}.`],
    'choose-anew': ({ what, customer }) => [
      'Um neue Wahl gebeten',
      `${customer} wurde gebeten, für Ihren Termin eine andere Zeit zu wählen: ${what}.`,
    ],
  },
  formerRep: ({ what }) => [
    'Nicht mehr Ihrer',
    `Dieser Termin ist nicht mehr Ihrer: ${what}. Jemand anderes hat ihn übernommen, und die Zeit ist wieder frei. Sie müssen nichts tun.`,
  ],
}
