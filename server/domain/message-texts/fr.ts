import type { MessageTexts } from './texts.ts'

const replaced = (before: string | null, rep: string): string[] => (before === null ? [] : [`${rep} vous recevra à la place de ${before}.`])
const instead = (before: string | null): string => (before === null ? '' : ` à la place de ${before}`)
const was = (before: string | null): string[] => (before === null ? [] : [`Il était auparavant confié à ${before}.`])

export const fr: MessageTexts = {
  locale: 'fr',
  direction: 'ltr',
  hello: (name) => (name === '' ? 'Bonjour,' : `Bonjour ${name},`),
  meeting: (eventType, person) => `${eventType} avec ${person}`,
  span: (from, until) => `${from} à ${until}`,
  labels: {
    what: 'Rendez-vous',
    subject: 'Objet',
    when: 'Quand',
    newTime: 'Nouvel horaire',
    oldTime: 'Ancien horaire',
    answerBy: 'Répondre avant',
    with: 'Avec',
    where: 'Où',
    details: 'Précisions',
    reason: 'Raison',
    customer: 'Client',
    email: 'E-mail',
    phone: 'Téléphone',
    guests: 'Invités',
    itWas: 'C’était',
  },
  places: { phone: 'Par téléphone', 'in-person': 'Sur place', link: 'En ligne', other: 'À convenir' },
  byPhone: (number) => `Par téléphone : ${number}`,
  yes: 'Oui',
  no: 'Non',
  doors: { coordinator: 'coordination', customer: 'client', salesforce: 'Salesforce', api: 'API' },
  bookedBy: (who, door) => `Réservé par ${who} (${door}).`,
  bookedThrough: (door) => `Réservé par : ${door}.`,
  change: 'Modifier ou annuler',
  chooseAnew: 'Choisir un autre horaire',
  approve: 'Accepter',
  decline: 'Refuser',
  another: (company) => `Si vous souhaitez un autre horaire, ${company} le cherchera volontiers avec vous.`,
  speakWith: (customer) => `Si quelque chose doit changer, parlez-en à ${customer}.`,
  stopTexts: 'Répondez STOP pour ne plus recevoir de SMS.',
  changed: 'Changement',
  customer: {
    booked: ({ what }) => ['Confirmé', `Votre rendez-vous est réservé : ${what}. Nous nous réjouissons de vous rencontrer.`],
    requested: () => ['Demande reçue', 'Merci de votre demande. Nous vous écrirons dès qu’elle sera confirmée.'],
    approved: ({ what }) => [
      'Confirmé',
      `Votre demande est confirmée et votre rendez-vous réservé : ${what}. Nous nous réjouissons de vous rencontrer.`,
    ],
    declined: () => ['Non confirmé', 'Nous regrettons de ne pas pouvoir confirmer votre demande.'],
    rescheduled: ({ what, rep, before }) => [
      'Nouvel horaire',
      `Votre rendez-vous a un nouvel horaire : ${what}.`,
      ...replaced(before, rep),
    ],
    reassigned: ({ rep, before }) => [
      'Quelqu’un d’autre vous recevra',
      before === null ? `${rep} vous recevra.` : `${rep} vous recevra à la place de ${before}.`,
      'Nous nous en réjouissons.',
    ],
    cancelled: ({ what }) => ['Annulé', `Votre rendez-vous a été annulé : ${what}.`],
    expired: () => ['Non confirmé', 'Nous sommes désolés : votre demande est restée sans réponse et a pris fin.'],
    reminder: ({ what }) => ['Rappel', `Nous vous rappelons votre rendez-vous : ${what}.`],
    'follow-up': ({ what }) => ['Merci', `Merci d’être venu à votre rendez-vous : ${what}. Pour toute question, répondez à ce message.`],
    'no-show': ({ what }) => ['Vous nous avez manqué', `Nous regrettons que votre rendez-vous n’ait pas eu lieu : ${what}.`],
    'choose-anew': ({ what, rep }) => [
      'Merci de choisir un autre horaire',
      `Nous sommes désolés : ${rep} ne pourra pas assurer votre rendez-vous : ${what}.`,
      'Merci de choisir un autre horaire qui vous convienne. D’ici là, votre rendez-vous reste tel quel.',
    ],
  },
  guest: {
    booked: ({ customer }) => ['Invitation', `${customer} souhaite que vous participiez à ce rendez-vous.`],
    requested: ({ customer }) => [
      'Demandé',
      `${customer} a demandé ce rendez-vous et souhaite que vous y participiez. Nous vous écrirons dès qu’il sera confirmé.`,
    ],
    approved: ({ customer }) => ['Invitation', `Le rendez-vous demandé par ${customer} est confirmé, et vous y êtes attendu.`],
    declined: ({ customer }) => ['Non confirmé', `Le rendez-vous demandé par ${customer} n’a pas pu être confirmé.`],
    rescheduled: ({ what, customer, rep, before }) => [
      'Nouvel horaire',
      `Le rendez-vous auquel vous participez avec ${customer} a un nouvel horaire : ${what}${before === null ? '' : `. ${rep} le mènera${instead(before)}`}.`,
    ],
    reassigned: ({ customer, rep, before }) => [
      'Changement',
      `${rep} mènera le rendez-vous auquel vous participez avec ${customer}${instead(before)}.`,
    ],
    cancelled: ({ what, customer }) => ['Annulé', `Le rendez-vous auquel vous deviez participer avec ${customer} a été annulé : ${what}.`],
    expired: ({ customer }) => ['Non confirmé', `Le rendez-vous demandé par ${customer} n’a pas été confirmé à temps.`],
    reminder: ({ what, customer }) => ['Rappel', `Nous vous rappelons le rendez-vous auquel vous participez avec ${customer} : ${what}.`],
  },
  rep: {
    booked: ({ what, rep, leads }) => [
      'Nouveau rendez-vous',
      leads ? `Vous avez un nouveau rendez-vous : ${what}.` : `Vous participez à un nouveau rendez-vous : ${what}, mené par ${rep}.`,
    ],
    requested: ({ customer }) => [
      'Merci de répondre',
      `${customer} demande ce rendez-vous. L’horaire est gardé jusqu’à ce que la demande soit acceptée ou refusée.`,
    ],
    approved: ({ what, customer }) => ['Acceptée', `La demande de ${customer} est acceptée : ${what}.`],
    declined: ({ customer }) => ['Refusée', `La demande de ${customer} a été refusée. L’horaire est de nouveau libre.`],
    rescheduled: ({ what, before }) => ['Nouvel horaire', `Votre rendez-vous a un nouvel horaire : ${what}.`, ...was(before)],
    reassigned: ({ what, rep, before, leads }) => [
      'Désormais le vôtre',
      leads
        ? `Ce rendez-vous est désormais le vôtre : ${what}.`
        : `Le rendez-vous auquel vous participez est désormais mené par ${rep} : ${what}.`,
      ...was(before),
    ],
    cancelled: ({ what }) => ['Annulé', `Votre rendez-vous a été annulé : ${what}. L’horaire est de nouveau libre.`],
    expired: ({ customer }) => [
      'Expirée',
      `Personne n’a répondu à temps à la demande de ${customer}, elle a donc pris fin. L’horaire est de nouveau libre.`,
    ],
    reminder: ({ what }) => ['Rappel', `Nous vous rappelons votre rendez-vous : ${what}.`],
    'follow-up': ({ what }) => ['Terminé', `Votre rendez-vous a eu lieu : ${what}. Quelle est la suite ?`],
    'no-show': ({ what, customer }) => ['Absence', `${customer} n’est pas venu à votre rendez-vous : ${what}.`],
    'choose-anew': ({ what, customer }) => [
      'Nouveau choix demandé',
      `${customer} a été invité à choisir un autre horaire pour votre rendez-vous : ${what}.`,
    ],
  },
  formerRep: ({ what }) => [
    'N’est plus le vôtre',
    `Ce rendez-vous n’est plus le vôtre : ${what}. Il a été confié à quelqu’un d’autre, et l’horaire est de nouveau libre. Vous n’avez rien à faire.`,
  ],
}
