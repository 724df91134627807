/** Points onwards, the way that is read. Whoever cannot see it misses nothing. */
export const Chevron = () => (
  <svg
    class="icon chevron"
    viewBox="0 0 24 24"
    width="20"
    height="20"
    fill="none"
    stroke="currentColor"
    stroke-width="2"
    stroke-linecap="round"
    stroke-linejoin="round"
    aria-hidden="true"
  >
    <path d="M9 5l7 7-7 7" />
  </svg>
)
