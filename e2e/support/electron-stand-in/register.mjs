import { register } from 'node:module'

// `electron` is this folder for everything that this process loads. The rest of the program is loaded as it is.
register(
  `data:text/javascript,${encodeURIComponent(`
    export const resolve = (specifier, context, next) =>
      next(specifier === 'electron' ? ${JSON.stringify(new URL('./index.ts', import.meta.url).href)} : specifier, context)
  `)}`,
)
