import '../ui/tokens.css'
import '../ui/base.css'
import '../ui/fields.css'
import './console.css'
import './shell.css'
import './calendar/calendar.css'
import './home/home.css'
import './profile/profile.css'
import './reports/reports.css'
import './setup/setup.css'
import { render } from 'preact'
import { Console } from './Console.tsx'
import { askAsLaunched } from './launch/launched.ts'
import { resume } from './session.ts'
import { isMailedLink } from './sign-in/LinkPage.tsx'

askAsLaunched()
const root = document.getElementById('console')
if (root) render(<Console />, root)
// Whoever follows a mailed link is not signed in yet, or about to be somebody else.
if (!isMailedLink()) void resume()
