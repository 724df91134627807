import { behavesLikeACalendar } from './contract.ts'
import { memoryBench } from './memory-bench.ts'

behavesLikeACalendar('calendars in memory', memoryBench)
