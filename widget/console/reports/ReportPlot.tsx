import { useEffect, useRef } from 'preact/hooks'
import { texts } from '../text.ts'
import type { ReportStatus } from '../wire.ts'
import type { Figures } from './reports-state.ts'

const WIDEST = 560
const MOST = 12
const t = texts.reports
const order: readonly ReportStatus[] = ['completed', 'scheduled', 'requested', 'no-show', 'cancelled', 'declined', 'expired', 'not-shared']

/** The same figures for the eye: a bar for each of the largest lines, in the colours of what became of them. The table beside it carries the facts. */
export function ReportPlot({ figures }: { figures: readonly Figures[] }) {
  const frame = useRef<HTMLDivElement>(null)
  useEffect(() => {
    let isWanted = true
    void draw(figures.slice(0, MOST), frame.current?.clientWidth ?? WIDEST).then((svg) => {
      if (isWanted) frame.current?.replaceChildren(svg)
    })
    return () => {
      isWanted = false
    }
  }, [figures])
  return (
    <figure class="plot report-plot" aria-hidden="true">
      <figcaption class="legend small">
        {order
          .filter((status) => figures.some(({ byStatus }) => byStatus[status] > 0))
          .map((status) => (
            <span key={status} data-status={status}>
              {t.statuses[status]}
            </span>
          ))}
      </figcaption>
      <div ref={frame} />
    </figure>
  )
}

/** The plot's package comes only when there is something to draw. */
async function draw(figures: readonly Figures[], room: number): Promise<Element> {
  const { axisX, axisY, barX, plot } = await import('@observablehq/plot')
  const parts = figures
    .flatMap(({ id, byStatus }) => order.map((status) => ({ id, status, count: byStatus[status] })))
    .filter(({ count }) => count > 0)
  const top = Math.max(1, ...figures.map(({ total }) => total))
  const labels = new Map(figures.map(({ id, label }) => [id, label.length > 20 ? `${label.slice(0, 19)}…` : label]))
  const svg = plot({
    width: Math.min(WIDEST, Math.max(240, room)),
    height: 36 + figures.length * 32,
    marginLeft: 132,
    marginRight: 16,
    x: { domain: [0, top], label: null },
    y: { domain: figures.map(({ id }) => id), label: null },
    color: { type: 'identity' },
    marks: [
      axisX({ ticks: Math.min(5, top), tickFormat: 'd', tickSize: 0 }),
      axisY({ tickSize: 0, tickFormat: (id: string) => labels.get(id) ?? id }),
      barX(parts, { x: 'count', y: 'id', fill: ({ status }) => `var(--of-${status})`, order: null, insetTop: 5, insetBottom: 5 }),
    ],
  })
  // Its own style element would be refused by our content policy; console.css says what is needed.
  for (const style of svg.querySelectorAll('style')) style.remove()
  return svg
}
