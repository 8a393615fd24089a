import { create } from 'zustand'

/** Dialogs of the frame; at most one is open. */
export type Overlay =
  | 'palette'
  | 'shortcuts'
  | 'settings'
  | 'archives'
  | 'case'
  | 'saved-views'
  | 'compare'
  | 'columns'
  | 'export'
  | null

type ScreenState = {
  /** Id of the view in `views.tsx` that is shown, and after a slash where in that view. */
  screen: string
  overlay: Overlay
  show: (screen: string) => void
  open: (overlay: Overlay) => void
}

export const useScreen = create<ScreenState>((set) => ({
  screen: 'events',
  overlay: null,
  show: (screen) => set({ screen }),
  open: (overlay) => set({ overlay }),
}))
