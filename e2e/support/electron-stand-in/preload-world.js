// The half of ipcRenderer and of the ports that lives in the page, in preload's isolated world. `callOut` is the binding
// that the stand-in added to this world; `preload` is the built file as a function.
// biome-ignore lint/correctness/noUnusedVariables: web-contents.ts injects this file as text
function startPreload(callOut, bridge, syncAddress, preload) {
  const listeners = new Map()
  const pending = new Map()
  const ports = new Map()
  const paths = new Map()
  let nextId = 1

  const tell = (message) => callOut(JSON.stringify(message))
  const missing = (name) =>
    new Proxy(
      {},
      {
        get(_target, key) {
          throw new Error(`The stand-in for Electron does not imitate ${name}.${String(key)}.`)
        },
      },
    )
  const honest = (name, target) => Object.setPrototypeOf(target, missing(name))

  const ipcRenderer = honest('ipcRenderer', {
    invoke(channel, ...args) {
      const id = nextId++
      tell({ invoke: id, channel, args })
      return new Promise((resolve, reject) => pending.set(id, { resolve, reject }))
    },
    send: (channel, ...args) => tell({ send: channel, args }),
    sendSync(channel, ...args) {
      const request = new XMLHttpRequest()
      request.open('POST', syncAddress, false)
      request.send(JSON.stringify({ channel, args }))
      return JSON.parse(request.responseText)
    },
    on(channel, listener) {
      listeners.set(channel, [...(listeners.get(channel) ?? []), listener])
      return ipcRenderer
    },
    removeListener(channel, listener) {
      listeners.set(
        channel,
        (listeners.get(channel) ?? []).filter((one) => one !== listener),
      )
      return ipcRenderer
    },
  })
  const webUtils = honest('webUtils', {
    getPathForFile(file) {
      if (!(file instanceof File)) throw new TypeError('This is no File.')
      return paths.get(file.name) ?? ''
    },
  })
  const contextBridge = honest('contextBridge', {
    exposeInMainWorld: (key, api) => bridge.expose(key, api),
  })

  /** What the stand-in calls from outside. */
  globalThis.standIn = {
    settle(id, error, value) {
      const { resolve, reject } = pending.get(id)
      pending.delete(id)
      if (error === null) resolve(value)
      else reject(new Error(error))
    },
    emit(channel, args, portIds) {
      const given = portIds.map((id) => {
        const { port1, port2 } = new MessageChannel()
        ports.set(id, port1)
        port1.onmessage = ({ data }) => tell({ port: id, data })
        port1.addEventListener('close', () => {
          ports.delete(id)
          tell({ portClosed: id })
        })
        return port2
      })
      const event = { ports: given, sender: missing('event.sender') }
      for (const listener of listeners.get(channel) ?? []) listener(event, ...args)
    },
    deliver: (id, data) => ports.get(id)?.postMessage(data),
    closePort(id) {
      ports.get(id)?.close()
      ports.delete(id)
    },
    /** Files about to be dropped: no page can see the path of a File, so it is told by name beforehand. */
    expectFiles(files) {
      for (const [name, path] of files) paths.set(name, path)
    },
  }

  const modules = { electron: honest('electron', { contextBridge, ipcRenderer, webUtils }) }
  preload((name) => {
    if (!(name in modules)) throw new Error(`A sandboxed preload cannot load ${name}.`)
    return modules[name]
  })
}
