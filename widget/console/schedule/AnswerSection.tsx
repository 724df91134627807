import { texts } from '../text.ts'
import { answer, answerProblem, candidate, explain, isAsking, others, pickRep, showsConflicts } from './answer-state.ts'
import { lost, moving } from './book-state.ts'
import { Candidates } from './Candidates.tsx'
import { Conflicts } from './Conflicts.tsx'
import { pickNearest } from './call.ts'
import { zone } from './customer-state.ts'
import { focusOn } from './focus.ts'
import { LostNotice } from './LostNotice.tsx'
import { NearestTimes } from './NearestTimes.tsx'
import { leaveReview, openReview } from './review.ts'
import { now, when } from './time-state.ts'
import { Unavailable } from './Unavailable.tsx'
import { pool } from './what-state.ts'

/** Who can meet the customer then, best first; and if nobody can, when somebody could. */
export function AnswerSection() {
  const known = answer.value
  const time = when.value?.start
  return (
    <section class="panel stack" aria-labelledby="answer-title" aria-busy={isAsking.value}>
      <div class="row spread">
        <h2 id="answer-title">{texts.answer.title}</h2>
        <p role="status" class="small muted">
          {isAsking.value ? texts.answer.asking : known ? texts.answer.count(known.available) : ''}
        </p>
      </div>
      {lost.value && lost.value.start.getTime() === time?.getTime() && (
        <LostNotice lost={lost.value} answer={known} timeZone={zone.value} now={now.value} onPick={(start) => void pickNearest(start)} />
      )}
      {answerProblem.value && (
        <p role="alert" class="error">
          {answerProblem.value}
        </p>
      )}
      {!known && !answerProblem.value && !isAsking.value && <p class="muted empty">{texts.answer.waiting}</p>}
      {known && time && (
        <>
          {known.candidates.length > 0 ? (
            <Candidates
              candidates={known.candidates}
              picked={candidate.value?.rep.id ?? null}
              isStrict={pool.value?.strict ?? false}
              at={time}
              timeZone={zone.value}
              onPick={pickRep}
              onDone={goOn}
              onChoose={choose}
            />
          ) : (
            <p class="nobody">{texts.answer.count(0)}</p>
          )}
          {!moving.value && (
            <Conflicts
              conflicts={known.conflicts ?? null}
              isOpen={showsConflicts.value}
              picked={candidate.value?.rep.id ?? null}
              at={time}
              timeZone={zone.value}
              on={{
                toggle: (open) => {
                  showsConflicts.value = open
                },
                pick: pickRep,
                done: goOn,
              }}
            />
          )}
          <NearestTimes
            nearest={known.nearest}
            timeZone={zone.value}
            at={time}
            isNeeded={known.available === 0}
            onPick={(start) => void pickNearest(start)}
            onBack={() => focusOn('when')}
          />
          {others.value !== 0 && (
            <Unavailable
              members={known.unavailable}
              count={others.value}
              isOpen={explain.value}
              at={time}
              timeZone={zone.value}
              onToggle={(open) => {
                explain.value = open
              }}
            />
          )}
        </>
      )}
    </section>
  )
}

/** Enter opens the review, Esc goes back to the time. */
function goOn(forward: boolean) {
  if (forward) void openReview()
  else leaveReview()
  focusOn(forward ? 'book' : 'when')
}

/** A click says as much as Enter; the focus stays. */
function choose(id: string) {
  pickRep(id)
  void openReview()
}
