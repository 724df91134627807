/** The example of the documentation, with the names that it refers to made before, all of them ending with `tag`. */
export function example(tag: string) {
  const named = (name: string) => `${name}-${tag}`
  const mail = (name: string) => `${name}.${tag}@example.com`
  return {
    before: {
      projects: [{ slug: named('online'), name: 'Online', kind: 'osc' }],
      pools: [{ slug: named('rooms'), name: 'Rooms' }],
    },
    whole: {
      projects: [{ slug: named('bluewater'), name: 'Bluewater', kind: 'onsite', timeZone: 'America/New_York' }],
      shares: [{ between: [named('online'), named('bluewater')], appointments: true, history: true }],
      reps: [
        {
          email: mail('ann'),
          name: 'Ann Lee',
          timeZone: 'America/New_York',
          kind: 'person',
          projects: [named('bluewater')],
          weeklyHours: [{ days: ['MO', 'TU', 'WE', 'TH', 'FR'], start: '09:00', end: '17:00' }],
          overrides: [{ date: '2027-03-10', hours: [{ start: '10:00', end: '14:00' }] }],
          timeOff: [{ start: '2027-04-01T00:00:00Z', end: '2027-04-08T00:00:00Z' }],
          busy: [{ start: '2027-03-01T15:00:00Z', end: '2027-03-01T15:30:00Z' }],
          skills: ['solar'],
          languages: ['en', 'es'],
          territories: ['east'],
          dailyLimit: 6,
          weeklyLimit: 20,
          salesforceUserId: null,
          active: true,
        },
      ],
      eventTypes: [
        {
          slug: named('consultation'),
          name: 'Consultation',
          durationMinutes: 30,
          slotIntervalMinutes: 15,
          bufferBeforeMinutes: 0,
          bufferAfterMinutes: 0,
          minimumNoticeMinutes: 0,
          bookingWindowDays: 60,
          with: [{ pool: named('rooms'), count: 1 }],
          location: { kind: 'phone' },
          approval: false,
          questions: [],
          notify: { customer: ['email'], rep: ['email'] },
          openPerCustomer: 20,
          policy: { rescheduleUntilMinutes: 1440, cancelUntilMinutes: null, moveTo: 'same' },
          reminders: [2880, 120, 15],
          followUpMinutes: 60,
          requestExpiresMinutes: 600,
          moments: { customer: { reminder: ['sms'], cancelled: [] }, rep: { reminder: ['email'] } },
          crm: false,
        },
      ],
      pools: [
        {
          slug: named('sales'),
          name: 'Sales',
          distribution: 'longest-idle',
          strict: false,
          correction: false,
          cycle: 'month',
          ownerFirst: false,
          ownerCounts: false,
          ownerHorizonDays: 14,
          members: [{ email: mail('ann'), priority: 2, weight: 100 }],
        },
      ],
      bookingPages: [
        {
          slug: named('talk-to-sales'),
          title: 'Talk to sales',
          pool: named('sales'),
          eventTypes: [named('consultation')],
          choice: 'customer',
        },
      ],
      customers: [
        {
          email: mail('jane'),
          name: 'Jane Smith',
          phone: '+12125550100',
          timeZone: 'America/New_York',
          owner: mail('ann'),
          coordinator: mail('osc'),
          salesforce: { object: 'Contact', id: `003${tag}0001AAA` },
        },
      ],
    },
  }
}
