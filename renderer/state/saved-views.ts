import { z } from 'zod'
import { create } from 'zustand'
import { View } from '../../electron/contract/view'

const SavedView = z.object({ name: z.string().min(1).max(200), savedAt: z.string(), view: View })
export type SavedView = z.infer<typeof SavedView>

const storageKey = (casePath: string) => `backtrail.views:${casePath}`

/** Saved views of a case, as far as they can be read: one that cannot does not lose the others. */
export function readSavedViews(
  casePath: string,
  storage: Pick<Storage, 'getItem'> = localStorage,
): SavedView[] {
  try {
    const stored: unknown = JSON.parse(storage.getItem(storageKey(casePath)) ?? '[]')
    if (!Array.isArray(stored)) return []
    return stored.flatMap((item) => {
      const parsed = SavedView.safeParse(item)
      return parsed.success ? [parsed.data] : []
    })
  } catch {
    return []
  }
}

type SavedViewsState = {
  casePath: string | null
  views: SavedView[]
  open: (casePath: string) => void
  save: (name: string, view: View) => void
  remove: (name: string) => void
}

export const useSavedViews = create<SavedViewsState>((set, get) => {
  const write = (views: SavedView[]) => {
    const { casePath } = get()
    if (casePath) localStorage.setItem(storageKey(casePath), JSON.stringify(views))
    set({ views })
  }
  return {
    casePath: null,
    views: [],
    open: (casePath) => set({ casePath, views: readSavedViews(casePath) }),
    save: (name, view) =>
      write([
        ...get().views.filter((saved) => saved.name !== name),
        { name, savedAt: new Date().toISOString(), view },
      ]),
    remove: (name) => write(get().views.filter((saved) => saved.name !== name)),
  }
})

const lastKey = (casePath: string) => `backtrail.last:${casePath}`

/** Where a case was left: its view and screen, for the next time it is opened. */
export function rememberPlace(casePath: string, place: { screen: string; view: View }): void {
  localStorage.setItem(lastKey(casePath), JSON.stringify(place))
}

const Place = z.object({ screen: z.string(), view: View })

export function recallPlace(casePath: string): z.infer<typeof Place> | null {
  try {
    const parsed = Place.safeParse(JSON.parse(localStorage.getItem(lastKey(casePath)) ?? 'null'))
    return parsed.success ? parsed.data : null
  } catch {
    return null
  }
}
