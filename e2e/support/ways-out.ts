/** Addresses that look like ours to whoever compares text, and some that are simply elsewhere. */
export const hostile = [
  'https://evil.example/?next=app://backtrail/index.html',
  'http://backtrail/index.html',
  'https://evil.example#app://backtrail',
  'http://127.0.0.1:1/',
  'file:///etc/passwd',
  'data:text/html,<h1>evil</h1>',
  'javascript:document.body.remove()',
  'about:blank',
  'chrome://version',
]

/** Ways for a page, or for what was put into it, to go somewhere. */
export const ways: Record<string, (address: string) => void> = {
  location: (address) => {
    window.location.href = address
  },
  'a new window': (address) => {
    window.open(address)
  },
  'a link': (address) => {
    const link = document.body.appendChild(document.createElement('a'))
    link.href = address
    link.click()
    link.remove()
  },
  'a link to a new window': (address) => {
    const link = document.body.appendChild(document.createElement('a'))
    link.href = address
    link.target = '_blank'
    link.click()
    link.remove()
  },
  'a form': (address) => {
    const form = document.body.appendChild(document.createElement('form'))
    form.action = address
    form.method = 'post'
    form.submit()
    form.remove()
  },
  'a frame': (address) => {
    const frame = document.body.appendChild(document.createElement('iframe'))
    frame.src = address
  },
}
