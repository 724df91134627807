import { watchLogs } from './watched-log.ts'

watchLogs()
