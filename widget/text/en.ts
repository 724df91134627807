/** The English sentences for choosing a time. Another language is an object of the type `Texts`, so none can be forgotten. */
export const en = {
  language: 'en',
  direction: 'ltr' as 'ltr' | 'rtl',
  loading: 'Loading…',
  optional: '(optional)',
  change: 'Change',
  changeWhat: (what: string) => `Change ${what}`,
  anyone: 'Anyone who is free',

  popup: { open: 'Book an appointment', close: 'Close' },

  location: {
    phone: 'Phone call',
    'in-person': 'In person',
    link: 'Online',
    other: 'By arrangement',
  },

  failure: {
    unreachable: 'No connection',
    unreachableDetail: 'The server could not be reached. Check your connection and try again.',
    unexpected: 'Something went wrong',
    unexpectedDetail: 'Please try again in a moment.',
    tooMany: 'Too many tries',
    tooManyDetail: 'Please wait a minute, then try again.',
    again: 'Try again',
  },

  summary: {
    heading: 'Your choice',
    eventType: 'Appointment',
    rep: 'With',
    when: 'When',
    where: 'Where',
    day: 'day',
    time: 'time',
    person: 'person',
    kind: 'appointment',
  },

  eventType: { heading: 'What would you like to book?' },
  day: {
    heading: 'Choose a day',
    previousMonth: 'Previous month',
    nextMonth: 'Next month',
    free: 'free times',
    notFree: 'no free times',
    today: 'today',
    month: 'Month',
    week: 'Week',
  },
  time: {
    heading: 'Choose a time',
    none: 'No free times on this day any more.',
    otherDay: 'Choose another day',
    morning: 'Morning',
    afternoon: 'Afternoon',
    evening: 'Evening',
    zone: 'Time zone',
    pickDay: 'Pick a highlighted day to see its free times.',
  },
}

/** All the texts that a language must have. */
export type Texts = typeof en
