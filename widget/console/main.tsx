import '../ui/tokens.css'
import '../ui/base.css'
import '../ui/fields.css'
import './console.css'
import { render } from 'preact'
import { Console } from './Console.tsx'
import { resume } from './session.ts'
import { isMailedLink } from './sign-in/LinkPage.tsx'

const root = document.getElementById('console')
if (root) render(<Console />, root)
// Whoever follows a mailed link is not signed in yet, or about to be somebody else.
if (!isMailedLink()) void resume()
