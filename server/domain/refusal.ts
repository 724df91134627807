/** An expected "no". What each code means to a caller stands in `http/problem.ts`. */
export type RefusalCode =
  | 'invalid'
  | 'unauthenticated'
  | 'second-factor-required'
  | 'forbidden'
  | 'not-found'
  | 'slot-taken'
  | 'conflict'
  | 'gone'
  | 'too-soon'
  | 'too-far-ahead'
  | 'outside-availability'
  | 'limit-reached'
  | 'not-qualified'
  | 'not-first'
  | 'idempotency-key-reused'
  | 'too-large'
  | 'too-many-requests'

/** What is wrong with one part of a request; `pointer` is a JSON pointer to it. */
export interface ErrorAt {
  readonly pointer: string
  readonly detail: string
}

/** Thrown by actions and `db`, caught only by `http`. `facts` go to the caller beside the code. */
export class Refusal extends Error {
  readonly code: RefusalCode
  readonly facts: Readonly<Record<string, unknown>>

  constructor(code: RefusalCode, detail?: string, facts: Record<string, unknown> = {}) {
    super(detail ?? code)
    this.code = code
    this.facts = facts
  }
}
