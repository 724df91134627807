import type { MessageTexts } from './texts.ts'

const replaced = (before: string | null, rep: string): string[] => (before === null ? [] : [`Le atenderá ${rep} en lugar de ${before}.`])
const instead = (before: string | null): string => (before === null ? '' : `, en lugar de ${before}`)
const was = (before: string | null): string[] => (before === null ? [] : [`Antes la llevaba ${before}.`])

export const es: MessageTexts = {
  locale: 'es',
  direction: 'ltr',
  hello: (name) => (name === '' ? 'Hola:' : `Hola, ${name}:`),
  meeting: (eventType, person) => `${eventType} con ${person}`,
  span: (from, until) => `${from} a ${until}`,
  labels: {
    what: 'Cita',
    subject: 'Asunto',
    when: 'Cuándo',
    newTime: 'Nueva hora',
    oldTime: 'Hora anterior',
    answerBy: 'Responder antes de',
    with: 'Con',
    where: 'Dónde',
    details: 'Detalles',
    reason: 'Motivo',
    customer: 'Cliente',
    email: 'Correo',
    phone: 'Teléfono',
    guests: 'Invitados',
    itWas: 'Era',
  },
  places: { phone: 'Por teléfono', 'in-person': 'En persona', link: 'En línea', other: 'Por acordar' },
  byPhone: (number) => `Por teléfono: ${number}`,
  yes: 'Sí',
  no: 'No',
  doors: { coordinator: 'coordinación', customer: 'cliente', salesforce: 'Salesforce', api: 'API' },
  bookedBy: (who, door) => `Reservada por ${who} (${door}).`,
  bookedThrough: (door) => `Reservada a través de: ${door}.`,
  change: 'Cambiar o cancelar',
  another: (company) => `Si desea otra hora, ${company} la buscará con usted con mucho gusto.`,
  speakWith: (customer) => `Si algo tiene que cambiar, hable con ${customer}.`,
  stopTexts: 'Responda STOP para no recibir más mensajes.',
  changed: 'Cambio',
  customer: {
    booked: ({ what }) => ['Confirmada', `Su cita está reservada: ${what}. Será un placer atenderle.`],
    requested: () => ['Solicitud recibida', 'Gracias por su solicitud. Le escribiremos en cuanto esté confirmada.'],
    approved: ({ what }) => ['Confirmada', `Su solicitud está confirmada y su cita, reservada: ${what}. Será un placer atenderle.`],
    declined: () => ['No confirmada', 'Lo sentimos: no hemos podido confirmar su solicitud.'],
    rescheduled: ({ what, rep, before }) => ['Nueva hora', `Su cita tiene una nueva hora: ${what}.`, ...replaced(before, rep)],
    reassigned: ({ rep, before }) => [
      'Le atenderá otra persona',
      before === null ? `Le atenderá ${rep}.` : `Le atenderá ${rep} en lugar de ${before}.`,
      'Será un placer.',
    ],
    cancelled: ({ what }) => ['Cancelada', `Su cita se ha cancelado: ${what}.`],
    expired: () => ['No confirmada', 'Lo sentimos: su solicitud no se respondió a tiempo y ha terminado.'],
    reminder: ({ what }) => ['Recordatorio', `Le recordamos su cita: ${what}.`],
    'follow-up': ({ what }) => ['Gracias', `Gracias por venir a su cita: ${what}. Si tiene alguna pregunta, responda a este mensaje.`],
    'no-show': ({ what }) => ['Le echamos de menos', `Sentimos que su cita no tuviera lugar: ${what}.`],
  },
  guest: {
    booked: ({ customer }) => ['Invitación', `${customer} desea que participe en esta reunión.`],
    requested: ({ customer }) => [
      'Solicitada',
      `${customer} ha solicitado esta reunión y desea que participe. Le escribiremos cuando esté confirmada.`,
    ],
    approved: ({ customer }) => ['Invitación', `La reunión que ${customer} había solicitado está confirmada, y está usted en la lista.`],
    declined: ({ customer }) => ['No confirmada', `No se pudo confirmar la reunión que ${customer} había solicitado.`],
    rescheduled: ({ what, customer, rep, before }) => [
      'Nueva hora',
      `La reunión en la que participa con ${customer} tiene una nueva hora: ${what}${before === null ? '' : `. La llevará ${rep}${instead(before)}`}.`,
    ],
    reassigned: ({ customer, rep, before }) => [
      'Cambio',
      `${rep} llevará la reunión en la que participa con ${customer}${instead(before)}.`,
    ],
    cancelled: ({ what, customer }) => ['Cancelada', `Se ha cancelado la reunión en la que iba a participar con ${customer}: ${what}.`],
    expired: ({ customer }) => ['No confirmada', `La reunión que ${customer} había solicitado no se confirmó a tiempo.`],
    reminder: ({ what, customer }) => ['Recordatorio', `Le recordamos la reunión en la que participa con ${customer}: ${what}.`],
  },
  rep: {
    booked: ({ what, rep, leads }) => [
      'Nueva cita',
      leads ? `Tiene una nueva cita: ${what}.` : `Participa en una nueva cita: ${what}, que lleva ${rep}.`,
    ],
    requested: ({ customer }) => [
      'Responda, por favor',
      `${customer} solicita esta reunión. La hora queda reservada hasta que la solicitud se apruebe o se rechace.`,
    ],
    approved: ({ what, customer }) => ['Aprobada', `La solicitud de ${customer} está aprobada: ${what}.`],
    declined: ({ customer }) => ['Rechazada', `La solicitud de ${customer} se ha rechazado. La hora vuelve a estar libre.`],
    rescheduled: ({ what, before }) => ['Nueva hora', `Su cita tiene una nueva hora: ${what}.`, ...was(before)],
    reassigned: ({ what, rep, before, leads }) => [
      'Ahora es suya',
      leads ? `Esta cita es ahora suya: ${what}.` : `La cita en la que participa la lleva ahora ${rep}: ${what}.`,
      ...was(before),
    ],
    cancelled: ({ what }) => ['Cancelada', `Su cita se ha cancelado: ${what}. La hora vuelve a estar libre.`],
    expired: ({ customer }) => [
      'Caducada',
      `Nadie respondió a tiempo a la solicitud de ${customer}, y ha terminado. La hora vuelve a estar libre.`,
    ],
    reminder: ({ what }) => ['Recordatorio', `Le recordamos su cita: ${what}.`],
    'follow-up': ({ what }) => ['Realizada', `Su cita se ha realizado: ${what}. ¿Cuál es el siguiente paso?`],
    'no-show': ({ what, customer }) => ['No acudió', `${customer} no acudió a su cita: ${what}.`],
  },
  formerRep: ({ what }) => [
    'Ya no es suya',
    `Esta cita ya no es suya: ${what}. Se ha dado a otra persona, y la hora vuelve a estar libre. No tiene que hacer nada.`,
  ],
}
