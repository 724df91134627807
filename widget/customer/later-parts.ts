/** What the choice of a time does without: one file, fetched when the first of it is needed or a moment before. */
export { ChosenTime } from './ChosenTime.tsx'
export { DetailsStep } from './DetailsStep.tsx'
export { Done } from './Done.tsx'
export { EventTypeStep } from './EventTypeStep.tsx'
export { Managing } from './Managing.tsx'
export { MasterPage } from './MasterPage.tsx'
export { NoTimesInMonth } from './NoTimesInMonth.tsx'
export { RepStep } from './RepStep.tsx'
