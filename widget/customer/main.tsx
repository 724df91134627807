import '../ui/tokens.css'
import '../ui/base.css'
import '../ui/fields.css'
import '../ui/month.css'
import './customer.css'
import './later.css'
import { speak, texts } from '../text/language.ts'
import { addressChoices, ownChoices } from './choices.ts'
import { frameTell } from './frame.ts'
import { later } from './later.tsx'
import { fill, guestPlace, showBooking, showForm } from './mount.tsx'
import { readOwnLink, withKnown } from './own-link.ts'
import type { Place } from './place.ts'
import { readPrefill } from './prefill.ts'

const [first = '', second = ''] = location.pathname.split('/').filter(Boolean)
const asked = new URLSearchParams(location.search)
const framed = asked.has('embed')

const ours: Place = {
  choices: addressChoices,
  get prefill() {
    return withKnown(readPrefill(asked))
  },
  tell: () => {},
  showPage: null,
  lifetime: new AbortController().signal,
}

/** `/{slug}` is a page to book on, `/register/{slug}` a form to register with, `/manage/{token}` a booking that exists, `/requests/{token}` one that a rep is asked about. */
async function show(into: HTMLElement) {
  const { dataset, style } = document.documentElement
  dataset.theme = asked.get('theme') ?? 'auto'
  if (framed) dataset.framed = ''
  if (/^[\da-f]{6}$/i.test(asked.get('accent') ?? '')) style.setProperty('--switchboard-accent', `#${asked.get('accent')}`)
  await speak(asked.get('lang'))
  Object.assign(document.documentElement, { lang: texts.language, dir: texts.direction })
  if (first === 'manage') {
    const Managing = later((parts) => parts.Managing)
    return fill(into, ours, <Managing token={second} place={ours} />)
  }
  if (first === 'requests') {
    const { Requests } = await import('./Requests.tsx')
    return fill(into, ours, <Requests token={second} search={location.search} />)
  }
  if (!framed) readOwnLink()
  const place = framed ? guestPlace(into, { ...ours, choices: () => ownChoices(asked), tell: frameTell(into) }) : ours
  return first === 'register' && second ? showForm(second, into, place) : showBooking(first, into, place)
}

const app = document.getElementById('app')
if (app) void show(app)
