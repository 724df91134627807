import type { Texts } from './en.ts'
import { laterFr } from './fr-later.ts'

const fr: Texts = {
  language: 'fr',
  direction: 'ltr',
  loading: 'Chargement…',
  optional: '(facultatif)',
  change: 'Modifier',
  changeWhat: (what) => `Modifier : ${what}`,
  anyone: 'Toute personne disponible',

  popup: { open: 'Prendre rendez-vous', close: 'Fermer' },

  location: { phone: 'Appel téléphonique', 'in-person': 'Sur place', link: 'En ligne', other: 'À convenir' },

  failure: {
    unreachable: 'Pas de connexion',
    unreachableDetail: 'Le serveur est injoignable. Vérifiez votre connexion et réessayez.',
    unexpected: 'Un problème est survenu',
    unexpectedDetail: 'Veuillez réessayer dans un instant.',
    tooMany: 'Trop de tentatives',
    tooManyDetail: 'Veuillez patienter une minute, puis réessayer.',
    again: 'Réessayer',
  },

  summary: {
    heading: 'Votre choix',
    eventType: 'Rendez-vous',
    rep: 'Avec',
    when: 'Quand',
    where: 'Où',
    day: 'jour',
    time: 'heure',
    person: 'personne',
    kind: 'rendez-vous',
  },

  eventType: { heading: 'Que souhaitez-vous réserver ?' },
  day: {
    heading: 'Choisissez un jour',
    previousMonth: 'Mois précédent',
    nextMonth: 'Mois suivant',
    free: 'horaires libres',
    notFree: 'aucun horaire libre',
    today: 'aujourd’hui',
    month: 'Mois',
    week: 'Semaine',
  },
  time: {
    heading: 'Choisissez une heure',
    none: 'Plus aucun horaire libre ce jour-là.',
    otherDay: 'Choisir un autre jour',
    morning: 'Matin',
    afternoon: 'Après-midi',
    evening: 'Soir',
    zone: 'Fuseau horaire',
    pickDay: 'Choisissez un jour en surbrillance pour voir ses horaires libres.',
  },
}

/** French. */
export const tables = { now: fr, later: laterFr }
