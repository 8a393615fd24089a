import { type KeyboardEvent, type PointerEvent, type ReactNode, useState } from 'react'
import css from './split.module.css'

const least = 180
const most = 900
const clamp = (width: number) => Math.round(Math.min(most, Math.max(least, width)))

type SplitProps = {
  start: ReactNode
  startWidth: number
  onStartWidth: (width: number) => void
  startLabel: string
  end: ReactNode
  endWidth: number
  onEndWidth: (width: number) => void
  endLabel: string
  children: ReactNode
}

/** A middle with a pane on either side; the widths are changed by dragging or with the arrow keys. */
export function Split(props: SplitProps) {
  return (
    <div className={css.split}>
      {props.start && (
        <>
          <div className={css.side} style={{ width: props.startWidth }}>
            {props.start}
          </div>
          <Divider
            label={props.startLabel}
            width={props.startWidth}
            direction={1}
            onWidth={props.onStartWidth}
          />
        </>
      )}
      <div className={css.middle}>{props.children}</div>
      {props.end && (
        <>
          <Divider label={props.endLabel} width={props.endWidth} direction={-1} onWidth={props.onEndWidth} />
          <div className={css.side} style={{ width: props.endWidth }}>
            {props.end}
          </div>
        </>
      )}
    </div>
  )
}

function Divider({
  label,
  width,
  direction,
  onWidth,
}: {
  label: string
  width: number
  direction: 1 | -1
  onWidth: (width: number) => void
}) {
  const [active, setActive] = useState(false)
  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    const startX = event.clientX
    const element = event.currentTarget
    element.setPointerCapture(event.pointerId)
    setActive(true)
    const onMove = (move: globalThis.PointerEvent) =>
      onWidth(clamp(width + direction * (move.clientX - startX)))
    const stop = () => {
      setActive(false)
      element.removeEventListener('pointermove', onMove)
      element.removeEventListener('pointerup', stop)
      element.removeEventListener('pointercancel', stop)
    }
    element.addEventListener('pointermove', onMove)
    element.addEventListener('pointerup', stop)
    element.addEventListener('pointercancel', stop)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowLeft: -16, ArrowRight: 16 }[event.key]
    if (!step) return
    event.preventDefault()
    onWidth(clamp(width + direction * step))
  }
  return (
    <div className={css.divider}>
      {/* biome-ignore lint/a11y/useSemanticElements: a separator that moves is no hr */}
      <div
        className={css.grip}
        role="separator"
        tabIndex={0}
        aria-orientation="vertical"
        aria-label={label}
        aria-valuenow={width}
        aria-valuemin={least}
        aria-valuemax={most}
        data-active={active || undefined}
        onPointerDown={onPointerDown}
        onKeyDown={onKeyDown}
      />
    </div>
  )
}
