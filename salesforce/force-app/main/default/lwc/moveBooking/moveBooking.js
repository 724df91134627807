import { api, LightningElement, wire } from 'lwc'
import getSetup from '@salesforce/apex/ScheduleController.getSetup'
import getBooking from '@salesforce/apex/BookingsController.getBooking'
import askTime from '@salesforce/apex/BookingsController.findTime'
import reschedule from '@salesforce/apex/BookingsController.reschedule'
import reassign from '@salesforce/apex/BookingsController.reassign'
import TIME_ZONE from '@salesforce/i18n/timeZone'
import { attempts, failureWords, timeIn } from 'c/words'

/** A booking gets another time, another rep, or both: the finder answers who could take it. */
export default class MoveBooking extends LightningElement {
  /** The row of the booking. */
  @api bookingId
  /** Whether another time is looked for; otherwise only another rep, at the same time. */
  @api anotherTime = false
  zone = TIME_ZONE
  setup
  booking
  pool
  at
  choseTime = false
  reason
  found
  explained = false
  refusal
  /** Why there is nothing to choose from; it stays whatever is tried. */
  setupError
  error
  busy = false
  attempts = attempts()

  async connectedCallback() {
    await this.during(async () => {
      const answer = await getBooking({ bookingId: this.bookingId })
      this.refusal = answer.refusal
      if (answer.refusal) return
      this.booking = answer
      this.pool = answer.pool ?? undefined
      this.at = answer.start
    })
    if (this.booking && this.pool && !this.anotherTime) await this.find()
  }

  @wire(getSetup)
  takeSetup({ data, error }) {
    if (error) this.setupError = failureWords(error)
    if (!data) return
    if (data.refusal) this.setupError = data.refusal.detail
    else this.setup = data
  }

  /** A nearest time that was pressed is another time, even where only another rep was looked for. */
  get lookingForTime() {
    return this.anotherTime || this.choseTime
  }

  get title() {
    return this.lookingForTime ? 'Reschedule' : 'Give to another rep'
  }

  get trouble() {
    return this.error ?? this.setupError
  }

  get loading() {
    return this.busy || (!this.choosing && !this.trouble && !this.refusal)
  }

  get choosing() {
    return Boolean(this.setup) && Boolean(this.booking)
  }

  get pools() {
    return this.setup.pools.map(({ slug, name }) => ({ value: slug, label: name }))
  }

  get time() {
    return timeIn(this.booking.start)
  }

  get isSameTime() {
    return new Date(this.at).getTime() === new Date(this.booking.start).getTime()
  }

  /** The rep for whom nothing would change. */
  get current() {
    return this.isSameTime ? this.booking.rep.id : undefined
  }

  get verb() {
    return this.isSameTime ? 'Give to' : 'Move to'
  }

  get cannotAsk() {
    return this.busy || !this.at || !this.pool
  }

  get refusalWords() {
    return this.refusal.detail ?? this.refusal.title
  }

  change(event) {
    this[event.target.name] = event.detail.value
    this.forget()
  }

  type(event) {
    this.reason = event.detail.value
  }

  forget() {
    this.found = undefined
    this.explained = false
    this.refusal = undefined
    this.error = undefined
    this.attempts.done()
  }

  choose(event) {
    this.choseTime = true
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
      const answer = await askTime({
        bookingId: this.bookingId,
        eventType: this.booking.eventType,
        pool: this.pool,
        start: new Date(this.at).toISOString(),
        explain,
      })
      this.refusal = answer.refusal
      if (answer.refusal) return
      this.found = answer
      this.explained = explain
    })
  }

  take(event) {
    const { bookingId } = this
    const { rep } = event.detail
    const start = this.found.at
    const reason = this.reason ?? ''
    const isSameTime = this.isSameTime
    return this.during(async () => {
      const answer = isSameTime
        ? await reassign({ bookingId, rep, reason, idempotencyKey: this.attempts.keyFor('reassign', rep, reason) })
        : await reschedule({ bookingId, start, rep, idempotencyKey: this.attempts.keyFor('reschedule', start, rep) })
      this.attempts.done()
      this.refusal = answer.refusal
      if (answer.refusal) return
      this.dispatchEvent(new CustomEvent('moved', { detail: answer }))
    })
  }

  leave() {
    this.dispatchEvent(new CustomEvent('leave'))
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
