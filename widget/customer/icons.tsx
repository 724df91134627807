/** Drawings without meaning of their own: whoever cannot see them misses nothing. */
const drawing = {
  viewBox: '0 0 24 24',
  width: 20,
  height: 20,
  fill: 'none',
  stroke: 'currentColor',
  'stroke-width': 2,
  'stroke-linecap': 'round',
  'stroke-linejoin': 'round',
  class: 'icon',
} as const

export const Check = () => (
  <svg {...drawing} aria-hidden="true">
    <path d="M5 12.5l4.5 4.5L19 7.5" />
  </svg>
)

export const People = () => (
  <svg {...drawing} aria-hidden="true">
    <circle cx="9" cy="8" r="3.5" />
    <path d="M2.5 19.5c.5-3.5 3-5.5 6.5-5.5s6 2 6.5 5.5M16 5a3.5 3.5 0 0 1 0 6.5M18 14.5c2 .6 3.200 2.400 3.5 5" />
  </svg>
)
