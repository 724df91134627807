import { texts } from '../text.ts'

/** A console that was opened from a record, and has ended: it is opened there again. */
export function LaunchEnded() {
  return (
    <main class="alone">
      <h1>{texts.launch.ended}</h1>
      <p>{texts.launch.endedHint}</p>
    </main>
  )
}
