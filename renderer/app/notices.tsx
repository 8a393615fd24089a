import { CircleAlert, CircleCheck, X } from 'lucide-react'
import { useEffect } from 'react'
import { create } from 'zustand'
import { isCancelled } from '../../electron/contract/errors'
import { asEngineError } from '../client/engine'
import { IconButton } from '../ui/button'
import css from './notices.module.css'

type Notice = { id: number; text: string; hint?: string | undefined; tone: 'normal' | 'bad' }

type NoticeState = { notices: Notice[]; said: string; dismiss: (id: number) => void }

let nextId = 1

const useNotices = create<NoticeState>((set) => ({
  notices: [],
  said: '',
  dismiss: (id) => set((state) => ({ notices: state.notices.filter((notice) => notice.id !== id) })),
}))

const show = (notice: Omit<Notice, 'id'>) =>
  useNotices.setState((state) => ({ notices: [...state.notices.slice(-2), { ...notice, id: nextId++ }] }))

/** A line at the bottom that goes by itself. */
export const notify = (text: string) => show({ text, tone: 'normal' })

/** An error that has no place of its own on the screen. Stays until it is closed; a cancelled call says nothing. */
export function notifyError(error: unknown): void {
  if (isCancelled(error)) return
  const { message, hint } = asEngineError(error)
  show({ text: message, hint, tone: 'bad' })
}

/** For screen readers only: said politely, the newest replaces what was not said yet. */
export const announce = (text: string) => useNotices.setState({ said: text })

export function Notices() {
  const { notices, said, dismiss } = useNotices()
  return (
    <>
      <div className="sr" role="status" aria-live="polite" data-testid="live">
        {said}
      </div>
      <div className={css.stack} role="status">
        {notices.map((notice) => (
          <NoticeLine key={notice.id} notice={notice} onClose={() => dismiss(notice.id)} />
        ))}
      </div>
    </>
  )
}

function NoticeLine({ notice, onClose }: { notice: Notice; onClose: () => void }) {
  useEffect(() => {
    if (notice.tone === 'bad') return
    const timer = setTimeout(() => useNotices.getState().dismiss(notice.id), 4_000)
    return () => clearTimeout(timer)
  }, [notice])
  const Icon = notice.tone === 'bad' ? CircleAlert : CircleCheck
  return (
    <div className={css.notice} data-tone={notice.tone}>
      <Icon size={16} aria-hidden />
      <p>
        {notice.text}
        {notice.hint && <span>{notice.hint}</span>}
      </p>
      <IconButton icon={X} label="Close this line" size="small" onClick={onClose} />
    </div>
  )
}
