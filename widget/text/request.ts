/** The sentences of the page on which a rep answers a request, in every language that the widget speaks. */
const en = {
  title: 'A customer asks for a meeting',
  customer: 'Customer',
  approve: {
    heading: 'Approve this request?',
    detail: 'The customer gets an invitation, and the meeting is yours.',
    submit: 'Approve',
    instead: 'Decline instead',
  },
  decline: {
    heading: 'Decline this request?',
    detail: 'The customer is told, and the time is free again.',
    submit: 'Decline',
    instead: 'Approve instead',
  },
  reason: 'Why?',
  reasonHint: 'The customer reads this.',
  sending: 'Sending…',
  done: { approved: 'You have approved the request', declined: 'You have declined the request' },
  doneDetail: { approved: 'The invitation to the customer is on its way.', declined: 'The message to the customer is on its way.' },
  before: {
    approved: 'This request has been approved already',
    declined: 'This request has been declined already',
    expired: 'This request was not answered in time',
    cancelled: 'This request has been withdrawn',
  },
  beforeDetail: 'There is nothing left to do here.',
  invalid: 'This link is no longer valid',
  invalidDetail: 'The request may have been changed since. Use the links in the newest message that you got about it.',
}

type RequestTexts = typeof en

const es: RequestTexts = {
  title: 'Un cliente pide una cita',
  customer: 'Cliente',
  approve: {
    heading: '¿Aprobar esta solicitud?',
    detail: 'El cliente recibe una invitación y la cita es suya.',
    submit: 'Aprobar',
    instead: 'Prefiero rechazarla',
  },
  decline: {
    heading: '¿Rechazar esta solicitud?',
    detail: 'Se avisa al cliente y la hora vuelve a quedar libre.',
    submit: 'Rechazar',
    instead: 'Prefiero aprobarla',
  },
  reason: '¿Por qué?',
  reasonHint: 'El cliente lo leerá.',
  sending: 'Enviando…',
  done: { approved: 'Ha aprobado la solicitud', declined: 'Ha rechazado la solicitud' },
  doneDetail: { approved: 'La invitación al cliente está en camino.', declined: 'El mensaje al cliente está en camino.' },
  before: {
    approved: 'Esta solicitud ya está aprobada',
    declined: 'Esta solicitud ya está rechazada',
    expired: 'Esta solicitud no se respondió a tiempo',
    cancelled: 'Esta solicitud se ha retirado',
  },
  beforeDetail: 'Aquí no queda nada por hacer.',
  invalid: 'Este enlace ya no es válido',
  invalidDetail: 'Es posible que la solicitud haya cambiado. Use los enlaces del mensaje más reciente que haya recibido sobre ella.',
}

const fr: RequestTexts = {
  title: 'Un client demande un rendez-vous',
  customer: 'Client',
  approve: {
    heading: 'Accepter cette demande ?',
    detail: 'Le client reçoit une invitation et le rendez-vous est à vous.',
    submit: 'Accepter',
    instead: 'Refuser plutôt',
  },
  decline: {
    heading: 'Refuser cette demande ?',
    detail: 'Le client est prévenu et l’horaire redevient libre.',
    submit: 'Refuser',
    instead: 'Accepter plutôt',
  },
  reason: 'Pourquoi ?',
  reasonHint: 'Le client lira ceci.',
  sending: 'Envoi…',
  done: { approved: 'Vous avez accepté la demande', declined: 'Vous avez refusé la demande' },
  doneDetail: { approved: 'L’invitation au client est en route.', declined: 'Le message au client est en route.' },
  before: {
    approved: 'Cette demande a déjà été acceptée',
    declined: 'Cette demande a déjà été refusée',
    expired: 'Cette demande est restée sans réponse dans le délai',
    cancelled: 'Cette demande a été retirée',
  },
  beforeDetail: 'Il n’y a plus rien à faire ici.',
  invalid: 'Ce lien n’est plus valable',
  invalidDetail: 'La demande a peut-être changé. Utilisez les liens du dernier message que vous avez reçu à son sujet.',
}

const de: RequestTexts = {
  title: 'Jemand bittet um einen Termin',
  customer: 'Kunde',
  approve: {
    heading: 'Diese Anfrage bestätigen?',
    detail: 'Der Kunde bekommt eine Einladung, und der Termin gehört Ihnen.',
    submit: 'Bestätigen',
    instead: 'Doch ablehnen',
  },
  decline: {
    heading: 'Diese Anfrage ablehnen?',
    detail: 'Der Kunde wird benachrichtigt, und die Zeit ist wieder frei.',
    submit: 'Ablehnen',
    instead: 'Doch bestätigen',
  },
  reason: 'Warum?',
  reasonHint: 'Das liest der Kunde.',
  sending: 'Wird gesendet…',
  done: { approved: 'Sie haben die Anfrage bestätigt', declined: 'Sie haben die Anfrage abgelehnt' },
  doneDetail: { approved: 'Die Einladung an den Kunden ist unterwegs.', declined: 'Die Nachricht an den Kunden ist unterwegs.' },
  before: {
    approved: 'Diese Anfrage wurde schon bestätigt',
    declined: 'Diese Anfrage wurde schon abgelehnt',
    expired: 'Diese Anfrage wurde nicht rechtzeitig beantwortet',
    cancelled: 'Diese Anfrage wurde zurückgezogen',
  },
  beforeDetail: 'Hier ist nichts mehr zu tun.',
  invalid: 'Dieser Link gilt nicht mehr',
  invalidDetail: 'Vielleicht wurde die Anfrage inzwischen geändert. Nehmen Sie die Links aus der neuesten Nachricht dazu.',
}

const ar: RequestTexts = {
  title: 'عميل يطلب موعداً',
  customer: 'العميل',
  approve: {
    heading: 'هل تقبل هذا الطلب؟',
    detail: 'سيتلقى العميل دعوة، ويصبح الموعد لك.',
    submit: 'قبول',
    instead: 'الرفض بدلاً من ذلك',
  },
  decline: {
    heading: 'هل ترفض هذا الطلب؟',
    detail: 'سيُبلَّغ العميل، ويصبح الوقت متاحاً من جديد.',
    submit: 'رفض',
    instead: 'القبول بدلاً من ذلك',
  },
  reason: 'لماذا؟',
  reasonHint: 'سيقرأ العميل ذلك.',
  sending: 'جارٍ الإرسال…',
  done: { approved: 'لقد قبلت الطلب', declined: 'لقد رفضت الطلب' },
  doneDetail: { approved: 'الدعوة في طريقها إلى العميل.', declined: 'الرسالة في طريقها إلى العميل.' },
  before: {
    approved: 'تم قبول هذا الطلب من قبل',
    declined: 'تم رفض هذا الطلب من قبل',
    expired: 'لم تتم الإجابة عن هذا الطلب في الوقت المحدد',
    cancelled: 'تم سحب هذا الطلب',
  },
  beforeDetail: 'لا يوجد ما يجب فعله هنا.',
  invalid: 'لم يعد هذا الرابط صالحاً',
  invalidDetail: 'ربما تغيّر الطلب منذ ذلك الحين. استخدم الروابط في أحدث رسالة وصلتك بشأنه.',
}

const languages: Readonly<Record<string, RequestTexts>> = { en, es, fr, de, ar }

/** The sentences in this language, or in English. */
export const requestTexts = (language: string): RequestTexts => languages[language] ?? en
