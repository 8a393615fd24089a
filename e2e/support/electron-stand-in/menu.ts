import { honest } from './honest'

type Template = {
  label?: string
  role?: string
  type?: 'separator'
  accelerator?: string
  submenu?: Template[]
  click?: () => void
}
const known = new Set(['label', 'role', 'type', 'accelerator', 'submenu', 'click'])
/** Electron's own entries that main uses. Their words and actions are Electron's; here they are only known by name. */
const roles = new Set([
  ...['appMenu', 'editMenu', 'windowMenu', 'help', 'close', 'quit', 'reload', 'toggleDevTools'],
  ...['resetZoom', 'zoomIn', 'zoomOut', 'togglefullscreen'],
])

class MenuItem {
  readonly label: string
  readonly role: string | undefined
  readonly type: string
  readonly accelerator: string | undefined
  readonly submenu: Menu | undefined
  readonly #click: (() => void) | undefined
  constructor(template: Template) {
    const unknown = Object.keys(template).filter((key) => !known.has(key))
    if (unknown.length > 0)
      throw new Error(`The stand-in for Electron does not imitate the menu's ${unknown}.`)
    if (template.role && !roles.has(template.role))
      throw new Error(`The menu's role ${template.role} is not known.`)
    this.label = template.label ?? ''
    this.role = template.role
    this.type = template.type ?? (template.submenu ? 'submenu' : 'normal')
    this.accelerator = template.accelerator
    this.submenu = template.submenu && new Menu(template.submenu)
    this.#click = template.click
  }
  click(): void {
    if (!this.#click) throw new Error(`The stand-in for Electron does not imitate what "${this.label}" does.`)
    this.#click()
  }
}

class Menu {
  readonly items: MenuItem[]
  constructor(template: Template[]) {
    this.items = template.map((item) => new MenuItem(item))
  }
}

let current: Menu | null = null
const menus = honest('Menu', {
  buildFromTemplate: (template: Template[]): Menu => new Menu(template),
  setApplicationMenu(menu: Menu): void {
    current = menu
  },
  getApplicationMenu: (): Menu | null => current,
})

export { menus as Menu }
