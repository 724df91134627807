import { useEffect, useRef } from 'preact/hooks'
import { texts } from '../text.ts'
import type { FairnessMember } from '../wire.ts'

const WIDEST = 640

/** The same figures for the eye: a bar for what each member has, a line for what the share comes to. The table beside it carries the facts. */
export function FairnessPlot({ members }: { members: readonly FairnessMember[] }) {
  const frame = useRef<HTMLDivElement>(null)
  useEffect(() => {
    let isWanted = true
    void draw(members, frame.current?.clientWidth ?? WIDEST).then((svg) => {
      if (isWanted) frame.current?.replaceChildren(svg)
    })
    return () => {
      isWanted = false
    }
  }, [members])
  return (
    <figure class="plot" aria-hidden="true">
      <figcaption class="small muted">{texts.fairness.plot}</figcaption>
      <div ref={frame} />
    </figure>
  )
}

/** The plot's package comes only when there is something to draw. */
async function draw(members: readonly FairnessMember[], room: number): Promise<Element> {
  const { axisX, axisY, barX, plot, tickX } = await import('@observablehq/plot')
  const rows = members.map(({ rep, given, lost, target }) => ({ name: named(members, rep), kept: Math.max(0, given - lost), target }))
  const top = Math.max(1, ...rows.flatMap(({ kept, target }) => [kept, target ?? 0]))
  const svg = plot({
    width: Math.min(WIDEST, room),
    height: 56 + rows.length * 30,
    marginLeft: 120,
    x: { domain: [0, top], label: null },
    y: { domain: rows.map(({ name }) => name), label: null },
    marks: [
      axisX({ ticks: Math.min(6, Math.ceil(top)), tickFormat: 'd' }),
      axisY({ tickSize: 0 }),
      barX(rows, { x: 'kept', y: 'name', fill: 'var(--accent)', insetTop: 4, insetBottom: 4 }),
      tickX(
        rows.filter(({ target }) => target !== null),
        { x: 'target', y: 'name', stroke: 'var(--text)', strokeWidth: 2 },
      ),
    ],
  })
  // Its own style element would be refused by our content policy; console.css says what is needed.
  for (const style of svg.querySelectorAll('style')) style.remove()
  return svg
}

/** Two members of one name are two bars. */
const named = (members: readonly FairnessMember[], rep: FairnessMember['rep']): string =>
  members.filter((one) => one.rep.name === rep.name).length > 1 ? rep.email : rep.name
