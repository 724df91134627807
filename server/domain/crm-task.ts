import type { CrmFields } from './crm.ts'
import { shortened } from './crm-mapping.ts'
import type { ActivityType } from './process.ts'
import { dateIn } from './process-due.ts'
import { oneLine } from './text.ts'

/** What is told of an activity that was done. */
export interface DoneActivity {
  readonly type: ActivityType
  readonly note: string | null
  readonly result: string | null
  readonly project: { readonly name: string; readonly timeZone: string }
  readonly process: { readonly name: string } | null
  readonly at: Date
  /** Who did it. */
  readonly by: string | null
}

const WORDS: Readonly<Record<ActivityType, string>> = { call: 'Call', email: 'Email', text: 'Text message', visit: 'Visit', task: 'Task' }

/** The fields of its task. `userId`: the user of the rep who had it; null: whoever we are let in as owns it. */
export function taskFields({ type, note, result, project, process, at, by }: DoneActivity, userId: string | null): CrmFields {
  const lines = [
    note,
    result && `Result: ${result}`,
    by && `Done by: ${by}`,
    `Project: ${project.name}`,
    process && `Process: ${process.name}`,
  ]
  return {
    Subject: shortened(oneLine(`${WORDS[type]}: ${note ?? project.name}`), 255),
    Description: shortened(lines.filter(Boolean).join('\n'), 32_000),
    ActivityDate: dateIn(at, project.timeZone),
    Status: 'Completed',
    Priority: 'Normal',
    TaskSubtype: type === 'call' ? 'Call' : type === 'email' ? 'Email' : 'Task',
    ...(userId === null ? {} : { OwnerId: userId }),
  }
}
