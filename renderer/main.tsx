import './lib/zod-config'
import './ui/tokens.css'
import './ui/base.css'
import 'uplot/dist/uPlot.min.css'
import { createRoot } from 'react-dom/client'
import { App } from './app/app'
import { applyTheme } from './app/theme'

applyTheme()
const root = document.getElementById('root')
if (root) createRoot(root).render(<App />)
