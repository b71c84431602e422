/** What the name of a portable run ends with. */
export const PORTABLE_SUFFIX = '.glyphlab'
