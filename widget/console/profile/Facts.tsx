export type Fact = readonly [name: string, value: string | null | undefined]

/** What is known, each with its name. What has no value is left out. */
export const Facts = ({ facts }: { facts: readonly Fact[] }) => (
  <dl class="facts">
    {facts.map(
      ([name, value]) =>
        value && (
          <div key={name}>
            <dt>{name}</dt>
            <dd class="wrap">{value}</dd>
          </div>
        ),
    )}
  </dl>
)
