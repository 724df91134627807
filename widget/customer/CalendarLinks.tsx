import { laterTexts, texts } from '../text/language.ts'
import { inviteUrl } from './booking-api.ts'
import type { Booked } from './public-api.ts'

interface Props {
  readonly booked: Booked
}

/** Ways into the customer's calendar: two that open a website, and a file for all others. */
export function CalendarLinks({ booked }: Props) {
  const { done } = laterTexts
  return (
    <div class="calendars">
      <p class="small muted" id="calendars">
        {done.calendar}
      </p>
      <ul class="row" aria-labelledby="calendars">
        <li>
          <a class="button-quiet" href={googleUrl(booked)} target="_blank" rel="noopener noreferrer">
            Google
          </a>
        </li>
        <li>
          <a class="button-quiet" href={outlookUrl(booked)} target="_blank" rel="noopener noreferrer">
            Outlook
          </a>
        </li>
        <li>
          <a class="button-quiet" href={inviteUrl(booked.manageUrl)} download>
            {done.file}
          </a>
        </li>
      </ul>
    </div>
  )
}

const titleOf = ({ eventType, rep }: Booked): string => `${eventType.name} – ${rep.name}`
const placeOf = ({ location }: Booked): string => location.value ?? texts.location[location.kind]

/** `20270302T203000Z` */
const compact = (instant: string): string => instant.replaceAll(/[-:]/g, '')

function googleUrl(booked: Booked): string {
  const dates = `${compact(booked.start)}/${compact(booked.end)}`
  const query = { action: 'TEMPLATE', text: titleOf(booked), dates, location: placeOf(booked), ctz: booked.timeZone }
  return `https://calendar.google.com/calendar/render?${new URLSearchParams(query)}`
}

function outlookUrl(booked: Booked): string {
  const { start, end } = booked
  const query = { rru: 'addevent', subject: titleOf(booked), startdt: start, enddt: end, location: placeOf(booked) }
  return `https://outlook.live.com/calendar/0/action/compose?${new URLSearchParams(query)}`
}
