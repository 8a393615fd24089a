import { z } from 'zod'

// The page's policy forbids compiling code from text; without this zod tries, fails, and each try is logged as a violation.
z.config({ jitless: true })
