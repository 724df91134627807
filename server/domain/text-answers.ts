/** The words by which carriers everywhere let people end text messages, and have them again. */
const STOP = ['STOP', 'STOPALL', 'STOP ALL', 'UNSUBSCRIBE', 'CANCEL', 'END', 'QUIT', 'REVOKE', 'OPTOUT', 'OPT OUT']
const START = ['START', 'YES', 'UNSTOP']

/** What an answer to a text message asks for, if it is one of those words and nothing else. */
export function stopOrStart(answer: string): 'stop' | 'start' | null {
  const word = answer
    .toUpperCase()
    .replace(/[^A-Z]+/g, ' ')
    .trim()
  if (STOP.includes(word)) return 'stop'
  return START.includes(word) ? 'start' : null
}
