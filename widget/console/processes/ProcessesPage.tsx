import { useCallback, useEffect, useState } from 'preact/hooks'
import { get, patch } from '../../api.ts'
import { Notice } from '../../ui/Notice.tsx'
import { asking } from '../asking.ts'
import { failureText } from '../failure.ts'
import { project } from '../session.ts'
import { texts } from '../text.ts'
import type { FollowUp, List, Process } from '../wire.ts'
import { type Draft, draftOf, newDraft } from './draft.ts'
import { FollowUpsPanel } from './FollowUpsPanel.tsx'
import { ProcessForm } from './ProcessForm.tsx'
import { RunsPanel } from './RunsPanel.tsx'
import './processes.css'
import { processTexts, triggerText } from './words.ts'

/** The processes of a project: what begins each, whom it runs for, and what reps may choose. */
export function ProcessesPage() {
  const [processes, setProcesses] = useState<readonly Process[] | null>(null)
  const [options, setOptions] = useState<readonly FollowUp[]>([])
  const [draft, setDraft] = useState<Draft | null>(null)
  const [shown, setShown] = useState<Process | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const [done, setDone] = useState<string | null>(null)
  const place = project.value
  const here = place?.slug
  const failed = useCallback((error: unknown) => setProblem(failureText(error)), [])
  const load = useCallback(async () => {
    if (!here) return
    try {
      const [found, offered] = await Promise.all([
        asking(get<List<Process>>('/api/v1/processes', { project: here })),
        asking(get<List<FollowUp>>(`/api/v1/projects/${here}/follow-ups`)),
      ])
      setProcesses(found.items)
      setOptions(offered.items)
      setProblem(null)
    } catch (error) {
      failed(error)
    }
  }, [here, failed])
  useEffect(() => {
    document.title = `${processTexts.title} · ${texts.brand}`
  }, [])
  useEffect(() => {
    setProcesses(null)
    setDraft(null)
    setShown(null)
    void load()
  }, [load])
  const changed = (said: string) => {
    setDone(said)
    setDraft(null)
    void load()
  }
  const turn = ({ id, name, active }: Process) =>
    asking(patch(`/api/v1/processes/${id}`, { active: !active })).then(
      () => changed(active ? processTexts.turnedOff(name) : processTexts.turnedOn(name)),
      failed,
    )
  return (
    <div class="settings-page processes">
      <header class="stack tight">
        <h1>{processTexts.title}</h1>
        <p class="muted">{processTexts.hint}</p>
      </header>
      {problem && <Notice tone="danger" title={problem} />}
      {done && <Notice title={done} />}
      {!here && <p>{processTexts.chooseProject}</p>}
      {place && draft && (
        <ProcessForm
          key={`${draft.id} ${draft.name}`}
          project={place}
          start={draft}
          options={options}
          onSaved={changed}
          onClose={() => setDraft(null)}
        />
      )}
      {here && !draft && (
        <section class="panel stack" aria-labelledby="processes-title">
          <div class="row spread">
            <h2 id="processes-title">{processTexts.list}</h2>
            <button type="button" class="button" onClick={() => setDraft(newDraft())}>
              {processTexts.add}
            </button>
          </div>
          {processes?.length === 0 && <p class="muted">{processTexts.none}</p>}
          <ul class="rows">
            {processes?.map((one) => (
              <li key={one.id} class="process">
                <div>
                  <p class="strong">
                    {one.name} {!one.active && <span class="tag">{processTexts.off}</span>}
                  </p>
                  <p class="small muted">
                    {[triggerText(one, options), processTexts.steps(one.steps.length), processTexts.running(one.running, one.waiting)].join(
                      ' · ',
                    )}
                  </p>
                </div>
                <div class="row">
                  <Button what={processTexts.edit} name={one.name} onClick={() => setDraft(draftOf(one))} />
                  <Button
                    what={processTexts.copy}
                    name={one.name}
                    onClick={() => setDraft({ ...draftOf(one), id: null, name: processTexts.copyOf(one.name), running: 0 })}
                  />
                  <Button what={one.active ? processTexts.turnOff : processTexts.turnOn} name={one.name} onClick={() => void turn(one)} />
                  <Button
                    what={processTexts.show}
                    name={one.name}
                    open={shown?.id === one.id}
                    onClick={() => setShown(shown?.id === one.id ? null : one)}
                  />
                </div>
                {shown?.id === one.id && <RunsPanel process={one} />}
              </li>
            ))}
          </ul>
        </section>
      )}
      {here && !draft && <FollowUpsPanel project={here} options={options} onChanged={changed} />}
    </div>
  )
}

function Button({ what, name, open, onClick }: { what: string; name: string; open?: boolean; onClick: () => void }) {
  return (
    <button type="button" class="button-link compact" aria-label={processTexts.label(what, name)} aria-expanded={open} onClick={onClick}>
      {what}
    </button>
  )
}
