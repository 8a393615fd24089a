import { type ReactNode, useId } from 'react'
import css from './story.module.css'

type Props = { title: string; aside?: ReactNode; children: ReactNode }

/** One chapter of a story. */
export function Section({ title, aside, children }: Props) {
  const id = useId()
  return (
    <section className={css.section} aria-labelledby={id}>
      <header className={css.sectionHead}>
        <h2 id={id}>{title}</h2>
        {aside && <span className={css.aside}>{aside}</span>}
      </header>
      {children}
    </section>
  )
}
