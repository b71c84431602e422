/** Own drawings on a square of 20, strokes of 1.5 with round ends. */
export const ICONS = {
  train: 'M2.5 16.5h15M3 13c2.8 0 3-8 5.2-8s2 5.2 4.2 5.2S15 6 17 6',
  results: 'M3.5 3.5h5v5h-5zM11.5 3.5h5v5h-5zM3.5 11.5h5v5h-5zM11.5 11.5h5v5h-5z',
  runs: 'M3 5h14M3 10h14M3 15h14M7 3v4M12.5 8v4M8.5 13v4',
  data: 'M3.5 3.5h5v5h-5zM11.5 3.5h5v5h-5zM3.5 11.5h5v5h-5zM14 11.5v5M11.5 14h5',
  settings: 'M3 6h7.5M14.5 6H17M3 14h2.5M9.5 14H17M12.5 4v4M7.5 12v4',
  play: 'M6 4l10 6-10 6z',
  pause: 'M6.8 4v12M13.2 4v12',
  stop: 'M5 5h10v10H5z',
  resume: 'M4 4v12M8 4l9 6-9 6z',
  undo: 'M4 8h8.2a4 4 0 0 1 0 8H8M7.5 4.5L4 8l3.5 3.5',
  cross: 'M5 5l10 10M15 5L5 15',
  check: 'M4 10.5l4 4 8-9',
  warn: 'M10 3l8 14H2zM10 8v4M10 14.4v.3',
  info: 'M10 17.5a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15zM10 9v5M10 6.2v.3',
  lock: 'M5 9h10v8H5zM7 9V6.5a3 3 0 0 1 6 0V9',
  copy: 'M7 7h9v9H7zM4 13V4h9',
  download: 'M10 3v10M6 9.5l4 4 4-4M4 17h12',
  trash: 'M4 5.5h12M8 5.5v-2h4v2M5.5 5.5l.8 11h7.4l.8-11',
  folder: 'M2.5 5h5L9 7h8.5v9h-15z',
  down: 'M5.5 8l4.5 4.5L14.5 8',
  up: 'M5.5 12.5L10 8l4.5 4.5',
  right: 'M8 5.5l4.5 4.5L8 14.5',
  left: 'M12 5.5L7.5 10l4.5 4.5',
  chip: 'M5.5 5.5h9v9h-9zM8 2.5v3M12 2.5v3M8 14.5v3M12 14.5v3M2.5 8h3M2.5 12h3M14.5 8h3M14.5 12h3',
  dice: 'M4 4h12v12H4zM7.5 7.5h.1M12.5 7.5h.1M10 10h.1M7.5 12.5h.1M12.5 12.5h.1',
  shuffle:
    'M3 6h3c4.2 0 3.8 8 8 8h3M3 14h3c1.4 0 2.3-1.1 3-2.5M11 8.4C11.7 7 12.6 6 14 6h3M15 4l2 2-2 2M15 12l2 2-2 2',
  refresh: 'M16 6.5A7 7 0 1 0 17 11M16.4 2.6v4h-4',
  keyboard: 'M2 5.5h16v9H2zM5 8.5h.1M8 8.5h.1M11 8.5h.1M14 8.5h.1M6.5 11.5h7',
  log: 'M3 5l4 4-4 4M9 14h8',
  disk: 'M3 5.5C3 4.1 6.1 3 10 3s7 1.1 7 2.5v9c0 1.4-3.1 2.5-7 2.5s-7-1.1-7-2.5zM3 5.5C3 6.9 6.1 8 10 8s7-1.1 7-2.5',
  shield: 'M10 2.5l6.5 2.2v5c0 4-2.8 6.6-6.5 7.8-3.7-1.2-6.5-3.8-6.5-7.8v-5zM7 10l2.2 2.2L13.2 8',
  unplugged: 'M3 3l14 14M7.5 12.5L5 15l-2 2M12.5 7.5L15 5l2-2M8 5.5l6.5 6.5M5.5 8l2 2',
  theme: 'M10 17.5a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15zM10 2.5v15',
  more: 'M5 10h.1M10 10h.1M15 10h.1',
  minus: 'M5 10h10',
  table: 'M3 4h14v12H3zM3 8h14M8.5 8v8',
  plus: 'M10 4v12M4 10h12',
  star: 'M10 2.8l2.2 4.7 5.1.6-3.8 3.5 1 5.1-4.5-2.5-4.5 2.5 1-5.1-3.8-3.5 5.1-.6z',
  starred: 'M10 2.8l2.2 4.7 5.1.6-3.8 3.5 1 5.1-4.5-2.5-4.5 2.5 1-5.1-3.8-3.5 5.1-.6z',
  edit: 'M3.5 16.5l1-4 9-9 3 3-9 9zM11.5 5.5l3 3',
} as const satisfies Readonly<Record<string, string>>
export type IconName = keyof typeof ICONS

/** Drawn as areas. */
export const FILLED: ReadonlySet<IconName> = new Set<IconName>(['play', 'stop', 'starred'])
/** Made of dots, which need a heavier pen. */
export const DOTTED: ReadonlySet<IconName> = new Set<IconName>(['dice', 'keyboard', 'more'])
