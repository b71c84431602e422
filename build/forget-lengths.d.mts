export function forgetLengths(runtime: string): void
