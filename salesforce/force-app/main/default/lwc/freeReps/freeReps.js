import { api, LightningElement } from 'lwc'
import { obstacleWords, rankWords, timeIn } from 'c/words'

/** The finder's answer: who is free at a time, best first; the nearest free times; who is not free, once that is asked for. */
export default class FreeReps extends LightningElement {
  /** What the finder answered; nothing yet: undefined. */
  @api found
  /** A step that was refused, with free times near the one it asked for. */
  @api refusal
  /** Whether the answer tells who is not free. */
  @api explained = false
  @api busy = false
  /** What pressing a rep does, such as `Book`. */
  @api verb = 'Book'
  /** The rep who has the booking at this very time: there is nothing to do with them. */
  @api current

  get heading() {
    const { available, at } = this.found
    return available === 0 ? `Nobody is free at ${timeIn(at)}` : `${available} free at ${timeIn(at)}`
  }

  get reps() {
    return this.found.candidates.map(({ rep, rank, reasons }) => ({
      id: rep.id,
      name: rep.name,
      reasons: reasons.map((reason) => rankWords(reason, rank)).join(', '),
      action: `${this.verb} ${rep.name}`,
      isCurrent: rep.id === this.current,
    }))
  }

  get others() {
    return (this.found.unavailable ?? []).map(({ rep, reasons }) => ({
      id: rep.id,
      name: rep.name,
      reasons: reasons.map(obstacleWords).join(', '),
    }))
  }

  get nobodyElse() {
    return this.others.length === 0
  }

  get nearest() {
    const times = this.refusal?.nearest ?? this.found?.nearest ?? []
    return times.map(({ start, available }) => ({ start, label: `${timeIn(start)}, ${available} free` }))
  }

  get hasNearest() {
    return this.nearest.length > 0
  }

  pick(event) {
    const { rep, name } = event.target.dataset
    this.dispatchEvent(new CustomEvent('pick', { detail: { rep, name } }))
  }

  choose(event) {
    this.dispatchEvent(new CustomEvent('choose', { detail: { start: event.target.dataset.start } }))
  }

  explain() {
    this.dispatchEvent(new CustomEvent('explain'))
  }
}
