import { behavesLikeACalendar } from './contract.ts'
import { googleBench } from './google-bench.ts'

behavesLikeACalendar('Google Calendar', googleBench)
