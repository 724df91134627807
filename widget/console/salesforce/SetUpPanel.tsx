import { texts } from '../text.ts'

/** What has to be done before anything can be connected. */
export function SetUpPanel({ redirectUri }: { redirectUri: string }) {
  const { setUp, setUpHint, setUpSteps } = texts.salesforce
  return (
    <section class="panel stack" aria-labelledby="set-up-title">
      <h2 id="set-up-title">{setUp}</h2>
      <p class="muted">{setUpHint}</p>
      <ol class="steps stack tight">
        <li>
          {setUpSteps.app}
          <code class="block wrap">{redirectUri}</code>
        </li>
        <li>
          {setUpSteps.settings}
          <code class="block wrap">SALESFORCE_CLIENT_ID</code>
          <code class="block wrap">SALESFORCE_CLIENT_SECRET</code>
          {setUpSteps.bearer}
          <code class="block wrap">SALESFORCE_USERNAME</code>
          <code class="block wrap">SALESFORCE_PRIVATE_KEY</code>
          {setUpSteps.sandbox}
          <code class="block wrap">SALESFORCE_LOGIN_URL</code>
        </li>
        <li>{setUpSteps.last}</li>
      </ol>
    </section>
  )
}
