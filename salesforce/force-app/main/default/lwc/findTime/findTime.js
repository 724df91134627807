import { api, LightningElement, wire } from 'lwc'
import { RefreshEvent } from 'lightning/refresh'
import getSetup from '@salesforce/apex/ScheduleController.getSetup'
import getPerson from '@salesforce/apex/ScheduleController.getPerson'
import askTime from '@salesforce/apex/ScheduleController.findTime'
import book from '@salesforce/apex/ScheduleController.book'
import launch from '@salesforce/apex/ScheduleController.launch'
import TIME_ZONE from '@salesforce/i18n/timeZone'
import { attempts, failureWords, timeIn } from 'c/words'

/** The finder on a record: whom it is for, a time, the reps who are free at it, best first, and the booking. */
export default class FindTime extends LightningElement {
  @api recordId
  zone = TIME_ZONE
  person
  eventType
  pool
  at
  setup
  found
  explained = false
  refusal
  /** Why there is nothing to choose from; it stays whatever is tried. */
  setupError
  error
  booked
  address
  busy = false
  attempts = attempts()

  connectedCallback() {
    // Not kept by the platform: an email that was entered a moment ago counts.
    return this.during(async () => {
      this.person = await getPerson({ recordId: this.recordId })
    })
  }

  @wire(getSetup)
  takeSetup({ data, error }) {
    if (error) this.setupError = failureWords(error)
    if (!data) return
    this.setup = data
    if (data.refusal) {
      this.setupError = data.refusal.detail
      return
    }
    this.eventType = data.eventTypes[0]?.slug
    this.pool = data.pools[0]?.slug
  }

  get trouble() {
    return this.error ?? this.setupError
  }

  get loading() {
    return this.busy || (!this.setup && !this.trouble)
  }

  get title() {
    return `Schedule for ${this.person.name}`
  }

  get hasNoEmail() {
    return !this.person.hasEmail
  }

  get choosing() {
    return Boolean(this.person) && Boolean(this.setup) && !this.setup.refusal && !this.booked
  }

  get eventTypes() {
    return this.setup.eventTypes.map(({ slug, name }) => ({ value: slug, label: name }))
  }

  get pools() {
    return this.setup.pools.map(({ slug, name }) => ({ value: slug, label: name }))
  }

  get cannotAsk() {
    return this.busy || !this.at || !this.eventType || !this.pool
  }

  get refusalWords() {
    return this.refusal.detail ?? this.refusal.title
  }

  get outcome() {
    return `${this.booked.rep.name} meets ${this.person.name} on ${timeIn(this.booked.start)}.`
  }

  get recordWords() {
    return this.booked.sync?.crm === 'none'
      ? 'Bookings of this kind are kept in Switchboard only: this record will not show it.'
      : 'This record shows it within seconds.'
  }

  change(event) {
    this[event.target.name] = event.detail.value
    this.forget()
  }

  forget() {
    this.found = undefined
    this.explained = false
    this.refusal = undefined
    this.error = undefined
    this.attempts.done()
  }

  choose(event) {
    this.at = event.detail.start
    return this.find()
  }

  find() {
    this.forget()
    return this.ask(false)
  }

  explain() {
    return this.ask(true)
  }

  ask(explain) {
    return this.during(async () => {
      const start = new Date(this.at).toISOString()
      const answer = await askTime({ recordId: this.recordId, eventType: this.eventType, pool: this.pool, start, explain })
      this.refusal = answer.refusal
      if (answer.refusal) return
      this.found = answer
      this.explained = explain
    })
  }

  bookRep(event) {
    const asked = { recordId: this.recordId, eventType: this.eventType, pool: this.pool, start: this.found.at, rep: event.detail.rep }
    return this.during(async () => {
      // The same key again after an unknown outcome: the API then answers with the booking that stands.
      const answer = await book({ ...asked, idempotencyKey: this.attempts.keyFor(asked) })
      this.attempts.done()
      this.refusal = answer.refusal
      if (answer.refusal) return
      this.booked = answer
      this.dispatchEvent(new RefreshEvent())
    })
  }

  openFullScreen() {
    return this.during(async () => {
      this.address = await launch({ recordId: this.recordId })
      window.open(this.address, '_blank', 'noopener')
    })
  }

  async during(step) {
    this.busy = true
    this.error = undefined
    try {
      await step()
    } catch (error) {
      this.error = failureWords(error)
    } finally {
      this.busy = false
    }
  }
}
