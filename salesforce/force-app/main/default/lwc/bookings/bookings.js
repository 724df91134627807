import { api, LightningElement, wire } from 'lwc'
import { refreshApex } from '@salesforce/apex'
import { registerRefreshHandler, unregisterRefreshHandler } from 'lightning/refresh'
import getBookings from '@salesforce/apex/BookingsController.getBookings'
import cancel from '@salesforce/apex/BookingsController.cancel'
import { attempts, failureWords, shortTimeIn, statusWords, timeIn } from 'c/words'

// Switchboard writes the rows; it does so within seconds, and nothing tells this list.
const READ_AGAIN_AFTER = [3000, 8000, 20000]

/** The bookings on a record, each of which can be moved, given to another rep, and cancelled. */
export default class Bookings extends LightningElement {
  @api recordId
  rows
  error
  told
  /** The row that is being changed, and how: `time`, `rep` or `cancel`. */
  changing = {}
  /** What Switchboard answered, by row, until the row itself has changed. */
  answers = {}
  reason
  busy = false
  attempts = attempts()
  wired
  refreshHandler
  timers = []

  connectedCallback() {
    this.refreshHandler = registerRefreshHandler(this, () => this.follow())
  }

  disconnectedCallback() {
    unregisterRefreshHandler(this.refreshHandler)
    this.stopReading()
  }

  @wire(getBookings, { recordId: '$recordId' })
  takeBookings(result) {
    this.wired = result
    if (result.data) this.rows = result.data
    if (result.error) this.error = failureWords(result.error)
  }

  get loading() {
    return this.busy || (!this.rows && !this.error)
  }

  get isEmpty() {
    return this.rows?.length === 0
  }

  get bookings() {
    return (this.rows ?? []).map((row) => {
      const { start, rep, status } = this.shown(row)
      const at = `${start ? shortTimeIn(start) : 'No time'}, ${rep ?? 'no rep'}`
      const step = this.changing.row === row.Id ? this.changing.step : undefined
      return {
        id: row.Id,
        at,
        status: statusWords(status),
        // Which steps a booking allows is the API's to say; those that are over take none.
        open: status === 'scheduled' || status === 'requested',
        changingTime: step === 'time',
        changingRep: step === 'rep',
        cancelling: step === 'cancel',
        timeLabel: `Reschedule ${at}`,
        repLabel: `Give to another rep: ${at}`,
        cancelLabel: `Cancel ${at}`,
      }
    })
  }

  /** A row as it stands, or as Switchboard said that it will. */
  shown(row) {
    const answered = this.answers[row.Id]
    if (answered && answered.rowOf === row.LastModifiedDate) return answered
    return { start: row.Start__c, rep: row.RepName__c, status: row.Status__c }
  }

  begin(event) {
    const { booking, step } = event.target.dataset
    this.close()
    this.changing = { row: booking, step }
  }

  close() {
    this.changing = {}
    this.reason = undefined
    this.error = undefined
    this.told = undefined
    this.attempts.done()
  }

  type(event) {
    this.reason = event.detail.value
  }

  takeMove(event) {
    const { start, rep } = event.detail
    return this.take(event.detail, `${rep.name} meets the customer on ${timeIn(start)}.`)
  }

  async cancelBooking() {
    const asked = { bookingId: this.changing.row, reason: this.reason ?? '' }
    this.busy = true
    this.error = undefined
    try {
      const answer = await cancel({ ...asked, idempotencyKey: this.attempts.keyFor(asked) })
      this.attempts.done()
      if (answer.refusal) this.error = answer.refusal.detail ?? answer.refusal.title
      else await this.take(answer, 'Cancelled.')
    } catch (error) {
      this.error = failureWords(error)
    } finally {
      this.busy = false
    }
  }

  take(booking, words) {
    const { row } = this.changing
    const rowOf = this.rows.find(({ Id }) => Id === row)?.LastModifiedDate
    this.answers = { ...this.answers, [row]: { rowOf, start: booking.start, rep: booking.rep.name, status: booking.status } }
    this.close()
    this.told = words
    return this.follow()
  }

  readAgain() {
    this.error = undefined
    return this.refresh()
  }

  /** Reads the rows now, and again while they are being written. */
  follow() {
    this.stopReading()
    // eslint-disable-next-line @lwc/lwc/no-async-operation -- Salesforce has no event that tells of a row written by somebody else
    this.timers = READ_AGAIN_AFTER.map((wait) => setTimeout(() => this.refresh(), wait))
    return this.refresh()
  }

  stopReading() {
    this.timers.forEach(clearTimeout)
    this.timers = []
  }

  async refresh() {
    try {
      await refreshApex(this.wired)
    } catch (error) {
      this.error = failureWords(error)
    }
  }
}
