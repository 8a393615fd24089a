import { beforeEach, describe, expect, it } from 'vitest'
import { emptyView } from '../../electron/contract/view'
import { addFilter, setRange } from './view-edit'
import { useView, zoomedOut } from './view-store'

const range = (from: string, to: string) => ({
  from: `2026-03-${from}T00:00:00Z`,
  to: `2026-03-${to}T00:00:00Z`,
})

describe('the history of the View', () => {
  beforeEach(() => useView.getState().load(emptyView))

  it('goes back and forth through every step', () => {
    const { edit, undo, redo } = useView.getState()
    edit((view) => addFilter(view, { kind: 'text', text: 'a' }))
    const one = useView.getState().view
    edit((view) => addFilter(view, { kind: 'text', text: 'b' }))
    const two = useView.getState().view
    undo()
    expect(useView.getState().view).toBe(one)
    undo()
    expect(useView.getState().view).toBe(emptyView)
    undo()
    expect(useView.getState().view).toBe(emptyView)
    redo()
    redo()
    expect(useView.getState().view).toBe(two)
  })

  it('counts no step that changes nothing', () => {
    useView.getState().edit((view) => ({ ...view }))
    expect(useView.getState().past).toEqual([])
  })

  it('forgets what was undone when something else is done', () => {
    const { edit, undo } = useView.getState()
    edit((view) => addFilter(view, { kind: 'text', text: 'a' }))
    undo()
    edit((view) => addFilter(view, { kind: 'text', text: 'b' }))
    expect(useView.getState().future).toEqual([])
  })
})

describe('zooming out', () => {
  const span = range('01', '31')
  const past = [emptyView, setRange(emptyView, range('05', '20'))]

  it('goes to the range it was reached from', () => {
    expect(zoomedOut(range('10', '12'), past, span)).toEqual(range('05', '20'))
    expect(zoomedOut(range('05', '20'), past, span)).toBeNull()
  })

  it('doubles a range that came from nowhere, around its middle', () => {
    const wider = zoomedOut(range('10', '12'), [], span)
    expect(wider && Date.parse(wider.to) - Date.parse(wider.from)).toBe(4 * 86_400_000)
    expect(wider && (Date.parse(wider.to) + Date.parse(wider.from)) / 2).toBe(
      Date.parse('2026-03-11T00:00:00Z'),
    )
  })

  it('takes the range away once it covers the case', () => {
    expect(zoomedOut(range('02', '30'), [], span)).toBeNull()
  })
})
