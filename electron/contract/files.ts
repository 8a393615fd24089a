import { z } from 'zod'
import { Path } from './case'

/** The chooser of browser mode, where there is no native dialog. Confined to what the person opened and the home folder. */
export const filesApi = {
  'files.list': {
    params: z.object({ path: Path.nullable() }),
    result: z.object({
      path: z.string(),
      /** The folder above, null where the chooser may not go higher. */
      parent: z.string().nullable(),
      places: z.array(z.object({ name: z.string(), path: z.string() })),
      entries: z.array(
        z.object({
          name: z.string(),
          path: z.string(),
          kind: z.enum(['folder', 'case', 'file']),
          size: z.int().nullable(),
          modifiedAt: z.string().nullable(),
        }),
      ),
      /** Entries beyond the limit, left out of the list. */
      more: z.int(),
    }),
  },
} as const
