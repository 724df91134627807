/** The calendar's own package, which comes only with the page that shows one. */
import { Calendar } from 'fullcalendar'
import dayGrid from 'fullcalendar/daygrid'
import interaction from 'fullcalendar/interaction'
import list from 'fullcalendar/list'
import classic from 'fullcalendar/themes/classic'
import timeGrid from 'fullcalendar/timegrid'
import 'fullcalendar/skeleton.css'
import 'fullcalendar/themes/classic/theme.css'
import 'fullcalendar/themes/classic/palette.css'

type Options = ConstructorParameters<typeof Calendar>[1]

export type { Calendar }

/** A calendar in this place. */
export function openCalendar(place: HTMLElement, options: Options): Calendar {
  const calendar = new Calendar(place, { plugins: [dayGrid, timeGrid, list, interaction, classic], ...options })
  calendar.render()
  return calendar
}
