import { z } from 'zod'

// Before any schema is made: zod would try whether it may make code, and the policy of content says no.
z.config({ jitless: true })
