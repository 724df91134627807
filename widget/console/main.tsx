import '../ui/tokens.css'
import '../ui/base.css'
import '../ui/fields.css'
import './console.css'
import { render } from 'preact'
import { Console } from './Console.tsx'
import { resume } from './session.ts'

const root = document.getElementById('console')
if (root) render(<Console />, root)
void resume()
