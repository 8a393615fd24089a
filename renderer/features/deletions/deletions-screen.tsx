import { useEffect, useRef } from 'react'
import { useScreen } from '../../app/screen-store'
import { useCase } from '../../state/case-store'
import type { DataTableHandle } from '../../ui/data-table/data-table'
import css from './deletions-screen.module.css'
import { DeletionsList } from './list/deletions-list'
import { placeOf } from './place'
import { ResourceScreen } from './resource/resource-screen'
import { StoryScreen } from './story/story-screen'

/** From "it is gone" to the person behind it: the list, the life of a resource, the story of one deletion. */
export function DeletionsScreen() {
  const info = useCase((state) => state.current)
  const screen = useScreen((state) => state.screen)
  const place = placeOf(screen)
  const table = useRef<DataTableHandle>(null)
  const isList = place.kind === 'list'
  const wasList = useRef(isList)
  useEffect(() => {
    if (isList && !wasList.current) table.current?.focus()
    wasList.current = isList
  }, [isList])
  if (!info) return null
  return (
    <div className={css.stack}>
      {/* The list stays as it is under what is opened from it: its place, its focus, its pages. */}
      <div className={css.layer} data-covered={!isList || undefined} inert={!isList}>
        <DeletionsList info={info} table={table} />
      </div>
      {place.kind === 'story' && (
        <div className={css.layer}>
          <StoryScreen key={place.eventId} info={info} eventId={place.eventId} />
        </div>
      )}
      {place.kind === 'resource' && (
        <div className={css.layer}>
          <ResourceScreen info={info} target={place.target} />
        </div>
      )}
    </div>
  )
}
