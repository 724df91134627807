import { Problem } from '../reading.ts'

const aboutTheTime = ['slot-taken', 'too-soon', 'too-far-ahead', 'outside-availability', 'limit-reached', 'not-qualified']

/** Whether the server refused the time, rather than what was typed. */
export const refusesTime = (error: unknown): error is Problem =>
  error instanceof Problem && aboutTheTime.includes(error.code) && error.errors.length === 0

/** Whether the thing that was asked for does not exist, or no longer. */
export const isMissing = (error: unknown): boolean => error instanceof Problem && [400, 403, 404, 410].includes(error.status)
