import type { Texts } from './en.ts'
import { laterEs } from './es-later.ts'

const es: Texts = {
  language: 'es',
  direction: 'ltr',
  loading: 'Cargando…',
  optional: '(opcional)',
  change: 'Cambiar',
  changeWhat: (what) => `Cambiar: ${what}`,
  anyone: 'Cualquiera que esté libre',

  popup: { open: 'Reservar una cita', close: 'Cerrar' },

  location: { phone: 'Llamada telefónica', 'in-person': 'En persona', link: 'En línea', other: 'A convenir' },

  failure: {
    unreachable: 'Sin conexión',
    unreachableDetail: 'No se pudo contactar con el servidor. Compruebe su conexión e inténtelo de nuevo.',
    unexpected: 'Algo ha salido mal',
    unexpectedDetail: 'Inténtelo de nuevo dentro de un momento.',
    tooMany: 'Demasiados intentos',
    tooManyDetail: 'Espere un minuto y vuelva a intentarlo.',
    again: 'Intentar de nuevo',
  },

  summary: {
    heading: 'Su elección',
    eventType: 'Cita',
    rep: 'Con',
    when: 'Cuándo',
    where: 'Dónde',
    day: 'día',
    time: 'hora',
    person: 'persona',
    kind: 'cita',
  },

  eventType: { heading: '¿Qué desea reservar?' },
  day: {
    heading: 'Elija un día',
    previousMonth: 'Mes anterior',
    nextMonth: 'Mes siguiente',
    free: 'con horas libres',
    notFree: 'sin horas libres',
    today: 'hoy',
    month: 'Mes',
    week: 'Semana',
  },
  time: {
    heading: 'Elija una hora',
    none: 'Ya no quedan horas libres este día.',
    otherDay: 'Elegir otro día',
    morning: 'Mañana',
    afternoon: 'Tarde',
    evening: 'Noche',
    zone: 'Zona horaria',
    pickDay: 'Elija un día resaltado para ver sus horas libres.',
  },
}

/** Spanish. */
export const tables = { now: es, later: laterEs }
